"""The sample programs of the API's job page, unchanged but for the import line."""

import subprocess
import sys
import unittest

import support
from pulse_native import Pulse


class ExamplesTest(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.sandbox = support.Sandbox()
        cls.client = Pulse(support.API_KEY, base_url=cls.sandbox.url)

    @classmethod
    def tearDownClass(cls):
        cls.client.close()
        cls.sandbox.close()

    def run_example(self, name, *arguments, sandbox=None):
        return subprocess.run(
            [sys.executable, f"{support.EXAMPLES}/{name}", *arguments],
            env=(sandbox or self.sandbox).environment(),
            capture_output=True,
            text=True,
            timeout=60,
            check=False,
        )

    def submit(self):
        return self.client.submit_extract(file=support.sample("bank-statement.pdf")).job_id

    def test_poll_job(self):
        done = self.run_example("poll_job.py", self.submit())
        self.assertEqual(done.returncode, 0, done.stderr)
        self.assertIn("Strait Savings Bank", done.stdout)
        self.assertEqual(len(done.stdout), 101)

    def test_poll_job_raises_for_failed_and_canceled(self):
        for status in ("failed", "canceled"):
            job_id = self.submit()
            self.sandbox.control(f"jobs/{job_id}", {"status": status, "error": "the page is torn"})
            done = self.run_example("poll_job.py", job_id)
            self.assertEqual(done.returncode, 1)
            self.assertIn("the page is torn", done.stderr)

    def test_get_job(self):
        job_id = self.submit()
        self.client.jobs.wait(job_id)
        done = self.run_example("get_job.py", job_id)
        self.assertEqual(done.returncode, 0, done.stderr)
        self.assertIn(f"Job ID: {job_id}\nStatus: completed\nCreated: 20", done.stdout)
        self.assertIn("Content: Strait Savings Bank", done.stdout)

    def test_get_job_prints_the_error(self):
        job_id = self.submit()
        self.sandbox.control(f"jobs/{job_id}", {"status": "failed", "error": "the page is torn"})
        done = self.run_example("get_job.py", job_id)
        self.assertIn("Status: failed", done.stdout)
        self.assertIn("Error: the page is torn", done.stdout)

    def test_structured_output(self):
        done = self.run_example("structured_output.py", f"{self.sandbox.url}/_sandbox/files/bank-statement.pdf")
        self.assertEqual(done.returncode, 0, done.stderr)
        self.assertIn('"account_holder": "Maria Jensen"', done.stdout)
        self.assertIn('"balance": 12345.67', done.stdout)

    def test_extract_and_wait(self):
        done = self.run_example("extract_and_wait.py", support.sample("quarterly-report.pdf"))
        self.assertEqual(done.returncode, 0, done.stderr)
        self.assertIn("# Quarterly report", done.stdout)
        self.assertIn("completed after", done.stderr)

    def test_tour(self):
        # The job that is canceled must still run, on a busy machine too.
        slow = support.Sandbox("--processing-time", "3s")
        self.addCleanup(slow.close)
        done = self.run_example("tour.py", support.sample("bank-statement.pdf"), sandbox=slow)
        self.assertEqual(done.returncode, 0, done.stderr)
        self.assertEqual(done.stderr, "")
        for line in (
            "... completed",
            "first text: ",
            'structured: {"account_holder": "Maria Jensen"}',
            "one: completed",
            "many: NotFoundError",
            "limit: ",
            "canceled: canceled",
            "error: 404 JOB_001",
        ):
            self.assertIn(line, done.stdout)
        self.assertEqual(done.stdout.count("many: completed"), 5)

    def test_documents_in_asyncio(self):
        done = self.run_example(
            "async_documents.py",
            "60",
            support.sample("bank-statement.pdf"),
            support.sample("quarterly-report.pdf"),
            "/no/such/file.pdf",
        )
        self.assertEqual(done.returncode, 0, done.stderr)
        self.assertIn("40 documents with ", done.stdout)
        self.assertIn("20 failed", done.stdout)
        self.assertEqual(done.stderr.count("not submitted: "), 20)


if __name__ == "__main__":
    unittest.main()
