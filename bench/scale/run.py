"""
Extraction on a Dask cluster of this machine, against a sandbox: what is disturbed, and how long it takes.

    /usr/bin/python3 bench/scale/run.py disturbed                   # 20 000 documents, 4 workers, 3 kills, a stop, 5 % faults
    /usr/bin/python3 bench/scale/run.py ratio                       # two workers against one
    /usr/bin/python3 bench/scale/run.py overhead                    # a worker against run_many, 10 000 documents

Needs `make lib cli`, and of Debian: python3-dask, python3-distributed, python3-pandas. The exit code is 1 when the sums are wrong:
when a document has no row or two, was accepted twice, or ended otherwise than completed or unknown.
"""

import argparse
import collections
import json
import os
import resource
import signal
import statistics
import subprocess
import sys
import tempfile
import threading
import time
import urllib.request

HERE = os.path.dirname(os.path.abspath(__file__))
ROOT = os.path.dirname(os.path.dirname(HERE))
PACKAGE = os.path.join(ROOT, "bindings", "python")
sys.path.insert(0, PACKAGE)
# Workers are processes of their own.
os.environ["PYTHONPATH"] = PACKAGE
os.environ.setdefault("PULSE_NATIVE_LIBRARY", os.path.join(ROOT, "artifacts", "lib", "libpulse_native.so"))

import dask  # noqa: E402
import distributed  # noqa: E402

import pulse_native.dask  # noqa: E402
from pulse_native import Pulse  # noqa: E402

SANDBOX = os.path.join(ROOT, "artifacts", "bin", "pulse-sandbox")
KEY = "pulse-sandbox-key"


class Sandbox:
    """The server, for one run."""

    def __init__(self, processing_time):
        command = [SANDBOX, "serve", "--port", "0", "--processing-time", processing_time]
        self.process = subprocess.Popen(command, stdout=subprocess.PIPE, text=True)
        self.url = self.process.stdout.readline().strip()

    def control(self, path, body=None):
        data = None if body is None else json.dumps(body).encode()
        request = urllib.request.Request(f"{self.url}/_sandbox/{path}", data, {"content-type": "application/json"})
        with urllib.request.urlopen(request) as answer:
            return json.load(answer)

    def submits(self):
        """How often each document was accepted."""
        return [document["count"] for document in self.control("journal?since=1000000000")["submits"]]

    def close(self):
        self.process.terminate()
        self.process.wait()


def make_documents(folder, count):
    os.makedirs(folder)
    paths = []
    for number in range(count):
        paths.append(os.path.join(folder, f"{number:06}.txt"))
        with open(paths[-1], "w", encoding="ascii") as file:
            file.write(f"Document {number}\n\nA line of text.\n")
    return paths


def disturb(client, sandbox, count, kills, failures):
    """Kills workers as the run goes on, and stops one until Dask gives it up."""
    steps = [signal.SIGKILL] * kills + [signal.SIGSTOP]
    try:
        for number, step in enumerate(steps):
            while len(sandbox.submits()) < count * (number + 1) // (len(steps) + 2):
                time.sleep(0.5)
            address, pid = sorted(client.run(os.getpid).items())[number % 2]
            os.kill(pid, step)
            print(f"{step.name} for worker {pid}", flush=True)
            if step == signal.SIGSTOP:
                while address in client.scheduler_info()["workers"]:
                    time.sleep(0.5)
                time.sleep(5)
                os.kill(pid, signal.SIGCONT)
                print("and it goes on", flush=True)
    except BaseException as failure:
        failures.append(failure)


def run_dask(folder, paths, sandbox, workers, kills=None, **options):
    """Extracts on a cluster; returns the rows and the seconds."""
    output = os.path.join(folder, f"output-{time.monotonic_ns()}")
    os.makedirs(output)
    cluster = distributed.LocalCluster(
        n_workers=workers, threads_per_worker=1, dashboard_address=None, local_directory=output
    )
    with cluster, distributed.Client(cluster) as client, Pulse(KEY, base_url=sandbox.url) as pulse:
        failures = []
        disturber = threading.Thread(target=disturb, args=(client, sandbox, len(paths), kills, failures))
        # What a first task imports is no part of the run.
        client.run(__import__, "pulse_native.dask")
        began = time.monotonic()
        rows = pulse_native.dask.extract(pulse, paths, output, **options)
        if kills is not None:
            disturber.start()
        table = rows.compute()
        seconds = time.monotonic() - began
        if kills is not None:
            disturber.join()
        if failures:
            raise failures[0]
    return table, seconds


def disturbed(folder, arguments):
    sandbox = Sandbox("2s")
    try:
        paths = make_documents(os.path.join(folder, "documents"), arguments.documents or 20_000)
        faults = [
            {"match": {"method": "POST", "path_prefix": "/extract", "every": 20}, "action": {"status": 503}},
            {"match": {"method": "GET", "path_prefix": "/job/", "every": 40}, "action": {"status": 500}},
            {"match": {"method": "GET", "path_prefix": "/job/", "every": 39}, "action": {"reset": "mid_body"}},
        ]
        sandbox.control("faults", faults)
        table, seconds = run_dask(folder, paths, sandbox, 4, kills=3, chunk_size=500, concurrency=100)
        states = collections.Counter(table.state)
        submits = sandbox.submits()
    finally:
        sandbox.close()
    unknown = states["unknown"]
    right = (
        sorted(table.document) == paths
        and set(states) <= {"completed", "already_done", "unknown"}
        and max(submits) == 1
        and len(paths) - unknown <= len(submits) <= len(paths)
        and sum(map(os.path.exists, table.path.dropna())) == len(paths) - unknown
    )
    print(
        f"{len(paths)} documents, {seconds:.0f} s; states {dict(states)}; accepted {len(submits)}, none twice: {max(submits) == 1}"
    )
    print("the sums are right" if right else "THE SUMS ARE WRONG")
    return 0 if right else 1


def ratio(folder, arguments):
    paths = make_documents(os.path.join(folder, "documents"), arguments.documents or 2000)
    took = {}
    for workers in (1, 2):
        sandbox = Sandbox("3s")
        try:
            table, took[workers] = run_dask(folder, paths, sandbox, workers, chunk_size=100, concurrency=100)
        finally:
            sandbox.close()
        if set(table.state) != {"completed"}:
            return 1
        print(f"{workers} workers: {took[workers]:.1f} s for {len(paths)} documents", flush=True)
    print(f"two take {took[2] / took[1]:.2f} of the time of one")
    return 0


def overhead(folder, arguments):
    """Takes turns, as other work on the machine changes; the processor's time says more than the clock then."""
    paths = make_documents(os.path.join(folder, "documents"), arguments.documents or 10_000)
    took, used = {"run_many": [], "dask": []}, {"run_many": [], "dask": []}
    for number in range(arguments.rounds):
        for kind in took:
            sandbox = Sandbox("3s")
            try:
                before = processor_time()
                if kind == "dask":
                    _, seconds = run_dask(folder, paths, sandbox, 1, chunk_size=500, concurrency=250)
                else:
                    with Pulse(KEY, base_url=sandbox.url) as client:
                        began = time.monotonic()
                        for start in range(0, len(paths), 500):
                            output = os.path.join(folder, "alone", str(number), str(start))
                            client.run_many(paths[start : start + 500], output, concurrency=250)
                        seconds = time.monotonic() - began
                used[kind].append(processor_time() - before)
                took[kind].append(seconds)
            finally:
                sandbox.close()
            print(f"{kind}: {seconds:.1f} s, {used[kind][-1]:.1f} s of processor time", flush=True)
    ratio_of = statistics.median(dask / alone for dask, alone in zip(took["dask"], took["run_many"]))
    print(f"{len(paths)} documents: the cluster adds {100 * (ratio_of - 1):.1f} % (median of {arguments.rounds})")
    return 0


def processor_time():
    """Of this process and of those that it has waited for: the workers of a cluster that is closed, with their start."""
    own, others = resource.getrusage(resource.RUSAGE_SELF), resource.getrusage(resource.RUSAGE_CHILDREN)
    return own.ru_utime + own.ru_stime + others.ru_utime + others.ru_stime


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("what", choices=["disturbed", "ratio", "overhead"])
    parser.add_argument("--documents", type=int)
    parser.add_argument("--rounds", type=int, default=3, help="of overhead; default: 3")
    arguments = parser.parse_args()
    dask.config.set({"distributed.scheduler.worker-ttl": "10s", "distributed.scheduler.allowed-failures": 10})
    with tempfile.TemporaryDirectory() as folder:
        return globals()[arguments.what](folder, arguments)


if __name__ == "__main__":
    raise SystemExit(main())
