"""The Python client against the sandbox."""

import gc
import os
import signal
import subprocess
import sys
import threading
import time
import unittest

import support  # first: it makes the package importable
import pulse_native
from pulse_native import Pulse


class ClientTest(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.sandbox = support.Sandbox()
        cls.client = Pulse(support.API_KEY, base_url=cls.sandbox.url)
        cls.statement = support.sample("bank-statement.pdf")

    @classmethod
    def tearDownClass(cls):
        cls.client.close()
        cls.sandbox.close()

    def completed(self, **options):
        return self.client.extract_and_wait(file=self.statement, **options)

    def test_results_are_read_where_they_are_asked_for(self):
        job = self.completed()
        result = job.result
        self.assertEqual((job.status, result.page_count), ("completed", 2))
        self.assertIn("Maria Jensen", result.markdown)
        self.assertEqual(result.content, result.markdown)
        self.assertEqual(result["markdown"], job.markdown)
        self.assertIn("markdown", result)
        self.assertNotIn("nothing", result)
        self.assertIsNone(result.get("nothing"))
        self.assertIsNone(result.structured_output)
        self.assertEqual(result.plan_info.tier, result["plan-info"]["tier"])
        with self.assertRaises(AttributeError):
            result.nothing
        with self.assertRaises(KeyError):
            result["nothing"]
        boxes = result.bounding_boxes.Text
        self.assertEqual(len(boxes), len(list(boxes)))
        self.assertEqual(boxes[0].content, result.find("/bounding_boxes/Text/0/content"))
        self.assertEqual(len(boxes[0].bounding_box), 8)
        self.assertEqual(result.to_dict()["page_count"], 2)
        self.assertEqual(dict(result.items())["page_count"], 2)
        with self.assertRaises(ValueError):
            result.find("no-slash")
        with self.assertRaises(KeyError):
            result.find("/nothing")

    def test_raw_memory_outlives_its_job(self):
        job = self.completed()
        raw = job.result.raw
        whole = job.raw
        del job
        gc.collect()
        self.assertEqual(bytes(raw[:1]), b"{")
        self.assertIn(bytes(raw), bytes(whole))
        with self.assertRaises(TypeError):
            raw[0] = 0

    def test_repr_is_short_and_holds_no_key(self):
        for value in (self.client, self.completed(), self.completed().result):
            self.assertLess(len(repr(value)), 200)
            self.assertNotIn(support.API_KEY, repr(value))

    def test_files_in_every_form(self):
        with open(self.statement, "rb") as file:
            content = file.read()
        forms = [self.statement, content, bytearray(content), ("a.pdf", content), ("a.pdf", content, "application/pdf")]
        for form in forms:
            self.assertIn("Maria Jensen", self.client.extract(file=form).markdown)
        with open(self.statement, "rb") as file:
            self.assertIn("Maria Jensen", self.client.extract(file=file).markdown)
        with self.assertRaises(TypeError):
            self.client.extract(file=5)
        for bad in ("/no/such/file.pdf", "/tmp"):
            with self.assertRaises(pulse_native.PulseFileError) as raised:
                self.client.extract(file=bad)
            self.assertIsInstance(raised.exception, OSError)

    def test_structured_output_as_dict_and_as_text(self):
        schema = {"schema": {"type": "object", "properties": {"account_holder": {"type": "string"}}}}
        import json

        for form in (schema, json.dumps(schema)):
            found = self.client.extract(file=self.statement, structured_output=form).structured_output
            self.assertEqual(found.values, {"account_holder": "Maria Jensen"})

    def test_submit_wait_cancel(self):
        submitted = self.client.submit_extract(file=self.statement)
        self.assertIn(submitted.status, ("pending", "processing"))
        self.client.jobs.cancel_job(submitted.job_id)
        with self.assertRaises(pulse_native.JobCanceledError) as raised:
            self.client.jobs.wait(submitted.job_id)
        self.assertEqual(raised.exception.job.status, "canceled")
        self.assertEqual(raised.exception.job_id, submitted.job_id)

    def test_failed_expired_and_other_spellings(self):
        for status, error in (
            ("failed", pulse_native.JobFailedError),
            ("cancelled", pulse_native.JobCanceledError),
            ("expired", pulse_native.JobExpiredError),
        ):
            job_id = self.client.submit_extract(file=self.statement).job_id
            self.sandbox.control(f"jobs/{job_id}", {"status": status, "error": "torn"})
            with self.assertRaises(error) as raised:
                self.client.jobs.wait(job_id)
            self.assertEqual(raised.exception.job.status_text, status)

    def test_unknown_status_is_kept_and_not_an_end(self):
        job_id = self.client.submit_extract(file=self.statement).job_id
        self.sandbox.control(f"jobs/{job_id}", {"status": "resting"})
        self.assertEqual(self.client.jobs.get_job(job_id).status, "resting")
        with self.assertRaises(pulse_native.PulseTimeoutError) as raised:
            self.client.jobs.wait(job_id, timeout=0.3)
        self.assertEqual(raised.exception.job_id, job_id)
        self.assertEqual(raised.exception.job.status, "resting")
        self.assertIsInstance(raised.exception, TimeoutError)

    def test_bodies_that_are_no_jobs(self):
        job_id = self.client.submit_extract(file=self.statement).job_id
        for body in (
            "<html>busy</html>",
            "",
            '{"job_id": "x", "status": "comp',
            "[1]",
            '{"status": 7}',
            '{"a":1} x',
            "[" * 1_000_000,
            '{"status": "completed", "result": ' + "[" * 1_000_000,
        ):
            self.sandbox.control(f"jobs/{job_id}", {"rawBody": body})
            with self.assertRaises(pulse_native.ProtocolError, msg=body[:40]) as raised:
                self.client.jobs.get_job(job_id)
            self.assertEqual(raised.exception.job_id, job_id)
            self.assertEqual(raised.exception.status_code, 200)

    def test_tolerant_reading(self):
        job_id = self.client.submit_extract(file=self.statement).job_id
        self.sandbox.control(
            f"jobs/{job_id}",
            {
                "rawBody": (
                    '{"status": " Pending ", "result": {}, "error": null, "created_at": "2025-01-15T10:30:00.123456789",'
                    ' "updated_at": "yesterday", "extra": [1]}'
                )
            },
        )
        job = self.client.jobs.get_job(job_id)
        self.assertEqual((job.job_id, job.status, job.result, job.error), (job_id, "pending", None, None))
        self.assertEqual(job.created_at.isoformat(), "2025-01-15T10:30:00.123000+00:00")
        self.assertIsNone(job.updated_at)
        self.assertIn(b'"extra": [1]', bytes(job.raw))

    def test_errors_have_the_official_names(self):
        with self.assertRaises(pulse_native.NotFoundError) as raised:
            self.client.jobs.get_job(job_id="nope")
        self.assertIsInstance(raised.exception, pulse_native.ApiError)
        self.assertEqual((raised.exception.status_code, raised.exception.body["error"]["code"]), (404, "JOB_001"))
        with Pulse("some-wrong-key", base_url=self.sandbox.url) as stranger:
            with self.assertRaises(pulse_native.UnauthorizedError) as raised:
                stranger.jobs.get_job("x")
            self.assertEqual(raised.exception.api_code, "AUTH_002")
            self.assertNotIn("some-wrong-key", str(raised.exception))
        with Pulse("pulse-sandbox-other-key", base_url=self.sandbox.url) as other:
            with self.assertRaises(pulse_native.ForbiddenError):
                other.jobs.get_job(self.client.submit_extract(file=self.statement).job_id)

    def test_bad_arguments_send_nothing(self):
        before = self.client.stats()["requests"]
        calls = [
            lambda: self.client.jobs.get_job(""),
            lambda: self.client.jobs.get_job(".."),
            lambda: self.client.extract(),
            lambda: self.client.extract(file=self.statement, file_url="http://127.0.0.1/x"),
            lambda: self.client.extract(file_url="x", pages=[1]),
            lambda: self.client.extract(file_url="x", structured_output="{"),
            lambda: self.client.jobs.wait("x", timeout=-1),
            lambda: self.client.jobs.get_job("a\0b"),
            lambda: Pulse("bad key\n with lines"),
            lambda: Pulse(timeout=0),
            lambda: Pulse(base_url="ftp://example.com"),
        ]
        for call in calls:
            with self.assertRaises(ValueError):
                call()
        self.assertEqual(self.client.stats()["requests"], before)

    def test_missing_key(self):
        key = os.environ.pop("PULSE_API_KEY", None)
        try:
            with Pulse(base_url=self.sandbox.url) as keyless:
                with self.assertRaises(pulse_native.MissingApiKeyError):
                    keyless.jobs.get_job("x")
        finally:
            if key is not None:
                os.environ["PULSE_API_KEY"] = key

    def test_progress_runs_here_and_may_raise_or_stop(self):
        job_id = self.client.submit_extract(file=self.statement).job_id
        seen = []
        self.client.jobs.wait(
            job_id,
            initial_delay=0.05,
            every_poll=True,
            on_progress=lambda p: seen.append((p.status, threading.current_thread())),
        )
        self.assertEqual({thread for _, thread in seen}, {threading.current_thread()})
        self.assertEqual(seen[-1][0], "completed")

        def explode(progress):
            raise KeyError("mine")

        with self.assertRaisesRegex(KeyError, "mine"):
            self.client.jobs.wait(job_id, on_progress=explode)
        with self.assertRaises(pulse_native.WaitStoppedError):
            slow = self.client.submit_extract(file=self.statement).job_id
            self.client.jobs.wait(slow, on_progress=lambda p: True)

    def test_large_result_is_followed(self):
        job = self.client.extract_and_wait(file=support.sample("field-notes-80-pages.pdf"))
        self.assertEqual(job.result.page_count, 80)
        self.assertIn("FN-080", job.result.markdown)

    def test_closing_ends_a_wait(self):
        client = Pulse(support.API_KEY, base_url=self.sandbox.url)
        job_id = client.submit_extract(file=self.statement).job_id
        self.sandbox.control(f"jobs/{job_id}", {"status": "processing"})
        threading.Timer(0.2, client.close).start()
        with self.assertRaises(pulse_native.PulseClosedError):
            client.jobs.wait(job_id, timeout=20)
        with self.assertRaises(pulse_native.PulseClosedError):
            client.jobs.get_job(job_id)

    def test_nothing_is_left_behind(self):
        self.completed()
        gc.collect()
        before = self.client.stats()
        for _ in range(20):
            self.client.extract(file=self.statement).page_count
            with self.assertRaises(pulse_native.NotFoundError):
                self.client.jobs.get_job("nope")
        gc.collect()
        # What tests before this one have stopped may end only now: less than before is right.
        after = self.client.stats()
        self.assertLessEqual(after["handles"], before["handles"])
        self.assertLessEqual(after["native_bytes"], before["native_bytes"])


class ProcessTest(unittest.TestCase):
    def test_a_killed_server_ends_the_wait_at_the_deadline(self):
        sandbox = support.Sandbox("--processing-time", "60s")
        with Pulse(support.API_KEY, base_url=sandbox.url) as client:
            job_id = client.submit_extract(file=support.sample("bank-statement.pdf")).job_id
            threading.Timer(0.5, sandbox.kill).start()
            start = time.monotonic()
            with self.assertRaises(pulse_native.PulseTimeoutError) as raised:
                client.jobs.wait(job_id, timeout=3)
            waited = time.monotonic() - start
        sandbox.close()
        self.assertGreaterEqual(waited, 3)
        self.assertLess(waited, 8)
        self.assertEqual(raised.exception.job_id, job_id)
        self.assertIn(raised.exception.job.status, ("pending", "processing"))
        self.assertIn("may still run", str(raised.exception))

    def test_ctrl_c_ends_a_wait_at_once(self):
        sandbox = support.Sandbox("--processing-time", "60s")
        program = (
            "import sys; from pulse_native import Pulse\n"
            "c = Pulse(); j = c.submit_extract(file=sys.argv[1]).job_id\n"
            "c.jobs.wait(j, on_progress=lambda p: print(p.status, flush=True))\n"
        )
        waiting = subprocess.Popen(
            [sys.executable, "-c", program, support.sample("bank-statement.pdf")],
            env=sandbox.environment(),
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )
        self.assertIn(waiting.stdout.readline().strip(), ("pending", "processing"))
        waiting.send_signal(signal.SIGINT)
        _, errors = waiting.communicate(timeout=15)
        sandbox.close()
        self.assertIn("KeyboardInterrupt", errors)
        self.assertNotEqual(waiting.returncode, 0)

    def test_fork(self):
        program = (
            "import os, sys; from pulse_native import Pulse, PulseForkedError, NotFoundError\n"
            "c = Pulse()\n"
            "try: c.jobs.get_job('x')\n"
            "except NotFoundError: pass\n"
            "if (child := os.fork()) == 0:\n"
            "    try: c.jobs.get_job('x')\n"
            "    except PulseForkedError as error: os._exit(0 if 'fork' in str(error) else 1)\n"
            "    os._exit(1)\n"
            "_, status = os.waitpid(child, 0)\n"
            "sys.exit(os.waitstatus_to_exitcode(status))\n"
        )
        sandbox = support.Sandbox()
        done = subprocess.run([sys.executable, "-c", program], env=sandbox.environment(), timeout=30, check=False)
        sandbox.close()
        self.assertEqual(done.returncode, 0)

    def test_public_names_are_sorted_and_there(self):
        self.assertEqual(pulse_native.__all__, sorted(pulse_native.__all__))
        for name in pulse_native.__all__:
            self.assertTrue(getattr(pulse_native, name).__doc__, name)


if __name__ == "__main__":
    unittest.main()
