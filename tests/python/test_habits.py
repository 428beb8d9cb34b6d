"""What programs do with a client for days: nothing may pile up, and nothing may surprise."""

import asyncio
import contextvars
import gc
import os
import tempfile
import unittest
import weakref
from unittest import mock

import support  # first: it makes the package importable
import pulse_native
from pulse_native import AsyncPulse, Pulse, PulseArgumentError
from pulse_native._results import wrap


class Local:
    """Something in a caller's frame."""


class Habits(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.sandbox = support.Sandbox()
        cls.statement = support.sample("bank-statement.pdf")

    @classmethod
    def tearDownClass(cls):
        cls.sandbox.close()

    def setUp(self):
        self.client = Pulse(support.API_KEY, base_url=self.sandbox.url)
        self.addCleanup(self.client.close)

    def without_collector(self):
        gc.collect()
        gc.disable()
        self.addCleanup(gc.enable)

    def test_event_loops_leave_no_descriptors(self):
        client = AsyncPulse(support.API_KEY, base_url=self.sandbox.url)
        self.addCleanup(client.close)

        async def one():
            await client.jobs.get_job("nope")

        counts = []
        for _ in range(40):
            with self.assertRaises(pulse_native.NotFoundError):
                asyncio.run(one())
            gc.collect()
            counts.append(len(os.listdir("/proc/self/fd")))
        # A queue or two may still be on their way out; a leak would be one for each run.
        self.assertLessEqual(counts[-1], counts[5] + 3)

    def test_a_loop_that_ends_with_calls_under_way_leaves_no_descriptors(self):
        client = AsyncPulse(support.API_KEY, base_url=self.sandbox.url)
        self.addCleanup(client.close)
        self.sandbox.force("processing", ["stuck"])

        async def one():
            task = asyncio.ensure_future(client.jobs.wait("stuck"))
            await client.jobs.get_job("stuck")
            self.assertFalse(task.done())

        counts = []
        for _ in range(20):
            asyncio.run(one())
            gc.collect()
            counts.append(len(os.listdir("/proc/self/fd")))
        # A queue or two may still be on their way out; a leak would be one for each run.
        self.assertLessEqual(counts[-1], counts[5] + 3)

    def failing(self, call):
        local = Local()
        try:
            call()
        except pulse_native.NotFoundError:
            pass
        return weakref.ref(local)

    def test_a_caught_error_pins_no_locals(self):
        self.without_collector()
        self.assertIsNone(self.failing(lambda: self.client.jobs.get_job("nope"))())
        self.assertIsNone(self.failing(lambda: self.client.jobs.wait("nope", initial_delay=0.01, timeout=1))())

        def waited():
            for job in self.client.jobs.wait_many(["nope"]):
                job.job_or_raise()

        self.assertIsNone(self.failing(waited)())

    def test_a_caught_error_of_a_task_pins_no_locals(self):
        async def program():
            client = AsyncPulse(support.API_KEY, base_url=self.sandbox.url)

            async def call():
                local = Local()
                try:
                    await client.jobs.get_job("nope")
                except pulse_native.NotFoundError:
                    pass
                return weakref.ref(local)

            self.without_collector()
            self.assertIsNone((await call())())
            client.close()

        asyncio.run(program())

    def test_a_client_is_freed_without_the_collector(self):
        for make in (Pulse, AsyncPulse):
            self.without_collector()
            client = make(support.API_KEY, base_url=self.sandbox.url)
            self.assertTrue(client.webhooks and client.jobs and client.form)
            gone = weakref.ref(client)
            del client
            self.assertIsNone(gone())

    def test_calls_work_where_select_has_no_poll(self):
        program = """
import select
del select.poll
import sys
from pulse_native import Pulse
job = Pulse().extract_and_wait(file=sys.argv[1], initial_delay=0.05)
print("Maria Jensen" in job.markdown)
"""
        done = support.run_program(program, self.statement, sandbox=self.sandbox)
        self.assertEqual((done.stdout.strip(), done.stderr), ("True", ""))

    def test_progress_runs_in_the_context_of_its_caller(self):
        variable = contextvars.ContextVar("variable")
        seen = {}
        self.sandbox.force("processing", ["first", "second"])

        async def program():
            client = AsyncPulse(support.API_KEY, base_url=self.sandbox.url)

            async def wait(name):
                variable.set(name)

                def report(progress):
                    seen.setdefault(progress.job_id, variable.get())
                    return len(seen) == 2

                try:
                    await client.jobs.wait(
                        name, on_progress=report, every_poll=True, initial_delay=0.02, max_delay=0.02, timeout=20
                    )
                except pulse_native.PulseError:
                    pass

            tasks = [asyncio.ensure_future(wait(name)) for name in ("first", "second")]
            while len(seen) < 2:
                await asyncio.sleep(0.01)
            for task in tasks:
                task.cancel()
            await asyncio.gather(*tasks, return_exceptions=True)
            client.close()

        asyncio.run(program())
        self.assertEqual(seen, {"first": "first", "second": "second"})

    def test_results_are_read_once(self):
        job = self.client.extract_and_wait(file=self.statement, initial_delay=0.05)
        self.assertIs(job.result, job.result)
        self.assertIs(job.result["bounding_boxes"], job.result.bounding_boxes)
        self.assertIs(job.result.bounding_boxes["Text"], job.result.bounding_boxes["Text"])

    def test_fields_do_not_hide_methods(self):
        value = wrap({"items": [1], "keys": 2, "get": 3})
        self.assertEqual(dict(value.items())["keys"], 2)
        self.assertEqual(list(value.keys()), ["items", "keys", "get"])
        self.assertEqual((value["items"].to_list(), value["get"]), ([1], 3))
        self.assertEqual(wrap({"values": {"a": 1}}).values["a"], 1)

    def test_empty_is_false(self):
        for text, truth in ((b"", False), (b"1", True)):
            self.sandbox.force(
                "completed",
                ["empty"],
                result={"markdown": "x", "warnings": [int(text)] if text else [], "extensions": {}},
            )
            result = self.client.jobs.get_job("empty").result
            self.assertEqual((bool(result.warnings), bool(result.extensions), bool(result)), (truth, False, True))
        self.assertFalse(wrap([]))
        self.assertTrue(wrap({"a": 0}))

    def test_a_path_is_not_cut_at_a_nul(self):
        with tempfile.TemporaryDirectory() as folder:
            secret = os.path.join(folder, "secret.txt")
            with open(secret, "w", encoding="utf-8") as file:
                file.write("secret")
            before = len(self.sandbox.control("journal")["entries"])
            with self.assertRaises(ValueError):
                self.client.extract(file=secret + "\0.pdf")
            self.assertEqual(len(self.sandbox.control("journal")["entries"]), before)

    def test_messages_have_the_names_of_python(self):
        client = Pulse("k", base_url="http://127.0.0.1:1")
        for options in ({}, {"file": b"x", "file_url": "http://x/y.pdf"}, {"file_url": 5}):
            with self.assertRaises(PulseArgumentError) as raised:
                client.extract(**options)
            self.assertIn("file_url", str(raised.exception))
            self.assertNotIn("fileUrl", str(raised.exception))

    def test_messages_about_documents_have_the_names_of_python(self):
        with tempfile.TemporaryDirectory() as folder, mock.patch.dict(os.environ):
            os.environ.pop("PULSE_API_KEY", None)
            with Pulse(base_url="http://127.0.0.1:1") as client:
                run = client.run_many([support.sample("bank-statement.pdf")], folder)
        self.assertIn("set api_key or", run.documents[0].error.message)

    def test_one_id_is_not_a_list_of_ids(self):
        with self.assertRaisesRegex(TypeError, "job_ids must be a list"):
            self.client.jobs.wait_many("abc")

    def test_stop_iteration_from_progress_is_an_error(self):
        self.sandbox.force("processing", ["stop"])

        def report(_progress):
            raise StopIteration

        with self.assertRaisesRegex(RuntimeError, "on_progress raised StopIteration"):
            list(self.client.jobs.wait_many(["stop"], on_progress=report))


if __name__ == "__main__":
    unittest.main()
