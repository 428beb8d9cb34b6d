"""Batches through each layer, as programs that can be killed: the command line, Python, C."""

import functools
import json
import os
import subprocess
import sys
import threading

from program import PULSE, ROOT

LOCK = threading.Lock()
PYTHON = """
import json, sys
sys.path.insert(0, sys.argv[3])
import support
from pulse_native import Pulse
request = json.loads(sys.argv[2])
seconds = request.pop("timeout_ms", 1800000) / 1000
with Pulse("program-key", base_url=sys.argv[1], max_retries=0) as client:
    run = client.run_many(request["documents"], request["output"], wait_timeout=seconds)
    print(json.dumps(run.to_dict()))
"""


def c_program(name):
    """Compiles a program of this folder against the library, once."""
    with LOCK:
        return compiled(name)


@functools.lru_cache(maxsize=None)
def preloaded(name):
    """A library to preload, with which something hangs: `slow_names` some name lookups, `slow_disk` what is written to the disk."""
    library = os.path.join(ROOT, "artifacts", "tests", f"{name}.so")
    os.makedirs(os.path.dirname(library), exist_ok=True)
    source = os.path.join(ROOT, "tests", "crash", f"{name}.c")
    subprocess.run(["gcc", "-Wall", "-Werror", "-shared", "-fPIC", source, "-o", library, "-ldl"], check=True)
    return library


@functools.lru_cache(maxsize=None)
def compiled(name):
    program = os.path.join(ROOT, "artifacts", "tests", f"crash_{name}")
    library = os.path.join(ROOT, "artifacts", "lib")
    os.makedirs(os.path.dirname(program), exist_ok=True)
    include = os.path.join(ROOT, "native", "include")
    source = os.path.join(ROOT, "tests", "crash", f"{name}.c")
    subprocess.run(
        ["gcc", "-Wall", "-Werror", "-I", include, source, "-o", program, "-L", library]
        + [f"-Wl,-rpath,{library}", "-l:libpulse_native.so.1"],
        check=True,
        capture_output=True,
    )
    return program


class Batch:
    """A layer that does many documents."""

    def __init__(self, name, extension):
        self.name, self.extension = name, extension

    def command(self, url, output, documents, seconds=None):
        """The arguments of its program."""
        if self.name == "command line":
            limit = [] if seconds is None else ["--timeout", f"{seconds}s"]
            return [PULSE, "extract", "--json", "--quiet", "--max-retries", "0", *limit, "-o", output, "--", *documents]
        request = {"documents": [os.fsdecode(document) for document in documents], "output": os.fsdecode(output)}
        if seconds is not None:
            request["timeout_ms"] = seconds * 1000
        if self.name == "C":
            return [c_program("many"), url, json.dumps(request)]
        return [sys.executable, "-c", PYTHON, url, json.dumps(request), os.path.join(ROOT, "tests", "python")]

    def outcomes(self, run):
        """For each document, whether its result is there, and what was said of it."""
        if self.name == "command line":
            lines = [json.loads(line) for line in (run.stdout + run.stderr).splitlines() if line.startswith("{")]
            done = {line["file"]: (True, "") for line in lines if "error" not in line}
            failed = {line["file"]: (False, line["error"]["message"]) for line in lines if "error" in line}
            return {**done, **failed}
        documents = json.loads(run.stdout)["documents"]
        return {
            entry["document"]: (
                entry["state"] in ("completed", "already_done"),
                entry.get("error", {}).get("message", ""),
            )
            for entry in documents
        }


BATCHES = (Batch("command line", "md"), Batch("Python", "json"), Batch("C", "json"))
