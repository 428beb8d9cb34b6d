"""Forks, workers, subinterpreters, and the end of the process."""

import tempfile
import unittest

import support

WORKERS = '''
import os, sys
from pulse_native import NotFoundError, Pulse, PulseForkedError

client = Pulse()  # made before any fork, and not used

def work(number):
    """What a worker finds: a job, no job, or that it was forked from a process that had used the library."""
    try:
        return client.jobs.get_job("there").status
    except PulseForkedError as error:
        return "forked" if "fork" in str(error) else str(error)

def raises(number):
    client.jobs.get_job("nope")

'''


class ProcessesTest(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.sandbox = support.Sandbox()
        cls.sandbox.force("completed", ["there"])

    @classmethod
    def tearDownClass(cls):
        cls.sandbox.close()

    def check(self, source, expected):
        with tempfile.TemporaryDirectory() as folder:
            path = f"{folder}/program.py"
            with open(path, "w", encoding="utf-8") as file:
                file.write(source)
            # Python 3.12 warns of every fork in a process with threads, and the library has some: that is what is tested.
            done = support.subprocess.run(
                [support.sys.executable, "-W", "error", "-W", "ignore::DeprecationWarning", path],
                env=self.sandbox.environment(),
                capture_output=True,
                text=True,
                timeout=60,
                check=False,
            )
        self.assertEqual((done.stdout, done.stderr, done.returncode), (expected, "", 0))

    def test_a_fork_before_the_first_use_gets_a_client_of_its_own(self):
        self.check(
            WORKERS
            + """
children = []
for _ in range(2):
    if (child := os.fork()) == 0:
        os._exit(0 if work(0) == "completed" else 1)
    children.append(child)
print([os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) for child in children], work(0))
""",
            "[0, 0] completed\n",
        )

    def test_a_fork_after_use_is_told(self):
        self.check(
            WORKERS
            + """
import asyncio
from pulse_native import AsyncPulse
work(0)
if (child := os.fork()) == 0:
    found = [work(0)]
    try: Pulse().jobs.get_job("there")
    except PulseForkedError: found.append("forked")
    try: list(client.jobs.wait_many(["there"]))
    except PulseForkedError: found.append("forked")
    try: asyncio.run(AsyncPulse().jobs.get_job("there"))
    except PulseForkedError: found.append("forked")
    client.close()
    os._exit(0 if found == ["forked"] * 4 else 1)
print(os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]), work(0))
""",
            "0 completed\n",
        )

    def test_multiprocessing(self):
        for method, used, expected in (
            ("fork", False, "completed"),
            ("fork", True, "forked"),
            ("spawn", True, "completed"),
            ("forkserver", True, "completed"),
        ):
            with self.subTest(method=method, used=used):
                self.check(
                    WORKERS
                    + f"""
import multiprocessing
if __name__ == "__main__":
    {used} and work(0)
    with multiprocessing.get_context({method!r}).Pool(2) as pool:
        print(set(pool.map(work, range(4))))
        pool.close(); pool.join()
""",
                    f"{{'{expected}'}}\n",
                )

    def test_concurrent_futures(self):
        self.check(
            WORKERS
            + """
import multiprocessing
from concurrent.futures import ProcessPoolExecutor, ThreadPoolExecutor
if __name__ == "__main__":
    work(0)
    with ThreadPoolExecutor(4) as pool:
        print(set(pool.map(work, range(16))))
    with ProcessPoolExecutor(2, mp_context=multiprocessing.get_context("spawn")) as pool:
        print(set(pool.map(work, range(4))))
        error = pool.submit(raises, 0).exception()
        print(type(error).__name__, error.status_code, error.body["error"]["code"], error.job_id)
        print(pool.submit(client.jobs.get_job, "there").result())
    with ProcessPoolExecutor(1, mp_context=multiprocessing.get_context("fork")) as pool:
        print(pool.submit(work, 0).result())
""",
            "{'completed'}\n{'completed'}\nNotFoundError 404 JOB_001 nope\n<Job there completed>\nforked\n",
        )

    def test_the_end_of_the_process_is_quiet(self):
        self.sandbox.force("processing", ["stuck"])
        starts = {
            "a thread waits": "threading.Thread(target=client.jobs.wait, args=('stuck',), daemon=True).start(); time.sleep(0.3)",
            "a thread waits for many": "threading.Thread(target=list, args=(client.jobs.wait_many(['stuck']),), daemon=True).start();"
            " time.sleep(0.3)",
            "a started iterator": "waits = client.jobs.wait_many(['there', 'stuck']); next(waits)",
            "asyncio.run cancels": "asyncio.run(leave())",
            "a job outlives its client": "job = client.jobs.get_job('there'); raw = job.raw; client.close()",
        }
        for name, start in starts.items():
            with self.subTest(name):
                self.check(
                    f"""
import asyncio, threading, time
from pulse_native import AsyncPulse, Pulse
client = Pulse()
async def leave():
    global task
    task = asyncio.ensure_future(AsyncPulse().jobs.wait("stuck"))
    await asyncio.sleep(0.2)
{start}
print("end", flush=True)
""",
                    "end\n",
                )

    def test_a_subinterpreter(self):
        # Python before 3.12 lets ctypes run in one; the library is one for the process.
        self.check(
            """
import sys
import tempfile
try:
    import _xxsubinterpreters as interpreters
except ImportError:
    interpreters = None
source = "from pulse_native import Pulse\\nassert Pulse().jobs.get_job('there').status == 'completed'\\n"
exec(source)
if interpreters is not None and sys.version_info < (3, 12):
    other = interpreters.create()
    interpreters.run_string(other, source)
    interpreters.destroy(other)
exec(source)
print("both")
""",
            "both\n",
        )


class LibraryTest(unittest.TestCase):
    def test_a_missing_library_is_named(self):
        done = support.run_program(
            "import pulse_native", PULSE_NATIVE_LIBRARY="/nowhere/libpulse_native.so", PYTHONPATH=support.PACKAGE
        )
        self.assertIn("ImportError", done.stderr)
        self.assertIn("PULSE_NATIVE_LIBRARY", done.stderr)
        self.assertIn("/nowhere/libpulse_native.so", done.stderr)

    def test_an_older_library_is_named(self):
        sources = {
            "needs 1": "int pulse_abi_version(void) { return 0; }",
            "has no function pulse_": "int pulse_abi_version(void) { return 1; }",
        }
        for complaint, source in sources.items():
            with self.subTest(complaint), tempfile.TemporaryDirectory() as folder:
                library = f"{folder}/libold.so"
                support.subprocess.run(
                    ["gcc", "-shared", "-fPIC", "-x", "c", "-", "-o", library], input=source, text=True, check=True
                )
                done = support.run_program(
                    "import pulse_native", PULSE_NATIVE_LIBRARY=library, PYTHONPATH=support.PACKAGE
                )
                self.assertIn("ImportError", done.stderr)
                self.assertIn(library, done.stderr)
                self.assertIn(complaint, done.stderr)

    def test_the_short_way_imports_little(self):
        program = (
            "import sys; before = set(sys.modules)\n"
            "from pulse_native import Pulse\n"
            "Pulse().jobs.get_job('there').status\n"
            "print(*sorted(set(sys.modules) - before))\n"
        )
        sandbox = support.Sandbox()
        self.addCleanup(sandbox.close)
        sandbox.force("completed", ["there"])
        environment = {**sandbox.environment()}
        done = support.subprocess.run(
            [support.sys.executable, "-S", "-c", program], env=environment, capture_output=True, text=True, check=False
        )
        self.assertEqual(done.stderr, "")
        imported = set(done.stdout.split())
        self.assertIn("pulse_native._client", imported)
        heavy = {
            "typing",
            "asyncio",
            "dataclasses",
            "inspect",
            "json",
            "re",
            "enum",
            "threading",
            "datetime",
            "collections",
            "weakref",
            "urllib",
            "pulse_native._async_client",
            "pulse_native._many",
            "pulse_native._models",
            "pulse_native._requests",
        }
        self.assertEqual(imported & heavy, set())


if __name__ == "__main__":
    unittest.main()
