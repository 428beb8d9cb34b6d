"""The options of a client: each is known everywhere, and does what it says."""

import inspect
import os
import pathlib
import pickle
import stat
import tempfile
import time
import unittest

import support  # first: it makes the package importable
import pulse_native
from pulse_native import AsyncPulse, Pulse


class Options(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.sandbox = support.Sandbox()

    @classmethod
    def tearDownClass(cls):
        cls.sandbox.close()

    def client(self, **options):
        client = Pulse(support.API_KEY, base_url=self.sandbox.url, **options)
        self.addCleanup(client.close)
        return client

    def fault(self, action, path_prefix):
        self.sandbox.control("faults", [{"match": {"path_prefix": path_prefix}, "action": action}])
        self.addCleanup(self.sandbox.control, "faults", [])

    def test_both_clients_document_the_same_parameters(self):
        parameters = inspect.signature(Pulse).parameters
        self.assertEqual(list(parameters), list(inspect.signature(AsyncPulse).parameters))
        documented = Pulse.__init__.__doc__
        for name in parameters:
            self.assertRegex(documented, rf":param [^:]*\b{name}\b")

    def test_a_call_has_a_time_limit(self):
        self.fault({"delay_ms": 60000}, "/job/")
        client = self.client(call_timeout=0.3)
        start = time.monotonic()
        with self.assertRaises(pulse_native.PulseTimeoutError):
            client.jobs.get_job("slow")
        self.assertLess(time.monotonic() - start, 30)

    def test_a_transfer_that_stands_still_ends(self):
        sandbox = support.Sandbox("--large-pages", "1")
        self.addCleanup(sandbox.close)
        sandbox.control(
            "faults",
            [{"match": {"path_prefix": "/large_results"}, "action": {"slow_drip_ms": 60000, "slow_drip_bytes": 10}}],
        )
        with Pulse(support.API_KEY, base_url=sandbox.url, idle_timeout=0.3) as client:
            start = time.monotonic()
            with self.assertRaises(pulse_native.ResultLostError) as lost:
                client.extract_and_wait(file=support.sample("bank-statement.pdf"))
            self.assertLess(time.monotonic() - start, 45)
            self.assertEqual(len(lost.exception.raw_body), 10)

    def test_the_largest_response(self):
        self.sandbox.force("completed", ["large"], result={"markdown": "x" * 100_000, "page_count": 1})
        self.assertEqual(self.client(max_response_bytes=200_000).jobs.get_job("large").status, "completed")
        with self.assertRaisesRegex(pulse_native.ProtocolError, r"1024 bytes \(max_response_bytes\)"):
            self.client(max_response_bytes=1024).jobs.get_job("large")

    def test_large_results_are_kept(self):
        sandbox = support.Sandbox("--large-pages", "1")
        self.addCleanup(sandbox.close)
        with tempfile.TemporaryDirectory() as folder:
            kept = os.path.join(folder, "kept")

            def client():
                made = Pulse(support.API_KEY, base_url=sandbox.url, large_result_folder=kept)
                self.addCleanup(made.close)
                return made

            first = client()
            job = first.extract_and_wait(file=support.sample("bank-statement.pdf"))
            self.assertEqual(stat.S_IMODE(os.stat(kept).st_mode), 0o700)
            self.assertEqual(len(os.listdir(kept)), 1)
            # It can be fetched once; another client of the same folder finds it.
            self.assertEqual(client().jobs.wait(job.job_id).result.markdown, job.result.markdown)
            first.discard_large_result(job.job_id)
            self.assertEqual(os.listdir(kept), [])
            first.discard_large_result(job.job_id)
            asynchronous = AsyncPulse(support.API_KEY, base_url=sandbox.url)
            asynchronous.discard_large_result(job.job_id)
            asynchronous.close()

    def test_failed_jobs_tell_whether_they_may_be_submitted_again(self):
        self.sandbox.force("failed", ["again"], error="Something went wrong. Please retry the request.")
        self.sandbox.force("failed", ["never"], error="The document is damaged.")
        client = self.client()
        job = client.jobs.get_job("again")
        self.assertIs(job.may_retry, True)
        self.assertIs(pickle.loads(pickle.dumps(job)).may_retry, True)
        self.assertIs(client.jobs.get_job("never").may_retry, False)

    def test_a_job_that_is_not_there_yet_is_asked_for_again(self):
        self.addCleanup(self.sandbox.control, "faults", [])

        def submitted(**options):
            client = self.client()
            job_id = client.submit_extract(file=support.sample("bank-statement.pdf")).job_id
            missing = {"match": {"path_prefix": f"/job/{job_id}"}, "action": {"status": 404}, "times": 2}
            self.sandbox.control("faults", [missing])
            return client.jobs.wait(job_id, initial_delay=0.01, **options)

        self.assertEqual(submitted().status, "completed")
        self.assertEqual(submitted(not_found_grace=60).status, "completed")
        with self.assertRaises(pulse_native.NotFoundError):
            submitted(not_found_grace=0)
        with self.assertRaisesRegex(pulse_native.PulseArgumentError, "not_found_grace"):
            submitted(not_found_grace=-1)

    def test_a_document_may_have_a_name_that_is_not_utf8(self):
        with open(support.sample("bank-statement.pdf"), "rb") as file:
            content = file.read()
        with tempfile.TemporaryDirectory() as folder:
            for name in (b"caf\xe9.pdf", b"\xff\xfe"):
                path = os.path.join(os.fsencode(folder), name)
                with open(path, "wb") as file:
                    file.write(content)
                for given in (os.fsdecode(path), pathlib.Path(os.fsdecode(path))):
                    self.assertEqual(self.client().extract(file=given).page_count, 2)

    def test_options_are_refused_by_their_names(self):
        for options, words in (
            ({"call_timeout": 0}, "call_timeout must be"),
            ({"idle_timeout": 1e9}, r"idle_timeout.*24 days"),
            ({"max_response_bytes": 1}, "max_response_bytes must be from 1024"),
            ({"max_connections": 20_000}, "max_connections must be from 1"),
            ({"max_retries": 21}, "max_retries must be from 0 to 20"),
            ({"max_requests_per_second": 1e-300}, "max_requests_per_second must be"),
            ({"client_key": "/nowhere.pem"}, "client_key .*client_certificate"),
        ):
            with self.subTest(options), self.assertRaisesRegex(pulse_native.PulseArgumentError, words):
                self.client(**options).jobs.get_job("a")

    def test_options_survive_a_pickle(self):
        client = pickle.loads(pickle.dumps(self.client(call_timeout=7.5, large_result_folder="/tmp")))
        self.assertEqual(client._core._settings["call_timeout"], 7.5)
        self.assertEqual(client._core._settings["large_result_folder"], "/tmp")
        client.close()


if __name__ == "__main__":
    unittest.main()
