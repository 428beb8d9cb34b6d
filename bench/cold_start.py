"""From the start of a Python process to the first status of a job: the bare interpreter, our package, the official SDK.

usage: cold_start.py [--official FOLDER] [--rounds 31] [--python /usr/bin/python3]

FOLDER is a checkout of the official Python SDK, which needs httpx and pydantic in that Python (Debian: python3-httpx,
python3-pydantic); without it the SDK is left out. Needs `make lib cli`. The programs take turns against the sandbox;
the table shows medians. It asserts nothing.
"""

import argparse
import os
import statistics
import subprocess
import time

ROOT = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
KEY = "pulse-sandbox-key"

PEAK = "print([line.split()[1] for line in open('/proc/self/status') if line.startswith('VmHWM')][0])"
# Debian 12 has pydantic 1, which the SDK can use but for one name of pydantic 2's core.
STAND_IN = """
import sys, types
try:
    import pydantic_core
except ImportError:
    stand_in = types.ModuleType("pydantic_core")
    stand_in.PydanticUndefined = object()
    sys.modules["pydantic_core"] = stand_in
"""
READ = "print(Pulse(api_key={key!r}, base_url={url!r}).jobs.get_job(job_id={job!r}).status, flush=True)\n"


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--official", metavar="FOLDER")
    parser.add_argument("--rounds", type=int, default=31)
    parser.add_argument("--python", default="/usr/bin/python3")
    given = parser.parse_args()
    programs = {
        "bare interpreter": ("", "print('completed', flush=True)\n"),
        "pulse_native": (os.path.join(ROOT, "bindings", "python"), "from pulse_native import Pulse\n" + READ),
    }
    if given.official:
        programs["official SDK"] = (os.path.join(given.official, "src"), STAND_IN + "from pulse import Pulse\n" + READ)
    sandbox = subprocess.Popen(
        [
            os.path.join(ROOT, "artifacts", "bin", "pulse-sandbox"),
            "serve",
            "--api-key",
            KEY,
            "--processing-time",
            "0ms",
        ],
        stdout=subprocess.PIPE,
        text=True,
    )
    try:
        url = sandbox.stdout.readline().strip()
        environment = {name: value for name, value in os.environ.items() if not name.startswith(("PULSE_", "PYTHON"))}
        environment.update(
            PULSE_BASE_URL=url,
            PULSE_API_KEY=KEY,
            PULSE_NATIVE_LIBRARY=os.path.join(ROOT, "artifacts", "lib", "libpulse_native.so"),
        )
        job = subprocess.run(
            [
                os.path.join(ROOT, "artifacts", "bin", "pulse"),
                "extract",
                "--no-wait",
                "--quiet",
                os.path.join(ROOT, "samples", "bank-statement.pdf"),
            ],
            env=environment,
            stdout=subprocess.PIPE,
            text=True,
            check=True,
        ).stdout.strip()
        report(programs, given, environment, url, job)
    finally:
        sandbox.terminate()
        sandbox.wait(20)
        sandbox.stdout.close()


def report(programs, given, environment, url, job):
    milliseconds = {name: [] for name in programs}
    peaks = {name: [] for name in programs}
    names = list(programs)
    for turn in range(given.rounds + 1):
        for name in names[turn % len(names) :] + names[: turn % len(names)]:
            path, program = programs[name]
            begun = time.perf_counter()
            with subprocess.Popen(
                [given.python, "-c", program.format(key=KEY, url=url, job=job) + PEAK],
                env={**environment, "PYTHONPATH": path},
                stdout=subprocess.PIPE,
                text=True,
            ) as process:
                status = process.stdout.readline().strip()
                elapsed = time.perf_counter() - begun
                peak = process.stdout.read().strip()
            if status != "completed" or process.returncode != 0:
                raise SystemExit(f"{name}: {status!r}, exit code {process.returncode}")
            if turn > 0:  # the first turn fills the caches
                milliseconds[name].append(elapsed * 1000)
                peaks[name].append(int(peak) * 1024 / 1e6)
    bare = statistics.median(milliseconds["bare interpreter"])
    print(f"{'':18}{'ms to the first status':>24}{'beyond the interpreter':>24}{'peak MB':>10}")
    for name in programs:
        median = statistics.median(milliseconds[name])
        print(f"{name:18}{median:24.1f}{median - bare:24.1f}{statistics.median(peaks[name]):10.1f}")


if __name__ == "__main__":
    main()
