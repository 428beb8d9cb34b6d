"""pulse_native.dask on a cluster of two processes: workers that are killed and stopped, and what the server has accepted."""

import concurrent.futures
import contextlib
import datetime
import json
import os
import subprocess
import sys
import tempfile
import unittest

HERE = os.path.dirname(os.path.abspath(__file__))
sys.path.insert(0, os.path.join(HERE, "..", "python"))

import support  # noqa: E402

#: Debian's, where the Python of the tests has no Dask.
PYTHON = sys.executable if support.has_module(sys.executable, "distributed") else "/usr/bin/python3"
COUNT = 200


def run_scenario(scenario, count):
    """What dask_program.py says of a scenario, and when the server got its requests."""
    with tempfile.TemporaryDirectory() as folder:
        documents, output = os.path.join(folder, "documents"), os.path.join(folder, "output")
        os.mkdir(documents)
        for number in range(count):
            with open(os.path.join(documents, f"{number:04}.txt"), "w", encoding="ascii") as file:
                file.write(f"document {number}\n" + 60 * "A line of text.\n")
        # In one of them each result can be fetched once.
        large = ["--large-bytes", "1KB"] if scenario == "stop" else []
        with contextlib.closing(support.Sandbox("--processing-time", "200ms", *large)) as sandbox:
            done = subprocess.run(
                [PYTHON, os.path.join(HERE, "dask_program.py"), scenario, documents, output, sandbox.url],
                env={**sandbox.environment(), "KEY": support.API_KEY},
                capture_output=True,
                text=True,
                timeout=400,
                check=False,
            )
            if done.returncode != 0:
                raise AssertionError(done.stderr)
            found = json.loads(done.stdout.splitlines()[-1])
            entries = sandbox.control("journal")["entries"]
            found["large"] = sum(entry["path"].startswith("/large_results/") for entry in entries)
            found["times"] = [
                datetime.datetime.fromisoformat(entry["time"].replace("Z", "+00:00")).timestamp()
                for entry in entries
                if entry["path"].startswith(("/extract", "/job/"))
            ]
            kept = os.path.join(output, "large-results")
            found["kept"] = os.listdir(kept) if os.path.exists(kept) else []
    return found


class DaskTests(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        # Most of the time they wait, so they run together.
        cls.pool = concurrent.futures.ThreadPoolExecutor()
        cls.found = {
            scenario: cls.pool.submit(run_scenario, scenario, count)
            for scenario, count in (("grow", 75), ("kill", COUNT), ("stop", COUNT))
        }

    @classmethod
    def tearDownClass(cls):
        cls.pool.shutdown()

    def result_of(self, scenario, count=COUNT):
        found = self.found[scenario].result()
        self.assertEqual(found["failures"], [])
        self.assertEqual(found["columns"], ["document", "state", "job_id", "error", "pages", "path", "duration"])
        self.assertTrue(found["documents"])
        self.assertTrue(found["durations"])
        self.assertFalse(found["has_key"])
        self.assertEqual(found["partitions"], count // 25)
        return found

    def check_sums(self, found):
        """A submit that a kill has cut off may have been accepted: it is a row, and not sent again."""
        states = found["states"]
        unknown = states.pop("unknown", 0)
        self.assertLessEqual(set(states), {"completed", "already_done"})
        self.assertEqual(sum(states.values()) + unknown, COUNT)
        self.assertEqual((found["files"], found["distinct"], found["pages"]), (COUNT - unknown,) * 3)
        accepted, most = found["submits"]
        self.assertEqual(most, 1)
        self.assertTrue(COUNT - unknown <= accepted <= COUNT, found)
        # Those that were concurrent in the process that was killed.
        self.assertLessEqual(unknown, 25)

    def test_the_rate_is_that_of_all_workers(self):
        found = self.result_of("grow", count=75)
        self.assertEqual((found["states"], found["again"]), ({"completed": 75}, {"already_done": 75}))
        self.assertEqual(found["submits"], [75, 1])
        self.assertEqual((found["files"], found["distinct"], found["pages"], found["events"]), (75, 75, 75, 25))
        times = sorted(found["times"])
        # The most in any five seconds, where a machine that stood still for a while may have let some come together. The first
        # requests of two workers are a hundred, at once.
        most = max(sum(start <= time < start + 5 for time in times) for start in times)
        self.assertLessEqual(most, 10 * 5 * 1.5)

    def test_a_worker_is_killed(self):
        self.check_sums(self.result_of("kill"))

    def test_a_worker_is_stopped_until_its_task_is_another_ones(self):
        found = self.result_of("stop")
        self.check_sums(found)
        self.assertEqual((found["large"], found["kept"]), (COUNT, []))


if __name__ == "__main__":
    unittest.main()
