"""No call outlives its limit by more than a second, whatever keeps it, in each layer. A busy machine gets a little more."""

import asyncio
import concurrent.futures
import contextlib
import os
import socket
import subprocess
import sys
import threading
import time
import unittest

from layers import BATCHES, preloaded
from program import PATIENCE, PULSE, ROOT, ProgramTest
from services import Service, response
from test_limits import JobService

sys.path.insert(0, os.path.join(ROOT, "tests", "python"))
import support  # noqa: E402,F401  (it makes the package importable)
from pulse_native import AsyncPulse, Pulse, PulseError  # noqa: E402

LIMIT = 2
# What a program needs besides to start and to end, on a busy machine.
LATENESS = 8.0
DOCUMENT = 8 << 20


def silent(connection):
    """Reads what comes, and says nothing."""
    while connection.recv(65536):
        pass


def deaf(connection):
    """Reads nothing and says nothing."""
    connection.recv(1)
    time.sleep(PATIENCE)


def half_headers(connection):
    connection.recv(65536)
    connection.sendall(b"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nConte")
    silent(connection)


def half_a_body(connection):
    connection.recv(65536)
    connection.sendall(b'HTTP/1.1 200 OK\r\nContent-Type: application/pdf\r\nContent-Length: 9000\r\n\r\n{"job_id"')
    silent(connection)


def drip(start):
    def dripping(connection):
        connection.recv(65536)
        connection.sendall(start)
        while True:
            time.sleep(0.05)
            connection.sendall(b"%")

    return dripping


def hints(connection):
    connection.recv(65536)
    while True:
        time.sleep(0.05)
        connection.sendall(b"HTTP/1.1 100 Continue\r\n\r\n")


def no_more_than(answer):
    """The same answer for ever: nothing ends what repeats itself but the limit."""

    def answering(connection):
        while connection.recv(65536):
            connection.sendall(answer)

    return answering


# What the other side does with a connection.
STAGES = {
    "silence": silent,
    "nothing is read": deaf,
    "half of the headers": half_headers,
    "half of a body": half_a_body,
    "headers that drip": drip(b"HTTP/1.1 200 OK\r\nX-"),
    "a body that drips": drip(
        b"HTTP/1.1 200 OK\r\nContent-Type: application/pdf\r\nContent-Length: 900000\r\n\r\n%PDF-1.7"
    ),
    "chunks that drip": drip(b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n900000\r\n{"),
    "hints without end": hints,
    "later": no_more_than(
        response(
            {"error": {"code": "GENERAL_001", "message": "later"}}, "429 Too Many Requests", "Retry-After: 300\r\n"
        )
    ),
    "soon": no_more_than(
        response({"error": {"code": "GENERAL_001", "message": "soon"}}, "429 Too Many Requests", "Retry-After: 0\r\n")
    ),
    "a job that never ends": no_more_than(response({"job_id": "job-1", "status": "processing"})),
}
# Where it stands: it is the server, a server with https, or the proxy of either.
PLACES = {
    "http": ("http", None),
    "https": ("https", None),
    "a proxy of http": ("http", "proxy"),
    "a proxy of https": ("https", "proxy"),
}
# Stages that keep nothing but waits.
WAITS = ("a job that never ends",)


class Stage:
    def __init__(self, behave):
        self.behave = behave
        self.listener = socket.create_server(("127.0.0.1", 0), backlog=64)
        self.open = []
        threading.Thread(target=self.accept, daemon=True).start()

    @property
    def address(self):
        return f"127.0.0.1:{self.listener.getsockname()[1]}"

    def accept(self):
        with contextlib.suppress(OSError):
            while True:
                connection, _ = self.listener.accept()
                connection.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4096)
                self.open.append(connection)
                threading.Thread(target=self.serve, args=(connection,), daemon=True).start()

    def serve(self, connection):
        # The client hangs up, as it should.
        with contextlib.suppress(OSError), connection:
            self.behave(connection)

    def close(self):
        self.listener.close()
        for connection in self.open:
            with contextlib.suppress(OSError):
                connection.shutdown(socket.SHUT_RDWR)


class FullBacklog:
    """Takes no connections: the system drops each further request for one."""

    def __init__(self):
        self.listener = socket.create_server(("127.0.0.1", 0), backlog=1)
        self.held = []
        while True:
            connection = socket.socket()
            connection.settimeout(1)
            try:
                connection.connect(self.listener.getsockname())
            except TimeoutError:
                connection.close()
                return
            self.held.append(connection)

    @property
    def address(self):
        return f"127.0.0.1:{self.listener.getsockname()[1]}"

    def close(self):
        for connection in (self.listener, *self.held):
            connection.close()


# Many calls hang, each in a way that cannot be interrupted; those of a healthy service go on beside them.
BESIDE = """
import os, sys, threading, time
sys.path.insert(0, sys.argv[2])
import support
from pulse_native import Pulse, PulseError

LIMIT = float(sys.argv[4])
late = []

def hang(call, **options):
    begin = time.monotonic()
    with Pulse("program-key", call_timeout=LIMIT, max_retries=0, **options) as client:
        try:
            call(client)
            late.append("it returned")
        except PulseError as error:
            late.append(time.monotonic() - begin - LIMIT)

def ask(name):
    hang(lambda client: client.jobs.get_job("job-1"), base_url=f"https://{name}.example")

def submit(fifo):
    hang(lambda client: client.submit_extract(file=fifo), base_url=sys.argv[1])

threads = [threading.Thread(target=ask, args=(f"slow{i}",)) for i in range(12)]
for i in range(6):
    fifo = os.path.join(sys.argv[3], f"fifo{i}")
    os.mkfifo(fifo)
    threads.append(threading.Thread(target=submit, args=(fifo,)))
for thread in threads:
    thread.start()
slowest = 0
with Pulse("program-key", base_url=sys.argv[1]) as healthy:
    while any(thread.is_alive() for thread in threads):
        begin = time.monotonic()
        healthy.jobs.get_job("job-1")
        slowest = max(slowest, time.monotonic() - begin)
        time.sleep(0.01)
assert len(late) == len(threads) and all(isinstance(each, float) for each in late), late
print(max(late), slowest)
"""


BESIDE_A_DISK = """
import asyncio, os, sys
sys.path.insert(0, sys.argv[2])
import support
from pulse_native import AsyncPulse

async def main():
    client = AsyncPulse("program-key", base_url=sys.argv[1], large_result_folder=os.path.join(sys.argv[3], "kept"))
    calls = {
        "wait": lambda: client.jobs.wait("large"),
        "batch": lambda: client.run_many([os.path.join(sys.argv[3], "a.txt")], output=os.path.join(sys.argv[3], "out")),
    }
    stuck = asyncio.ensure_future(calls[sys.argv[5]]())
    while not os.path.exists(os.environ["HANGING"]) and not stuck.done():
        await asyncio.sleep(0.01)
    for _ in range(20):
        job = await asyncio.wait_for(client.jobs.get_job("job-1"), float(sys.argv[4]))
        assert job.status == "processing", job
    print("it ended" if stuck.done() and stuck.result() else "all came", flush=True)
    os._exit(0)

asyncio.run(main())
"""


class OneLargeResult(Service):
    """Takes documents, whose jobs are done at once; another job has its result behind a link, and all others are under way."""

    def answer(self, request, connection):
        job = request.path.split("/")[-1]
        if request.method == "POST":
            return response({"job_id": "document", "status": "pending"})
        if request.path.startswith("/large_results/"):
            return response({"markdown": "long"})
        results = {"document": {"markdown": "short"}, "large": {"is_url": True, "url": "/large_results/large"}}
        if job in results:
            return response({"job_id": job, "status": "completed", "result": results[job]})
        return response({"job_id": job, "status": "processing"})


class DeadlineTest(ProgramTest):
    def setUp(self):
        super().setUp()
        self.large = os.path.join(self.folder, "large.txt")
        with open(self.large, "wb") as file:
            file.truncate(DOCUMENT)
        self.pdf = os.path.join(self.folder, "r.pdf")
        self.worst = (0.0, "")

    def tearDown(self):
        print(f"\nlatest end after its limit: {self.worst[0]:.2f} s ({self.worst[1]})", flush=True)

    def command_line(self, url, proxy):
        call, wait = ["--call-timeout", f"{LIMIT}s"], ["--timeout", f"{LIMIT}s"]
        via = ["--proxy", proxy] if proxy else []
        out = os.path.join(self.folder, f"out-{url[-5:]}")
        commands = {
            "job get": ["job", "get", *call, "job-1"],
            "job cancel": ["job", "cancel", *call, "job-1"],
            "job wait": ["job", "wait", *wait, "job-1"],
            "result pdf": ["result", "pdf", *call, "job-1", "-o", self.pdf],
            "extract": ["extract", *wait, self.large],
            "extract, each call": ["extract", *call, *wait, self.large],
            "extract -o": ["extract", *wait, "-o", out, self.large],
            "split": ["split", *wait, "--extraction-id", "e", "--topic", "t"],
        }
        return {name: self.program([PULSE, *words, *via], url) for name, words in commands.items()}

    def program(self, words, url, stdin=subprocess.DEVNULL):
        def run():
            environment = {**self.environment(url), "NO_PROXY": ""}
            ended = subprocess.run(
                words, env=environment, stdin=stdin, capture_output=True, timeout=PATIENCE, check=False
            )
            if ended.returncode == 0 or b"failed unexpectedly" in ended.stderr:
                raise AssertionError(ended)

        return run

    def python(self, url, proxy):
        def calls(client):
            wait = {"wait_timeout": LIMIT}
            return {
                "get_job": lambda: client.jobs.get_job("job-1"),
                "cancel_job": lambda: client.jobs.cancel_job("job-1"),
                "wait": lambda: client.jobs.wait("job-1", timeout=LIMIT),
                "get_pdf": lambda: client.results.get_pdf("job-1"),
                "get_pdf to a file": lambda: client.results.get_pdf("job-1", self.pdf),
                "save_large_result": lambda: client.save_large_result("job-1", os.path.join(self.folder, "large.json")),
                "extract": lambda: client.extract(file=self.large),
                "submit_extract": lambda: client.submit_extract(file=self.large),
                "extract_and_wait": lambda: client.extract_and_wait(file=self.large, **wait),
                "tables": lambda: client.tables(extraction_id="e"),
            }

        options = {"base_url": url, "call_timeout": LIMIT, "proxy": proxy, "max_retries": 5}

        def blocking(name):
            def run():
                with Pulse("program-key", **options) as client:
                    calls(client)[name]()

            return run

        def awaited(name):
            async def main():
                async with AsyncPulse("program-key", **options) as client:
                    await calls(client)[name]()

            return lambda: asyncio.run(main())

        def refused(run):
            def refuse():
                try:
                    run()
                except PulseError:
                    return
                raise AssertionError("it returned")

            return refuse

        names = calls(None)
        return {
            **{f"Python {name}": refused(blocking(name)) for name in names},
            **{f"asyncio {name}": refused(awaited(name)) for name in names},
        }

    def timed(self, name, run):
        begin = time.monotonic()
        try:
            run()
            problem = None
        except (AssertionError, subprocess.TimeoutExpired) as error:
            problem = str(error)
        return name, time.monotonic() - begin - LIMIT, problem

    def judge(self, ended):
        for name, late, problem in ended:
            self.worst = max(self.worst, (late, name))
            with self.subTest(call=name):
                self.assertIsNone(problem)
                self.assertLess(late, LATENESS)

    def check(self, stage, place, layer, server=None):
        behave = PLACES[place]
        server = server or Stage(STAGES[stage])
        try:
            url = f"{behave[0]}://{server.address if behave[1] is None else '127.0.0.1:9'}"
            calls = layer(url, behave[1] and f"http://{server.address}")
            if stage in WAITS:
                calls = {name: run for name, run in calls.items() if "wait" in name or name == "extract -o"}
            with concurrent.futures.ThreadPoolExecutor(len(calls)) as pool:
                self.judge(pool.map(lambda call: self.timed(f"{call[0]}, {stage}, {place}", call[1]), calls.items()))
        finally:
            server.close()

    def each(self, layer):
        for stage in STAGES:
            self.check(stage, "http", layer)
        for place in ("https", "a proxy of http", "a proxy of https"):
            self.check("silence", place, layer)
            self.check("headers that drip", place, layer)
        for place in PLACES:
            self.check("no connection", place, layer, FullBacklog())

    def test_the_command_line(self):
        self.each(self.command_line)

    def test_python(self):
        self.each(self.python)

    def test_batches(self):
        for stage in STAGES:
            server = Stage(STAGES[stage])
            url = f"http://{server.address}"
            calls = {
                batch.name: self.program(
                    batch.command(url, os.path.join(self.folder, f"{batch.name} {stage}"), [self.large], LIMIT), url
                )
                for batch in BATCHES
            }
            with concurrent.futures.ThreadPoolExecutor(len(calls)) as pool:
                ended = list(
                    pool.map(lambda call, stage=stage: self.timed(f"{call[0]}, {stage}", call[1]), calls.items())
                )
            # A run has an outcome for each document, which is no failure of its call.
            self.judge(
                (name, late, None if layer != "command line" else problem)
                for layer, (name, late, problem) in zip(calls, ended)
            )
            server.close()

    def test_names_that_are_not_found_in_time(self):
        url = "https://slow.example"
        calls = self.command_line(url, None)
        for batch in BATCHES:
            output = os.path.join(self.folder, f"{batch.name} slow")
            calls[f"{batch.name} batch"] = self.program(batch.command(url, output, [self.large], LIMIT), url)
        os.environ["LD_PRELOAD"] = preloaded("slow_names")
        self.addCleanup(os.environ.pop, "LD_PRELOAD")
        with concurrent.futures.ThreadPoolExecutor(len(calls)) as pool:
            ended = list(pool.map(lambda call: self.timed(*call), calls.items()))
        self.judge(
            (name, late, None if name in ("Python batch", "C batch") else problem) for name, late, problem in ended
        )

    def test_what_hangs_delays_nothing_else(self):
        server = Stage(no_more_than(response({"job_id": "job-1", "status": "processing"})))
        self.addCleanup(server.close)
        words = [sys.executable, "-c", BESIDE, f"http://{server.address}"]
        words += [os.path.join(ROOT, "tests", "python"), self.folder, str(LIMIT)]
        environment = {**self.environment(""), "LD_PRELOAD": preloaded("slow_names")}
        ended = subprocess.run(words, env=environment, capture_output=True, text=True, timeout=PATIENCE, check=False)
        self.assertEqual(0, ended.returncode, ended.stderr)
        late, slowest = map(float, ended.stdout.split())
        self.judge([("many that hang", late, None)])
        # Far less than the limit, which is when the calls that hang give back what they keep.
        self.assertLess(slowest, LIMIT * 0.75)

    def test_a_disk_that_hangs_delays_nothing_else(self):
        server = OneLargeResult()
        self.addCleanup(server.close)
        for what in ("wait", "batch"):
            hung = 0
            # Each use of the disk in turn is the one that hangs, until there are no more.
            while self.beside_a_disk(server.url, what, hung) == "all came\n":
                hung += 1
            self.assertGreaterEqual(hung, 3, what)

    def beside_a_disk(self, url, what, uses):
        folder = os.path.join(self.folder, f"{what} {uses}")
        os.mkdir(folder)
        with open(os.path.join(folder, "a.txt"), "w", encoding="utf-8") as document:
            document.write("a document")
        words = [sys.executable, "-c", BESIDE_A_DISK, url]
        words += [os.path.join(ROOT, "tests", "python"), folder, str(LATENESS), what]
        environment = {
            **self.environment(""),
            "LD_PRELOAD": preloaded("slow_disk"),
            "USES": str(uses),
            "HANGING": os.path.join(folder, "hanging"),
        }
        ended = subprocess.run(words, env=environment, capture_output=True, text=True, timeout=PATIENCE, check=False)
        self.assertEqual(0, ended.returncode, f"{what} {uses}: {ended.stderr}")
        return ended.stdout

    def test_documents_and_results_that_keep_a_program(self):
        fifo, nobody = os.path.join(self.folder, "fifo"), os.path.join(self.folder, "nobody")
        os.mkfifo(fifo)
        os.mkfifo(nobody)
        server = Stage(no_more_than(response({"job_id": "job-1", "status": "processing"})))
        self.addCleanup(server.close)
        url = f"http://{server.address}"
        writer = os.open(fifo, os.O_RDWR)
        self.addCleanup(os.close, writer)
        os.write(writer, b"some of it")
        commands = {
            "a pipe that nobody writes to": ["extract", "--timeout", f"{LIMIT}s", nobody],
            "a pipe that nobody writes to, to a folder": [
                "extract",
                "--timeout",
                f"{LIMIT}s",
                "-o",
                os.path.join(self.folder, "out"),
                nobody,
            ],
            "a pipe that does not end": ["extract", "--timeout", f"{LIMIT}s", fifo],
        }
        for name, words in commands.items():
            self.judge([self.timed(name, self.program([PULSE, *words], url))])
        stdin = ["extract", "--timeout", f"{LIMIT}s", "-"]
        self.judge([self.timed("a standard input that does not end", self.program([PULSE, *stdin], url, writer))])
        pdf = response(b"%PDF-1.7" + b"x" * 1_000_000, content_type="application/pdf")
        files = Stage(no_more_than(pdf))
        self.addCleanup(files.close)
        for name, path in (("that nobody reads", nobody), ("that is not read on", fifo)):
            words = ["result", "pdf", "--call-timeout", f"{LIMIT}s", "job-1", "-o", path]
            run = self.program([PULSE, *words], f"http://{files.address}")
            self.judge([self.timed(f"a result to a pipe {name}", run)])

        service = JobService()
        self.addCleanup(service.close)
        out = os.path.join(self.folder, "results")
        os.mkdir(out)
        os.mkfifo(os.path.join(out, "a.txt.md"))
        batch = ["extract", "--timeout", f"{LIMIT}s", "-o", out, self.document("a.txt", "mark-a")]
        self.judge([self.timed("a batch's result to a pipe", self.program([PULSE, *batch], service.url))])
        os.remove(os.path.join(out, "a.txt.md"))
        again = self.run_program(service.url, *batch)
        self.assertEqual((0, {"mark-a": 1}), (again.returncode, service.submits), again.stderr)

        def refused(run):
            with self.assertRaises(PulseError):
                run()

        with Pulse("program-key", base_url=f"http://{files.address}", call_timeout=LIMIT) as client:
            self.judge([self.timed("Python get_pdf", lambda: refused(lambda: client.results.get_pdf("job-1", nobody)))])
        with Pulse("program-key", base_url=url, call_timeout=LIMIT) as client:
            calls = {
                "submit": lambda: client.submit_extract(file=nobody),
                "wait": lambda: client.extract_and_wait(file=nobody, wait_timeout=LIMIT),
            }
            for name, run in calls.items():
                self.judge([self.timed(f"Python {name}", lambda run=run: refused(run))])
            many = os.path.join(self.folder, "many")
            self.judge([self.timed("run_many", lambda: client.run_many([nobody], many, wait_timeout=LIMIT))])


if __name__ == "__main__":
    unittest.main()
