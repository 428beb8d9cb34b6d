"""What the tests of the command line share: where it is, and how it is started and watched."""

import os
import re
import shutil
import signal
import subprocess
import tempfile
import time
import unittest

ROOT = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
PULSE = os.path.join(ROOT, "artifacts", "bin", "pulse")
# A hang would be forever; a busy machine is not.
PATIENCE = 120
# How the program and the library report what should never happen.
UNEXPECTED = re.compile("unexpected error|failed unexpectedly")


def interruptible():
    """What was started in the background ignores Ctrl-C, and what nohup started ignores SIGHUP; both hand that on."""
    signal.signal(signal.SIGINT, signal.SIG_DFL)
    signal.signal(signal.SIGHUP, signal.SIG_DFL)


class ProgramTest(unittest.TestCase):
    """A folder, and the program in an environment of its own."""

    def setUp(self):
        self.folder = tempfile.mkdtemp(prefix="pulse-program-")
        self.addCleanup(shutil.rmtree, os.fsencode(self.folder), True)
        self.state = os.path.join(self.folder, "state")

    def environment(self, url):
        return {
            **os.environ,
            "PULSE_BASE_URL": url,
            "PULSE_API_KEY": "program-key",
            "XDG_STATE_HOME": self.state,
            "XDG_CONFIG_HOME": os.path.join(self.folder, "config"),
            "NO_PROXY": "*",
        }

    def run_program(self, url, *arguments, **options):
        options = {"capture_output": True, "text": True, "timeout": PATIENCE, "stdin": subprocess.DEVNULL, **options}
        return subprocess.run([PULSE, *arguments], env=self.environment(url), check=False, **options)

    def start_program(self, url, *arguments, **options):
        options = {
            "stdout": subprocess.PIPE,
            "stderr": subprocess.PIPE,
            "stdin": subprocess.DEVNULL,
            "preexec_fn": interruptible,
            **options,
        }
        return subprocess.Popen([PULSE, *arguments], env=self.environment(url), **options)

    def document(self, name, text):
        path = os.path.join(self.folder, name)
        with open(path, "w", encoding="utf-8") as file:
            file.write(text)
        return path

    def kept_files(self):
        folder = os.path.join(self.state, "pulse")
        return [os.path.join(folder, name) for name in os.listdir(folder)] if os.path.isdir(folder) else []

    def wait_for_kept(self, longer_than=0):
        """Waits until a file of the state has grown."""
        end = time.monotonic() + PATIENCE
        while not any(os.path.getsize(path) > longer_than for path in self.kept_files() if os.path.exists(path)):
            self.assertLess(time.monotonic(), end, "nothing was kept")
            time.sleep(0.005)
