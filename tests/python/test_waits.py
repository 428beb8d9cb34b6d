"""Blocking waits: many jobs in one thread, Ctrl-C, hints, durations."""

import gc
import signal
import subprocess
import sys
import threading
import time
import unittest

import support  # first: it makes the package importable
import pulse_native
from pulse_native import Pulse


class WaitManyTest(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.sandbox = support.Sandbox()
        cls.client = Pulse(support.API_KEY, base_url=cls.sandbox.url)

    @classmethod
    def tearDownClass(cls):
        cls.client.close()
        cls.sandbox.close()

    def until(self, condition):
        deadline = time.monotonic() + 20
        while not condition():
            self.assertLess(time.monotonic(), deadline, "waited too long")
            time.sleep(0.01)

    def test_many_as_they_finish(self):
        done = [f"sync-{i}" for i in range(50)]
        self.sandbox.force("completed", done, result={"markdown": "x"})
        self.sandbox.force("processing", ["sync-stuck"])
        waits = self.client.jobs.wait_many(["sync-stuck", *done, "sync-0", "nope"], initial_delay=0.05)
        self.assertEqual((len(waits), len(waits.pending)), (53, 53))
        seen = []
        for waited in waits:
            seen.append(waited)
            if len(seen) == 52:
                self.assertEqual(waits.pending, ("sync-stuck",))
                self.sandbox.force("completed", ["sync-stuck"], result={"markdown": "late"})
        self.assertEqual(sorted(w.job_id for w in seen), sorted(["sync-stuck", *done, "sync-0", "nope"]))
        self.assertEqual((seen[-1].job_id, seen[-1].result.markdown), ("sync-stuck", "late"))
        self.assertEqual({w.job_id for w in seen if w.error}, {"nope"})
        self.assertEqual(list(waits), [])
        self.assertEqual(list(self.client.jobs.wait_many([])), [])
        self.assertEqual(self.client.stats()["waits"], 0)

    def test_jobs_and_submissions_are_as_good_as_ids(self):
        submitted = self.client.submit_extract(file=support.sample("bank-statement.pdf"))
        job = self.client.jobs.get_job(submitted)
        self.assertEqual([w.job_id for w in self.client.jobs.wait_many([submitted, job])], [job.job_id] * 2)
        with self.assertRaises(TypeError):
            self.client.jobs.wait_many([5])

    def test_a_bad_id_stops_everything(self):
        self.sandbox.force("processing", ["bad-0"])
        with self.assertRaises(pulse_native.PulseArgumentError):
            list(self.client.jobs.wait_many(["bad-0", ""]))
        self.until(lambda: self.client.stats()["waits"] == 0)

    def test_limits_and_stops_concern_one_job(self):
        self.sandbox.force("processing", ["limit-0", "limit-1"])
        ended = list(self.client.jobs.wait_many(["limit-0", "limit-1"], timeout=0.3))
        self.assertEqual([type(w.error) for w in ended], [pulse_native.PulseTimeoutError] * 2)
        self.assertEqual([(w.status, w.error.job.status) for w in ended], [("processing", "processing")] * 2)
        (first,) = [w for w in self.client.jobs.wait_many(["limit-0"], on_progress=lambda p: p.job_id == "limit-0")]
        self.assertIsInstance(first.error, pulse_native.WaitStoppedError)

    def test_leaving_the_loop_stops_the_waits(self):
        self.sandbox.force("completed", ["leave-0"])
        self.sandbox.force("processing", ["leave-1"])
        for waited in self.client.jobs.wait_many(["leave-0", "leave-1"]):
            self.assertEqual(waited.job_id, "leave-0")
            break
        del waited
        gc.collect()
        self.until(lambda: self.client.stats()["waits"] == 0)
        with self.client.jobs.wait_many(["leave-0", "leave-1"]) as waits:
            next(waits)
        self.assertEqual(waits.pending, ("leave-1",))
        self.until(lambda: self.client.stats()["waits"] == 0)

    def test_a_hint_from_outside(self):
        self.sandbox.force("processing", ["hint"])
        polls = self.client.stats()["polls"]

        def hint():
            self.until(lambda: self.client.stats()["polls"] > polls)
            self.sandbox.force("completed", ["hint"])
            self.client.jobs.notify("hint")

        thread = threading.Thread(target=hint)
        thread.start()
        job = self.client.jobs.wait("hint", timeout=30, initial_delay=60, max_delay=60)
        thread.join()
        self.assertEqual(job.status, "completed")
        self.assertFalse(self.client.jobs.notify("hint"))

    def test_what_was_learned_can_be_kept(self):
        self.client.extract_and_wait(file=support.sample("bank-statement.pdf"), initial_delay=0.05, adaptive=True)
        learned = self.client.jobs.export_durations()
        self.assertIn(b"durations_ms", learned)
        with Pulse(support.API_KEY, base_url=self.sandbox.url) as other:
            other.jobs.import_durations(learned)
            self.assertEqual(other.jobs.export_durations(), learned)
            other.jobs.import_durations(learned.decode())
            with self.assertRaises(pulse_native.PulseArgumentError):
                other.jobs.import_durations(b"[]")
        with self.assertRaises(pulse_native.PulseArgumentError):
            self.client.jobs.wait("x", adaptive="sometimes")

    def test_many_threads_share_a_client(self):
        problems = []

        def work():
            try:
                for _ in range(20):
                    with self.assertRaises(pulse_native.NotFoundError):
                        self.client.jobs.get_job("nope")
                    self.client.jobs.get_job("shared")
            except BaseException as problem:
                problems.append(problem)

        self.sandbox.force("completed", ["shared"])
        threads = [threading.Thread(target=work) for _ in range(8)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join(60)
        self.assertEqual(problems, [])

    def test_tqdm(self):
        self.sandbox.force("completed", ["bar-0", "bar-1"])
        program = (
            "import io, sys\n"
            "from pulse_native import Pulse, TqdmProgress\n"
            "out = io.StringIO()\n"
            "with Pulse() as client, TqdmProgress(total=2, file=out) as bar:\n"
            "    for waited in client.jobs.wait_many(['bar-0', 'bar-1', 'nope'], on_progress=bar): pass\n"
            "    print(bar.bar.n, bar.bar.total, 'completed' in out.getvalue())\n"
        )
        # Debian's package is used where it is there; elsewhere a stand-in with what is used of it.
        stand_in = (
            "import sys, types\n"
            "class tqdm:\n"
            "    def __init__(self, total, unit, file): self.total, self.n, self.file = total, 0, file\n"
            "    def set_postfix_str(self, text, refresh): self.file.write(text)\n"
            "    def update(self, n): self.n += n\n"
            "    def refresh(self): pass\n"
            "    def close(self): pass\n"
            "sys.modules['tqdm'] = types.ModuleType('tqdm')\n"
            "sys.modules['tqdm.auto'] = module = types.ModuleType('tqdm.auto')\n"
            "module.tqdm = tqdm\n"
        )
        if support.has_module("/usr/bin/python3", "tqdm"):
            done = support.run_program(program, sandbox=self.sandbox, python="/usr/bin/python3")
        else:
            done = support.run_program(stand_in + program, sandbox=self.sandbox)
        self.assertEqual((done.stdout, done.returncode), ("2 2 True\n", 0), done.stderr)
        without = "import sys; sys.modules['tqdm'] = sys.modules['tqdm.auto'] = None\nimport pulse_native\npulse_native.TqdmProgress()"
        self.assertIn(
            "ImportError: TqdmProgress needs the package tqdm",
            support.run_program(without, sandbox=self.sandbox).stderr,
        )


class CtrlCTest(unittest.TestCase):
    """SIGINT ends every blocking call. The sandbox takes a minute for everything, so a call that went on would show."""

    @classmethod
    def setUpClass(cls):
        cls.sandbox = support.Sandbox("--processing-time", "60s")
        cls.sandbox.force("processing", ["c-0", "c-1"])
        cls.delay("/job/slow", "/extract_async", "/large_results")

    @classmethod
    def tearDownClass(cls):
        cls.sandbox.kill()
        cls.sandbox.close()

    @classmethod
    def delay(cls, *paths):
        rules = [{"match": {"path_prefix": path}, "action": {"delay_ms": 60_000}} for path in paths]
        cls.sandbox.control("faults", rules)

    def interrupt(self, call, ready="threading.Timer(0.4, print, ['ready'], {'flush': True}).start()"):
        program = (
            "import asyncio, sys, threading\n"
            "from pulse_native import AsyncPulse, Pulse\n"
            "client = Pulse(); document = sys.argv[1]\n"
            f"{ready}\n"
            f"try: {call}\n"
            "except KeyboardInterrupt as raised:\n"
            "    print('interrupted', *getattr(raised, '__notes__', []), flush=True)\n"
            "    raise\n"
        )
        process = subprocess.Popen(
            [sys.executable, "-W", "error", "-c", program, support.sample("bank-statement.pdf")],
            env=self.sandbox.environment(),
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )
        try:
            self.assertEqual(process.stdout.readline(), "ready\n")
            start = time.monotonic()
            process.send_signal(signal.SIGINT)
            printed = process.stdout.readline()
            took = time.monotonic() - start
            _, errors = process.communicate(timeout=20)
        finally:
            process.kill()
            process.wait()
        self.assertTrue(printed.startswith("interrupted"), printed + errors)
        self.assertEqual(process.returncode, -signal.SIGINT, errors)
        self.assertNotIn("Exception ignored", errors)
        self.assertLess(took, 10)  # generous: the call would go on for a minute
        return printed

    def test_get_job(self):
        self.interrupt("client.jobs.get_job('slow')")

    def test_wait_names_the_job(self):
        printed = self.interrupt("client.jobs.wait('c-0')")
        self.assertIn("The job c-0 may still run: client.jobs.wait('c-0') resumes.", printed)

    def test_wait_many_names_the_jobs(self):
        self.assertIn("2 jobs may still run (c-0, c-1)", self.interrupt("list(client.jobs.wait_many(['c-0', 'c-1']))"))

    def test_extract(self):
        self.delay("/extract")
        self.addCleanup(self.delay, "/job/slow", "/extract_async", "/large_results")
        self.interrupt("client.extract(file=document)")

    def test_extract_and_wait_names_the_job(self):
        printed = self.interrupt("client.extract_and_wait(file=document)")
        job_id = printed.split()[3]
        with Pulse(support.API_KEY, base_url=self.sandbox.url) as client:
            self.assertEqual(client.jobs.get_job(job_id).job_id, job_id)

    def test_calls_that_have_a_thread_of_their_own(self):
        self.interrupt("client.extract_async(file=document)")
        self.interrupt("client.save_large_result('c-0', '/tmp/never')")

    def test_asyncio(self):
        self.interrupt("asyncio.run(AsyncPulse().jobs.wait('c-0'))")


if __name__ == "__main__":
    unittest.main()
