"""A sandbox for the tests, and where things are."""

import http.client
import json
import os
import subprocess
import sys
import urllib.request

ROOT = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
SAMPLES = os.path.join(ROOT, "samples")
PACKAGE = os.path.join(ROOT, "bindings", "python")
EXAMPLES = os.path.join(ROOT, "bindings", "python", "examples")
HEADER = os.path.join(ROOT, "native", "include", "pulse_native.h")
SANDBOX = os.path.join(ROOT, "artifacts", "bin", "pulse-sandbox")
API_KEY = "pulse-sandbox-key"

os.environ.setdefault("PULSE_NATIVE_LIBRARY", os.path.join(ROOT, "artifacts", "lib", "libpulse_native.so"))
sys.path[:0] = [PACKAGE, os.path.join(ROOT, "tests")]


class Sandbox:
    """A pulse-sandbox process on a free port."""

    def __init__(self, *arguments):
        self.process = subprocess.Popen(
            [SANDBOX, "serve", "--port", "0", "--files", SAMPLES, *arguments], stdout=subprocess.PIPE, text=True
        )
        self.url = self.process.stdout.readline().strip()

    def environment(self):
        return {**os.environ, "PULSE_BASE_URL": self.url, "PULSE_API_KEY": API_KEY, "PYTHONPATH": PACKAGE}

    def force(self, status, job_ids, **state):
        """Gives jobs a state; makes those that there are not."""
        connection = http.client.HTTPConnection(self.url.split("//")[1])
        for job_id in job_ids:
            connection.request(
                "POST",
                f"/_sandbox/jobs/{job_id}",
                json.dumps({"status": status, **state}),
                {"content-type": "application/json"},
            )
            answer = connection.getresponse()
            assert answer.status < 300, answer.read()
            answer.read()
        connection.close()

    def control(self, path, body=None):
        """A request to the control plane."""
        request = urllib.request.Request(
            f"{self.url}/_sandbox/{path}",
            data=None if body is None else json.dumps(body).encode(),
            headers={"content-type": "application/json"},
        )
        with urllib.request.urlopen(request) as answer:
            return json.load(answer)

    def kill(self):
        self.process.kill()
        self.process.wait()

    def close(self):
        if self.process.poll() is None:
            self.process.terminate()
            self.process.wait(10)
        self.process.stdout.close()


def run_program(source, *arguments, sandbox=None, python=sys.executable, timeout=60, **environment):
    """Runs a Python program in a process of its own, warnings being errors; returns what came of it."""
    variables = {**(sandbox.environment() if sandbox else os.environ), **environment}
    return subprocess.run(
        [python, "-W", "error", "-c", source, *arguments],
        env=variables,
        capture_output=True,
        text=True,
        timeout=timeout,
        check=False,
    )


def notes_of(raised):
    """The notes on an exception; before Python 3.11 a canceled task raises another one, which has the first as its context."""
    notes = []
    while raised is not None:
        notes += getattr(raised, "__notes__", [])
        raised = raised.__context__
    return notes


def has_module(python, name):
    """Whether another interpreter is there, and has a module."""
    return (
        os.path.exists(python)
        and subprocess.run([python, "-c", f"import {name}"], capture_output=True, check=False).returncode == 0
    )


def sample(name):
    return os.path.join(SAMPLES, name)
