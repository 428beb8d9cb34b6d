"""Library, command line, sandbox and wheel with an older glibc: that of Debian 11, in a root that debootstrap makes."""

import glob
import os
import shutil
import subprocess
import sys
import unittest

ROOT = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
OUT = os.path.join(ROOT, "artifacts")
OLD = os.path.join(OUT, "tests", "debian-11")
BUILT = [
    os.path.join(OUT, *names) for names in (("lib", "libpulse_native.so"), ("bin", "pulse"), ("bin", "pulse-sandbox"))
]
PACKAGES = "gcc,libc6-dev,python3-minimal,libpython3-stdlib,ca-certificates,openssl"
SAMPLE = "samples/bank-statement.pdf"
EXTRACT = f"""
from pulse_native import Pulse
with Pulse() as client:
    print(client.extract_and_wait(file="{SAMPLE}").markdown)
"""
OVER_TLS = """
from pulse_native import Pulse, PulseError
try:
    Pulse("some-key", base_url="https://localhost:4433", max_retries=10).jobs.get_job("a")
except PulseError as error:
    print(type(error).__name__)
"""


def make_root():
    """Why there is no root; None when there is one."""
    if os.path.exists(os.path.join(OLD, "complete")):
        return None
    if os.geteuid() != 0 or shutil.which("debootstrap") is None:
        return "debootstrap needs root, and is a package of Debian"
    shutil.rmtree(OLD, ignore_errors=True)
    words = ["debootstrap", "--variant=minbase", f"--include={PACKAGES}", "bullseye", OLD]
    try:
        made = subprocess.run(words, capture_output=True, text=True, timeout=900, check=False)
    except subprocess.TimeoutExpired:
        return "debootstrap took more than 15 minutes"
    if made.returncode != 0:
        return f"debootstrap failed: {made.stdout[-300:]}"
    with open(os.path.join(OLD, "etc", "hosts"), "w", encoding="utf-8") as hosts:
        hosts.write("127.0.0.1 localhost\n")
    with open(os.path.join(OLD, "complete"), "w", encoding="utf-8"):
        return None


class OldGlibcTest(unittest.TestCase):
    def run_there(self, command):
        done = subprocess.run(
            ["chroot", OLD, "/bin/sh", "-ec", f"cd /opt/pulse; {command}"],
            env={"PATH": "/usr/sbin:/usr/bin:/sbin:/bin", "HOME": "/root", "LANG": "C.UTF-8"},
            stdin=subprocess.DEVNULL,
            capture_output=True,
            text=True,
            timeout=300,
            check=False,
        )
        self.assertEqual(0, done.returncode, done.stdout + done.stderr)
        return done.stdout

    def test_nothing_needs_more_than_2_17(self):
        check = os.path.join(ROOT, "scripts", "check-glibc")
        good = subprocess.run([check, *BUILT], capture_output=True, text=True, check=False)
        self.assertEqual((0, ""), (good.returncode, good.stderr))
        newer = subprocess.run([check, sys.executable, "/bin/bash"], capture_output=True, text=True, check=False)
        self.assertIn("needs more than glibc 2.17", newer.stderr)

    def test_debian_11(self):
        reason = make_root()
        if reason is not None:
            print(f"NOT RUN with an older glibc: {reason}.", file=sys.stderr)
            return self.test_nothing_needs_more_than_2_17()
        there = os.path.join(OLD, "opt", "pulse")
        shutil.rmtree(there, ignore_errors=True)
        os.makedirs(there)
        for path in BUILT:
            shutil.copy(path, there)
        os.symlink("libpulse_native.so", os.path.join(there, "libpulse_native.so.1"))
        for name in ("samples", "native/include", "tests/crash/wait.c"):
            source, target = os.path.join(ROOT, name), os.path.join(there, name)
            os.makedirs(os.path.dirname(target), exist_ok=True)
            (shutil.copytree if os.path.isdir(source) else shutil.copy)(source, target)
        subprocess.run([os.path.join(ROOT, "scripts", "make-wheel"), BUILT[0], there], capture_output=True, check=True)
        (wheel,) = (os.path.basename(path) for path in glob.glob(os.path.join(there, "*.whl")))

        self.assertIn("2.31", self.run_there("getconf GNU_LIBC_VERSION"))
        self.assertIn("pulse 0.", self.run_there("./pulse --version"))
        self.assertIn("Maria Jensen", self.run_there(f"./pulse-sandbox exec -- ./pulse extract {SAMPLE}"))
        self.run_there(
            "gcc -Wall -Werror -Inative/include tests/crash/wait.c -L. -l:libpulse_native.so.1 -Wl,-rpath,$PWD -o wait"
        )
        waited = self.run_there('./pulse-sandbox exec -- sh -c "./wait \\$PULSE_BASE_URL job-1 2>&1 || true"')
        self.assertIn("HTTP 401 AUTH_002", waited)
        self.run_there(f'python3 -c \'import zipfile; zipfile.ZipFile("{wheel}").extractall("installed")\'')
        python = "PYTHONPATH=installed python3 -W error"
        self.assertIn("Maria Jensen", self.run_there(f"./pulse-sandbox exec -- env {python} -c '{EXTRACT}'"))
        self.run_there(
            "openssl req -x509 -newkey rsa:2048 -nodes -keyout key -out certificate -subj /CN=localhost -days 2 2>/dev/null"
        )
        server = "openssl s_server -www -accept 4433 -cert certificate -key key >/dev/null 2>&1 &"
        told = self.run_there(f"{server} {python} -c '{OVER_TLS}'; kill $!")
        self.assertEqual("PulseTLSError", told.strip())


if __name__ == "__main__":
    unittest.main()
