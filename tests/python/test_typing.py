"""Type hints are there, complete, and say what they should; and what is public has a name in its place and words to it."""

import ast
import inspect
import os
import re
import subprocess
import sys
import tempfile
import typing
import unittest

import support  # first: it makes the package importable
import pulse_native

USAGE = os.path.join(os.path.dirname(os.path.abspath(__file__)), "typing_usage.py")


def checker():
    """A command that runs mypy; None where it is not installed."""
    for python in (sys.executable, "/usr/bin/python3"):
        if support.has_module(python, "mypy"):
            return [python, "-m", "mypy"]
    return None


class TypingTest(unittest.TestCase):
    def test_modules_import_downwards(self):
        """No module imports another one for its annotations, and those that are imported do not import it."""
        package = os.path.join(support.PACKAGE, "pulse_native")
        imports = {}
        for file_name in sorted(os.listdir(package)):
            name, extension = os.path.splitext(file_name)
            if extension != ".py":
                continue
            with open(os.path.join(package, file_name), encoding="utf-8") as file:
                tree = ast.parse(file.read())
            imports[name] = {
                module
                for node in tree.body
                if isinstance(node, ast.ImportFrom) and node.level == 1
                for module in ([node.module] if node.module else [alias.name for alias in node.names])
            }
            for node in ast.walk(tree):
                with self.subTest(name, line=getattr(node, "lineno", 0)):
                    if isinstance(node, ast.If) and getattr(node.test, "id", "") == "TYPE_CHECKING":
                        self.assertFalse(
                            name not in ("__init__", "_annotations")
                            and any(isinstance(inner, ast.ImportFrom) and inner.level for inner in node.body)
                        )
                    # What a function was given, and what it takes, is written there, and not found out.
                    self.assertFalse(isinstance(node, ast.Call) and getattr(node.func, "id", "") == "locals")
                    self.assertNotIn(getattr(node, "attr", ""), ("__code__", "__kwdefaults__", "__builtins__"))
        self.assertGreater(len(imports), 20)
        left = {name: set(imported) & set(imports) for name, imported in imports.items()}
        while left:
            lowest = {name for name, imported in left.items() if not imported & set(left)}
            self.assertTrue(lowest, f"these import each other: {sorted(left)}")
            for name in lowest:
                del left[name]

    def test_mypy_where_it_is_installed(self):
        command = checker()
        if command is None:
            # Without it, that the program's imports and syntax are good.
            with open(USAGE, encoding="utf-8") as file:
                tree = ast.parse(file.read())
            names = [
                alias.name
                for node in ast.walk(tree)
                if isinstance(node, ast.ImportFrom) and node.module == "pulse_native"
                for alias in node.names
            ]
            self.assertGreater(len(names), 10)
            self.assertLessEqual(set(names), set(pulse_native.__all__))
            return
        with tempfile.TemporaryDirectory() as cache:
            options = ["--strict", "--no-error-summary", "--show-error-codes", "--cache-dir", cache]
            for version in ("3.9", "3.11"):
                done = subprocess.run(
                    [*command, *options, "--python-version", version, f"{support.PACKAGE}/pulse_native"],
                    capture_output=True,
                    text=True,
                    check=False,
                )
                self.assertEqual((done.stdout, done.returncode), ("", 0), done.stderr)
            done = subprocess.run(
                [*command, *options, USAGE],
                env={**os.environ, "MYPYPATH": support.PACKAGE},
                capture_output=True,
                text=True,
                check=False,
            )
        found = re.findall(r"typing_usage\.py:(\d+): error: .*\[([\w-]+)\]", done.stdout)
        with open(USAGE, encoding="utf-8") as file:
            expected = [
                (str(number), match[1])
                for number, line in enumerate(file, 1)
                if (match := re.search(r"# ERROR: ([\w-]+)", line))
            ]
        self.assertGreater(len(expected), 3)
        self.assertEqual(found, expected, done.stdout)

    def test_everything_public_is_annotated(self):
        self.assertTrue(os.path.exists(f"{support.PACKAGE}/pulse_native/py.typed"))
        seen = 0
        for owner in (getattr(pulse_native, name) for name in pulse_native.__all__):
            if not inspect.isclass(owner):
                continue
            for name, member in vars(owner).items():
                function = member.fget if isinstance(member, property) else member
                if name.startswith("_") and name != "__init__" or not inspect.isfunction(function):
                    continue
                seen += 1
                annotations = function.__annotations__
                parameters = [p for p in inspect.signature(function).parameters if p != "self"]
                for parameter in [*parameters, "return"]:
                    self.assertIn(parameter, annotations, f"{owner.__name__}.{name}")
        self.assertGreater(seen, 60)

    def test_request_options_are_a_typed_dict(self):
        self.assertIn("timeout_in_seconds", typing.get_type_hints(pulse_native.RequestOptions))


class PublicTest(unittest.TestCase):
    def test_names_are_sorted_there_and_documented(self):
        self.assertEqual(pulse_native.__all__, sorted(pulse_native.__all__))
        self.assertEqual(len(pulse_native.__all__), len(set(pulse_native.__all__)))
        for name in pulse_native.__all__:
            self.assertTrue(inspect.getdoc(getattr(pulse_native, name)), name)
            self.assertIn(name, dir(pulse_native))
        everything = {}
        exec("from pulse_native import *", everything)
        self.assertLessEqual(set(pulse_native.__all__), set(everything))
        with self.assertRaises(AttributeError):
            pulse_native.nothing

    def test_nothing_public_is_forgotten(self):
        public = {
            name for name, value in vars(pulse_native).items() if inspect.isclass(value) and not name.startswith("_")
        }
        self.assertEqual(public - set(pulse_native.__all__), set())

    def test_methods_are_documented(self):
        for kind in (
            pulse_native.Pulse,
            pulse_native.Jobs,
            pulse_native.AsyncPulse,
            pulse_native.AsyncJobs,
            pulse_native.Job,
            pulse_native.JsonObject,
            pulse_native.JsonArray,
            pulse_native.WaitMany,
            pulse_native.AsyncWaitMany,
        ):
            for name, member in inspect.getmembers(kind):
                if not name.startswith("_") and (callable(member) or isinstance(member, property)):
                    self.assertTrue(inspect.getdoc(member), f"{kind.__name__}.{name}")

    def test_every_exception_is_a_pulse_error_in_the_drawing(self):
        from pulse_native import _errors

        for name in pulse_native.__all__:
            value = getattr(pulse_native, name)
            if inspect.isclass(value) and issubclass(value, BaseException):
                self.assertTrue(issubclass(value, pulse_native.PulseError))
                self.assertRegex(_errors.__doc__, rf"\b{name}\b")


if __name__ == "__main__":
    unittest.main()
