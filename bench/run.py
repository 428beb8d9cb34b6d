#!/usr/bin/env python3
"""Compares this project with what a user would pick instead, side by side.

See README.md beside this file.
"""

import argparse
import dataclasses
import json
import os
import pathlib
import platform
import shutil
import signal
import statistics
import subprocess
import sys

from harness import alone, bodies, programs, recorded, report, server

NAMES = (
    *("pulse-c", "curl-cjson", "curl-simdjson", "pulse-queue", "curl-multi"),
    *("pulse-python", "requests", "pulse-awaits", "httpx-awaits"),
)


@dataclasses.dataclass(frozen=True)
class Scenario:
    """`count` calls a run, by language; `rounds` is a factor on --rounds; `trust` is "" for http, else what is trusted;
    `many` is for the programs with many calls in flight."""

    name: str
    title: str
    job_id: str
    count: dict
    rounds: int = 1
    trust: str = ""
    many: bool = False

    def address(self, addresses):
        """The base URL, and the environment that names the trusted roots."""
        if not self.trust:
            return addresses.http, {}
        trust = (
            {"BENCH_CA_FILE": addresses.one_ca} if self.trust == "one CA" else {"SSL_CERT_FILE": addresses.all_roots}
        )
        return addresses.https, trust


SCENARIOS = (
    Scenario(
        "cold",
        "cold start: process start to the first status, body of 120 B",
        "job-120b",
        {"C": 1, "Python": 1},
        rounds=4,
    ),
    Scenario(
        "cold-tls",
        "the same over TLS, the machine's roots",
        "job-120b",
        {"C": 1, "Python": 1},
        rounds=4,
        trust="machine",
    ),
    Scenario(
        "cold-tls-ca",
        "the same over TLS, a file with one CA",
        "job-120b",
        {"C": 1, "Python": 1},
        rounds=4,
        trust="one CA",
    ),
    Scenario("120b", "one call after another, body of 120 B", "job-120b", {"C": 20_000, "Python": 2_000}),
    Scenario(
        "120b-tls",
        "one call after another over TLS, body of 120 B",
        "job-120b",
        {"C": 20_000, "Python": 2_000},
        trust="one CA",
    ),
    Scenario("64", "64 calls in flight, body of 120 B", "job-120b", {"C": 60_000, "Python": 1_000}, many=True),
    Scenario(
        "64-tls",
        "64 calls in flight over TLS, body of 120 B",
        "job-120b",
        {"C": 30_000, "Python": 1_000},
        trust="one CA",
        many=True,
    ),
    Scenario("20kb", "one call after another, body of 20 kB", "job-20kb", {"C": 4_000, "Python": 1_000}),
    Scenario("1mb", "one call after another, body of 1 MB", "job-1mb", {"C": 100, "Python": 40}),
    Scenario("53mb", "one result of 53 MB, process start included in the CPU", "job-53mb", {"C": 1, "Python": 1}),
)


def _arguments():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--rounds", type=int, default=5, metavar="N", help="runs of each program, default 5")
    parser.add_argument(
        "--only",
        default="",
        metavar="NAMES",
        help=f"programs and scenarios, with commas: {', '.join(NAMES)}; "
        f"{', '.join(scenario.name for scenario in (*SCENARIOS, *alone.ALL))}; without it, all but "
        f"{' and '.join(row.name for row in alone.ALL if row.is_long)}",
    )
    parser.add_argument("--record", action="store_true", help="keep the ratios of this run as those to compare with")
    parser.add_argument("--json", metavar="FILE", help="write every single run there")
    parser.add_argument(
        "--python",
        default="/usr/bin/python3" if os.path.exists("/usr/bin/python3") else sys.executable,
        help="the interpreter of the Python programs, default: the system's",
    )
    parser.add_argument("--install", action="store_true", help="install missing Debian packages with apt-get")
    arguments = parser.parse_args()
    chosen = {word for word in arguments.only.split(",") if word}
    unknown = chosen - {*NAMES, *(scenario.name for scenario in (*SCENARIOS, *alone.ALL))}
    if unknown or arguments.rounds < 1:
        parser.error(f"unknown: {', '.join(sorted(unknown))}" if unknown else "--rounds must be at least 1")
    scenarios = [scenario for scenario in SCENARIOS if scenario.name in chosen]
    rows = [row for row in alone.ALL if row.name in chosen]
    if not scenarios and not rows:
        scenarios = list(SCENARIOS)
        rows = [] if chosen else [row for row in alone.ALL if not row.is_long]
    return arguments, chosen & set(NAMES), scenarios, rows


def _ensure_packages(arguments):
    missing = programs.missing_packages(arguments.python)
    if not missing:
        return True
    command = ["apt-get", "install", "-y", "--no-install-recommends", *missing]
    if os.geteuid() != 0 and shutil.which("sudo"):
        command.insert(0, "sudo")
    if not arguments.install:
        print(
            f"Missing: {', '.join(missing)}. This installs them (or run again with --install):\n"
            f"    {' '.join(command)}",
            file=sys.stderr,
        )
        return False
    print(" ".join(command), file=sys.stderr)
    return subprocess.run(command, stdout=sys.stderr).returncode == 0 and not programs.missing_packages(
        arguments.python
    )


def _measure(scenario, candidates, addresses, facts, rounds):
    """By program name, the runs. Programs take turns, and each round begins with another one."""
    _, markdown_bytes = facts[scenario.job_id]
    url, trust = scenario.address(addresses)
    runs = {program.name: [] for program in candidates}
    for number in range(-1, rounds * scenario.rounds):
        shift = number % len(candidates)
        for program in [*candidates[shift:], *candidates[:shift]]:
            # Round -1 brings programs and bodies into the page cache and is not counted.
            count = 1 if number < 0 else scenario.count[program.language]
            result = programs.run(program, url, server.API_KEY, scenario.job_id, count, trust)
            if (result["status"], result["markdown_bytes"]) != ("completed", markdown_bytes):
                raise programs.Failed(
                    f"{program.name} read status {result['status']!r} and {result['markdown_bytes']} "
                    f"bytes of Markdown instead of 'completed' and {markdown_bytes}"
                )
            if number >= 0:
                runs[program.name].append(result)
        if sys.stderr.isatty():
            print(f"\r{scenario.name}: round {number + 1} of {rounds * scenario.rounds}  ", end="", file=sys.stderr)
    if sys.stderr.isatty():
        print("\r" + " " * 40 + "\r", end="", file=sys.stderr)
    return runs


def _medians(runs):
    medians = {}
    for name, results in runs.items():
        values = {
            key: statistics.median(result[key] for result in results)
            for key in ("first_ms", "total_ms", "calls", "cpu_us_per_call", "peak_rss_kb")
        }
        values["calls_per_s"] = statistics.median(1000 * result["calls"] / result["total_ms"] for result in results)
        medians[name] = values
    return medians


def _cpu_name():
    """With family and model where there are any: on virtual machines processors of several generations have one name."""
    found = {}
    for line in pathlib.Path("/proc/cpuinfo").read_text().splitlines():
        name, _, value = line.partition(":")
        found.setdefault(name.strip(), value.strip())
    if "model name" not in found:
        return platform.machine()
    if "cpu family" not in found:
        return found["model name"]
    return f"{found['model name']} (family {found['cpu family']}, model {found.get('model', '?')})"


def main():
    arguments, only, scenarios, rows = _arguments()
    if not _ensure_packages(arguments):
        return 2
    # Ended from outside, the `with` blocks still run and nginx is stopped.
    for number in (signal.SIGTERM, signal.SIGHUP):
        signal.signal(number, lambda *_: sys.exit(1))

    folder = programs.ROOT / "artifacts" / "bench"
    folder.mkdir(parents=True, exist_ok=True)
    facts = bodies.make(folder / "www")
    machine = {"cpu": _cpu_name(), "cores": os.cpu_count(), "system": platform.platform()}
    print(f"{machine['cpu']}, {machine['cores']} cores, {machine['system']}\n")
    outcome = {"machine": machine, "rounds": arguments.rounds, "bodies": facts, "scenarios": {}}
    try:
        candidates, missing = programs.build(folder, arguments.python, only) if scenarios else ([], {})
        for name, reason in missing.items():
            print(f"Not measured: {name}: {reason}")
        if scenarios and not candidates:
            return 1
        with server.serve(programs.nginx_path(), folder) as addresses:
            for scenario in scenarios:
                takers = [program for program in candidates if program.many == scenario.many]
                if not takers:
                    continue
                runs = _measure(scenario, takers, addresses, facts, arguments.rounds)
                medians = _medians(runs)
                outcome["scenarios"][scenario.name] = {"medians": medians, "runs": runs}
                report.table(scenario, takers, medians, facts[scenario.job_id])
        alone_rows = alone.measure(rows, folder)
    except (programs.Failed, RuntimeError) as error:
        print(error, file=sys.stderr)
        return 1
    report.budgets(outcome)
    if arguments.json:
        pathlib.Path(arguments.json).write_text(json.dumps(outcome, indent=2) + "\n")
    ratios = {**recorded.ratios(outcome), **alone_rows}
    if arguments.record:
        recorded.write(machine["cpu"], ratios)
        return 0
    return recorded.compare(machine["cpu"], ratios)


if __name__ == "__main__":
    sys.exit(main())
