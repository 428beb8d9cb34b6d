"""Library, command line, sandbox and wheel with an older glibc: that of Debian 11, in a root that debootstrap makes."""

import glob
import os
import shutil
import subprocess
import sys
import unittest

import roots

ROOT = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
OUT = os.path.join(ROOT, "artifacts")
OLD = roots.folder(11)
BUILT = [
    os.path.join(OUT, *names) for names in (("lib", "libpulse_native.so"), ("bin", "pulse"), ("bin", "pulse-sandbox"))
]
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


class OldGlibcTest(unittest.TestCase):
    def run_there(self, command):
        code, output = roots.run(11, command, "/opt/pulse")
        self.assertEqual(0, code, output)
        return output

    def test_nothing_needs_more_than_2_17(self):
        check = os.path.join(ROOT, "scripts", "check-glibc")
        good = subprocess.run([check, *BUILT], capture_output=True, text=True, check=False)
        self.assertEqual((0, ""), (good.returncode, good.stderr))
        newer = subprocess.run([check, sys.executable, "/bin/bash"], capture_output=True, text=True, check=False)
        self.assertIn("needs more than glibc 2.17", newer.stderr)

    def test_debian_11(self):
        reason = roots.make(11)
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
