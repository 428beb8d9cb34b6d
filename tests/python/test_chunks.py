"""Documents in chunks that processes share: where each is, and who may work on it."""

import contextlib
import fcntl
import json
import os
import tempfile
import threading
import unittest

import support

from pulse_native import Pulse, PulseArgumentError, _chunks

SETTINGS = {"concurrency": 4}


class PlanTests(unittest.TestCase):
    def setUp(self):
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.output = os.path.join(folder.name, "output")

    def plan(self, documents, size=2):
        return [(os.path.basename(folder), picks) for folder, picks in _chunks.plan(documents, self.output, size)]

    def test_a_document_stays_where_it_is(self):
        self.assertEqual(self.plan(["/a", "/b", "/c"]), [("chunk-000001", None), ("chunk-000002", None)])
        self.assertEqual(
            self.plan(["/x", "/c", "/b", "/y", "/z"], size=10),
            [("chunk-000003", None), ("chunk-000002", None), ("chunk-000001", [1])],
        )
        self.assertEqual(_chunks.read_list(os.path.join(self.output, "chunk-000003")), ["/x", "/y", "/z"])

    def test_names(self):
        url = "HTTPS://host/a b.pdf"
        odd = os.fsencode("/caf") + b"\xe9"
        self.assertEqual(self.plan(["a", os.path.abspath("a"), url, url, odd], size=9), [("chunk-000001", None)])
        listed = _chunks.read_list(os.path.join(self.output, "chunk-000001"))
        self.assertEqual(listed, [os.path.join(os.getcwd(), "a"), url, os.fsdecode(odd)])

    def test_a_folder_without_its_list_is_not_used(self):
        os.makedirs(os.path.join(self.output, "chunk-000007"))
        self.assertEqual(self.plan(["/a"]), [("chunk-000008", None)])

    def test_two_that_plan_at_once(self):
        plans = []
        threads = [threading.Thread(target=lambda: plans.append(self.plan(["/a", "/b", "/c"]))) for _ in range(8)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        self.assertEqual(plans, [[("chunk-000001", None), ("chunk-000002", None)]] * 8)


class RunTests(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.sandbox = support.Sandbox("--processing-time", "0")

    @classmethod
    def tearDownClass(cls):
        cls.sandbox.close()

    def setUp(self):
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.folder = folder.name
        self.client = Pulse(support.API_KEY, base_url=self.sandbox.url, max_retries=0)
        self.addCleanup(self.client.close)
        self.sandbox.control("reset", {})
        self.documents = [os.path.join(self.folder, f"{number}.txt") for number in range(3)]
        for path in self.documents[:2]:
            with open(path, "w", encoding="ascii") as file:
                file.write(f"{path}\n\fpage two\n")
        [(self.chunk, _)] = _chunks.plan(self.documents, os.path.join(self.folder, "output"), 10)
        self.journal = os.path.join(self.chunk, _chunks.JOURNAL)

    def submits(self):
        return sum(document["count"] for document in self.sandbox.control("journal")["submits"])

    def test_rows(self):
        told = []
        rows = _chunks.run(self.client, self.chunk, None, SETTINGS, on_ended=lambda *counts: told.append(counts))
        rows = [dict(zip(_chunks.COLUMNS, row)) for row in rows]
        self.assertEqual([row["document"] for row in rows], self.documents)
        self.assertEqual([row["state"] for row in rows], ["completed", "completed", "failed"])
        self.assertEqual([row["pages"] for row in rows], [2, 2, None])
        self.assertIn("FileError", rows[2]["error"])
        with open(rows[0]["path"], encoding="utf-8") as file:
            self.assertIn("page two", json.load(file)["markdown"])
        self.assertGreaterEqual(rows[0]["duration"], 0)
        self.assertEqual(sorted(told), [(1, 3), (2, 3), (3, 3)])
        again = _chunks.run(self.client, self.chunk, [1], SETTINGS)
        self.assertEqual([row[:2] for row in again], [(self.documents[1], "already_done")])
        self.assertEqual(self.submits(), 2)

    def test_a_journal_that_another_process_holds_is_waited_for(self):
        with open(self.journal, "a", encoding="ascii"):
            pass
        waiting = threading.Event()

        @contextlib.contextmanager
        def wait():
            waiting.set()
            yield

        rows = []
        with open(self.journal, "rb+") as held:
            fcntl.flock(held, fcntl.LOCK_EX)
            thread = threading.Thread(
                target=lambda: rows.extend(_chunks.run(self.client, self.chunk, [0], SETTINGS, waiting=wait))
            )
            thread.start()
            self.assertTrue(waiting.wait(60))
            self.assertEqual((rows, self.submits()), ([], 0))
        thread.join(60)
        self.assertEqual([row[1] for row in rows], ["completed"])

    def test_many_at_once_take_turns(self):
        states = []

        def one():
            states.extend(row[1] for row in _chunks.run(self.client, self.chunk, [0, 1], SETTINGS))

        threads = [threading.Thread(target=one) for _ in range(6)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join(120)
        self.assertEqual(sorted(states), ["already_done"] * 10 + ["completed"] * 2)
        self.assertEqual(self.submits(), 2)

    def test_what_ends_a_run_is_a_row_for_each_document(self):
        with open(self.journal, "w", encoding="ascii") as file:
            file.write("no journal\n")
        rows = _chunks.run(self.client, self.chunk, None, SETTINGS)
        self.assertEqual([row[1] for row in rows], ["failed"] * 3)
        self.assertIn("no journal", rows[0][3])
        with self.assertRaises(PulseArgumentError):
            _chunks.run(self.client, self.chunk, None, {"concurrency": 0})


if __name__ == "__main__":
    unittest.main()
