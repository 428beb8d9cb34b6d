#!/usr/bin/env python3
"""Runs every suite and ends with one line that sums them all: N passed, N failed.

usage: run_all.py [--build] [NAME ...]     only these suites; a NAME that is none means those whose names contain it

--build builds the library and the programs first, as most suites need them.
"""

import glob
import hashlib
import os
import platform
import re
import runpy
import shutil
import signal
import subprocess
import sys
import threading
import time
import traceback

ROOT = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
OUT = os.path.join(ROOT, "artifacts", "tests")
RID = {"x86_64": "linux-x64", "aarch64": "linux-arm64"}[platform.machine()]
MULTIARCH = f"{platform.machine()}-linux-gnu"
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
    "get_job": lambda program: [
        "sh",
        "-c",
        f'id=$("{PULSE}" extract --no-wait "{STATEMENT}") && "{PULSE}" job wait "$id" >/dev/null && "{program}" "$id"',
    ],
}

# The programs that run under memcheck and the sanitizers; the first argument of the misuse is its stride.
MEMCHECKED = {"test_api": [], "test_queue": [], "test_process": [], "test_misuse": ["997"]}

C_STANDARDS = ["c89", "c99", "c11", "c17"]
CPP_STANDARDS = ["c++98", "c++11", "c++14", "c++17", "c++20", "c++23"]
STRICT = ["-Wall", "-Wextra", "-Wpedantic", "-Wconversion", "-Werror"]

# Limits of time in seconds, of one program and of a suite of many: several times what they take on a machine that is busy with
# other work. What takes longer hangs.
PROGRAM, SUITE = 1500, 3000


def run(command, timeout=PROGRAM, **options):
    """Runs a command; returns (exit code, output). A hang is a failure."""
    try:
        done = subprocess.run(
            command,
            cwd=ROOT,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            errors="replace",
            timeout=timeout,
            stdin=subprocess.DEVNULL,
            check=False,
            **options,
        )
        return done.returncode, done.stdout
    except subprocess.TimeoutExpired as expired:
        output = expired.stdout or b""
        return (
            124,
            (output.decode(errors="replace") if isinstance(output, bytes) else output)
            + f"\ntimed out after {timeout} s",
        )


def dotnet_suite(project, framework=None):
    """The tests of a project; with a framework on that one's runtime, which comes from NuGet."""
    build = ["-c", "Debug", "--nologo", "-v", "quiet", "-clp:NoSummary"]
    code, output = (0, "") if framework is None else run(["dotnet", "build", "src/Pulse.Sandbox", *build])
    if code == 0:
        code, output = run(
            ["dotnet", "build", f"tests/{project}", *build, *([f"-p:TestFramework={framework}"] if framework else [])]
        )
    if code != 0:
        return 0, 1, output
    program = os.path.join(ROOT, "artifacts", "build", framework or "", "bin", project, "debug", project)
    code, output = run([program, "-noLogo", "-noColor", "-diagnostics", "-longRunning", "120"])
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
            code, printed = run(
                [
                    compiler,
                    f"-std={standard}",
                    *STRICT,
                    "-fsyntax-only",
                    "-x",
                    language,
                    os.path.join(INCLUDE, "pulse_native.h"),
                ]
            )
            passed, failed, output = passed + (code == 0), failed + (code != 0), output + printed
    return passed, failed, output


def exports_suite():
    """The library exports the functions of the header and nothing else, and is linked as the ABI rules say."""
    library = os.path.join(LIB, "libpulse_native.so")
    declared = set(
        runpy.run_path(os.path.join(ROOT, "bindings", "python", "pulse_native", "_declarations.py"))["FUNCTIONS"]
    )
    symbols = run(["nm", "-D", "--defined-only", library])[1]
    exported = set(re.findall(r" T (\w+)@@PULSE_NATIVE_1", symbols))
    others = [
        line
        for line in symbols.splitlines()
        if line and "@@PULSE_NATIVE_1" not in line and " PULSE_NATIVE_1" not in line
    ]
    dynamic = run(["readelf", "-d", library])[1]
    programs = [os.path.join(os.path.dirname(LIB), "bin", name) for name in ("pulse", "pulse-sandbox")]
    too_new = run([os.path.join(ROOT, "scripts", "check-glibc"), library, *programs])
    checks = {
        "what is never run is left out (native/substitutions*.xml)": os.path.getsize(library) < 8_000_000,
        "exports equal the header": declared == exported and len(declared) > 40,
        "nothing else is exported": not others,
        "SONAME": "[libpulse_native.so.1]" in dynamic,
        "nodelete and now": "NODELETE" in dynamic and "NOW" in dynamic,
        "relro": "GNU_RELRO" in run(["readelf", "-l", library])[1],
        "glibc 2.17 is enough": too_new[0] == 0,
        "needs only the C library": set(re.findall(r"NEEDED.*\[(.*?)\]", dynamic))
        <= {
            *("libc.so.6", "libm.so.6", "libpthread.so.0", "libdl.so.2", "librt.so.1"),
            *("ld-linux-x86-64.so.2", "ld-linux-aarch64.so.1"),
        },
    }
    code, stale = run([os.path.join(ROOT, "scripts", "make-startup-order"), "--check"])
    checks["the startup order names what there is"] = code == 0
    failures = [name for name, good in checks.items() if not good]
    detail = f"{stale}\n{too_new[1]}\nfailed: {failures}\nonly in the header: {declared - exported}\nonly exported: {exported - declared}\nothers: {others}\n"
    return len(checks) - len(failures), len(failures), detail


def abi_suite():
    """What programs were compiled against stays: the header against what native/abi has recorded."""
    recorded, present = os.path.join(ROOT, "native", "abi"), os.path.join(OUT, "abi")
    code, printed = run([sys.executable, os.path.join(ROOT, "scripts", "abi-dump"), present])
    if code != 0:
        return 0, 1, printed
    code, difference = run(
        ["abidiff", os.path.join(recorded, "pulse_native.abi"), os.path.join(present, "pulse_native.abi")]
    )
    constants = []
    for folder in (recorded, present):
        with open(os.path.join(folder, "constants.txt"), encoding="utf-8") as file:
            constants.append(dict(line.split() for line in file))
    changed = [name for name, value in constants[0].items() if constants[1].get(name) != value]
    checks = {
        "no function or struct has changed (bits 4 and 8 of abidiff's status)": code & ~4 == 0
        and (code & 4 == 0 or not re.search(r"Removed|Changed", re.sub(r"0 Removed, 0 Changed", "", difference))),
        "no constant has changed or gone": not changed and len(constants[0]) > 50,
        "additions are recorded (scripts/abi-dump native/abi)": code == 0 and constants[0] == constants[1],
    }
    failures = [name for name, good in checks.items() if not good]
    return (
        len(checks) - len(failures),
        len(failures),
        f"failed: {failures}\n{difference}\nchanged constants: {changed}\n",
    )


def build_c_test(source, folder, library=LIB, flags=()):
    """Compiles a program of tests/c; returns (its path, exit code, output)."""
    os.makedirs(folder, exist_ok=True)
    program = os.path.join(folder, os.path.basename(source)[:-2])
    code, printed = run(
        [
            "gcc",
            "-std=gnu11",
            "-D_GNU_SOURCE",
            "-Wall",
            "-Wextra",
            "-Werror",
            "-g",
            *flags,
            f"-I{INCLUDE}",
            source,
            f"-L{library}",
            "-lpulse_native",
            "-lpthread",
            "-ldl",
            f"-Wl,-rpath,{library}",
            "-o",
            program,
        ]
    )
    return program, code, printed


def c_suite():
    """C programs that load the library, against a sandbox of their own, and the examples."""
    passed, failed, output = 0, 0, ""
    link = [f"-L{LIB}", "-lpulse_native", "-lpthread", f"-Wl,-rpath,{LIB}"]
    for source in sorted(glob.glob(os.path.join(ROOT, "tests", "c", "test_*.c"))):
        program, code, printed = build_c_test(source, os.path.join(OUT, "c"))
        if code == 0:
            code, printed = run([SANDBOX, "exec", "--", program, SAMPLES])
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
            code, printed = run([SANDBOX, "exec", "--", *EXAMPLES[os.path.basename(program)](program)])
        good = code == 0 and "Strait Savings Bank" in printed
        passed, failed = passed + good, failed + (not good)
        output += f"{os.path.basename(source)}: exit code {code}\n{printed}"
    return passed, failed, output


def cpp_suite():
    """pulse_native.hpp: alone in every standard, its tests with two compilers and the sanitizers, and the examples."""
    passed, failed, output = 0, 0, ""
    folder, header = os.path.join(OUT, "cpp"), os.path.join(ROOT, "bindings", "cpp")
    os.makedirs(folder, exist_ok=True)
    includes = [f"-I{INCLUDE}", f"-I{header}"]
    link = [f"-L{LIB}", "-lpulse_native", "-lpthread", f"-Wl,-rpath,{LIB}"]

    def count(good, name, code, printed):
        nonlocal passed, failed, output
        passed, failed = passed + bool(good), failed + (not good)
        output += f"{name}: exit code {code}\n{printed}"

    for compiler, standards in (("g++", ["c++17", "c++20", "c++23"]), ("clang++", ["c++17", "c++20", "c++2b"])):
        for standard in standards:
            alone = os.path.join(folder, "alone.cpp")
            with open(alone, "w", encoding="utf-8") as file:
                file.write("#include <pulse_native.hpp>\n")
            code, printed = run([compiler, f"-std={standard}", *STRICT, "-Wshadow", *includes, "-fsyntax-only", alone])
            count(code == 0, f"{compiler} {standard}", code, printed)
    source = os.path.join(ROOT, "tests", "cpp", "test_cpp.cpp")
    for name, build in {
        "g++ 17": ["g++", "-std=c++17"],
        "clang++ 20": ["clang++", "-std=c++20"],
        "sanitized": ["g++", "-std=c++20", "-fsanitize=address,undefined", "-fno-sanitize-recover=all"],
    }.items():
        program = os.path.join(folder, "test_cpp_" + name.replace(" ", "_"))
        code, printed = run([*build, *STRICT, "-g", *includes, source, *link, "-o", program])
        if code == 0:
            code, printed = run(
                [SANDBOX, "exec", "--", program, SAMPLES],
                env={
                    **os.environ,
                    "LSAN_OPTIONS": "print_suppressions=0:suppressions="
                    + os.path.join(ROOT, "tests", "c", "leaks.supp"),
                },
            )
        total = re.findall(r"^(\d+) passed, (\d+) failed$", printed, flags=re.M)
        if total:
            passed, failed = passed + int(total[-1][0]), failed + int(total[-1][1])
        if not total or (code != 0 and int(total[-1][1]) == 0):
            failed += 1
        output += f"test_cpp {name}: exit code {code}\n{printed}"
    for source in sorted(glob.glob(os.path.join(ROOT, "bindings", "cpp", "examples", "*.cpp"))):
        program = os.path.join(folder, os.path.basename(source)[:-4])
        code, printed = run(["g++", "-std=c++20", *STRICT, *includes, source, *link, "-o", program])
        if code == 0:
            code, printed = run([SANDBOX, "exec", "--", program, STATEMENT])
        count(code == 0 and "Strait Savings Bank" in printed, os.path.basename(source), code, printed)
    return passed, failed, output


def install_suite():
    """make install, the tree moved elsewhere, programs of others built against it in both usual ways, and removed again."""
    checks, output = {}, ""
    folder = os.path.join(OUT, "install")
    shutil.rmtree(folder, ignore_errors=True)
    os.makedirs(folder)
    stage, moved = os.path.join(folder, "stage"), os.path.join(folder, "somewhere else")
    code, printed = run(
        ["make", "--no-print-directory", "install", "PREFIX=/opt/staged", f"DESTDIR={stage}", f"LIBDIR=lib/{MULTIARCH}"]
    )
    output += printed
    os.makedirs(moved, exist_ok=True)
    installed = {os.path.relpath(os.path.join(f, name), stage) for f, _, files in os.walk(stage) for name in files}
    checks["everything is below the prefix"] = (
        code == 0 and len(installed) > 20 and all(path.startswith("opt/staged/") for path in installed)
    )
    checks["nothing knows where it was built or staged"] = (
        code == 0 and run(["grep", "-rIlF", "-e", ROOT, "-e", "/opt/staged", stage])[0] == 1
    )
    run(["mv", os.path.join(stage, "opt", "staged"), moved])
    prefix = os.path.join(moved, "staged")
    library = os.path.join(prefix, "lib", MULTIARCH)

    environment = {**os.environ, "PKG_CONFIG_PATH": os.path.join(library, "pkgconfig"), "LD_LIBRARY_PATH": library}
    for compiler, source in (("gcc -std=c99", "consumer.c"), ("g++ -std=c++17", "consumer.cpp")):
        program = os.path.join(folder, source.replace(".", "_"))
        code, printed = run(
            [
                "sh",
                "-c",
                f'eval {compiler} -Wall -Wextra -Werror "tests/install/{source}" $(pkg-config --cflags --libs pulse-native) -o "{program}"',
            ],
            env=environment,
        )
        output += printed
        if code == 0:
            code, printed = run([SANDBOX, "exec", "--", program, STATEMENT], env=environment)
            output += printed
        checks[f"pkg-config, {source}"] = code == 0 and "0.1.0 extracted" in printed
    build = os.path.join(folder, "cmake")
    code, printed = run(
        ["sh", "-c", f'cmake -S tests/install -B "{build}" -DCMAKE_PREFIX_PATH="{prefix}" && cmake --build "{build}"']
    )
    output += printed
    for program in ("consumer_c", "consumer_cpp"):
        code, printed = (
            run([SANDBOX, "exec", "--", os.path.join(build, program), STATEMENT])
            if os.path.exists(os.path.join(build, program))
            else (1, "not built\n")
        )
        output += printed
        checks[f"find_package, {program}"] = code == 0 and "0.1.0 extracted" in printed
    with open(os.path.join(folder, "CMakeLists.txt"), "w", encoding="utf-8") as file:
        file.write("cmake_minimum_required(VERSION 3.16)\nproject(x C)\nfind_package(PulseNative 0.2 REQUIRED)\n")
    code, printed = run(["cmake", "-S", folder, "-B", build + "2", f"-DCMAKE_PREFIX_PATH={prefix}"])
    checks["a newer version is not found"] = code != 0 and "0.1.0" in printed
    checks["the programs run where they were put"] = (
        "0.1.0" in run([os.path.join(prefix, "bin", "pulse"), "--version"])[1]
    )

    # The service's own command line is called pulse too.
    foreign = os.path.join(stage, "usr", "bin", "pulse")
    os.makedirs(os.path.dirname(foreign), exist_ok=True)
    with open(foreign, "w", encoding="utf-8") as file:
        file.write("#!/bin/sh\necho foreign\n")
    code, printed = run(["make", "--no-print-directory", "install", "PREFIX=/usr", f"DESTDIR={stage}"])
    output += printed
    checks["a foreign pulse stops the installation"] = (
        code != 0 and "CLI_NAME=" in printed and not os.path.exists(os.path.join(stage, "usr", "include"))
    )
    named = ["PREFIX=/usr", f"DESTDIR={stage}", "CLI_NAME=pulse-two"]
    code, printed = run(["make", "--no-print-directory", "install", *named])
    output += printed
    checks["with another name it is left alone"] = (
        code == 0
        and "0.1.0" in run([os.path.join(stage, "usr", "bin", "pulse-two"), "--version"])[1]
        and "foreign" in open(foreign, encoding="utf-8").read()
    )
    code, printed = run(["make", "--no-print-directory", "install", "uninstall", *named])
    output += printed
    left = [os.path.join(f, name) for f, _, files in os.walk(stage) for name in files]
    checks["a second installation knows its own, and uninstall leaves the foreign one"] = code == 0 and left == [
        foreign
    ]
    os.remove(foreign)

    code, printed = run(["make", "--no-print-directory", "install", "uninstall", "PREFIX=/usr", f"DESTDIR={stage}"])
    left = [os.path.join(f, name) for f, _, files in os.walk(stage) for name in files]
    output += printed + "".join(f"left: {path}\n" for path in left)
    checks["uninstall leaves nothing"] = code == 0 and not left

    archives = []
    for _ in range(2):
        code, printed = run(["make", "--no-print-directory", "dist"])
        output += printed
        archive = os.path.join(ROOT, printed.strip().splitlines()[-1]) if code == 0 else ""
        archives.append(hashlib.sha256(open(archive, "rb").read()).hexdigest() if code == 0 else "")
    checks["the archive is the same each time"] = archives[0] == archives[1] != ""
    code, printed = run(["tar", "-xzf", archive, "-C", folder])
    unpacked = os.path.join(folder, os.path.basename(archive)[: -len(".tar.gz")])
    code, printed = run(
        [
            os.path.join(unpacked, "bin", "pulse-sandbox"),
            "exec",
            "--",
            os.path.join(unpacked, "bin", "pulse"),
            "extract",
            STATEMENT,
        ]
    )
    checks["the archive works where it is unpacked"] = code == 0 and "Strait Savings Bank" in printed
    failures = [name for name, good in checks.items() if not good]
    return len(checks) - len(failures), len(failures), output + f"failed: {failures}\n"


def arm64_suite():
    """Library and programs for arm64, cross-built; the C example under emulation."""
    folder = os.path.join(OUT, "arm64")
    os.makedirs(folder, exist_ok=True)
    library, program = os.path.join(LIB, "linux-arm64"), os.path.join(folder, "extract_file")
    code, printed = run(["make", "--no-print-directory", "lib", "cli", "RID=linux-arm64"], timeout=SUITE)
    if code == 0:
        code, printed = run(
            [
                "aarch64-linux-gnu-gcc",
                "-std=c99",
                *STRICT,
                f"-I{INCLUDE}",
                os.path.join(ROOT, "bindings", "c", "examples", "extract_file.c"),
                f"-L{library}",
                "-lpulse_native",
                f"-Wl,-rpath,{library}",
                "-o",
                program,
            ]
        )
    if code == 0:
        code, printed = run([SANDBOX, "exec", "--", QEMU, "-L", "/usr/aarch64-linux-gnu", program, STATEMENT])
    good = code == 0 and "Strait Savings Bank" in printed
    return int(good), int(not good), printed


def memory_suite():
    """The C programs under memcheck, with a library that has its names, and their own code under the sanitizers."""
    passed, failed, output = 0, 0, ""
    folder = os.path.join(OUT, "memcheck")
    os.makedirs(folder, exist_ok=True)
    # The shipped library has its names in a file beside it, which memcheck cannot read as it is.
    published = os.path.join(ROOT, "artifacts", "publish", f"lib-{RID}", "libpulse_native.so")
    named = os.path.join(folder, "libpulse_native.so")
    code, printed = run(
        [
            "sh",
            "-c",
            f'eu-unstrip "{published}" "{published}.dbg" -o "{named}" && strip --strip-debug "{named}" && ln -sf libpulse_native.so "{named}.1"',
        ]
    )
    if code != 0:
        return 0, 1, printed
    for name, arguments in MEMCHECKED.items():
        source = os.path.join(ROOT, "tests", "c", f"{name}.c")
        program, code, printed = build_c_test(source, folder, library=folder)
        if code == 0:
            code, printed = run(
                [
                    SANDBOX,
                    "exec",
                    "--",
                    "valgrind",
                    "--leak-check=full",
                    "--show-leak-kinds=definite,possible",
                    "--errors-for-leak-kinds=definite,possible",
                    "--child-silent-after-fork=yes",
                    "--suppressions=" + os.path.join(ROOT, "tests", "c", "memcheck.supp"),
                    program,
                    SAMPLES,
                    *arguments,
                ],
                env={**os.environ, "DOTNET_GCRegionRange": "10000000"},
            )
        good = code == 0 and "ERROR SUMMARY: 0 errors" in printed and " 0 failed" in printed
        passed, failed = passed + good, failed + (not good)
        output += f"memcheck {name}: exit code {code}\n{printed}"
        program, code, printed = build_c_test(
            source, os.path.join(OUT, "sanitized"), flags=["-fsanitize=address,undefined", "-fno-sanitize-recover=all"]
        )
        if code == 0:
            code, printed = run(
                [SANDBOX, "exec", "--", program, SAMPLES, *arguments],
                env={
                    **os.environ,
                    "LSAN_OPTIONS": "print_suppressions=0:suppressions="
                    + os.path.join(ROOT, "tests", "c", "leaks.supp"),
                },
            )
        good = code == 0 and " 0 failed" in printed
        passed, failed = passed + good, failed + (not good)
        output += f"sanitized {name}: exit code {code}\n{printed}"
    return passed, failed, output


def python_suite(folder="tests/python"):
    code, output = run([sys.executable, "-W", "error", "-m", "unittest", "discover", "-s", folder], timeout=SUITE)
    total = re.findall(r"^Ran (\d+) tests?", output, flags=re.M)
    bad = sum(int(number) for number in re.findall(r"(?:failures|errors)=(\d+)", output))
    if not total or int(total[-1]) == 0:
        return 0, 1, output
    if code != 0 and bad == 0:
        bad = 1
    return int(total[-1]) - bad, bad, output


def bench_suite():
    """What measures must go on building, or its figures cannot be made again."""
    passed, failed, output = 0, 0, ""
    folder = os.path.join(OUT, "bench")
    os.makedirs(folder, exist_ok=True)
    builds = [
        ["dotnet", "build", project, "-c", "Release", "--nologo", "-v", "quiet", "-clp:NoSummary"]
        for project in ("bench/simulator", "bench/counts", "bench/floor")
    ]
    for source in sorted(glob.glob("bench/**/*.c*", root_dir=ROOT, recursive=True)):
        name, kind = os.path.splitext(os.path.basename(source))
        if kind not in (".c", ".cpp"):
            continue
        peer = ["-lcurl", "-lsimdjson" if kind == ".cpp" else "-lcjson"]
        libraries = peer if "peers" in source else [f"-L{LIB}", "-lpulse_native", "-lpthread"]
        compiler = ["g++", "-std=c++17"] if kind == ".cpp" else ["gcc", "-std=gnu11"]
        strict = ["-O2", "-Wall", "-Wextra", "-Werror"]
        program = os.path.join(folder, name)
        builds.append([*compiler, *strict, f"-I{INCLUDE}", source, *libraries, "-o", program])
    builds.append([sys.executable, "-m", "compileall", "-q", "bench"])
    for command in builds:
        code, printed = run(command)
        passed, failed, output = passed + (code == 0), failed + (code != 0), output + printed
    return passed, failed, output


def recipes_suite():
    """The recipes of CONTRIBUTING.md, followed in a copy of the tree."""
    code, output = run([sys.executable, "tests/recipes/run.py"], timeout=SUITE)
    total = re.findall(r"^(\d+) passed, (\d+) failed$", output, flags=re.M)
    return (int(total[-1][0]), int(total[-1][1]), output) if total else (0, 1, f"{output}\nexit code {code}")


def samples_suite():
    code, output = run([sys.executable, "samples/make_samples.py", "--check"])
    return int(code == 0), int(code != 0), output


SUITES = {
    "Pulse.Generate.Tests": lambda: dotnet_suite("Pulse.Generate.Tests"),
    "Pulse.Client.Tests": lambda: dotnet_suite("Pulse.Client.Tests"),
    "Pulse.Client.Extensions.Tests": lambda: dotnet_suite("Pulse.Client.Extensions.Tests"),
    "Pulse.Client.Tests net8.0": lambda: dotnet_suite("Pulse.Client.Tests", "net8.0"),
    "Pulse.Client.Extensions.Tests net8.0": lambda: dotnet_suite("Pulse.Client.Extensions.Tests", "net8.0"),
    "Pulse.Client.Postgres.Tests": lambda: dotnet_suite("Pulse.Client.Postgres.Tests"),
    "Pulse.Sandbox.Tests": lambda: dotnet_suite("Pulse.Sandbox.Tests"),
    "Pulse.Native.Tests": lambda: dotnet_suite("Pulse.Native.Tests"),
    "Pulse.Cli.Tests": lambda: dotnet_suite("Pulse.Cli.Tests"),
    "header": header_suite,
    "exports": exports_suite,
    "abi": abi_suite,
    "c": c_suite,
    "hosts": lambda: python_suite("tests/hosts"),
    "memory": memory_suite,
    "cpp": cpp_suite,
    "install": install_suite,
    "python": python_suite,
    "contract": lambda: python_suite("tests/contract"),
    "scale": lambda: python_suite("tests/scale"),
    "docs": lambda: python_suite("tests/docs"),
    "samples": samples_suite,
    "bench": bench_suite,
    "recipes": recipes_suite,
    "packages": lambda: python_suite("tests/packaging"),
    "crash": lambda: python_suite("tests/crash"),
    "terminal": lambda: python_suite("tests/terminal"),
    "page": lambda: python_suite("tests/page"),
    "canary": lambda: python_suite("tests/canary"),
}


QEMU = shutil.which("qemu-aarch64-static") or shutil.which("qemu-aarch64")
if QEMU is not None and RID != "linux-arm64":
    SUITES["arm64"] = arm64_suite


# These build in the tree, which one may do at a time. They are one lane, all others the second.
BUILDING = {
    *(name for name in SUITES if name.startswith("Pulse.")),
    *("install", "docs", "bench", "packages", "arm64"),
}

# The longest first, so that no lane ends with one; and what others use: the packages' tests use what is built for arm64.
LONG = ["crash", "recipes", "python", "arm64", "packages"]


# The lines of an output that say what failed: of xunit, of unittest, of the C programs and of the checks of this file.
FAILURE = re.compile(
    r"\[FAIL\]$|^(FAIL|ERROR|FAILED|failed): |^\S+:\d+: failed: |^ *Assert\.\w+\(|^[\w.]+(Error|Exception): "
)


def failures_in(output):
    """What failed, in a few lines."""
    lines = [line for line in output.splitlines() if line.strip()]
    return ([line for line in lines if FAILURE.search(line) and line != "failed: []"] or lines)[-8:]


class Run:
    """The suites that were asked for, in two lanes, and their sums."""

    def __init__(self, wanted):
        names = [n for n in SUITES if not wanted or any(part == n if part in SUITES else part in n for part in wanted)]
        names.sort(key=lambda name: LONG.index(name) if name in LONG else len(LONG))
        self.lanes = [[name for name in names if (name in BUILDING) == building] for building in (True, False)]
        self.passed = self.failed = 0
        self.failures = []
        self.lock = threading.Lock()

    def lane(self, names):
        for name in names:
            start = time.monotonic()
            try:
                passed, failed, output = SUITES[name]()
            except Exception:  # pylint: disable=broad-except
                passed, failed, output = 0, 1, traceback.format_exc()
            self.report(name, passed, failed, output, time.monotonic() - start)

    def report(self, name, passed, failed, output, seconds):
        log = os.path.join(OUT, f"{name}.log")
        with open(log, "w", encoding="utf-8") as file:
            file.write(output)
        with self.lock:
            self.passed, self.failed = self.passed + passed, self.failed + failed
            print(f"{name + ':':38}{passed:5} ok, {failed} failed   ({seconds:.0f} s)", flush=True)
            if failed:
                self.failures += [f"{name}: {line.strip()}" for line in failures_in(output)]
                print("\n".join(output.splitlines()[-60:]), flush=True)
                print(f"(all of it: {os.path.relpath(log, ROOT)})", flush=True)

    def __call__(self):
        threads = [threading.Thread(target=self.lane, args=[names], daemon=True) for names in self.lanes]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        # Once more, as the log of a long run is often cut to its end.
        print("".join(f"{line}\n" for line in self.failures), end="")
        print(f"{self.passed} passed, {self.failed} failed")
        return 0 if self.failed == 0 and self.passed > 0 else 1


class Compiler:
    """One C# compiler for all builds of a run: it is started by the first build and stopped with the run. Each build would start its own."""

    def __init__(self):
        self.name = f"pulse-tests-{os.getpid()}"

    def __enter__(self):
        os.environ.update(UseSharedCompilation="true", SharedCompilationId=self.name)

    def __exit__(self, *_):
        for path in glob.glob("/proc/[0-9]*/cmdline"):
            try:
                with open(path, "rb") as file:
                    if f"-pipename:{self.name}".encode() in file.read().split(b"\0"):
                        os.kill(int(path.split("/")[2]), signal.SIGTERM)
            except OSError:
                # It has ended, or is another user's.
                continue


def main():
    # What was started in the background ignores Ctrl-C, and hands that on to the programs under test.
    signal.signal(signal.SIGINT, signal.default_int_handler)
    os.makedirs(OUT, exist_ok=True)
    names = sys.argv[1:]
    with Compiler():
        if "--build" in names:
            names.remove("--build")
            built = subprocess.run(["make", "--no-print-directory", "lib", "cli"], cwd=ROOT, check=False)
            if built.returncode != 0:
                return built.returncode
        return Run(names)()


if __name__ == "__main__":
    sys.exit(main())
