#!/usr/bin/env python3
"""
Documents a second in batches of .NET: with a journal, and in processes that share a run in PostgreSQL, against a sandbox whose jobs are
done at once.

    python3 bench/scale/postgres.py [--documents N]

Needs `make cli`, the test's worker (tests/Pulse.Client.Postgres.Worker, which it builds) and Debian's postgresql. The exit code is 1 when a
document was not accepted exactly once.
"""

import argparse
import glob
import json
import os
import pathlib
import subprocess
import sys
import tempfile
import time
import urllib.request

ROOT = pathlib.Path(__file__).resolve().parents[2]
WORKER = (
    ROOT / "artifacts" / "build" / "bin" / "Pulse.Client.Postgres.Worker" / "release" / "Pulse.Client.Postgres.Worker"
)
# The server refuses to run as root.
USER = ["runuser", "-u", "postgres", "--"] if os.getuid() == 0 else []


class Database:
    """A server in a folder of its own, on a socket there."""

    def __init__(self, folder):
        self.folder = folder
        newest = max(glob.glob("/usr/lib/postgresql/*/bin"), key=lambda path: int(path.split("/")[-2]))
        self.control = [*USER, f"{newest}/pg_ctl", "-D", f"{folder}/data", "-w"]
        if USER:
            subprocess.run(["chown", "postgres", folder], check=True)
        self.run([*USER, f"{newest}/initdb", "-D", f"{folder}/data", "-U", "postgres", "-A", "trust", "-E", "UTF8"])
        self.run(
            [
                *self.control,
                "-l",
                f"{folder}/log",
                "-o",
                f"-c listen_addresses= -c unix_socket_directories={folder}",
                "start",
            ]
        )

    @staticmethod
    def run(command):
        subprocess.run(command, cwd="/", stdout=subprocess.DEVNULL, check=True)

    def close(self):
        self.run([*self.control, "-m", "immediate", "stop"])


def submits(sandbox):
    with urllib.request.urlopen(f"{sandbox}/_sandbox/journal?since=1000000000") as response:
        return [document["count"] for document in json.load(response)["submits"]]


def measure(name, base, count, store, processes):
    # Each run has documents of its own: what another has is not submitted again.
    folder = pathlib.Path(base, name)
    folder.mkdir()
    documents = [str(folder / f"{number:05}.txt") for number in range(count)]
    for number, path in enumerate(documents):
        pathlib.Path(path).write_text(f"Document {number} of {name}\n\nA line of text.\n", encoding="ascii")
    sandbox = subprocess.Popen(
        [str(ROOT / "artifacts" / "bin" / "pulse-sandbox"), "serve", "--port", "0", "--processing-time", "0s"],
        stdout=subprocess.PIPE,
        text=True,
    )
    try:
        url = sandbox.stdout.readline().strip()
        environment = {**os.environ, "PULSE_BASE_URL": url, "PULSE_API_KEY": "pulse-sandbox-key"}
        start = time.monotonic()
        workers = [
            subprocess.Popen([str(WORKER), store, name, f"{folder}/output", "60", *documents], env=environment)
            for _ in range(processes)
        ]
        codes = [worker.wait() for worker in workers]
        seconds = time.monotonic() - start
        right = not any(codes) and submits(url) == [1] * len(documents)
        print(
            f"{name}: {len(documents) / seconds:.0f} documents/s ({seconds:.1f} s){'' if right else ', AND THE SUMS ARE WRONG'}",
            flush=True,
        )
        return right
    finally:
        sandbox.terminate()
        sandbox.wait()


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[1])
    parser.add_argument("--documents", type=int, default=2000)
    count = parser.parse_args().documents
    subprocess.run(
        [
            "dotnet",
            "build",
            "tests/Pulse.Client.Postgres.Worker",
            "-c",
            "Release",
            "--nologo",
            "-v",
            "quiet",
            "-clp:NoSummary",
        ],
        cwd=ROOT,
        check=True,
    )
    right = True
    with tempfile.TemporaryDirectory() as folder, tempfile.TemporaryDirectory() as base:
        right &= measure("journal", folder, count, "", 1)
        database = Database(base)
        try:
            connection = f"Host={base};Username=postgres;Database=postgres;Maximum Pool Size=20"
            for processes in (1, 2):
                right &= measure(f"postgres-{processes}", folder, count, connection, processes)
        finally:
            database.close()
    return 0 if right else 1


if __name__ == "__main__":
    sys.exit(main())
