"""scripts/check-wheel accepts our wheel and finds each thing that may be wrong with one."""

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
LIBRARY = "pulse_native/libpulse_native.so"
OTHER = {"x86_64": "aarch64", "aarch64": "x86_64"}[platform.machine()]


def check(wheel):
    command = [os.path.join(ROOT, "scripts", "check-wheel"), wheel]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    return done.returncode, done.stderr


class WheelRulesTest(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.folder = tempfile.mkdtemp()
        cls.addClassCleanup(shutil.rmtree, cls.folder)
        library = os.path.join(ROOT, "artifacts", "lib", "libpulse_native.so")
        make = [os.path.join(ROOT, "scripts", "make-wheel"), library, cls.folder]
        subprocess.run(make, stdout=subprocess.DEVNULL, check=True)
        (cls.wheel,) = glob.glob(os.path.join(cls.folder, "*.whl"))

    def changed(self, change, name=None):
        """The wheel with other contents: change gets each entry's info and bytes, and returns the bytes or None."""
        path = os.path.join(tempfile.mkdtemp(dir=self.folder), name or os.path.basename(self.wheel))
        with zipfile.ZipFile(self.wheel) as old, zipfile.ZipFile(path, "w") as new:
            for entry in old.infolist():
                content = change(entry, old.read(entry))
                if content is not None:
                    new.writestr(entry, content)
        return check(path)

    def test_our_wheel_is_good(self):
        self.assertEqual((0, ""), check(self.wheel))

    def test_each_rule_finds_what_it_is_for(self):
        def mode(entry, content):
            if entry.filename == "pulse_native/__init__.py":
                entry.external_attr = 0o100777 << 16
            return content

        def replaced(name, old, new):
            return lambda entry, content: content.replace(old, new) if entry.filename.endswith(name) else content

        def without(name):
            return lambda entry, content: None if entry.filename.endswith(name) else content

        def other_library(path):
            with open(path, "rb") as file:
                found = file.read()
            return lambda entry, content: found if entry.filename == LIBRARY else content

        for words, change in {
            "has mode 100777": mode,
            "RECORD is wrong about pulse_native/__init__.py": replaced(
                "pulse_native/__init__.py", b"import", b"imporT"
            ),
            "the tags of WHEEL": replaced("/WHEEL", b"manylinux2014", b"manylinux1"),
            "METADATA lacks 'Name": replaced("/METADATA", b"Name: pulse-native", b"Name: other"),
            "RECORD does not list": without("py.typed"),
            "THIRD-PARTY-NOTICES is missing": without("THIRD-PARTY-NOTICES"),
            "one library was expected": without(".so"),
            # Another program's: it needs a newer glibc.
            "needs more than glibc 2.17": other_library(os.path.realpath(sys.executable)),
        }.items():
            with self.subTest(words):
                code, told = self.changed(change)
                self.assertEqual(1, code)
                self.assertIn(words, told)
        code, told = self.changed(
            lambda _, content: content, os.path.basename(self.wheel).replace(platform.machine(), OTHER)
        )
        self.assertEqual(1, code)
        self.assertIn(f"is not for {OTHER}", told)
        code, told = self.changed(lambda _, content: content, "pulse_native-0.1.0-py3-none-any.whl")
        self.assertEqual(1, code)


if __name__ == "__main__":
    unittest.main()
