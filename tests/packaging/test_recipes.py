"""The recipes for other package managers: the image of the Dockerfile is built and used; of the others, what can be checked without their tools."""

import ast
import hashlib
import importlib.machinery
import importlib.util
import json
import os
import shutil
import subprocess
import sys
import tempfile
import unittest

import roots

ROOT = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
SCRIPTS = os.path.join(ROOT, "scripts")
DEBIAN = 12
BASE = "docker.io/library/debian:12-slim"


def load_make_release():
    loader = importlib.machinery.SourceFileLoader("make_release", os.path.join(SCRIPTS, "make-release"))
    module = importlib.util.module_from_spec(importlib.util.spec_from_loader("make_release", loader))
    loader.exec_module(module)
    return module


class RecipeTest(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        make_release = load_make_release()
        cls.folder = tempfile.mkdtemp()
        cls.addClassCleanup(shutil.rmtree, cls.folder)
        release = make_release.Release(cls.folder, [make_release.HOST])
        library, programs = release.built(make_release.HOST)
        make = [os.path.join(SCRIPTS, "make-dist"), make_release.HOST, library, programs, cls.folder]
        subprocess.run(make, stdout=subprocess.DEVNULL, check=True)
        cls.archives = {}
        for rid in ("linux-x64", "linux-arm64"):
            path = os.path.join(cls.folder, f"pulse-native-{make_release.VERSION}-{rid}.tar.gz")
            if not os.path.exists(path):
                # That of the other machine, for its name and its sum.
                with open(path, "w", encoding="utf-8") as file:
                    file.write(rid)
            with open(path, "rb") as file:
                cls.archives[rid] = hashlib.sha256(file.read()).hexdigest()
        release.recipes()

    def read(self, *names):
        with open(os.path.join(self.folder, *names), encoding="utf-8") as file:
            return file.read()

    def test_nothing_is_left_to_fill_in(self):
        for names in (
            ("Dockerfile",),
            ("conan", "conanfile.py"),
            ("vcpkg", "portfile.cmake"),
            ("homebrew", "pulse-native.rb"),
        ):
            text = self.read(*names)
            self.assertNotRegex(text, "@[A-Z0-9_]+@")
            if names[0] in ("conan", "homebrew"):
                for digest in self.archives.values():
                    self.assertIn(digest, text)

    def test_they_can_be_parsed(self):
        ast.parse(self.read("conan", "conanfile.py"))
        json.loads(self.read("vcpkg", "vcpkg.json"))
        if shutil.which("ruby") is not None:
            subprocess.run(
                ["ruby", "-c", os.path.join(self.folder, "homebrew", "pulse-native.rb")],
                stdout=subprocess.DEVNULL,
                check=True,
            )

    def test_the_image_is_built_and_used(self):
        if os.uname().machine != "x86_64" or shutil.which("buildah") is None:
            print("NOT RUN: the image is for x64, and is built by Debian's package buildah.", file=sys.stderr)
            return
        reason = roots.make(DEBIAN)
        if reason is not None:
            print(f"NOT RUN: {reason}.", file=sys.stderr)
            return
        storage = ["--root", os.path.join(self.folder, "storage"), "--runroot", os.path.join(self.folder, "run")]

        def buildah(*words):
            done = subprocess.run(
                ["buildah", *storage, *words], cwd=self.folder, capture_output=True, text=True, timeout=600, check=False
            )
            self.assertEqual(0, done.returncode, done.stdout + done.stderr)
            return done.stdout.strip()

        # No registry: the base is what debootstrap has made.
        base = buildah("from", "scratch")
        self.addCleanup(lambda: buildah("rm", "--all"))
        buildah("copy", "--quiet", base, roots.folder(DEBIAN), "/")
        buildah("commit", "--quiet", base, BASE)
        buildah("bud", "--isolation", "chroot", "--pull-never", "--tag", "pulse-native", ".")
        image = buildah("from", "--pull-never", "localhost/pulse-native")

        def run(*command):
            return buildah("run", "--isolation", "chroot", "-v", f"{ROOT}/samples:/work:ro", image, "--", *command)

        self.assertEqual("nobody", run("id", "-un"))
        self.assertIn("Maria Jensen", run("pulse-sandbox", "exec", "--", "pulse", "extract", "bank-statement.pdf"))


if __name__ == "__main__":
    unittest.main()
