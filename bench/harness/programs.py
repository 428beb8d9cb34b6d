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
    command = ["cc", "-std=gnu11", "-O2", "-Wall", "-Wextra", str(source), "-o", str(target), *flags]
    done = subprocess.run(command, capture_output=True, text=True)
    if done.returncode != 0:
        raise Failed(f"{' '.join(command)}\n{done.stderr}")
    return str(target)


def build(folder, python, only):
    """Returns the programs and, by name, why others cannot be measured.
    `only` is a set of names, or empty for all."""
    folder = pathlib.Path(folder)
    programs, missing = [], {}

    def wanted(name):
        return not only or name in only

    ours = [f"-I{HEADER.parent}", f"-L{LIBRARY.parent}", "-lpulse_native", f"-Wl,-rpath,{LIBRARY.parent}"]
    for name, source, flags, many in (
        ("pulse-c", "ours/pulse_c.c", ours, False),
        ("curl-cjson", "peers/curl_cjson.c", ["-lcurl", "-lcjson"], False),
        ("pulse-queue", "ours/pulse_queue.c", ours, True),
        ("curl-multi", "peers/curl_multi.c", ["-lcurl", "-lcjson"], True),
    ):
        if not wanted(name):
            continue
        if flags is ours and not (LIBRARY.exists() and HEADER.exists()):
            missing[name] = f"{LIBRARY.relative_to(ROOT)} is missing; `make lib` makes it"
            continue
        target = _compile(BENCH / source, folder / pathlib.Path(source).stem, flags)
        programs.append(Program(name, (target,), "C", many=many))
    if wanted("pulse-python"):
        if LIBRARY.exists() and (PACKAGE / "pulse_native").is_dir():
            programs.append(
                Program(
                    "pulse-python",
                    (python, str(BENCH / "ours" / "pulse_py.py")),
                    "Python",
                    environment=(("PYTHONPATH", str(PACKAGE)), ("PULSE_NATIVE_LIBRARY", str(LIBRARY))),
                )
            )
        else:
            missing["pulse-python"] = (
                f"{LIBRARY.relative_to(ROOT)} or {PACKAGE.relative_to(ROOT)}/pulse_native "
                "is missing; `make lib` makes the library"
            )
    if wanted("requests"):
        programs.append(Program("requests", (python, str(BENCH / "peers" / "requests_job.py")), "Python"))
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
    if shutil.which("cc") is None:
        missing.append("gcc")
    elif not _compiles("#include <curl/curl.h>\nint main(void){return 0;}", "-lcurl"):
        missing.append("libcurl4-openssl-dev")
    if shutil.which("cc") is None or not _compiles("#include <cjson/cJSON.h>\nint main(void){return 0;}", "-lcjson"):
        missing.append("libcjson-dev")
    if nginx_path() is None:
        missing.append("nginx-light")
    if shutil.which("openssl") is None:
        missing.append("openssl")
    if subprocess.run([python, "-c", "import requests"], capture_output=True).returncode != 0:
        missing.append("python3-requests")
    return missing


def nginx_path():
    """Debian has it in /usr/sbin, which is not on every user's PATH."""
    return shutil.which("nginx", path=os.environ.get("PATH", os.defpath) + ":/usr/sbin:/usr/local/sbin")


def _compiles(text, flag):
    return (
        subprocess.run(
            ["cc", "-xc", "-", flag, "-o", os.devnull], input=text, text=True, capture_output=True
        ).returncode
        == 0
    )
