"""
Runs services that live long, each under load for ten minutes, and shows whether memory, descriptors and threads stay flat:

* gunicorn with two processes of eight threads,
* uvicorn with 1 000 concurrent waits,
* celery with two prefork processes.

    python3 bench/services/run.py                        # half an hour
    python3 bench/services/run.py --seconds 60 --only uvicorn

It needs `make lib cli`, and of Debian: gunicorn, uvicorn, python3-celery. A server that is not installed is named and left out.
The exit code is 1 if something grew: if the greatest value of the last third is more than 10 % (and 8 MB, 8 descriptors or 2
threads) above that of the second.
"""

import argparse
import asyncio
import contextlib
import http.client
import importlib.util
import json
import os
import signal
import socket
import subprocess
import sys
import tempfile
import threading
import time

HERE = os.path.dirname(os.path.abspath(__file__))
ROOT = os.path.dirname(os.path.dirname(HERE))
SANDBOX = os.path.join(ROOT, "artifacts", "bin", "pulse-sandbox")
WAITS = 1000
JOBS = 50

# What may grow without being called growth.
SLACK = {"memory_mb": 8, "descriptors": 8, "threads": 2}


def family(pid):
    """A process and all below it."""
    pids = [pid]
    with contextlib.suppress(FileNotFoundError):
        tasks = os.listdir(f"/proc/{pid}/task")
        for task in tasks:
            # A thread that has ended leaves its children to another one.
            with contextlib.suppress(FileNotFoundError, ProcessLookupError):
                with open(f"/proc/{pid}/task/{task}/children", encoding="ascii") as file:
                    for child in file.read().split():
                        pids += family(int(child))
    return pids


def sample(pid):
    """Memory, descriptors and threads of a process and all below it."""
    totals = dict.fromkeys(SLACK, 0)
    for one in family(pid):
        with contextlib.suppress(FileNotFoundError, ProcessLookupError):
            with open(f"/proc/{one}/smaps_rollup", encoding="ascii") as file:
                # Not of files, whose pages other processes share or not.
                anonymous = next(int(line.split()[1]) for line in file if line.startswith("Anonymous:"))
            totals["memory_mb"] += anonymous / 1000
            totals["descriptors"] += len(os.listdir(f"/proc/{one}/fd"))
            totals["threads"] += len(os.listdir(f"/proc/{one}/task"))
    return totals


class Sandbox:
    """The server that the services call."""

    def __init__(self):
        self.process = subprocess.Popen([SANDBOX, "serve", "--port", "0"], stdout=subprocess.PIPE, text=True)
        self.url = self.process.stdout.readline().strip()

    def force(self, status, names, **state):
        connection = http.client.HTTPConnection(self.url.split("//")[1])
        for name in names:
            body = json.dumps({"status": status, **state})
            connection.request("POST", f"/_sandbox/jobs/{name}", body, {"content-type": "application/json"})
            response = connection.getresponse()
            response.read()
            if response.status >= 300:
                raise SystemExit(f"the sandbox refuses a job: {response.status}")
        connection.close()

    def close(self):
        self.process.terminate()
        self.process.wait()


def free_port():
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        return listener.getsockname()[1]


def await_port(port, process):
    for _ in range(200):
        if process.poll() is not None:
            raise SystemExit("the server has not started")
        with contextlib.suppress(OSError), socket.create_connection(("127.0.0.1", port), 1):
            return
        time.sleep(0.1)
    raise SystemExit("the server does not listen")


def load_gunicorn(port, stop, counts, _sandbox):
    def work():
        number = 0
        while not stop.is_set():
            connection = http.client.HTTPConnection("127.0.0.1", port, timeout=120)
            try:
                connection.request("GET", f"/?job-{number % JOBS}")
                response = connection.getresponse()
                counts["failed" if response.status != 200 or not response.read() else "done"] += 1
            except OSError:
                counts["failed"] += 1
            finally:
                connection.close()
            number += 1

    threads = [threading.Thread(target=work) for _ in range(16)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()


def load_uvicorn(port, stop, counts, sandbox):
    async def ask(name):
        reader, writer = await asyncio.open_connection("127.0.0.1", port)
        try:
            writer.write(f"GET /?{name} HTTP/1.1\r\nHost: bench\r\nConnection: close\r\n\r\n".encode())
            response = await reader.read()
            counts["done" if b"completed" in response else "failed"] += 1
        except OSError:
            counts["failed"] += 1
        finally:
            writer.close()

    async def rounds():
        number = 0
        while not stop.is_set():
            names = [f"wait-{number % 4}-{place}" for place in range(WAITS)]
            await asyncio.to_thread(sandbox.force, "processing", names)
            asking = asyncio.gather(*(ask(name) for name in names))
            await asyncio.sleep(3)
            await asyncio.to_thread(sandbox.force, "completed", names, result={"markdown": "x"})
            await asking
            number += 1

    asyncio.run(rounds())


def load_celery(_port, stop, counts, _sandbox):
    sys.path.insert(0, HERE)
    import applications

    task = applications.app.tasks["one"]
    number = 0
    while not stop.is_set():
        sent = [task.delay(f"job-{(number + place) % JOBS}") for place in range(20)]
        number += len(sent)
        for result in sent:
            try:
                counts["done" if result.get(timeout=120) else "failed"] += 1
            except Exception as problem:  # whatever a task raised
                counts["failed"] += 1
                print(f"  {type(problem).__name__}: {problem}", file=sys.stderr)
            result.forget()


#: By name: the module that is needed, the command, what makes load.
SERVICES = {
    "gunicorn": (
        "gunicorn",
        [
            "-m",
            "gunicorn",
            "-w",
            "2",
            "--threads",
            "8",
            "-b",
            "127.0.0.1:{port}",
            "--log-level",
            "warning",
            "applications:wsgi",
        ],
        load_gunicorn,
    ),
    "uvicorn": (
        "uvicorn",
        ["-m", "uvicorn", "--port", "{port}", "--log-level", "warning", "applications:asgi"],
        load_uvicorn,
    ),
    "celery": (
        "celery",
        ["-m", "celery", "-A", "applications", "worker", "-P", "prefork", "-c", "2", "--loglevel", "error"],
        load_celery,
    ),
}


def run_service(name, seconds, sandbox):
    """Runs one of them; whether everything stayed flat."""
    _module, arguments, load = SERVICES[name]
    port = free_port()
    with tempfile.TemporaryDirectory() as folder:
        for part in ("queue", "results"):
            os.mkdir(os.path.join(folder, part))
        environment = {"PULSE_BASE_URL": sandbox.url, "PULSE_API_KEY": "pulse-sandbox-key"}
        environment["PULSE_NATIVE_LIBRARY"] = os.path.join(ROOT, "artifacts", "lib", "libpulse_native.so")
        environment.update({"BENCH_CELERY": folder} if name == "celery" else {})
        os.environ.update(environment)
        command = [sys.executable, *(argument.format(port=port) for argument in arguments)]
        server = subprocess.Popen(command, cwd=HERE, start_new_session=True)
        try:
            if name == "celery":
                time.sleep(3)
            else:
                await_port(port, server)
            stop, counts, samples = threading.Event(), {"done": 0, "failed": 0}, []
            worker = threading.Thread(target=load, args=(port, stop, counts, sandbox))
            worker.start()
            began = time.monotonic()
            print(f"\n{name}\n{'seconds':>8} {'done':>8} {'failed':>7} {'MB':>8} {'descriptors':>12} {'threads':>8}")
            step = max(1.0, seconds / 60)
            for number in range(1, int(seconds / step) + 1):
                time.sleep(max(0.0, began + number * step - time.monotonic()))
                now = sample(server.pid)
                samples.append(now)
                if number % 6 == 0 or number == int(seconds / step):
                    print(
                        f"{time.monotonic() - began:8.0f} {counts['done']:8} {counts['failed']:7} {now['memory_mb']:8.1f}"
                        f" {now['descriptors']:12} {now['threads']:8}",
                        flush=True,
                    )
            stop.set()
            worker.join()
        finally:
            os.environ.pop("BENCH_CELERY", None)
            os.killpg(server.pid, signal.SIGTERM)
            try:
                server.wait(20)
            except subprocess.TimeoutExpired:
                os.killpg(server.pid, signal.SIGKILL)
                server.wait()
    third = len(samples) // 3
    flat = counts["failed"] == 0 and counts["done"] > 0
    for what, slack in SLACK.items():
        middle = max(one[what] for one in samples[third : 2 * third])
        last = max(one[what] for one in samples[2 * third :])
        grew = last > max(middle * 1.1, middle + slack)
        flat = flat and not grew
        print(f"  {what}: {middle:.0f} in the second third, {last:.0f} in the last: {'GREW' if grew else 'flat'}")
    return flat


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--seconds", type=float, default=600, help="for each service; default: 600")
    parser.add_argument("--only", choices=sorted(SERVICES), action="append", help="one of them; may be repeated")
    arguments = parser.parse_args()
    sandbox = Sandbox()
    flat = True
    try:
        boxes = {"Text": [{"id": f"t-{number}", "content": "word " * 20} for number in range(2000)]}
        sandbox.force(
            "completed", [f"job-{number}" for number in range(JOBS)], result={"bounding_boxes": boxes, "markdown": "x"}
        )
        for name in arguments.only or SERVICES:
            if importlib.util.find_spec(SERVICES[name][0]) is None:
                print(f"\n{name} is not installed for {sys.executable}: left out")
                continue
            flat = run_service(name, arguments.seconds, sandbox) and flat
    finally:
        sandbox.close()
    return 0 if flat else 1


if __name__ == "__main__":
    raise SystemExit(main())
