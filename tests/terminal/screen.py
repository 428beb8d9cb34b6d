"""A terminal for the tests: tmux, whose screen can be read and whose keys can be pressed."""

import os
import shlex
import shutil
import subprocess
import tempfile
import time
import unittest

ROOT = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
PULSE = os.path.join(ROOT, "artifacts", "bin", "pulse")
SANDBOX = os.path.join(ROOT, "artifacts", "bin", "pulse-sandbox")
SAMPLES = os.path.join(ROOT, "samples")
# A busy machine is no failure; a hang would be.
PATIENCE = 90


class Screen:
    """One session of a tmux server of its own."""

    def __init__(self, folder, columns, rows, command, environment=None):
        self.socket = os.path.join(folder, "tmux")
        self.environment = {
            **os.environ,
            "HOME": folder,
            "XDG_CONFIG_HOME": os.path.join(folder, "config"),
            "LC_ALL": "C.UTF-8",
            **(environment or {}),
        }
        self.environment.pop("TMUX", None)
        self.tmux("-f", "/dev/null", "-u", "new-session", "-d", "-x", str(columns), "-y", str(rows), command)

    def tmux(self, *arguments):
        done = subprocess.run(
            ["tmux", "-S", self.socket, *arguments],
            env=self.environment,
            capture_output=True,
            text=True,
            timeout=PATIENCE,
            check=False,
        )
        if done.returncode != 0:
            raise AssertionError(f"tmux {arguments}: {done.stderr}")
        return done.stdout

    def lines(self, *options):
        return [line.rstrip() for line in self.tmux("capture-pane", "-p", *options).split("\n")]

    def type(self, *keys):
        self.tmux("send-keys", *keys)

    def resize(self, columns, rows):
        self.tmux("resize-window", "-x", str(columns), "-y", str(rows))

    def wait(self, condition, *options):
        """The lines of the first screen for which a condition holds."""
        end = time.monotonic() + PATIENCE
        while True:
            lines = self.lines(*options)
            if condition(lines):
                return lines
            if time.monotonic() > end:
                raise AssertionError("what was waited for was not shown:\n" + "\n".join(lines))
            time.sleep(0.05)

    def close(self):
        subprocess.run(
            ["tmux", "-S", self.socket, "kill-server"], env=self.environment, capture_output=True, check=False
        )


class ScreenTest(unittest.TestCase):
    def setUp(self):
        self.folder = tempfile.mkdtemp(prefix="pulse-screen-")
        self.addCleanup(shutil.rmtree, self.folder, True)

    def open(self, columns, rows, command, environment=None):
        screen = Screen(self.folder, columns, rows, command, environment)
        self.addCleanup(screen.close)
        return screen

    def copies(self, *names):
        """Documents of these names, no two the same."""
        with open(os.path.join(SAMPLES, "bank-statement.pdf"), "rb") as file:
            content = file.read()
        paths = []
        for number, name in enumerate(names):
            paths.append(os.path.join(self.folder, name))
            with open(paths[-1], "wb") as file:
                file.write(content + b"%%%d\n" % number)
        return paths

    @staticmethod
    def with_sandbox(script, *options):
        return shlex.join([SANDBOX, "exec", *options, "--", "sh", "-c", script])
