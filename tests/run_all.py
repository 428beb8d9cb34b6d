#!/usr/bin/env python3
"""Runs every suite and ends with one line that sums them all: N passed, N failed.

usage: run_all.py [NAME ...]     only the suites whose names contain one of these
"""

import glob
import os
import re
import subprocess
import sys
import time

ROOT = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
OUT = os.path.join(ROOT, "artifacts", "tests")
INCLUDE = os.path.join(ROOT, "native", "include")
LIB = os.path.join(ROOT, "artifacts", "lib")
SANDBOX = os.path.join(ROOT, "artifacts", "bin", "pulse-sandbox")
SAMPLES = os.path.join(ROOT, "samples")

STATEMENT = os.path.join(SAMPLES, "bank-statement.pdf")
PULSE = os.path.join(ROOT, "artifacts", "bin", "pulse")

# How each C example is run; a new one must be named here.
EXAMPLES = {
    "extract_file": lambda program: [program, STATEMENT],
    "wait_many": lambda program: [program, STATEMENT],
    "epoll_loop": lambda program: [program, STATEMENT],
    "get_job": lambda program: ["sh", "-c", f'id=$("{PULSE}" extract --no-wait "{STATEMENT}") && "{PULSE}" job wait "$id" >/dev/null && "{program}" "$id"'],
}

C_STANDARDS = ["c89", "c99", "c11", "c17"]
CPP_STANDARDS = ["c++98", "c++11", "c++14", "c++17", "c++20", "c++23"]
STRICT = ["-Wall", "-Wextra", "-Wpedantic", "-Wconversion", "-Werror"]


def run(command, timeout=1200, **options):
    """Runs a command; returns (exit code, output). A hang is a failure."""
    try:
        done = subprocess.run(command, cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True,
                              errors="replace", timeout=timeout, stdin=subprocess.DEVNULL, check=False, **options)
        return done.returncode, done.stdout
    except subprocess.TimeoutExpired as expired:
        output = expired.stdout or b""
        return 124, (output.decode(errors="replace") if isinstance(output, bytes) else output) + f"\ntimed out after {timeout} s"


def dotnet_suite(project):
    code, output = run(["dotnet", "build", f"tests/{project}", "-c", "Debug", "--nologo", "-v", "quiet", "-clp:NoSummary"])
    if code != 0:
        return 0, 1, output
    program = os.path.join(ROOT, "artifacts", "build", "bin", project, "debug", project)
    code, output = run([program, "-noLogo"], timeout=900)
    total = re.findall(r"Total: (\d+), Errors: (\d+), Failed: (\d+), Skipped: (\d+)", output)
    if not total:
        return 0, 1, output
    count, errors, failed, skipped = (int(number) for number in total[-1])
    bad = errors + failed
    if bad == 0 and code != 0:
        bad = 1
    if count == 0 or skipped > 0:
        # A suite that tests nothing, or looks away, has failed.
        bad += 1
    return count - errors - failed - skipped, bad, output


def header_suite():
    """The header compiles alone, in every standard, with every warning an error."""
    passed, failed, output = 0, 0, ""
    compilers = [("gcc", "c", C_STANDARDS), ("g++", "c++", CPP_STANDARDS)]
    if run(["sh", "-c", "command -v clang"])[0] == 0:
        compilers += [("clang", "c", C_STANDARDS), ("clang", "c++", CPP_STANDARDS[:-1] + ["c++2b"])]
    for compiler, language, standards in compilers:
        for standard in standards:
            code, printed = run([compiler, f"-std={standard}", *STRICT, "-fsyntax-only", "-x", language,
                                 os.path.join(INCLUDE, "pulse_native.h")])
            passed, failed, output = passed + (code == 0), failed + (code != 0), output + printed
    return passed, failed, output


def exports_suite():
    """The library exports the functions of the header and nothing else, and is linked as the ABI rules say."""
    library = os.path.join(LIB, "libpulse_native.so")
    with open(os.path.join(INCLUDE, "pulse_native.h"), encoding="utf-8") as file:
        header = re.sub(r"/\*.*?\*/", "", file.read(), flags=re.S)
    declared = set(re.findall(r"PULSE_API[^;(]*?\b(pulse_\w+)\(", header))
    symbols = run(["nm", "-D", "--defined-only", library])[1]
    exported = set(re.findall(r" T (\w+)@@PULSE_NATIVE_1", symbols))
    others = [line for line in symbols.splitlines() if line and "@@PULSE_NATIVE_1" not in line and " PULSE_NATIVE_1" not in line]
    dynamic = run(["readelf", "-d", library])[1]
    versions = run(["objdump", "-T", library])[1]
    newest = max(tuple(int(n) for n in v.split(".")) for v in re.findall(r"GLIBC_([\d.]+)", versions))
    checks = {
        "exports equal the header": declared == exported and len(declared) > 40,
        "nothing else is exported": not others,
        "SONAME": "[libpulse_native.so.1]" in dynamic,
        "nodelete and now": "NODELETE" in dynamic and "NOW" in dynamic,
        "relro": "GNU_RELRO" in run(["readelf", "-l", library])[1],
        "glibc 2.34 or older": newest <= (2, 34),
        "needs only the C library": set(re.findall(r"NEEDED.*\[(.*?)\]", dynamic)) <= {"libc.so.6", "libm.so.6", "ld-linux-x86-64.so.2", "ld-linux-aarch64.so.1"},
    }
    failures = [name for name, good in checks.items() if not good]
    detail = f"failed: {failures}\nonly in the header: {declared - exported}\nonly exported: {exported - declared}\nothers: {others}\n"
    return len(checks) - len(failures), len(failures), detail


def c_suite():
    """C programs that load the library, against a sandbox of their own, and the examples."""
    os.makedirs(os.path.join(OUT, "c"), exist_ok=True)
    passed, failed, output = 0, 0, ""
    link = [f"-L{LIB}", "-lpulse_native", "-lpthread", f"-Wl,-rpath,{LIB}"]
    for source in sorted(glob.glob(os.path.join(ROOT, "tests", "c", "test_*.c"))):
        program = os.path.join(OUT, "c", os.path.basename(source)[:-2])
        code, printed = run(["gcc", "-std=gnu11", "-D_GNU_SOURCE", "-Wall", "-Wextra", "-Werror", "-g", f"-I{INCLUDE}", source, *link, "-o", program])
        if code == 0:
            code, printed = run([SANDBOX, "exec", "--", program, SAMPLES], timeout=300)
        total = re.findall(r"^(\d+) passed, (\d+) failed$", printed, flags=re.M)
        if total:
            passed, failed = passed + int(total[-1][0]), failed + int(total[-1][1])
        if not total or (code != 0 and int(total[-1][1]) == 0):
            failed += 1
        output += f"{os.path.basename(source)}: exit code {code}\n{printed}"
    for source in sorted(glob.glob(os.path.join(ROOT, "bindings", "c", "examples", "*.c"))):
        program = os.path.join(OUT, "c", os.path.basename(source)[:-2])
        code, printed = run(["gcc", "-std=c99", *STRICT, f"-I{INCLUDE}", source, *link, "-o", program])
        if code == 0:
            code, printed = run([SANDBOX, "exec", "--", *EXAMPLES[os.path.basename(program)](program)], timeout=120)
        good = code == 0 and "Strait Savings Bank" in printed
        passed, failed = passed + good, failed + (not good)
        output += f"{os.path.basename(source)}: exit code {code}\n{printed}"
    return passed, failed, output


def python_suite(folder="tests/python"):
    code, output = run([sys.executable, "-W", "error", "-m", "unittest", "discover", "-s", folder], timeout=600)
    total = re.findall(r"^Ran (\d+) tests?", output, flags=re.M)
    bad = sum(int(number) for number in re.findall(r"(?:failures|errors)=(\d+)", output))
    if not total or int(total[-1]) == 0:
        return 0, 1, output
    if code != 0 and bad == 0:
        bad = 1
    return int(total[-1]) - bad, bad, output


def samples_suite():
    code, output = run([sys.executable, "samples/make_samples.py", "--check"])
    return int(code == 0), int(code != 0), output


SUITES = {
    "Pulse.Client.Tests": lambda: dotnet_suite("Pulse.Client.Tests"),
    "Pulse.Client.Extensions.Tests": lambda: dotnet_suite("Pulse.Client.Extensions.Tests"),
    "Pulse.Sandbox.Tests": lambda: dotnet_suite("Pulse.Sandbox.Tests"),
    "Pulse.Native.Tests": lambda: dotnet_suite("Pulse.Native.Tests"),
    "Pulse.Cli.Tests": lambda: dotnet_suite("Pulse.Cli.Tests"),
    "header": header_suite,
    "exports": exports_suite,
    "c": c_suite,
    "python": python_suite,
    "samples": samples_suite,
    "packages": lambda: python_suite("tests/packaging"),
}


def main():
    wanted = sys.argv[1:]
    os.makedirs(OUT, exist_ok=True)
    all_passed = all_failed = 0
    for name, suite in SUITES.items():
        if wanted and not any(part in name for part in wanted):
            continue
        start = time.monotonic()
        passed, failed, output = suite()
        all_passed, all_failed = all_passed + passed, all_failed + failed
        print(f"{name + ':':31}{passed:5} ok, {failed} failed   ({time.monotonic() - start:.0f} s)", flush=True)
        log = os.path.join(OUT, f"{name}.log")
        with open(log, "w", encoding="utf-8") as file:
            file.write(output)
        if failed:
            print("\n".join(output.splitlines()[-60:]), flush=True)
            print(f"(all of it: {os.path.relpath(log, ROOT)})", flush=True)
    print(f"{all_passed} passed, {all_failed} failed")
    return 0 if all_failed == 0 and all_passed > 0 else 1


if __name__ == "__main__":
    sys.exit(main())
