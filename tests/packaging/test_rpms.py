"""The RPM packages: what they require, and all of them installed, used and removed, in a root of Debian, which has the same C library."""

import glob
import hashlib
import os
import platform
import re
import shutil
import subprocess
import unittest

import roots

ROOT = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
OUT = os.path.join(ROOT, "artifacts")
WORK = os.path.join(OUT, "tests", "rpms")
RID = {"x86_64": "linux-x64", "aarch64": "linux-arm64"}[platform.machine()]
NAMES = ["libpulse-native1", "pulse-native", "pulse-native-devel"]
# The parts of glibc, and what rpm itself does.
ORDINARY = r"(ld-linux.*|lib(c|dl|m|pthread|rt)\.so\.\d|rpmlib|rtld)\(.*\).*|/sbin/ldconfig|/usr/bin/pkg-config|libpulse-native1 = [\d.]+"
DEBIAN = 12


def make(folder):
    shutil.rmtree(folder, ignore_errors=True)
    command = [os.path.join(ROOT, "scripts", "make-rpms"), RID]
    command += [os.path.join(OUT, "lib", "libpulse_native.so"), os.path.join(OUT, "bin"), folder]
    environment = {**os.environ, "SOURCE_DATE_EPOCH": "1700000000"}
    subprocess.run(command, env=environment, stdout=subprocess.DEVNULL, check=True)
    return sorted(glob.glob(os.path.join(folder, "*.rpm")))


def rpm(*arguments):
    return subprocess.run(["rpm", *arguments], capture_output=True, text=True, check=False)


class RpmTest(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.rpms = make(WORK)

    def test_the_same_input_gives_the_same_bytes(self):
        again = make(WORK + "-again")
        self.assertEqual(len(NAMES), len(self.rpms))
        for path, other in zip(self.rpms, again):
            with open(path, "rb") as one, open(other, "rb") as two:
                self.assertEqual(hashlib.sha256(one.read()).digest(), hashlib.sha256(two.read()).digest(), path)

    def test_digests_and_requirements(self):
        for path in self.rpms:
            done = rpm("-K", "--nosignature", path)
            self.assertEqual(0, done.returncode, done.stdout + done.stderr)
            for line in rpm("-qp", "--requires", path).stdout.splitlines():
                self.assertRegex(line, f"^({ORDINARY})$")
                for version in re.findall(r"GLIBC_2\.(\d+)", line):
                    self.assertLessEqual(int(version), 17, line)

    def test_installed_used_and_removed(self):
        entered = roots.enter(self, DEBIAN, "rpms")
        if entered is None:
            return
        _, there = entered
        base = roots.folder(DEBIAN)
        database = ["--root", base, "--dbpath", "/var/lib/pulse-rpm"]
        shutil.rmtree(base + "/var/lib/pulse-rpm", ignore_errors=True)
        before = roots.files(there)

        done = rpm(*database, "-i", "--nodeps", *self.rpms)
        self.assertEqual(0, done.returncode, done.stderr)
        try:
            done = rpm(*database, "-V", "--nodeps", *NAMES)
            self.assertEqual((0, ""), (done.returncode, done.stdout), done.stderr)
            self.assertIn("Maria Jensen", there("pulse-sandbox exec -- pulse extract bank-statement.pdf"))
            example = "/usr/share/doc/pulse-native/examples/c/extract_file.c"
            flags = "$(PKG_CONFIG_PATH=/usr/lib64/pkgconfig pkg-config --cflags --libs pulse-native)"
            there(f"gcc -Wall -Werror {example} {flags} -Wl,-rpath,/usr/lib64 -o extract_file")
            self.assertIn("Maria Jensen", there("pulse-sandbox exec -- ./extract_file bank-statement.pdf"))
            there("test -s /usr/share/man/man1/pulse-extract.1")
        finally:
            done = rpm(*database, "-e", *NAMES)
        self.assertEqual(0, done.returncode, done.stderr)
        self.assertEqual(set(), roots.files(there) ^ before)


if __name__ == "__main__":
    unittest.main()
