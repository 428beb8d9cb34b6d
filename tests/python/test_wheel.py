"""The wheel and the source distribution: made twice, installed into clean environments, used there."""

import base64
import csv
import hashlib
import io
import os
import subprocess
import sys
import tarfile
import tempfile
import unittest
import zipfile

import support

LIBRARY = os.environ["PULSE_NATIVE_LIBRARY"]
MAKE = os.path.join(support.ROOT, "scripts", "make-wheel")

USE = """
import asyncio, os, sys
import pulse_native
from pulse_native import AsyncPulse, Pulse
assert pulse_native.__file__.startswith(sys.prefix), pulse_native.__file__
with Pulse() as client:
    assert client.jobs.wait("there").result.markdown == "Hello"
    job = client.extract_and_wait(file=sys.argv[1], initial_delay=0.05)
    assert "Maria Jensen" in job.markdown
async def main():
    async with AsyncPulse() as client:
        assert (await client.jobs.get_job("there")).status == "completed"
asyncio.run(main())
print(pulse_native.__version__, os.path.dirname(pulse_native.__file__))
"""


def has_pip(python):
    return support.has_module(python, "pip")


class WheelTest(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.folder = tempfile.TemporaryDirectory()
        cls.wheel, cls.sdist = cls.make(f"{cls.folder.name}/one")
        cls.sandbox = support.Sandbox()
        cls.sandbox.force("completed", ["there"], result={"markdown": "Hello"})

    @classmethod
    def tearDownClass(cls):
        cls.sandbox.close()
        cls.folder.cleanup()

    @staticmethod
    def make(folder):
        done = subprocess.run([sys.executable, MAKE, LIBRARY, folder], capture_output=True, text=True, check=True)
        return done.stdout.split()

    @classmethod
    def clean_environment(cls):
        """The sandbox's variables, and nothing that would let the package be found elsewhere."""
        environment = cls.sandbox.environment()
        for name in ("PYTHONPATH", "PULSE_NATIVE_LIBRARY", "LD_LIBRARY_PATH"):
            environment.pop(name, None)
        return {
            **environment,
            "PIP_NO_INDEX": "1",
            "PIP_DISABLE_PIP_VERSION_CHECK": "1",
            "PIP_ROOT_USER_ACTION": "ignore",
        }

    def run_clean(self, *command, **environment):
        return subprocess.run(
            command,
            env={**self.clean_environment(), **environment},
            cwd="/",
            capture_output=True,
            text=True,
            timeout=120,
            check=False,
        )

    def new_environment(self, python):
        """A virtual environment without pip; returns its interpreter."""
        folder = tempfile.mkdtemp(dir=self.folder.name)
        subprocess.run([python, "-m", "venv", "--without-pip", folder], check=True)
        return f"{folder}/bin/python"

    def install(self, python, base, archive, **environment):
        """Installs with the base interpreter's pip; without one a wheel is unpacked, which is what installing it means."""
        if has_pip(base):
            return self.run_clean(
                base, "-m", "pip", "--python", python, "install", "--no-index", "--quiet", archive, **environment
            )
        site = subprocess.run(
            [python, "-c", "import sysconfig; print(sysconfig.get_path('platlib'))"],
            capture_output=True,
            text=True,
            check=True,
        ).stdout.strip()
        with zipfile.ZipFile(archive) as file:
            file.extractall(site)
        return subprocess.CompletedProcess([], 0, "", "")

    def test_the_wheel_in_clean_environments(self):
        # Debian's Python is what most servers have; this one may be another.
        for base in dict.fromkeys(
            os.path.realpath(python)
            for python in (sys.executable, "/usr/bin/python3")
            if support.has_module(python, "venv")
        ):
            with self.subTest(base):
                python = self.new_environment(base)
                installed = self.install(python, base, self.wheel)
                self.assertEqual(installed.returncode, 0, installed.stderr)
                used = self.run_clean(python, "-W", "error", "-c", USE, support.sample("bank-statement.pdf"))
                self.assertEqual((used.returncode, used.stderr), (0, ""))
                self.assertIn(os.path.dirname(os.path.dirname(python)), used.stdout)
                if has_pip(base):
                    gone = self.run_clean(base, "-m", "pip", "--python", python, "uninstall", "--yes", "pulse-native")
                    self.assertEqual(gone.returncode, 0, gone.stderr)
                    self.assertFalse(os.path.exists(f"{used.stdout.split()[1]}/libpulse_native.so"))

    def test_names_and_records(self):
        name = os.path.basename(self.wheel)
        self.assertRegex(
            name, r"^pulse_native-\d+\.\d+\.\d+-py3-none-manylinux_2_17_(x86_64|aarch64)\.manylinux2014_\1\.whl$"
        )
        version, platforms = name.split("-")[1], name[:-4].split("-")[4].split(".")
        with zipfile.ZipFile(self.wheel) as archive:
            self.assertIsNone(archive.testzip())
            names = archive.namelist()
            info = f"pulse_native-{version}.dist-info"
            tags = [f"Tag: py3-none-{platform}" for platform in platforms]
            self.assertEqual(tags, archive.read(f"{info}/WHEEL").decode().splitlines()[-2:])
            metadata = archive.read(f"{info}/METADATA").decode()
            self.assertIn(f"Name: pulse-native\nVersion: {version}\n", metadata)
            self.assertIn("Requires-Python: >=3.9\n", metadata)
            self.assertNotIn("Requires-Dist", metadata)
            for needed in ("pulse_native/py.typed", "pulse_native/libpulse_native.so", f"{info}/LICENSE"):
                self.assertIn(needed, names)
            self.assertFalse([name for name in names if "__pycache__" in name or name.endswith(".pyc")])
            recorded = {row[0]: row[1:] for row in csv.reader(io.StringIO(archive.read(f"{info}/RECORD").decode()))}
            self.assertEqual(sorted(recorded), sorted(names))
            for path in set(names) - {f"{info}/RECORD"}:
                content = archive.read(path)
                digest = base64.urlsafe_b64encode(hashlib.sha256(content).digest()).rstrip(b"=").decode()
                self.assertEqual(recorded[path], [f"sha256={digest}", str(len(content))])
            self.assertEqual(archive.read("pulse_native/libpulse_native.so"), open_bytes(LIBRARY))

    def test_the_same_input_gives_the_same_bytes(self):
        for first, second in zip((self.wheel, self.sdist), self.make(f"{self.folder.name}/two")):
            self.assertEqual(os.path.basename(first), os.path.basename(second))
            self.assertEqual(open_bytes(first), open_bytes(second))

    def test_the_source_distribution(self):
        with tarfile.open(self.sdist) as archive:
            names = archive.getnames()
            root = os.path.basename(self.sdist)[: -len(".tar.gz")]
            for needed in (
                "PKG-INFO",
                "README.md",
                "LICENSE",
                "pyproject.toml",
                "build_backend.py",
                "pulse_native/__init__.py",
            ):
                self.assertIn(f"{root}/{needed}", names)
            self.assertFalse([name for name in names if name.endswith(".so")])
        folder = tempfile.mkdtemp(dir=self.folder.name)
        with tarfile.open(self.sdist) as archive:
            archive.extractall(folder, **({"filter": "data"} if hasattr(tarfile, "data_filter") else {}))
        # As a front end calls the backend.
        build = (
            "-c",
            f"import os, sys; os.chdir({folder + '/' + root!r}); sys.path.insert(0, '.'); import build_backend; "
            f"print(build_backend.build_wheel({folder!r}))",
        )
        alone = self.run_clean(sys.executable, *build)
        self.assertNotEqual(alone.returncode, 0)
        self.assertIn("cannot be built without libpulse_native.so", alone.stderr)
        self.assertIn("make wheel", alone.stderr)
        helped = self.run_clean(sys.executable, *build, PULSE_NATIVE_LIBRARY=LIBRARY)
        self.assertEqual(helped.returncode, 0, helped.stderr)
        self.assertEqual(open_bytes(f"{folder}/{helped.stdout.strip()}"), open_bytes(self.wheel))
        if has_pip(sys.executable):
            python = self.new_environment(sys.executable)
            self.assertNotEqual(self.install(python, sys.executable, self.sdist).returncode, 0)
            installed = self.install(python, sys.executable, self.sdist, PULSE_NATIVE_LIBRARY=LIBRARY)
            self.assertEqual(installed.returncode, 0, installed.stdout + installed.stderr)
            used = self.run_clean(python, "-c", USE, support.sample("bank-statement.pdf"))
            self.assertEqual((used.returncode, used.stderr), (0, ""))

    def test_what_is_no_library_is_refused(self):
        done = subprocess.run(
            [sys.executable, MAKE, support.sample("bank-statement.pdf"), f"{self.folder.name}/three"],
            capture_output=True,
            text=True,
            check=False,
        )
        self.assertNotEqual(done.returncode, 0)
        self.assertIn("is no library for", done.stderr)


def open_bytes(path):
    with open(path, "rb") as file:
        return file.read()


if __name__ == "__main__":
    unittest.main()
