"""Many documents as an iterator: progress, leaving it, errors, other threads and loops."""

import asyncio
import gc
import os
import shutil
import tempfile
import time
import unittest

import support  # first: it makes the package importable
import pulse_native
from pulse_native import AsyncPulse, Pulse


class ManyTest(unittest.TestCase):
    def setUp(self):
        self.sandbox = support.Sandbox()
        self.addCleanup(self.sandbox.close)
        self.folder = tempfile.mkdtemp()
        self.addCleanup(shutil.rmtree, self.folder)
        self.output = os.path.join(self.folder, "out")
        self.documents = []
        for number in range(4):
            path = os.path.join(self.folder, f"{number}.pdf")
            shutil.copy(support.sample("bank-statement.pdf"), path)
            with open(path, "a", encoding="utf-8") as file:
                # Documents of the same content are one.
                file.write(f"\n% {number}\n")
            self.documents.append(path)
        self.options = {"api_key": support.API_KEY, "base_url": self.sandbox.url}

    def submits(self):
        return sum(entry["method"] == "POST" for entry in self.sandbox.control("journal")["entries"])

    def test_each_document_comes_when_it_ends(self):
        seen = []
        with Pulse(**self.options) as client:
            many = client.iter_many([*self.documents, "missing.pdf"], self.output, on_progress=seen.append, pages="1")
            self.assertEqual((len(many), many.run), (5, None))
            done = list(many)
            self.assertEqual({one.document for one in done}, {*self.documents, "missing.pdf"})
            self.assertEqual([one.ended for one in done], [1, 2, 3, 4, 5])
            failed = [one for one in done if one.code]
            self.assertEqual([(one.document, one.job_id) for one in failed], [("missing.pdf", None)])
            self.assertTrue(all(one.status == "completed" and one.job_id for one in done if not one.code))
            self.assertEqual({one.count for one in done}, {5})
            self.assertGreater(len(seen), len(done))
            self.assertIsInstance(many.run, pulse_native.DocumentsRun)
            self.assertEqual([one.state for one in many.run.documents], ["completed"] * 4 + ["failed"])
            self.assertEqual(list(many), [])
            # Once more: nothing is submitted.
            before = self.submits()
            again = client.iter_many(self.documents, self.output, pages="1")
            self.assertEqual(len(list(again)), 4)
            self.assertEqual({one.state for one in again.run.documents}, {"already_done"})
            self.assertEqual(self.submits(), before)

    def test_asynchronous(self):
        async def main():
            async with AsyncPulse(**self.options) as client:
                many = client.iter_many(self.documents, self.output)
                ticks = 0

                async def tick():
                    nonlocal ticks
                    while many.run is None:
                        ticks += 1
                        await asyncio.sleep(0.001)

                ticking = asyncio.ensure_future(tick())
                done = [one async for one in many]
                await ticking
                self.assertEqual(({one.document for one in done}, len(many)), (set(self.documents), 4))
                self.assertEqual({one.state for one in many.run.documents}, {"completed"})
                self.assertGreater(ticks, 1)
                async with client.iter_many(self.documents, self.output) as again:
                    async for one in again:
                        self.assertEqual(one.code, 0)
                        break
                self.assertIsNotNone(again.run)

        asyncio.run(main())

    def test_leaving_stops_the_run(self):
        with Pulse(**self.options) as client:
            self.sandbox.control("faults", [{"match": {"path_prefix": "/job/"}, "action": {"status": 503}}])
            many = client.iter_many(self.documents, self.output, concurrency=1, on_progress=lambda progress: True)
            self.assertEqual(list(many), [])
            self.assertIn("not_started", {one.state for one in many.run.documents})
            self.sandbox.control("faults", [])
            with client.iter_many(self.documents, self.output, concurrency=1) as many:
                self.assertEqual(next(many).code, 0)
            self.assertIn("not_started", {one.state for one in many.run.documents})
            forgotten = client.iter_many(self.documents, self.output, concurrency=1)
            next(forgotten)
            del forgotten
            gc.collect()
            end = time.monotonic() + 30
            while True:
                rest = client.iter_many(self.documents, self.output)
                try:
                    self.assertEqual(len(list(rest)), 4)
                    break
                except pulse_native.PulseFileError:
                    # The thread of the one that was forgotten has the journal for a moment longer.
                    self.assertLess(time.monotonic(), end)
                    time.sleep(0.05)
            # A run that was stopped while a submit was on its way does not know what became of it, and no later one submits it again.
            unknown = [one for one in rest.run.documents if one.state == "unknown"]
            self.assertLessEqual({one.state for one in rest.run.documents}, {"completed", "already_done", "unknown"})
            self.assertLessEqual(len(unknown), 2)
            # Whatever was stopped, none was submitted twice.
            self.assertLessEqual(self.submits(), 4)
            self.assertGreaterEqual(self.submits(), 4 - len(unknown))

    def test_errors(self):
        with Pulse(**self.options) as client:
            with self.assertRaisesRegex(TypeError, "did you mean 'pages'"):
                client.iter_many(self.documents, self.output, page="1")
            with self.assertRaises(TypeError):
                client.iter_many("a.pdf", self.output)
            with self.assertRaises(OSError):
                list(client.iter_many(self.documents, os.path.join(self.documents[0], "out")))

            def report(_progress):
                raise RuntimeError("mine")

            with self.assertRaisesRegex(RuntimeError, "mine"):
                list(client.iter_many(self.documents, self.output, on_progress=report))


if __name__ == "__main__":
    unittest.main()
