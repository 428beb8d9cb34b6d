"""The code of README and docs/ runs as it stands there: C, C++, C#, Python and shell against the sandbox, JSON and CMake."""

import functools
import json
import os
import re
import shutil
import subprocess
import sys
import unittest

import blocks

ROOT = blocks.ROOT
WORK = os.path.join(ROOT, "artifacts", "tests", "docs")
LIB = os.path.join(ROOT, "artifacts", "lib")
BIN = os.path.join(ROOT, "artifacts", "bin")
SANDBOX = os.path.join(BIN, "pulse-sandbox")
PACKAGE = os.path.join(ROOT, "bindings", "python")
# A fragment may leave the use of what it computes to its reader.
STRICT = ["-Wall", "-Wextra", "-Wpedantic", "-Werror", "-Wno-unused-but-set-variable"]
INCLUDES = [f"-I{os.path.join(ROOT, 'native', 'include')}", f"-I{os.path.join(ROOT, 'bindings', 'cpp')}"]
LINK = [f"-L{LIB}", "-lpulse_native", "-lpthread", f"-Wl,-rpath,{LIB}"]

# Documents under the names that the pages use.
DOCUMENTS = {
    "report.pdf": "bank-statement.pdf",
    "big.pdf": "bank-statement.pdf",
    "statement.pdf": "bank-statement.pdf",
    "application.pdf": "membership-application.pdf",
}

# `make` is asked what it would do, but for what is built already and what is quick to make.
SHELL = f"""
set -euo pipefail
make() {{
    case "$1" in
    lib | cli | wheel) command make -s -C "{ROOT}" "$@" >&2 ;;
    *) command make -n -C "{ROOT}" "$@" > /dev/null ;;
    esac
}}
"""


def checked(command, folder, timeout=300, **environment):
    """Runs a program; returns its output, which the test shows when it failed."""
    done = subprocess.run(
        command,
        cwd=folder,
        # Nothing is read from, or stored for, whoever runs the tests.
        env={**os.environ, "XDG_CONFIG_HOME": os.path.join(WORK, "config"), **environment},
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        timeout=timeout,
        check=False,
    )
    if done.returncode != 0:
        raise AssertionError(f"exit code {done.returncode}\n{done.stdout[-2000:]}\n{done.stderr[-4000:]}")
    return done.stdout


def with_sandbox(*command):
    return [SANDBOX, "exec", "--files", os.path.join(ROOT, "samples"), "--", *command]


class DocsTest(unittest.TestCase):
    maxDiff = None

    @classmethod
    def setUpClass(cls):
        shutil.rmtree(WORK, ignore_errors=True)
        os.makedirs(WORK)

    def folder(self, name):
        """A folder with the documents that the pages speak of."""
        folder = os.path.join(WORK, re.sub(r"\W+", "-", name).strip("-"))
        os.makedirs(folder)
        for document, sample in DOCUMENTS.items():
            shutil.copy(os.path.join(ROOT, "samples", sample), os.path.join(folder, document))
        return folder

    def each(self, language, check):
        """Checks the blocks of a language, each in a subtest of its own."""
        found = [block for page in blocks.pages() for block in blocks.blocks(page) if block.language == language]
        self.assertTrue(found)
        for block in found:
            with self.subTest(block.where):
                check(block)

    def check_output(self, block, output):
        for text in block.prints:
            self.assertTrue(text in output, f"{text!r} is not in {output[-2000:]!r}")

    def compile_and_run(self, block, program, compiler, extension):
        folder = self.folder(block.where)
        source, target = os.path.join(folder, f"block.{extension}"), os.path.join(folder, "block")
        with open(source, "w", encoding="utf-8") as file:
            file.write(program)
        checked([*compiler, *STRICT, *INCLUDES, source, *LINK, "-o", target], folder)
        self.check_output(block, checked(with_sandbox(target), folder))

    def test_every_block_names_its_language(self):
        known = {"c", "cpp", "csharp", "python", "sh", "json", "cmake", "toml", "text", "diff"}
        unknown = [
            block.where for page in blocks.pages() for block in blocks.blocks(page) if block.language not in known
        ]
        self.assertEqual(unknown, [])

    def test_c(self):
        self.each("c", lambda block: self.compile_and_run(block, blocks.c_program(block), ["gcc", "-std=c99"], "c"))

    def test_cpp(self):
        self.each(
            "cpp", lambda block: self.compile_and_run(block, blocks.cpp_program(block), ["g++", "-std=c++20"], "cpp")
        )

    def test_python_page_by_page(self):
        pages = {}
        for page in blocks.pages():
            for block in blocks.blocks(page):
                if block.language == "python":
                    pages.setdefault(page, []).append(block)
        self.assertTrue(pages)
        for page, found in pages.items():
            with self.subTest(page):
                program = "\n".join(f"{block.before}\n{block.code}" for block in found)
                output = checked(
                    with_sandbox(sys.executable, "-W", "error", "-c", program),
                    self.folder(page),
                    PYTHONPATH=PACKAGE,
                    PULSE_NATIVE_LIBRARY=os.path.join(LIB, "libpulse_native.so"),
                )
                for block in found:
                    self.check_output(block, output)

    def test_shell(self):
        def check(block):
            # What speaks of the tree is run in it, all else in a folder of a user.
            folder = ROOT if "artifacts/" in block.code else self.folder(block.where)
            output = checked(
                with_sandbox("bash", "-c", f"{SHELL}\n{block.before}\n{block.code}"),
                folder,
                PATH=BIN + os.pathsep + os.environ["PATH"],
                ROOT=ROOT,
                WORK=WORK,
            )
            self.check_output(block, output)

        self.each("sh", check)

    def test_csharp(self):
        found = [block for page in blocks.pages() for block in blocks.blocks(page) if block.language == "csharp"]
        self.assertTrue(found)
        project = os.path.join(WORK, "csharp")
        shutil.copytree(os.path.join(ROOT, "tests", "docs", "csharp"), project)
        names = {f"Block{number}": block for number, block in enumerate(found)}
        for name, block in names.items():
            with open(os.path.join(project, f"{name}.cs"), "w", encoding="utf-8") as file:
                file.write(f"// {block.where}\n{blocks.csharp_class(block, name)}")
        with open(os.path.join(project, "Program.cs"), "w", encoding="utf-8") as file:
            cases = "\n".join(f'    "{name}" => Docs.{name}.Block.RunAsync([]),' for name in names)
            file.write(f"await (args[0] switch\n{{\n{cases}\n    _ => throw new ArgumentException(args[0]),\n}});\n")
        checked(["dotnet", "build", project, "-c", "Debug", "--nologo", "-v", "quiet", "-clp:NoSummary"], ROOT, 900)
        program = os.path.join(ROOT, "artifacts", "build", "bin", "Docs", "debug", "Docs")
        for name, block in names.items():
            with self.subTest(block.where):
                self.check_output(block, checked(with_sandbox(program, name), self.folder(block.where)))

    def test_toml(self):
        """The program reads it, and says that the profile's key file is not there."""

        def check(block):
            folder = self.folder(block.where)
            with open(os.path.join(folder, "config.toml"), "w", encoding="utf-8") as file:
                file.write(block.code)
            arguments = ["job", "get", "x", "--config", os.path.join(folder, "config.toml"), "--profile", "test"]
            done = subprocess.run([os.path.join(BIN, "pulse"), *arguments], capture_output=True, text=True, check=False)
            self.assertEqual(done.returncode, 2, done)
            self.assertIn(os.path.join(folder, "test.key"), done.stderr)

        self.each("toml", check)

    def test_json(self):
        self.each("json", lambda block: json.loads(block.code))

    def test_cmake(self):
        """A project of a user, against an installed tree."""
        tree = os.path.join(WORK, "tree")
        checked(["make", "-s", "install", f"PREFIX={tree}"], ROOT, 600)

        def check(block):
            folder = self.folder(block.where)
            with open(os.path.join(folder, "CMakeLists.txt"), "w", encoding="utf-8") as file:
                file.write(f"cmake_minimum_required(VERSION 3.16)\nproject(user C)\n{block.before}\n{block.code}")
            shutil.copy(
                os.path.join(ROOT, "bindings", "c", "examples", "extract_file.c"), os.path.join(folder, "program.c")
            )
            checked(["cmake", "-S", ".", "-B", "build", f"-DCMAKE_PREFIX_PATH={tree}"], folder)
            checked(["cmake", "--build", "build"], folder)
            program = os.path.join(folder, "build", "program")
            self.assertIn("Strait Savings Bank", checked(with_sandbox(program, "report.pdf"), folder))

        self.each("cmake", check)

    def test_links_lead_somewhere(self):
        """Links within the tree: the file is there, and the heading too."""
        missing = []
        for page in blocks.pages() + ["CHANGELOG.md", os.path.join("bench", "README.md")]:
            with open(os.path.join(ROOT, page), encoding="utf-8") as file:
                text = re.sub(r"^```.*?^```", "", file.read(), flags=re.M | re.S)
            for target in re.findall(r"\]\((?!https?:|mailto:)([^)\s]+)\)", text):
                path, _, heading = target.partition("#")
                full = (
                    os.path.normpath(os.path.join(ROOT, os.path.dirname(page), path))
                    if path
                    else os.path.join(ROOT, page)
                )
                if not os.path.exists(full) or (heading and heading not in headings(full)):
                    missing.append(f"{page}: {target}")
        self.assertEqual(missing, [])

    def test_files_that_the_pages_name_exist(self):
        missing = []
        for page in blocks.pages():
            with open(os.path.join(ROOT, page), encoding="utf-8") as file:
                text = re.sub(r"^ *```.*?^ *```", "", file.read(), flags=re.M | re.S)
            for path in re.findall(
                r"`((?:src|native|bindings|tests|tools|bench|scripts|docs|samples)/[\w./-]+)`", text
            ):
                # The recipes of CONTRIBUTING.md make a toy.
                if "Toy" not in path and not os.path.exists(os.path.join(ROOT, path)):
                    missing.append(f"{page}: {path}")
        self.assertEqual(missing, [])


@functools.cache
def headings(path):
    with open(path, encoding="utf-8") as file:
        found = re.findall(r"^#+ (.*)$", file.read(), flags=re.M)
    return {re.sub(r"[^\w\- ]", "", heading.lower()).replace(" ", "-") for heading in found}


if __name__ == "__main__":
    unittest.main()
