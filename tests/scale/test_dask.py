"""pulse_native.dask on a cluster of two processes: workers that are killed and stopped, and what the server has accepted."""

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


class DaskTests(unittest.TestCase):
    def run_scenario(self, scenario, count=COUNT):
        with tempfile.TemporaryDirectory() as folder:
            documents, output = os.path.join(folder, "documents"), os.path.join(folder, "output")
            os.mkdir(documents)
            for number in range(count):
                with open(os.path.join(documents, f"{number:04}.txt"), "w", encoding="ascii") as file:
                    file.write(f"document {number}\n")
            sandbox = support.Sandbox("--processing-time", "200ms")
            self.addCleanup(sandbox.close)
            done = subprocess.run(
                [PYTHON, os.path.join(HERE, "dask_program.py"), scenario, documents, output, sandbox.url],
                env={**sandbox.environment(), "KEY": support.API_KEY},
                capture_output=True,
                text=True,
                timeout=300,
                check=False,
            )
            self.assertEqual(done.returncode, 0, done.stderr)
            found = json.loads(done.stdout.splitlines()[-1])
            found["times"] = [
                datetime.datetime.fromisoformat(entry["time"].replace("Z", "+00:00")).timestamp()
                for entry in sandbox.control("journal")["entries"]
                if entry["path"].startswith(("/extract", "/job/"))
            ]
        self.assertEqual(found["failures"], [])
        self.assertEqual(found["columns"], ["document", "state", "job_id", "error", "pages", "path", "duration"])
        self.assertTrue(found["documents"])
        self.assertTrue(found["durations"])
        self.assertFalse(found["has_key"])
        self.assertEqual(found["partitions"], -(-count // 25))
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

    def test_all_is_well(self):
        found = self.run_scenario("calm")
        self.assertEqual(found["states"], {"completed": COUNT})
        self.assertEqual(found["again"], {"already_done": COUNT})
        self.assertEqual(found["events"], 25)
        self.check_sums(found)

    def test_the_rate_is_that_of_all_workers(self):
        found = self.run_scenario("grow", count=75)
        self.assertEqual(found["states"], {"completed": 75})
        times = sorted(found["times"])
        # A bound that a slow machine cannot break: the most in any ten seconds, with some that had come together.
        most = max(sum(start <= time < start + 10 for time in times) for start in times)
        self.assertLessEqual(most, 10 * 10 * 1.2)

    def test_a_worker_is_killed(self):
        self.check_sums(self.run_scenario("kill"))

    def test_a_worker_is_stopped_until_its_task_is_another_ones(self):
        self.check_sums(self.run_scenario("stop"))


if __name__ == "__main__":
    unittest.main()
