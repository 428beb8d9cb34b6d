"""The programs that are compared: how they are built, and one run of one of them."""

import dataclasses
import json
import os
import pathlib
import shutil
import subprocess
import time

BENCH = pathlib.Path(__file__).resolve().parent.parent
ROOT = BENCH.parent
LIBRARY = ROOT / "artifacts" / "lib" / "libpulse_native.so"
HEADER = ROOT / "native" / "include" / "pulse_native.h"
PACKAGE = ROOT / "bindings" / "python"

_TIMEOUT_S = 300
_OURS = [f"-I{HEADER.parent}", f"-L{LIBRARY.parent}", "-lpulse_native", f"-Wl,-rpath,{LIBRARY.parent}"]


@dataclasses.dataclass(frozen=True)
class Program:
    """One command line, to which base URL, job id and count are added."""

    name: str
    command: tuple
    language: str
    environment: tuple = ()
    many: bool = False  # calls in flight at once


class Failed(Exception):
    """A program did not do what it should; the message is for the user."""


def _compile(source, target, flags):
    compiler = ["c++", "-std=c++17"] if source.suffix == ".cpp" else ["cc", "-std=gnu11"]
    command = [*compiler, "-O2", "-Wall", "-Wextra", str(source), "-o", str(target), *flags]
    done = subprocess.run(command, capture_output=True, text=True)
    if done.returncode != 0:
        raise Failed(f"{' '.join(command)}\n{done.stderr}")
    return str(target)


def compile_ours(folder, source):
    """A program of ours, ready to run."""
    return _compile(BENCH / source, pathlib.Path(folder) / pathlib.Path(source).stem, _OURS)


def build(folder, python, only):
    """Returns the programs and, by name, why others cannot be measured.
    `only` is a set of names, or empty for all."""
    folder = pathlib.Path(folder)
    programs, missing = [], {}

    def wanted(name):
        return not only or name in only

    for name, source, flags, many in (
        ("pulse-c", "ours/pulse_c.c", _OURS, False),
        ("curl-cjson", "peers/curl_cjson.c", ["-lcurl", "-lcjson"], False),
        ("curl-simdjson", "peers/curl_simdjson.cpp", ["-lcurl", "-lsimdjson"], False),
        ("pulse-queue", "ours/pulse_queue.c", _OURS, True),
        ("curl-multi", "peers/curl_multi.c", ["-lcurl", "-lcjson"], True),
    ):
        if not wanted(name):
            continue
        if flags is _OURS and not (LIBRARY.exists() and HEADER.exists()):
            missing[name] = f"{LIBRARY.relative_to(ROOT)} is missing; `make lib` makes it"
            continue
        target = _compile(BENCH / source, folder / pathlib.Path(source).stem, flags)
        programs.append(Program(name, (target,), "C", many=many))
    package = (("PYTHONPATH", str(PACKAGE)), ("PULSE_NATIVE_LIBRARY", str(LIBRARY)))
    for name, source, environment, many in (
        ("pulse-python", "ours/pulse_py.py", package, False),
        ("requests", "peers/requests_job.py", (), False),
        ("pulse-awaits", "ours/pulse_awaits.py", package, True),
        ("httpx-awaits", "peers/httpx_awaits.py", (), True),
    ):
        if not wanted(name):
            continue
        if environment and not (LIBRARY.exists() and (PACKAGE / "pulse_native").is_dir()):
            missing[name] = (
                f"{LIBRARY.relative_to(ROOT)} or {PACKAGE.relative_to(ROOT)}/pulse_native "
                "is missing; `make lib` makes the library"
            )
            continue
        programs.append(Program(name, (python, str(BENCH / source)), "Python", environment=environment, many=many))
    return programs, missing


def run(program, base_url, api_key, job_id, count, trust):
    """One run: what the program measured, as a dictionary. `trust` is the environment that names the trusted roots."""
    environment = {
        "PATH": os.environ.get("PATH", os.defpath),
        "LANG": "C.UTF-8",
        "PULSE_API_KEY": api_key,
        **dict(program.environment),
        **trust,
    }
    environment["BENCH_START_NS"] = str(time.monotonic_ns())
    try:
        done = subprocess.run(
            [*program.command, base_url, job_id, str(count)],
            env=environment,
            timeout=_TIMEOUT_S,
            stdin=subprocess.DEVNULL,
            capture_output=True,
            text=True,
        )
    except subprocess.TimeoutExpired:
        raise Failed(f"{program.name}: no end after {_TIMEOUT_S} s") from None
    if done.returncode != 0:
        raise Failed(f"{program.name}: exit code {done.returncode}: {done.stderr.strip()[-2000:]}")
    return json.loads(done.stdout)


def missing_packages(python):
    """The Debian packages that the peers need and this machine lacks."""
    missing = []
    for tool, package, header, library in (
        ("cc", "gcc", "curl/curl.h", "curl"),
        ("cc", "gcc", "cjson/cJSON.h", "cjson"),
        ("c++", "g++", "simdjson.h", "simdjson"),
    ):
        if shutil.which(tool) is None:
            missing.append(package)
        if shutil.which(tool) is None or not _compiles(tool, header, library):
            missing.append({"curl": "libcurl4-openssl-dev"}.get(library, f"lib{library}-dev"))
    if nginx_path() is None:
        missing.append("nginx-light")
    if shutil.which("openssl") is None:
        missing.append("openssl")
    for module in ("requests", "httpx"):
        if subprocess.run([python, "-c", f"import {module}"], capture_output=True).returncode != 0:
            missing.append(f"python3-{module}")
    return list(dict.fromkeys(missing))


def nginx_path():
    """Debian has it in /usr/sbin, which is not on every user's PATH."""
    return shutil.which("nginx", path=os.environ.get("PATH", os.defpath) + ":/usr/sbin:/usr/local/sbin")


def _compiles(compiler, header, library):
    text = f"#include <{header}>\nint main(void){{return 0;}}"
    language = "c++" if compiler == "c++" else "c"
    command = [compiler, f"-x{language}", "-", f"-l{library}", "-o", os.devnull]
    return subprocess.run(command, input=text, text=True, capture_output=True).returncode == 0
