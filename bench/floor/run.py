#!/usr/bin/env python3
"""What a call with 64 in flight costs over nothing but the framework's HTTP handler, over PulseClient, and over libcurl's multi interface.

    python3 bench/floor/run.py [ROUNDS]

Needs nginx and the development files of libcurl and cJSON. The programs take turns; medians of their CPU time a call are shown.
"""

import json
import os
import pathlib
import statistics
import subprocess
import sys

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1]))

from harness import bodies, programs, server  # noqa: E402

JOB, COUNT = "job-120b", "60000"


def main():
    rounds = int(sys.argv[1]) if len(sys.argv) > 1 else 7
    folder = programs.ROOT / "artifacts" / "bench"
    folder.mkdir(parents=True, exist_ok=True)
    bodies.make(folder / "www")
    out = folder / "floor"
    publish = ["dotnet", "publish", programs.BENCH / "floor", "-c", "Release", "--use-current-runtime", "-o", out]
    subprocess.run([*publish, "--nologo", "-v", "quiet", "-clp:NoSummary"], check=True)
    made, missing = programs.build(folder, sys.executable, {"curl-multi"})
    for name, reason in missing.items():
        print(f"Not measured: {name}: {reason}")
    commands = {road: [out / "Pulse.Bench.Floor", road] for road in ("handler", "client")}
    commands.update({program.name: program.command for program in made})
    taken = {name: [] for name in commands}
    with server.serve(programs.nginx_path(), folder) as addresses:
        environment = {
            **os.environ,
            "PULSE_API_KEY": server.API_KEY,
            "BENCH_START_NS": "0",
            "DOTNET_SYSTEM_NET_SOCKETS_INLINE_COMPLETIONS": "1",
        }
        for _ in range(rounds):
            for name, command in commands.items():
                done = subprocess.run(
                    [*command, addresses.http, JOB, COUNT], env=environment, stdout=subprocess.PIPE, check=True
                )
                printed = json.loads(done.stdout)
                taken[name].append(printed if isinstance(printed, float) else printed["cpu_us_per_call"])
    for name, values in taken.items():
        print(f"{name:12} {statistics.median(values):6.1f} us of CPU a call ({min(values):.1f} to {max(values):.1f})")
    return 0


if __name__ == "__main__":
    sys.exit(main())
