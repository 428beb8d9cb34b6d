"""Programs for the official SDK: its names, parameters and exceptions."""

import asyncio
import datetime
import inspect
import json
import pickle
import unittest

import support  # first: it makes the package importable
import pulse_native
from pulse_native import ApiError, AsyncPulse, Pulse

EXTRACT = {
    "file",
    "file_url",
    "pages",
    "figure_processing",
    "extensions",
    "storage",
    "async_",
    "structured_output",
    "schema",
    "schema_prompt",
    "custom_prompt",
    "chunking",
    "chunk_size",
    "extract_figure",
    "figure_description",
    "show_images",
    "return_html",
    "thinking",
    "request_options",
}
CLIENT = {"base_url", "environment", "api_key", "headers", "timeout", "follow_redirects", "httpx_client"}


class OfficialTest(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.sandbox = support.Sandbox()
        cls.client = Pulse(api_key=support.API_KEY, base_url=cls.sandbox.url)
        cls.statement = support.sample("bank-statement.pdf")

    @classmethod
    def tearDownClass(cls):
        cls.client.close()
        cls.sandbox.close()

    def last_request(self):
        return self.sandbox.control("journal")["entries"][-1]

    def sent_headers(self, *names):
        sent = {name.lower(): value for name, value in self.last_request()["headers"]}
        return [sent.get(name) for name in names]

    def fault(self, path, **action):
        self.sandbox.control("faults", [{"match": {"path_prefix": path}, "action": action}])
        self.addCleanup(self.sandbox.control, "faults", [])

    def test_parameters(self):
        def parameters(function):
            return set(inspect.signature(function).parameters)

        for client, jobs in ((Pulse, pulse_native.Jobs), (AsyncPulse, pulse_native.AsyncJobs)):
            self.assertLessEqual(CLIENT, parameters(client))
            self.assertLessEqual(EXTRACT, parameters(client.extract))
            self.assertLessEqual(EXTRACT, parameters(client.extract_async))
            self.assertEqual({"self", "job_id", "request_options"}, parameters(jobs.get_job))
            self.assertEqual({"self", "job_id", "request_options"}, parameters(jobs.cancel_job))

    def test_the_two_clients_are_twins(self):
        for sync, twin in ((Pulse, AsyncPulse), (pulse_native.Jobs, pulse_native.AsyncJobs)):
            names = {name for name in dir(sync) if not name.startswith("_")}
            self.assertEqual(names, {name for name in dir(twin) if not name.startswith("_")} - {"aclose"})
            for name in names:
                mine, other = inspect.getattr_static(sync, name), inspect.getattr_static(twin, name)
                if isinstance(mine, type):
                    # A resource, such as jobs.
                    self.assertIsInstance(other, type)
                    continue
                self.assertEqual(
                    inspect.getdoc(mine) if name != "close" else "", inspect.getdoc(other) if name != "close" else ""
                )
                if callable(mine):
                    self.assertEqual(
                        list(inspect.signature(mine).parameters.values()),
                        list(inspect.signature(other).parameters.values()),
                        name,
                    )
                    # What is written down once for both gives the one responses, the other awaitables of them.
                    if mine is not other and name not in (
                        "close",
                        "stats",
                        "wait_many",
                        "iter_many",
                        "with_options",
                        "notify",
                        "export_durations",
                        "import_durations",
                    ):
                        self.assertTrue(inspect.iscoroutinefunction(other), name)

    def test_types_are_where_theirs_are(self):
        import importlib
        import re

        from pulse_native import types

        for name in types.__all__:
            place = re.sub("(?<!^)([A-Z])", r"_\1", name).lower()
            there = importlib.import_module(f"pulse_native.types.{place}")
            self.assertEqual((there.__all__, getattr(there, name)), ([name], getattr(types, name)))
            self.assertIs(getattr(pulse_native, name), getattr(types, name))
            if inspect.isclass(getattr(types, name)):
                self.assertTrue(inspect.getdoc(getattr(types, name)), name)
        self.assertGreater(len(types.__all__), 70)
        self.assertNotIn("SplitConfig", dir(pulse_native))
        self.assertEqual(
            types.SplitConfig(split_input=[types.TopicDefinition(name="fees")]), {"split_input": [{"name": "fees"}]}
        )

    def test_exceptions(self):
        from pulse_native.core.api_error import ApiError as ApiErrorOfTheirPlace
        from pulse_native.errors import NotFoundError, UnauthorizedError

        self.assertIs(ApiErrorOfTheirPlace, ApiError)
        with self.assertRaises(NotFoundError) as raised:
            self.client.jobs.get_job(job_id="nope")
        self.assertEqual((raised.exception.status_code, raised.exception.body["error"]["code"]), (404, "JOB_001"))
        self.assertEqual(raised.exception.headers["content-type"], "application/json")
        with self.assertRaises(UnauthorizedError):
            Pulse(api_key="wrong", base_url=self.sandbox.url).jobs.get_job("x")
        for status, error in (
            (400, pulse_native.BadRequestError),
            (402, pulse_native.ForbiddenError),
            (403, pulse_native.ForbiddenError),
            (413, pulse_native.PayloadTooLargeError),
            (429, pulse_native.TooManyRequestsError),
            (500, pulse_native.InternalServerError),
        ):
            self.fault("/job/", status=status, headers={"Retry-After": "0"})
            with self.assertRaises(error) as raised:
                self.client.jobs.get_job("x", request_options={"max_retries": 0})
            self.assertIsInstance(raised.exception, ApiError)
            self.assertEqual(raised.exception.status_code, status)
        self.fault("/job/", status=200, body="<html>busy</html>")
        with self.assertRaises(ApiError) as raised:
            self.client.jobs.get_job("x")
        self.assertIsInstance(raised.exception, pulse_native.ProtocolError)
        self.assertEqual((raised.exception.status_code, raised.exception.body), (200, "<html>busy</html>"))

    def test_whether_a_failed_submit_may_have_been_accepted_is_told(self):
        for action, accepted in (
            ({"status": 504}, True),
            ({"status": 400}, False),
            ({"status": 200, "body": "{"}, True),
        ):
            fault = {"additional_headers": {"X-Pulse-Sandbox-Fault": json.dumps(action)}}
            with self.assertRaises(ApiError) as raised:
                self.client.submit_extract(file=self.statement, request_options=fault)
            self.assertIs(raised.exception.may_have_been_accepted, accepted)
        self.assertIs(ApiError().may_have_been_accepted, False)

    def test_exceptions_that_programs_make_themselves(self):
        made = ApiError(status_code=418, body={"error": "teapot"}, headers={"a": "b"})
        self.assertEqual((made.status_code, made.body, made.headers), (418, {"error": "teapot"}, {"a": "b"}))
        self.assertEqual(str(made), "status_code: 418, body: {'error': 'teapot'}")
        self.assertEqual(pulse_native.NotFoundError(body="gone").status_code, 404)

    def test_async_as_an_option(self):
        submitted = self.client.extract(file=self.statement, async_=True)
        self.assertIsInstance(submitted, pulse_native.Submission)
        age = datetime.datetime.now(datetime.timezone.utc) - submitted.queued_at
        self.assertLess(abs(age), datetime.timedelta(hours=1))
        self.assertEqual(self.client.jobs.wait(submitted.job_id, initial_delay=0.05).status, "completed")

    def test_request_options(self):
        job_id = self.client.submit_extract(file=self.statement).job_id
        self.fault("/job/", status=503, headers={"Retry-After": "0"})
        before = len(self.sandbox.control("journal")["entries"])
        with self.assertRaises(pulse_native.InternalServerError):
            self.client.jobs.get_job(job_id, request_options={"max_retries": 0})
        self.assertEqual(len(self.sandbox.control("journal")["entries"]), before + 1)
        self.fault("/job/", delay_ms=20_000)
        with self.assertRaises(pulse_native.PulseTimeoutError):
            self.client.jobs.get_job(job_id, request_options={"timeout_in_seconds": 0.3, "max_retries": 0})
        self.sandbox.control("faults", [])
        for number in range(12):  # more kinds of limits than are kept
            options = {"timeout_in_seconds": 30 + number, "chunk_size": 1024, "additional_headers": None}
            self.assertEqual(self.client.jobs.get_job(job_id, request_options=options).job_id, job_id)
        self.client.extract(file=self.statement, request_options={"additional_body_parameters": {"pages": "1"}})
        self.assertIn("pages", json.dumps(self.last_request()["parts"]))

    def test_what_cannot_be_done_is_said(self):
        count = len(self.sandbox.control("journal")["entries"])
        for options, error in (
            ({"additional_headers": {"x-api-key": "other"}}, pulse_native.PulseArgumentError),
            ({"additional_headers": {"a b": "c"}}, pulse_native.PulseArgumentError),
            ({"additional_headers": {"a": "b\r\nc: d"}}, pulse_native.PulseArgumentError),
            ({"additional_query_parameters": {"a": "b"}}, pulse_native.PulseUnsupportedError),
            ({"additional_body_parameters": {"a": "b"}}, pulse_native.PulseArgumentError),
            ({"timeout": 5}, pulse_native.PulseArgumentError),
            ({"timeout_in_seconds": 0}, pulse_native.PulseArgumentError),
            ({"max_retries": -1}, pulse_native.PulseArgumentError),
        ):
            with self.assertRaises(error, msg=options):
                self.client.jobs.get_job("x", request_options=options)
        for options in ({"follow_redirects": False}, {"httpx_client": object()}):
            with self.assertRaises(NotImplementedError):
                Pulse(**options)
        self.assertEqual(len(self.sandbox.control("journal")["entries"]), count)

    def test_headers_of_requests(self):
        options = {"headers": {"X-Gateway": "one", "X-Team": "docs", "User-Agent": "mine"}}
        with Pulse(api_key=support.API_KEY, base_url=self.sandbox.url, **options) as client:
            job_id = client.submit_extract(file=self.statement).job_id
            self.assertEqual(self.sent_headers("x-gateway", "x-team", "user-agent"), ["one", "docs", "mine"])
            client.jobs.get_job(
                job_id, request_options={"additional_headers": {"x-gateway": "two", "X-Team": None, "X-Number": 7}}
            )
            self.assertEqual(self.sent_headers("x-gateway", "x-team", "x-number"), ["two", None, "7"])
            client.jobs.get_job(job_id)
            self.assertEqual(self.sent_headers("x-gateway"), ["one"])
            self.assertNotIn("'one'", repr(vars(client)) + repr(client._core._settings))
            copy = pickle.loads(pickle.dumps(client))
            copy.jobs.get_job(job_id)
            self.assertEqual(self.sent_headers("x-gateway"), ["one"])
            copy.close()

    def test_headers_of_answers(self):
        raw = self.client.with_raw_response.submit_extract(file=self.statement)
        self.assertTrue(raw.headers["content-type"].startswith("application/json"))
        job_id = raw.data.job_id
        self.fault("/job/", headers={"X-Trace": "abc"})
        raw = self.client.jobs.with_raw_response.get_job(job_id, request_options={"timeout_in_seconds": 20})
        self.assertEqual((raw.data.job_id, raw.headers.get("x-trace")), (job_id, "abc"))
        self.client.jobs.wait(job_id, initial_delay=0.05)
        raw = self.client.jobs.with_raw_response.wait(job_id)
        self.assertIn("date", raw.headers)
        self.assertEqual(pulse_native.HttpResponse(raw.data.to_dict()).headers, {})
        canceled = self.client.submit_extract(file=self.statement)
        self.assertEqual(self.client.jobs.with_raw_response.cancel_job(canceled.job_id).headers, {})
        self.fault("/job/", status=503, headers={"Retry-After": "0", "X-Trace": "echo " + support.API_KEY})
        with self.assertRaises(pulse_native.InternalServerError) as raised:
            self.client.jobs.get_job(job_id, request_options={"max_retries": 0})
        self.assertEqual(raised.exception.headers["x-trace"], "echo [redacted]")

    def test_with_raw_response(self):
        response = self.client.with_raw_response.extract(file=self.statement)
        self.assertEqual(response.data.page_count, 2)
        submitted = self.client.with_raw_response.extract_async(file=self.statement).data
        self.assertEqual(
            self.client.jobs.with_raw_response.get_job(job_id=submitted.job_id).data.job_id, submitted.job_id
        )

        async def twin():
            async with AsyncPulse(api_key=support.API_KEY, base_url=self.sandbox.url) as client:
                response = await client.with_raw_response.extract(file=self.statement)
                job = await client.jobs.with_raw_response.get_job(submitted.job_id)
                return response.data.page_count, job.data.job_id

        self.assertEqual(asyncio.run(twin()), (2, submitted.job_id))
        with self.assertRaises(AttributeError):
            self.client.with_raw_response.nothing

    def test_environment(self):
        self.assertEqual(pulse_native.PulseEnvironment.DEFAULT.value, "https://api.runpulse.com")
        with Pulse(support.API_KEY, environment=self.sandbox.url) as client:
            self.assertTrue(client.submit_extract(file=self.statement).job_id)

    def test_a_key_is_trimmed_and_checked(self):
        with Pulse(support.API_KEY + "\n", base_url=self.sandbox.url) as client:
            self.assertTrue(client.submit_extract(file=self.statement).job_id)
        with self.assertRaises(ValueError):
            Pulse("k\u00e9y")

    def test_names_of_the_models(self):
        job = self.client.extract_and_wait(file=self.statement, initial_delay=0.05)
        self.assertEqual(job.dict(), job.model_dump())
        self.assertEqual(job.dict()["result"]["page_count"], 2)
        self.assertEqual(json.loads(job.json())["job_id"], job.job_id)
        self.assertEqual(job.result.dict(), job.result.to_dict())
        self.assertEqual(json.loads(job.result.model_dump_json()), job.result.to_dict())

    def test_nested_options_in_every_form(self):
        import dataclasses

        @dataclasses.dataclass
        class Storage:
            enabled: bool
            folder_name: str = None

        class Plain:
            def __init__(self):
                self.enabled, self.folder_name = False, None

        for storage in ({"enabled": False}, Storage(False), Plain(), '{"enabled": false}'):
            self.assertEqual(self.client.extract(file=self.statement, storage=storage).page_count, 2)
            part = next(part for part in self.last_request()["parts"] if part["name"] == "storage")
            self.assertEqual(part["size"], len('{"enabled":false}'))
        with self.assertRaisesRegex(ValueError, "storage"):
            self.client.extract(file=self.statement, storage="{enabled")
        with self.assertRaises(TypeError):
            self.client.extract(file=self.statement, storage=object)


if __name__ == "__main__":
    unittest.main()
