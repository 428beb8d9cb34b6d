"""The Debian packages: what is in them, what lintian says, and each installed, used and removed in Debian 11 and 12, also for arm64."""

import glob
import hashlib
import os
import platform
import shutil
import subprocess
import sys
import unittest

import roots

ROOT = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
OUT = os.path.join(ROOT, "artifacts")
WORK = os.path.join(OUT, "tests", "debs")
ARCHITECTURE = {"x86_64": "amd64", "aarch64": "arm64"}[platform.machine()]
RIDS = {"amd64": "linux-x64", "arm64": "linux-arm64"}
TRIPLETS = {"amd64": "x86_64-linux-gnu", "arm64": "aarch64-linux-gnu"}
NAMES = ["libpulse-native-dev", "libpulse-native1", "pulse-native-tools", "python3-pulse-native"]
EXTRACT = (
    "from pulse_native import Pulse\n"
    "with Pulse() as client:\n"
    '    print(client.extract_and_wait(file="/opt/debs/bank-statement.pdf").markdown)\n'
)


def built(architecture):
    """The library and the folder of the programs."""
    cross = [] if architecture == ARCHITECTURE else [RIDS[architecture]]
    return os.path.join(OUT, "lib", *cross, "libpulse_native.so"), os.path.join(OUT, "bin", *cross)


def make(folder, architecture=ARCHITECTURE):
    shutil.rmtree(folder, ignore_errors=True)
    command = [os.path.join(ROOT, "scripts", "make-debs"), "--quick", RIDS[architecture], *built(architecture), folder]
    environment = {**os.environ, "SOURCE_DATE_EPOCH": "1700000000"}
    subprocess.run(command, env=environment, stdout=subprocess.DEVNULL, check=True)
    return {os.path.basename(path).split("_")[0]: path for path in sorted(glob.glob(os.path.join(folder, "*.deb")))}


def output_of(*command):
    return subprocess.run(command, capture_output=True, text=True, check=True).stdout


class DebTest(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.debs = make(WORK)

    def test_the_same_input_gives_the_same_bytes(self):
        again = make(WORK + "-again")
        self.assertEqual(NAMES, sorted(self.debs))
        for name, path in self.debs.items():
            with open(path, "rb") as one, open(again[name], "rb") as two:
                self.assertEqual(hashlib.sha256(one.read()).digest(), hashlib.sha256(two.read()).digest(), name)

    def test_contents(self):
        owners = {}
        for name, path in self.debs.items():
            for line in output_of("dpkg-deb", "--contents", path).splitlines():
                mode, owner, _, _, _, entry = line.split(maxsplit=5)
                self.assertEqual("root/root", owner, line)
                self.assertIn(mode, ("drwxr-xr-x", "-rw-r--r--", "-rwxr-xr-x", "lrwxrwxrwx"), line)
                if mode == "-rwxr-xr-x":
                    self.assertTrue(entry.startswith("./usr/bin/"), line)
                if not mode.startswith("d"):
                    self.assertNotIn(entry, owners, f"{name} and {owners.get(entry)}")
                    owners[entry] = name
        for name in NAMES:
            self.assertIn(f"./usr/share/doc/{name}/copyright", owners)
        for name in ("libpulse-native1", "pulse-native-tools"):
            self.assertIn(f"./usr/share/doc/{name}/THIRD-PARTY-NOTICES.gz", owners)
        self.assertNotIn(ROOT, "".join(owners))

    def test_lintian_has_nothing_to_say_that_is_not_explained(self):
        if shutil.which("lintian") is None:
            print("NOT RUN: lintian is not installed.", file=sys.stderr)
            return
        told = subprocess.run(
            ["lintian", "--allow-root", "--fail-on", "error,warning", *self.debs.values()],
            capture_output=True,
            text=True,
            check=False,
        )
        self.assertEqual((0, ""), (told.returncode, told.stdout))

    def use(self, debian, architecture=ARCHITECTURE):
        foreign = None if architecture == ARCHITECTURE else architecture
        entered = roots.enter(self, debian, "debs", foreign)
        if entered is None:
            return
        folder, there = entered
        for path in (make(f"{WORK}-{architecture}", architecture) if foreign else self.debs).values():
            shutil.copy(path, folder)
        with open(os.path.join(folder, "extract.py"), "w", encoding="utf-8") as file:
            file.write(EXTRACT)
        # Left by a run that was cut off.
        there(f"dpkg --purge {' '.join(NAMES)} || true")
        before = roots.files(there, "/var/lib/dpkg/info")

        self.assertIn("dependency problems", there("dpkg -i libpulse-native-dev_*.deb 2>&1 || true"))
        there("dpkg --purge libpulse-native-dev")
        there("dpkg -i *.deb")
        self.assertIn("Maria Jensen", there("pulse-sandbox exec -- pulse extract bank-statement.pdf"))
        self.assertIn("Maria Jensen", there("pulse-sandbox exec -- python3 -W error extract.py"))
        self.assertIn("pulse_native-", there("dpkg -L python3-pulse-native"))
        example = "/usr/share/doc/libpulse-native-dev/examples/c/extract_file.c"
        extract = "pulse-sandbox exec -- ./extract_file bank-statement.pdf"
        if not foreign:
            there(f"gcc -Wall -Werror {example} $(pkg-config --cflags --libs pulse-native) -o extract_file")
            self.assertIn("Maria Jensen", there(extract))
        elif debian == 12:
            # From outside, with what the package has put there; this machine's C library is that of Debian 12.
            root = os.path.dirname(os.path.dirname(folder))
            libraries = os.path.join(root, "usr", "lib", TRIPLETS[architecture])
            compiler = [f"{TRIPLETS[architecture]}-gcc", "-Wall", "-Werror", root + example, f"-I{root}/usr/include"]
            compiler += [f"-L{libraries}", "-lpulse_native", "-o", os.path.join(folder, "extract_file")]
            self.assertEqual("", output_of(*compiler))
            self.assertIn("Maria Jensen", there(extract))
        there("test -s /usr/share/man/man1/pulse-extract.1.gz")
        self.assertIn(f"/lib/{TRIPLETS[architecture]}/libpulse_native.so.1\n", there("/sbin/ldconfig -p"))

        there(f"dpkg --purge {' '.join(NAMES)}")
        self.assertEqual(set(), roots.files(there, "/var/lib/dpkg/info") ^ before)
        self.assertEqual("", there("find /usr/lib/python3/dist-packages -name '*pulse*'"))
        self.assertNotIn("libpulse_native", there("/sbin/ldconfig -p"))

    def test_debian_11(self):
        self.use(11)

    def test_debian_12(self):
        self.use(12)

    def use_foreign(self, debian):
        if ARCHITECTURE == "arm64":
            print("NOT RUN: this is an arm64 machine, whose own tests are these.", file=sys.stderr)
        elif not all(os.path.exists(path) for path in (built("arm64")[0], os.path.join(built("arm64")[1], "pulse"))):
            print("NOT RUN for arm64: make lib cli RID=linux-arm64 has not been run.", file=sys.stderr)
        else:
            self.use(debian, "arm64")

    def test_debian_11_arm64(self):
        self.use_foreign(11)

    def test_debian_12_arm64(self):
        self.use_foreign(12)


if __name__ == "__main__":
    unittest.main()
