"""The forms in which programs give keys, options and names."""

import asyncio
import collections
import dataclasses
import datetime
import enum
import importlib
import json
import threading
import typing
import unittest
import unittest.mock

import support  # first: it makes the package importable
import pulse_native
from pulse_native import AsyncPulse, Pulse
from pulse_native._request import to_json
from pulse_native._wait import wait_options


class SecretStr:
    """As pydantic's."""

    def __init__(self, text):
        self._text = text

    def __str__(self):
        return "**********"

    def get_secret_value(self):
        return self._text


class FormsTest(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.sandbox = support.Sandbox()
        cls.client = Pulse(support.API_KEY, base_url=cls.sandbox.url)
        cls.statement = support.sample("bank-statement.pdf")

    @classmethod
    def tearDownClass(cls):
        cls.client.close()
        cls.sandbox.close()

    def test_keys(self):
        self.sandbox.force("completed", ["keys"])
        for key in (
            support.API_KEY.encode(),
            SecretStr(support.API_KEY),
            lambda: support.API_KEY,
            lambda: SecretStr(support.API_KEY),
        ):
            with Pulse(key, base_url=self.sandbox.url) as client:
                self.assertEqual(client.jobs.get_job("keys").status, "completed")
        for kind in (Pulse, AsyncPulse):
            with self.assertRaises(TypeError) as raised:
                kind({"key": support.API_KEY})
            self.assertNotIn(support.API_KEY, str(raised.exception))
            with self.assertRaises(pulse_native.PulseArgumentError):
                kind(b"\xff")

    def test_unknown_options_are_refused(self):
        for kind in (Pulse, AsyncPulse):
            client = kind(support.API_KEY, base_url=self.sandbox.url)
            for method in (
                client.extract,
                client.submit_extract,
                client.extract_async,
                client.extract_and_wait,
                client.split,
            ):
                with self.assertRaisesRegex(TypeError, "unexpected keyword argument 'page'"):
                    call = method(page="1")
                    # A coroutine says so when it runs.
                    call.send(None)
            with self.assertRaisesRegex(TypeError, "did you mean 'pages'"):
                call = client.run_many([], "out", pagse="1")
                call.send(None)
            client.close()

    def test_the_limit_of_extract_and_wait_has_two_names(self):
        for given in ({"timeout": 60}, {"wait_timeout": 60}):
            with unittest.mock.patch("pulse_native._client.wait_options", wraps=wait_options) as options:
                self.client.extract_and_wait(file=self.statement, **given)
            self.assertEqual(options.call_args[0][0], 60)
        with self.assertRaises(pulse_native.PulseArgumentError):
            self.client.extract_and_wait(file=self.statement, timeout=5, wait_timeout=5)

    def test_one_where_a_list_belongs(self):
        with self.assertRaises(TypeError):
            self.client.schema(extraction_ids="one", schema_config={})
        for documents in ("report.pdf", b"report.pdf"):
            with self.assertRaises(TypeError):
                self.client.run_many(documents, "out")

    def test_options_of_many_kinds(self):
        class Model:
            @classmethod
            def model_json_schema(cls):
                return {"type": "object"}

            def model_dump(self):
                raise AssertionError("the class was meant")

        @dataclasses.dataclass
        class Plain:
            __slots__ = ("name", "nothing")
            name: str
            nothing: typing.Optional[str]

        class Attrs:
            __slots__ = ("name",)

        Attrs.__attrs_attrs__ = (type("Attribute", (), {"name": "name"})(),)
        attrs = Attrs()
        attrs.name = "x"

        class Int64:
            def tolist(self):
                return 7

        class Color(enum.Enum):
            RED = "red"

        day = datetime.date(2026, 1, 2)
        for value, sent in (
            (Model, {"type": "object"}),
            (Plain("x", None), {"name": "x"}),
            (attrs, {"name": "x"}),
            (Int64(), 7),
            (collections.UserDict(a=1), {"a": 1}),
            (day, "2026-01-02"),
            (Color.RED, "red"),
            ({1}, [1]),
        ):
            with self.subTest(type(value)):
                self.assertEqual(json.loads(to_json({"schema": value}))["schema"], sent)
        circle = []
        circle.append(circle)
        for value in (float("nan"), float("inf"), circle):
            with self.assertRaises(pulse_native.PulseArgumentError):
                to_json({"schema": value})
        with self.assertRaises(TypeError):
            to_json({"schema": int})

    def test_classes_are_those_of_the_package(self):
        for name in pulse_native.__all__:
            value = getattr(pulse_native, name)
            if isinstance(value, type):
                self.assertEqual(value.__module__, "pulse_native", name)

    def test_messages_have_the_names_of_parameters(self):
        with Pulse(base_url=self.sandbox.url) as client:
            with self.assertRaisesRegex(pulse_native.MissingApiKeyError, "set api_key"):
                client.jobs.get_job("a")
        with self.assertRaisesRegex(pulse_native.PulseArgumentError, "allow_insecure_http=True"):
            with Pulse(support.API_KEY, base_url="http://192.0.2.1") as client:
                client.jobs.get_job("a")
        self.sandbox.force("processing", ["polled"])
        with self.assertRaisesRegex(pulse_native.PulseTimeoutError, "max_attempts"):
            self.client.jobs.wait("polled", max_attempts=1)

    def test_mocks_know_the_jobs(self):
        for kind in (Pulse, AsyncPulse):
            mock = unittest.mock.create_autospec(kind, instance=True)
            self.assertTrue(callable(mock.jobs.get_job))
            with self.assertRaises(AttributeError):
                mock.jobs.no_such_method

    def test_places_of_the_official_sdk(self):
        for place, name in (
            ("errors", "GoneError"),
            ("errors.not_found_error", "NotFoundError"),
            ("errors.too_many_requests_error", "TooManyRequestsError"),
            ("core", "File"),
            ("core.api_error", "ApiError"),
            ("core.parse_error", "ParsingError"),
            ("core.request_options", "RequestOptions"),
            ("core.http_response", "HttpResponse"),
            ("environment", "PulseEnvironment"),
            ("client", "AsyncPulse"),
            ("client", "OMIT"),
            ("jobs", "JobsClient"),
            ("jobs.client", "AsyncJobsClient"),
            ("webhooks.client", "WebhooksClient"),
            ("types", "ExtractResponse"),
            ("types.job_status_response", "JobStatusResponse"),
        ):
            with self.subTest(place):
                self.assertIn(name, importlib.import_module(f"pulse_native.{place}").__all__)
        self.assertIs(
            importlib.import_module("pulse_native.errors.not_found_error").NotFoundError, pulse_native.NotFoundError
        )

    def test_annotations_can_be_evaluated(self):
        seen = 0
        for name in pulse_native.__all__:
            owner = getattr(pulse_native, name)
            for member in vars(owner).values() if isinstance(owner, type) else ():
                function = member.fget if isinstance(member, property) else getattr(member, "__func__", member)
                if hasattr(function, "__code__"):
                    with self.subTest(function.__qualname__):
                        typing.get_type_hints(function)
                        seen += 1
        self.assertGreater(seen, 100)
        self.assertIn("PathLike", str(typing.get_type_hints(Pulse.extract)["file"]))

    def test_results_as_json(self):
        job = self.client.extract_and_wait(file=self.statement, timeout=60)
        text = json.dumps(
            {"job": job, "result": job.result, "boxes": job.result.bounding_boxes.Text}, default=pulse_native.to_json
        )
        loaded = json.loads(text)
        self.assertEqual(loaded["result"]["markdown"], job.markdown)
        self.assertEqual(loaded["job"], job.to_dict())
        self.assertEqual(len(loaded["boxes"]), len(job.result.bounding_boxes.Text))

    def test_several_threads_share_an_iterator(self):
        ids = [f"shared-{i}" for i in range(40)]
        self.sandbox.force("completed", ids)
        waits = self.client.jobs.wait_many(ids, initial_delay=0.05)
        seen, errors = [], []

        def consume():
            try:
                for waited in waits:
                    seen.append(waited.job_id)
            except BaseException as raised:
                errors.append(raised)

        threads = [threading.Thread(target=consume) for _ in range(4)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        self.assertEqual((errors, sorted(seen)), ([], sorted(ids)))

    def test_an_iterator_is_not_moved_by_what_it_calls(self):
        self.sandbox.force("completed", ["inner"])

        def move(_progress):
            next(waits)

        waits = self.client.jobs.wait_many(["inner"], on_progress=move, every_poll=True)
        with self.assertRaisesRegex(ValueError, "on_progress must not"):
            next(waits)

    def test_several_tasks_share_an_iterator(self):
        ids = [f"tasks-{i}" for i in range(40)]
        self.sandbox.force("completed", ids)

        async def consume(waits):
            return [waited.job_id async for waited in waits]

        async def main():
            async with AsyncPulse(support.API_KEY, base_url=self.sandbox.url) as client:
                waits = client.jobs.wait_many(ids, initial_delay=0.05)
                return await asyncio.wait_for(asyncio.gather(*(consume(waits) for _ in range(4))), 60)

        self.assertEqual(sorted(sum(asyncio.run(main()), [])), sorted(ids))

    def test_files(self):
        for file in ("/no/such/file.pdf", ("a.pdf", "/no/such/file.pdf")):
            with self.assertRaises(FileNotFoundError) as raised:
                self.client.extract(file=file)
            self.assertIsInstance(raised.exception, pulse_native.PulseFileError)
        with open(self.statement, "rb") as content:
            data = content.read()
        self.assertEqual(self.client.extract(file=("a.pdf", data, "application/pdf", {})).page_count, 2)
        with self.assertRaises(pulse_native.PulseUnsupportedError):
            self.client.extract(file=("a.pdf", data, "application/pdf", {"x": "y"}))

    def test_errors_are_made_as_those_of_the_official_sdk(self):
        error = pulse_native.NotFoundError({"detail": "gone"}, {"a": "b"})
        self.assertEqual((error.status_code, error.body, error.headers), (404, {"detail": "gone"}, {"a": "b"}))
        error = pulse_native.ApiError(status_code=418, body="tea")
        self.assertEqual((error.status_code, error.body), (418, "tea"))


if __name__ == "__main__":
    unittest.main()
