"""
The wheel and the programs for arm64, cross-built and run by QEMU; what is built (`make lib cli RID=linux-arm64`) is tested. The Debian
packages for arm64 are tested with the others.
"""

import glob
import os
import platform
import shutil
import subprocess
import sys
import tempfile
import unittest
import zipfile

ROOT = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
OUT = os.path.join(ROOT, "artifacts")
PYTHON = os.path.join(OUT, "tests", "arm64-python")
PYTHON_TREE = os.path.join(PYTHON, "tree")
LIBRARY = os.path.join(OUT, "lib", "linux-arm64", "libpulse_native.so")
SANDBOX = os.path.join(OUT, "bin", "pulse-sandbox")
SAMPLE = os.path.join(ROOT, "samples", "bank-statement.pdf")
QEMU = shutil.which("qemu-aarch64-static") or shutil.which("qemu-aarch64")
# Debian 12's Python, and what it loads.
PACKAGES = (
    "libpython3.11-minimal libpython3.11-stdlib python3.11-minimal libc6 libgcc-s1 zlib1g libexpat1 libffi8".split()
)
EXTRACT = f"""
import platform
from pulse_native import Pulse
with Pulse() as client:
    print(platform.machine(), client.extract_and_wait(file="{SAMPLE}").markdown)
"""


def reason():
    """Why nothing runs here; None when it does."""
    if platform.machine() == "aarch64":
        return "this is an arm64 machine, whose own tests are these"
    if QEMU is None:
        return "qemu-user is not installed"
    if not os.path.exists(LIBRARY):
        return "make lib RID=linux-arm64 has not been run"
    return None


def make_python():
    """Unpacks Python for arm64 from Debian's packages, with lists of packages of its own; why it could not, or None."""
    if os.path.exists(os.path.join(PYTHON, "complete")):
        return None
    shutil.rmtree(PYTHON, ignore_errors=True)
    for name in ("state/lists/partial", "cache/archives/partial", "etc", "packages"):
        os.makedirs(os.path.join(PYTHON, name))
    open(os.path.join(PYTHON, "status"), "w", encoding="utf-8").close()
    with open(os.path.join(PYTHON, "etc", "sources.list"), "w", encoding="utf-8") as file:
        file.write("deb http://deb.debian.org/debian bookworm main\n")
    options = {
        "APT::Architecture": "arm64",
        "APT::Architectures": "arm64",
        "APT::Sandbox::User": "root",
        "Acquire::Languages": "none",
        "Dir::State": f"{PYTHON}/state",
        "Dir::State::status": f"{PYTHON}/status",
        "Dir::Cache": f"{PYTHON}/cache",
        "Dir::Etc::sourcelist": f"{PYTHON}/etc/sources.list",
        "Dir::Etc::sourceparts": "-",
    }
    apt = ["apt-get", "-qq", *(word for name, value in options.items() for word in ("-o", f"{name}={value}"))]
    for command in ([*apt, "update"], [*apt, "download", *PACKAGES]):
        done = subprocess.run(
            command, cwd=f"{PYTHON}/packages", capture_output=True, text=True, timeout=600, check=False
        )
        if done.returncode != 0:
            return f"{' '.join(command[:1] + command[-1:])}: {done.stderr[-300:]}"
    for package in glob.glob(f"{PYTHON}/packages/*.deb"):
        subprocess.run(["dpkg-deb", "--extract", package, PYTHON_TREE], check=True)
    open(os.path.join(PYTHON, "complete"), "w", encoding="utf-8").close()
    return None


class Arm64Test(unittest.TestCase):
    def under_qemu(self, *command, environment=None):
        root = PYTHON_TREE if command[0].startswith(PYTHON) else "/usr/aarch64-linux-gnu"
        done = subprocess.run(
            [SANDBOX, "exec", "--", QEMU, "-L", root, *command],
            capture_output=True,
            text=True,
            timeout=600,
            stdin=subprocess.DEVNULL,
            env={**os.environ, **(environment or {})},
            check=False,
        )
        self.assertEqual(0, done.returncode, done.stdout + done.stderr)
        return done.stdout

    def test_wheel(self):
        why = reason()
        if why is not None:
            print(f"NOT RUN for arm64: {why}.", file=sys.stderr)
            return
        folder = tempfile.mkdtemp()
        self.addCleanup(shutil.rmtree, folder)
        wheels = []
        for name in ("one", "two"):
            make = [os.path.join(ROOT, "scripts", "make-wheel"), LIBRARY, os.path.join(folder, name)]
            subprocess.run(make, stdout=subprocess.DEVNULL, check=True)
            wheels += glob.glob(os.path.join(folder, name, "*.whl"))
        self.assertTrue(wheels[0].endswith("-py3-none-manylinux_2_17_aarch64.manylinux2014_aarch64.whl"))
        with open(wheels[0], "rb") as one, open(wheels[1], "rb") as two:
            self.assertTrue(one.read() == two.read(), "the same input gave other bytes")
        subprocess.run([os.path.join(ROOT, "scripts", "check-wheel"), wheels[0]], check=True)

        why = make_python()
        if why is not None:
            print(f"NOT RUN under QEMU: {why}", file=sys.stderr)
            return
        with zipfile.ZipFile(wheels[0]) as archive:
            archive.extractall(os.path.join(folder, "installed"))
        python = os.path.join(PYTHON_TREE, "usr", "bin", "python3.11")
        environment = {"PYTHONHOME": os.path.join(PYTHON_TREE, "usr"), "PYTHONPATH": os.path.join(folder, "installed")}
        printed = self.under_qemu(python, "-W", "error", "-c", EXTRACT, environment=environment)
        self.assertRegex(printed, "^aarch64 ")
        self.assertIn("Maria Jensen", printed)

    def test_programs(self):
        pulse, sandbox = (os.path.join(OUT, "bin", "linux-arm64", name) for name in ("pulse", "pulse-sandbox"))
        why = reason()
        if why is None and not (os.path.exists(pulse) and os.path.exists(sandbox)):
            why = "make cli RID=linux-arm64 has not been run"
        if why is not None:
            print(f"NOT RUN for arm64: {why}.", file=sys.stderr)
            return
        subprocess.run([os.path.join(ROOT, "scripts", "check-glibc"), pulse, sandbox, LIBRARY], check=True)
        self.assertIn("Maria Jensen", self.under_qemu(pulse, "extract", SAMPLE))
        self.assertIn("--processing-time", self.under_qemu(sandbox, "--help"))


if __name__ == "__main__":
    unittest.main()
