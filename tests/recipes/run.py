#!/usr/bin/env python3
"""Follows the recipes of CONTRIBUTING.md in a copy of the tree, builds it, and uses what was added from C and Python.

usage: run.py [NAME ...]     only these recipes; KEEP=1 keeps the copy

A recipe is a file beside this one with
    MAX_FILES      how many files of production code it may edit by hand
    edit(tree)      makes the edits, with tree.insert() and tree.write()
    check(tree)     a dictionary of checks: name -> whether it is good
"""

import glob
import importlib
import os
import shutil
import subprocess
import sys
import tempfile

HERE = os.path.dirname(os.path.abspath(__file__))
ROOT = os.path.dirname(os.path.dirname(HERE))


class Tree:
    """A copy of the tree."""

    def __init__(self, root):
        self.root = root
        self.edited = set()
        listed = subprocess.run(
            ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"],
            cwd=ROOT,
            check=True,
            stdout=subprocess.PIPE,
        )
        for name in filter(None, listed.stdout.decode().split("\0")):
            source, target = os.path.join(ROOT, name), os.path.join(root, name)
            if os.path.isfile(source):
                os.makedirs(os.path.dirname(target), exist_ok=True)
                shutil.copy2(source, target)

    def insert(self, path, before, text):
        """Puts text before a line that stands in the file once."""
        with open(os.path.join(self.root, path), encoding="utf-8") as file:
            content = file.read()
        if content.count(before) != 1:
            raise ValueError(f"{path} has {content.count(before)} times: {before}")
        self.write(path, content.replace(before, text + before))

    def write(self, path, content):
        os.makedirs(os.path.dirname(os.path.join(self.root, path)), exist_ok=True)
        with open(os.path.join(self.root, path), "w", encoding="utf-8") as file:
            file.write(content)
        self.edited.add(path)

    def run(self, *command, **environment):
        """Runs a command in the copy and prints what it prints; returns whether it went well, and that."""
        done = subprocess.run(
            command,
            cwd=self.root,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            errors="replace",
            stdin=subprocess.DEVNULL,
            timeout=1800,
            check=False,
            env={**os.environ, **environment},
        )
        print(done.stdout, end="", flush=True)
        return done.returncode == 0, done.stdout

    def run_c(self, source):
        """Compiles a program against the copy's header and library, and runs it."""
        library, program = os.path.join(self.root, "artifacts", "lib"), os.path.join(self.root, "artifacts", "recipe")
        with open(program + ".c", "w", encoding="utf-8") as file:
            file.write(source)
        built, printed = self.run(
            "gcc",
            "-std=c99",
            "-Wall",
            "-Wextra",
            "-Wpedantic",
            "-Werror",
            "-Inative/include",
            program + ".c",
            f"-L{library}",
            "-lpulse_native",
            f"-Wl,-rpath,{library}",
            "-o",
            program,
        )
        return self.run(program) if built else (built, printed)

    def run_python(self, source):
        """Runs a program with the copy's package and library."""
        return self.run(
            sys.executable,
            "-W",
            "error",
            "-c",
            source,
            PYTHONPATH=os.path.join(self.root, "bindings", "python"),
            PULSE_NATIVE_LIBRARY=os.path.join(self.root, "artifacts", "lib", "libpulse_native.so"),
        )


def main():
    sys.path.insert(0, HERE)
    names = sys.argv[1:] or sorted(
        os.path.basename(path)[:-3]
        for path in glob.glob(os.path.join(HERE, "*.py"))
        if os.path.basename(path) != "run.py"
    )
    recipes = {name: importlib.import_module(name) for name in names}
    checks = {}
    folder = tempfile.mkdtemp(prefix="pulse-recipes-")
    try:
        tree = Tree(folder)
        for name, recipe in recipes.items():
            tree.edited = set()
            recipe.edit(tree)
            print(f"{name} edits {', '.join(sorted(tree.edited))}")
            checks[f"{name}: at most {recipe.MAX_FILES} files by hand"] = len(tree.edited) <= recipe.MAX_FILES
        # As by hand: what is generated, then the library. The recipes add to the public API of the client alone,
        # and that is built with the analyzers.
        built = (
            tree.run("make", "--no-print-directory", "generate")[0]
            and tree.run("scripts/update-public-api", "Pulse.Client")[0]
            and tree.run("make", "--no-print-directory", "lib", RunAnalyzers="false")[0]
        )
        checks["the copy builds"] = built
        for name, recipe in recipes.items() if built else ():
            checks.update({f"{name}: {check}": good for check, good in recipe.check(tree).items()})
    finally:
        if os.environ.get("KEEP"):
            print(f"the copy is {folder}")
        else:
            shutil.rmtree(folder)
    for check, good in checks.items():
        print(f"{'ok' if good else 'FAILED'}: {check}")
    failed = sum(not good for good in checks.values())
    print(f"{len(checks) - failed} passed, {failed} failed")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
