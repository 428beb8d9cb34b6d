"""AsyncPulse: one reader in the event loop, and no thread."""

import re
import asyncio
import gc
import threading
import time
import unittest

import support  # first: it makes the package importable
import pulse_native
from pulse_native import AsyncPulse, Pulse


class AsyncTest(unittest.IsolatedAsyncioTestCase):
    @classmethod
    def setUpClass(cls):
        cls.sandbox = support.Sandbox()
        cls.statement = support.sample("bank-statement.pdf")

    @classmethod
    def tearDownClass(cls):
        cls.sandbox.close()

    def setUp(self):
        self.client = AsyncPulse(support.API_KEY, base_url=self.sandbox.url)
        self.addCleanup(self.client.close)

    def stuck(self, *job_ids):
        self.sandbox.force("processing", job_ids)
        return job_ids

    async def until(self, condition):
        deadline = time.monotonic() + 20
        while not condition():
            self.assertLess(time.monotonic(), deadline, "waited too long")
            await asyncio.sleep(0.01)

    async def test_every_call(self):
        extraction = await self.client.extract(file=self.statement)
        self.assertIn("Maria Jensen", extraction.markdown)
        submitted = await self.client.submit_extract(file=self.statement)
        job = await self.client.jobs.wait(submitted.job_id, initial_delay=0.05)
        self.assertEqual((job.status, job.result.page_count), ("completed", 2))
        self.assertEqual((await self.client.jobs.get_job(job)).job_id, submitted.job_id)
        job = await self.client.extract_and_wait(file=self.statement, initial_delay=0.05)
        self.assertIn("Maria Jensen", job.markdown)
        url = f"{self.sandbox.url}/_sandbox/jobs"
        self.assertTrue((await self.client.extract(file_url=url, async_=True)).job_id)
        for document in ({"file": self.statement}, {"file_url": url}):
            before = len(self.sandbox.control("journal")["entries"])
            self.assertTrue((await self.client.extract_async(**document)).job_id)
            self.assertEqual(self.sandbox.control("journal")["entries"][before]["path"], "/extract_async")
        with self.assertRaises(pulse_native.NotFoundError) as raised:
            await self.client.jobs.get_job("nope")
        self.assertEqual(raised.exception.job_id, "nope")

    async def test_jobs_know_their_client(self):
        job_id = (await self.client.submit_extract(file=self.statement)).job_id
        job = await self.client.jobs.get_job(job_id)
        self.assertIsInstance(job, pulse_native.AsyncJob)
        self.assertEqual((await job.cancel()).job_id, job_id)
        with self.assertRaises(pulse_native.JobCanceledError) as raised:
            await self.client.jobs.wait(job_id)
        self.assertEqual(raised.exception.job.status, "canceled")

    async def test_large_results(self):
        async with AsyncPulse(support.API_KEY, base_url=self.sandbox.url, follow_large_results=False) as client:
            notes = support.sample("field-notes-80-pages.pdf")
            job = await client.extract_and_wait(file=notes)
            self.assertTrue(job.result.is_url)
            result = await client.get_large_result(job.job_id)
            self.assertEqual(result.page_count, 80)
            with self.assertRaises(pulse_native.GoneError):
                await client.get_large_result(job.job_id)

    async def test_canceling_a_task_stops_its_wait_and_nothing_else(self):
        ours, others = self.stuck("cancel-1", "cancel-2")
        other = asyncio.create_task(self.client.jobs.wait(others, initial_delay=0.05))
        task = asyncio.create_task(self.client.jobs.wait(ours))
        await self.until(lambda: self.client.stats()["waits"] == 2)
        task.cancel()
        with self.assertRaises(asyncio.CancelledError) as raised:
            await task
        if hasattr(raised.exception, "__notes__"):
            self.assertIn(ours, support.notes_of(raised.exception)[0])
        await self.until(lambda: self.client.stats()["waits"] == 1)
        self.assertEqual((await self.client.jobs.get_job(ours)).status, "processing")
        self.sandbox.force("completed", [others])
        self.assertEqual((await other).status, "completed")
        deleted = [
            r for r in self.sandbox.control("journal")["entries"] if r["method"] == "DELETE" and ours in r["path"]
        ]
        self.assertEqual(deleted, [])

    async def test_a_canceled_extract_and_wait_names_its_job(self):
        self.addCleanup(self.sandbox.control, "faults", [])
        self.sandbox.control("faults", [{"match": {"path_prefix": "/job/"}, "action": {"delay_ms": 30_000}}])
        task = asyncio.create_task(self.client.extract_and_wait(file=support.sample("bank-statement.pdf")))
        await self.until(lambda: self.client.stats()["waits"] == 1)
        task.cancel()
        with self.assertRaises(asyncio.CancelledError) as raised:
            await task
        self.sandbox.control("faults", [])
        note = support.notes_of(raised.exception)[0]
        job = await self.client.jobs.wait(re.search(r"jobs\.wait\('(.*)'\) resumes", note)[1])
        self.assertIn("Strait Savings Bank", job.result.markdown)

    async def test_a_submit_that_was_canceled_says_that_its_outcome_is_unknown(self):
        received = asyncio.Event()

        async def serve(reader, writer):
            head = await reader.readuntil(b"\r\n\r\n")
            await reader.readexactly(int(re.search(rb"(?i)content-length: (\d+)", head)[1]))
            received.set()
            await reader.read()
            writer.close()

        server = await asyncio.start_server(serve, "127.0.0.1", 0)
        url = f"http://127.0.0.1:{server.sockets[0].getsockname()[1]}"
        async with server, AsyncPulse(api_key="key", base_url=url) as client:
            task = asyncio.create_task(client.extract_and_wait(file=b"%PDF-1.4 some document"))
            await received.wait()
            task.cancel()
            with self.assertRaises(asyncio.CancelledError) as raised:
                await task
        self.assertIn("may have accepted it", support.notes_of(raised.exception)[0])

    async def test_a_limit_of_asyncio(self):
        (job_id,) = self.stuck("wait-for")
        with self.assertRaises(asyncio.TimeoutError):
            await asyncio.wait_for(self.client.jobs.wait(job_id), 0.2)
        await self.until(lambda: self.client.stats()["waits"] == 0)

    async def test_progress(self):
        job_id = (await self.client.submit_extract(file=self.statement)).job_id
        seen = []
        await self.client.jobs.wait(job_id, initial_delay=0.05, every_poll=True, on_progress=seen.append)
        self.assertEqual((seen[-1].status, seen[-1].job_id), ("completed", job_id))
        self.assertGreater(seen[-1].attempt, 0)

        def explode(progress):
            raise KeyError("mine")

        async def coroutine(progress):
            raise AssertionError("never runs")

        (stuck,) = self.stuck("progress")
        with self.assertRaisesRegex(KeyError, "mine"):
            await self.client.jobs.wait(stuck, on_progress=explode)
        with self.assertRaisesRegex(TypeError, "plain function"):
            await self.client.jobs.wait(stuck, on_progress=coroutine)
        with self.assertRaises(pulse_native.WaitStoppedError) as raised:
            await self.client.jobs.wait(stuck, on_progress=lambda progress: True)
        self.assertEqual((raised.exception.job_id, raised.exception.job.status), (stuck, "processing"))
        await self.until(lambda: self.client.stats()["waits"] == 0)

    async def test_many_as_they_finish(self):
        stuck = self.stuck("many-stuck")
        done = [f"many-{i}" for i in range(50)]
        self.sandbox.force("completed", done)
        self.sandbox.force("failed", ["many-failed"], error="torn")
        waits = self.client.jobs.wait_many([*stuck, *done, "many-failed", "nope"])
        self.assertEqual((len(waits), len(waits.pending)), (53, 53))
        seen = {}
        async for waited in waits:
            seen[waited.job_id] = waited
            if len(seen) == 52:
                self.assertEqual(waits.pending, stuck)
                self.sandbox.force("completed", stuck)
        self.assertEqual(set(seen), {*stuck, *done, "many-failed", "nope"})
        self.assertEqual(seen["many-7"].status, "completed")
        self.assertIsInstance(seen["many-failed"].error, pulse_native.JobFailedError)
        self.assertEqual(seen["many-failed"].job.error, "torn")
        with self.assertRaises(pulse_native.JobFailedError):
            seen["many-failed"].result
        self.assertIsInstance(seen["nope"].error, pulse_native.NotFoundError)
        self.assertIsNone(seen["nope"].job)
        self.assertEqual([waited async for waited in self.client.jobs.wait_many([])], [])
        self.assertEqual([waited async for waited in waits], [])

    async def test_leaving_the_loop_stops_the_waits(self):
        self.sandbox.force("completed", ["leave-0"])
        stuck = self.stuck("leave-1", "leave-2")
        async for waited in self.client.jobs.wait_many(["leave-0", *stuck]):
            self.assertEqual(waited.job_id, "leave-0")
            break
        gc.collect()
        await self.until(lambda: self.client.stats()["waits"] == 0)
        async with self.client.jobs.wait_many(stuck) as waits:
            task = asyncio.create_task(waits.__anext__())
            await self.until(lambda: self.client.stats()["waits"] == 2)
            task.cancel()
            with self.assertRaises(asyncio.CancelledError):
                await task
        await self.until(lambda: self.client.stats()["waits"] == 0)
        self.assertEqual(waits.pending, stuck)

    async def test_a_hint_from_outside(self):
        (job_id,) = self.stuck("hint")
        task = asyncio.create_task(self.client.jobs.wait(job_id, initial_delay=60, max_delay=60))
        await self.until(lambda: self.client.stats()["polls"] == 1)
        self.sandbox.force("completed", [job_id])
        self.assertTrue(self.client.jobs.notify(job_id))
        self.assertEqual((await asyncio.wait_for(task, 20)).status, "completed")
        self.assertFalse(self.client.jobs.notify(job_id))

    async def test_closing_ends_what_is_under_way(self):
        (job_id,) = self.stuck("close")
        task = asyncio.create_task(self.client.jobs.wait(job_id))
        await self.until(lambda: self.client.stats()["waits"] == 1)
        await self.client.aclose()
        with self.assertRaises(pulse_native.PulseClosedError):
            await task
        with self.assertRaises(pulse_native.PulseClosedError):
            await self.client.jobs.get_job(job_id)

    async def test_nothing_is_left_behind(self):
        await self.client.extract(file=self.statement)
        await asyncio.sleep(0)  # until then the loop holds what it has just delivered
        gc.collect()
        before = self.client.stats()
        (job_id,) = self.stuck("left")
        for _ in range(10):
            self.assertEqual((await self.client.extract(file=self.statement)).page_count, 2)
            task = asyncio.create_task(self.client.jobs.wait(job_id))
            await asyncio.sleep(0.01)
            task.cancel()
            with self.assertRaises(asyncio.CancelledError):
                await task
        await self.until(lambda: self.client.stats()["waits"] == 0)

        def nothing_is_left():
            gc.collect()
            after = self.client.stats()
            return after["handles"] <= before["handles"] and after["native_bytes"] <= before["native_bytes"]

        await self.until(nothing_is_left)

    async def test_an_idle_client_leaves_nothing_in_the_loop(self):
        readers = []
        loop = asyncio.get_running_loop()
        add, remove = loop.add_reader, loop.remove_reader
        loop.add_reader = lambda fd, *rest: (readers.append(fd), add(fd, *rest))
        loop.remove_reader = lambda fd: (readers.remove(fd), remove(fd))
        threads = threading.active_count()
        tasks = [asyncio.create_task(self.client.extract(file=self.statement)) for _ in range(5)]
        await asyncio.sleep(0)
        self.assertEqual(len(readers), 1)
        await asyncio.gather(*tasks)
        self.assertEqual(readers, [])
        self.assertEqual(threading.active_count(), threads)


class LoopsTest(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.sandbox = support.Sandbox()
        cls.statement = support.sample("bank-statement.pdf")

    @classmethod
    def tearDownClass(cls):
        cls.sandbox.close()

    def test_one_client_in_several_loops_and_threads(self):
        client = AsyncPulse(support.API_KEY, base_url=self.sandbox.url)
        results, problems = [], []

        async def work():
            jobs = await asyncio.gather(
                *(client.extract_and_wait(file=self.statement, initial_delay=0.05) for _ in range(5))
            )
            results.extend(job.result.page_count for job in jobs)

        def run():
            try:
                asyncio.run(work())
                asyncio.run(work())
            except BaseException as problem:
                problems.append(problem)

        threads = [threading.Thread(target=run) for _ in range(4)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join(60)
        client.close()
        self.assertEqual(problems, [])
        self.assertEqual(results, [2] * 40)

    def test_a_loop_that_is_closed_with_waits_under_way(self):
        self.sandbox.force("processing", ["closed-loop"])
        client = AsyncPulse(support.API_KEY, base_url=self.sandbox.url)

        async def leave():
            task = asyncio.ensure_future(client.jobs.wait("closed-loop"))
            await asyncio.sleep(0.05)
            return task

        loop = asyncio.new_event_loop()
        task = loop.run_until_complete(leave())
        task.cancel()
        loop.run_until_complete(asyncio.gather(task, return_exceptions=True))
        loop.close()
        self.assertEqual(asyncio.run(client.extract(file=self.statement)).page_count, 2)
        client.close()

    def test_uvloop_where_it_is_installed(self):
        # It has only the public methods of loops, none of those that asyncio's own happen to have.
        program = (
            "import asyncio, sys\n"
            "try:\n    import uvloop as loops\nexcept ImportError:\n    loops = asyncio\n"
            "from pulse_native import AsyncPulse\n"
            "async def main():\n"
            "    async with AsyncPulse() as client:\n"
            "        ids = [(await client.submit_extract(file=sys.argv[1])).job_id for _ in range(3)]\n"
            "        async for waited in client.jobs.wait_many(ids): print(waited.status)\n"
            "loop = loops.new_event_loop(); loop.run_until_complete(main()); loop.close()\n"
        )
        python = "/usr/bin/python3" if support.has_module("/usr/bin/python3", "uvloop") else support.sys.executable
        done = support.run_program(program, self.statement, sandbox=self.sandbox, python=python)
        self.assertEqual((done.stdout, done.stderr), ("completed\n" * 3, ""))

    def test_a_collected_client_is_closed(self):
        for kind in (Pulse, AsyncPulse):
            client = kind(support.API_KEY, base_url=self.sandbox.url)
            before = client.stats()["handles"]
            other = kind(support.API_KEY, base_url=self.sandbox.url)
            if kind is Pulse:
                other.extract(file=self.statement)
            else:
                asyncio.run(other.extract(file=self.statement))
            self.assertGreater(client.stats()["handles"], before)
            del other
            gc.collect()
            self.assertEqual(client.stats()["handles"], before)
            client.close()


class ManyJobsTest(unittest.TestCase):
    def test_ten_thousand_jobs_in_one_process(self):
        sandbox = support.Sandbox()
        self.addCleanup(sandbox.close)
        job_ids = [f"job-{number}" for number in range(10_000)]
        sandbox.force("processing", job_ids)
        program = (
            "import asyncio, sys\n"
            "from pulse_native import AsyncPulse\n"
            "def status(key): return next(int(l.split()[1]) for l in open('/proc/self/status') if l.startswith(key))\n"
            "async def main():\n"
            "    async with AsyncPulse() as client:\n"
            "        threads = status('Threads')\n"
            "        tasks = [asyncio.create_task(client.jobs.wait(f'job-{n}')) for n in range(10_000)]\n"
            "        while client.stats()['waits'] < 10_000: await asyncio.sleep(0.05)\n"
            "        print('waiting', flush=True)\n"
            "        jobs = await asyncio.gather(*tasks)\n"
            "        print(len({job.job_id for job in jobs if job.status == 'completed'}))\n"
            "import threading\n"
            "asyncio.run(main())\n"
            "print(status('VmHWM') // 1024, threading.active_count())\n"
        )
        environment = {**sandbox.environment(), "PYTHONWARNINGS": "error::UserWarning"}
        waiting = support.subprocess.Popen(
            [support.sys.executable, "-c", program], env=environment, text=True, stdout=support.subprocess.PIPE
        )
        self.assertEqual(waiting.stdout.readline(), "waiting\n")
        sandbox.force("completed", job_ids, result={"markdown": "x" * 1000})
        output, _ = waiting.communicate(timeout=120)
        done, (megabytes, threads) = output.splitlines()[0], map(int, output.splitlines()[1].split())
        self.assertEqual((done, threads), ("10000", 1))
        self.assertLessEqual(megabytes, 150)


if __name__ == "__main__":
    unittest.main()
