"""A sandbox for the tests, and where things are."""

import json
import os
import subprocess
import sys
import urllib.request

ROOT = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
SAMPLES = os.path.join(ROOT, "samples")
EXAMPLES = os.path.join(ROOT, "bindings", "python", "examples")
HEADER = os.path.join(ROOT, "native", "include", "pulse_native.h")
SANDBOX = os.path.join(ROOT, "artifacts", "bin", "pulse-sandbox")
API_KEY = "pulse-sandbox-key"

os.environ.setdefault("PULSE_NATIVE_LIBRARY", os.path.join(ROOT, "artifacts", "lib", "libpulse_native.so"))
sys.path.insert(0, os.path.join(ROOT, "bindings", "python"))


class Sandbox:
    """A pulse-sandbox process on a free port."""

    def __init__(self, *arguments):
        self.process = subprocess.Popen(
            [SANDBOX, "serve", "--port", "0", "--files", SAMPLES, *arguments], stdout=subprocess.PIPE, text=True
        )
        self.url = self.process.stdout.readline().strip()

    def environment(self):
        return {**os.environ, "PULSE_BASE_URL": self.url, "PULSE_API_KEY": API_KEY,
                "PYTHONPATH": os.path.join(ROOT, "bindings", "python")}

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


def sample(name):
    return os.path.join(SAMPLES, name)
