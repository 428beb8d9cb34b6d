#!/usr/bin/env python3
"""Counts what one GET /job/{id} takes: bytes allocated and their kinds, and system calls on each road beside libcurl.

    python3 bench/counts/run.py

Needs `make lib`, nginx, the development files of libcurl and cJSON, and strace.
"""

import collections
import os
import pathlib
import re
import subprocess
import sys
import tempfile

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1]))

from harness import bodies, programs, server  # noqa: E402

JOB = "job-120b"
FEW, MANY = 500, 2500


def system_calls(program, url, trust, count):
    with tempfile.NamedTemporaryFile("r") as table:
        subprocess.run(
            ["strace", "-f", "-c", "-o", table.name, *program.command, url, JOB, str(count)],
            env={**os.environ, "PULSE_API_KEY": server.API_KEY, **trust},
            stdout=subprocess.DEVNULL,
            check=True,
        )
        found = re.findall(r"^\s*[\d.]+\s+[\d.]+\s+\d+\s+(\d+)\s+(?:\d+\s+)?(\w+)$", table.read(), re.M)
    return collections.Counter({name: int(calls) for calls, name in found if name != "total"})


def main():
    folder = programs.ROOT / "artifacts" / "bench"
    folder.mkdir(parents=True, exist_ok=True)
    bodies.make(folder / "www")
    project = programs.BENCH / "counts"
    subprocess.run(
        ["dotnet", "build", project, "-c", "Release", "--nologo", "-v", "quiet", "-clp:NoSummary"], check=True
    )
    counts = programs.ROOT / "artifacts" / "build" / "bin" / "Pulse.Bench.Counts" / "release" / "Pulse.Bench.Counts"
    made, missing = programs.build(folder, sys.executable, {"pulse-c", "curl-cjson", "pulse-queue", "curl-multi"})
    for name, reason in missing.items():
        print(f"Not counted: {name}: {reason}")
    with server.serve(programs.nginx_path(), folder) as addresses:
        subprocess.run(
            [counts, addresses.http, JOB, "20000"], env={**os.environ, "PULSE_API_KEY": server.API_KEY}, check=True
        )
        for url, trust in ((addresses.http, {}), (addresses.https, {"BENCH_CA_FILE": addresses.one_ca})):
            for program in made:
                # The difference leaves out what the start takes.
                few, many = (system_calls(program, url, trust, count) for count in (FEW, MANY))
                calls = {name: (many[name] - few[name]) / (MANY - FEW) for name in many}
                shown = ", ".join(
                    f"{name} {value:.2f}"
                    for name, value in sorted(calls.items(), key=lambda one: -one[1])
                    if value >= 0.01
                )
                print(f"{url.split(':')[0]:6}{program.name:12} {sum(calls.values()):5.2f} system calls a call: {shown}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
