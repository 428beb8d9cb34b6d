"""Runs soak.c and soak_client.py against the sandbox, whose answers are faulty in about one of twenty cases, and judges them.

usage: soak.py [--seconds 3600] [--rate 100] [--in-flight 48] [--warm-up 300] [--only c,python] [--json FILE]

Every operation that was begun must have ended, once; the sandbox must have accepted every document at most once, and as many as
the programs know or call unknown; memory, descriptors and threads must stay as they were after the warm-up. The exit code is 1
when one of that does not hold. Needs `make lib cli`, a C compiler, and nothing else.
"""

import argparse
import json
import os
import statistics
import subprocess
import sys
import tempfile
import time
import urllib.request

HERE = os.path.dirname(os.path.abspath(__file__))
ROOT = os.path.dirname(os.path.dirname(HERE))
LIBRARY = os.path.join(ROOT, "artifacts", "lib")
SANDBOX = os.path.join(ROOT, "artifacts", "bin", "pulse-sandbox")
SAMPLE_EVERY_S = 5

# Ten faults of one in two hundred requests each. Those with a status refuse a request; the others damage the answer to one that
# the sandbox has carried out.
FAULTS = [
    {"status": 503, "headers": {"Retry-After": "1"}},
    {"status": 429, "headers": {"retry-after-ms": "300"}},
    {"status": 500},
    {"status": 502, "headers": {"Content-Type": "application/json"}, "body": "<html><body>bad gateway</body></html>"},
    {"reset": "before_headers"},
    {"reset": "after_headers"},
    {"reset": "mid_body"},
    {"truncate_after_bytes": 20},
    {"slow_drip_ms": 20, "slow_drip_bytes": 64},
    {"garbage": "body"},
]
SHARE_OF_EACH = 0.005
STALL = {"match": {"probability": 0.001, "seed": 99}, "action": {"delay_ms": 6000}}


def ask(url, body=None):
    data = None if body is None else json.dumps(body).encode()
    request = urllib.request.Request(url, data=data, headers={"Content-Type": "application/json"})
    with urllib.request.urlopen(request, timeout=60) as answer:
        return json.load(answer) if answer.status != 204 else None


def figures(process_id):
    """Memory in kB, threads, descriptors; None when the process has ended."""
    try:
        with open(f"/proc/{process_id}/status", encoding="ascii", errors="replace") as status:
            fields = dict(line.split(":", 1) for line in status if ":" in line)
        return {
            "rss_kb": int(fields["VmRSS"].split()[0]),
            "threads": int(fields["Threads"]),
            "descriptors": len(os.listdir(f"/proc/{process_id}/fd")),
        }
    except (OSError, KeyError):
        return None


def build(folder):
    program = os.path.join(folder, "soak")
    subprocess.run(
        [
            "gcc",
            "-std=c11",
            "-O2",
            "-Wall",
            "-Wextra",
            "-Werror",
            f"-I{ROOT}/native/include",
            os.path.join(HERE, "soak.c"),
            "-o",
            program,
            f"-L{LIBRARY}",
            "-lpulse_native",
            f"-Wl,-rpath,{LIBRARY}",
            "-lpthread",
        ],
        check=True,
    )
    return program


def sample(programs, seconds):
    samples = {name: [] for name in programs}
    start = time.monotonic()
    while any(process.poll() is None for process in programs.values()):
        for name, process in programs.items():
            now = figures(process.pid) if process.poll() is None else None
            if now is not None and time.monotonic() - start < seconds:
                samples[name].append({"at_s": round(time.monotonic() - start, 1), **now})
        time.sleep(SAMPLE_EVERY_S)
        if time.monotonic() - start > seconds + 300:
            for process in programs.values():
                process.kill()
    return samples


def flat(samples, warm_up):
    """What the first and the last quarter after the warm-up differ by, and whether that is growth."""
    after = [sample for sample in samples if sample["at_s"] >= warm_up]
    quarter = max(1, len(after) // 4)
    report, problems = {}, []
    for name, allowed in (("rss_kb", 4096), ("threads", 2), ("descriptors", 8)):
        first = statistics.median(sample[name] for sample in after[:quarter])
        last = statistics.median(sample[name] for sample in after[-quarter:])
        report[name] = {"first_quarter": first, "last_quarter": last, "most": max(sample[name] for sample in after)}
        if last > first * 1.05 + allowed:
            problems.append(f"{name} grew from {first} to {last}")
    return report, problems


def account(books, accepted_by_server):
    problems = []
    for kind, book in books["kinds"].items():
        if book["begun"] != sum(book["ended"].values()):
            problems.append(f"{kind}: {book['begun']} begun, {sum(book['ended'].values())} ended")
        if book["begun"] == 0:
            problems.append(f"{kind}: never tried")
        if book["ended"].get("PULSE_INTERNAL") or book["ended"].get("PulseInternalError"):
            problems.append(f"{kind}: a defect of the library was reported")
    if books["strange"] or books["twice"]:
        problems.append(f"{books['strange']} strange codes, {books['twice']} completions that came twice")
    known, unknown = books["documents"]["accepted"], books["documents"]["unknown"]
    if not known <= accepted_by_server <= known + unknown:
        problems.append(
            f"the server accepted {accepted_by_server} documents, the program knows {known} and does not know of {unknown}"
        )
    return problems


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--seconds", type=float, default=3600)
    parser.add_argument("--warm-up", type=float)
    parser.add_argument("--rate", type=float, default=100)
    parser.add_argument("--in-flight", type=int, default=48)
    parser.add_argument("--only", default="c,python")
    parser.add_argument("--json")
    given = parser.parse_args()
    warm_up = given.warm_up if given.warm_up is not None else min(300, given.seconds / 4)
    problems, report = [], {}
    with tempfile.TemporaryDirectory(prefix="pulse-soak-") as folder:
        commands = {"c": [build(folder)], "python": [sys.executable, os.path.join(HERE, "soak_client.py")]}
        arguments = [str(given.seconds), str(given.rate), str(given.in_flight)]
        programs, servers, urls = {}, [], {}
        for name in given.only.split(","):
            # A server of its own for each, so that the books can be compared.
            server = subprocess.Popen([SANDBOX, "serve", "--api-key", "soak-key"], stdout=subprocess.PIPE, text=True)
            servers.append(server)
            urls[name] = server.stdout.readline().strip()
            rules = [
                {"match": {"probability": SHARE_OF_EACH, "seed": seed}, "action": action}
                for seed, action in enumerate(FAULTS)
            ]
            ask(f"{urls[name]}/_sandbox/faults", [*rules, STALL])
            environment = {
                **os.environ,
                "PULSE_BASE_URL": urls[name],
                "PULSE_API_KEY": "soak-key",
                "PYTHONPATH": os.path.join(ROOT, "bindings", "python"),
                "PULSE_NATIVE_LIBRARY": os.path.join(LIBRARY, "libpulse_native.so"),
            }
            programs[name] = subprocess.Popen(
                [*commands[name], *arguments, name], env=environment, stdout=subprocess.PIPE, text=True
            )
        samples = sample(programs, given.seconds)
        for name, process in programs.items():
            printed = process.stdout.read()
            if process.returncode != 0:
                problems.append(f"{name} ended with {process.returncode}")
                continue
            books = json.loads(printed)
            journal = ask(f"{urls[name]}/_sandbox/journal?since=1000000000")
            faults = ask(f"{urls[name]}/_sandbox/faults")
            twice = [submit for submit in journal["submits"] if submit["count"] > 1]
            if twice:
                problems.append(f"{name}: {len(twice)} documents were accepted more than once")
            stable, growth = flat(samples[name], warm_up)
            problems += [f"{name}: {problem}" for problem in account(books, len(journal["submits"])) + growth]
            report[name] = {
                "books": books,
                "accepted_by_server": len(journal["submits"]),
                "process": stable,
                "samples": samples[name],
                "faults": faults,
            }
            begun = sum(book["begun"] for book in books["kinds"].values())
            print(
                f"{name}: {begun} operations, all ended; {len(journal['submits'])} documents accepted, "
                f"{books['documents']['accepted']} known, {books['documents']['unknown']} unknown, {books['documents']['refused']} refused"
            )
            for kind, book in books["kinds"].items():
                print(
                    f"  {kind:16} {book['begun']:8}  {', '.join(f'{code} {count}' for code, count in sorted(book['ended'].items()))}"
                )
            for figure, value in stable.items():
                print(
                    f"  {figure:16} {value['first_quarter']:8.0f} in the first quarter after the warm-up, {value['last_quarter']:.0f} in the last, {value['most']} at most"
                )
        for server in servers:
            server.terminate()
            server.wait(20)
            server.stdout.close()
    if given.json:
        with open(given.json, "w", encoding="utf-8") as file:
            json.dump(report, file, indent=1)
    for problem in problems:
        print(f"PROBLEM: {problem}", file=sys.stderr)
    return 1 if problems else 0


sys.exit(main())
