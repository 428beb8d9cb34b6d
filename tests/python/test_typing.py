"""Type hints are there, complete, and say what they should; and what is public has a name in its place and words to it."""

import ast
import inspect
import json
import os
import re
import shutil
import subprocess
import sys
import tempfile
import typing
import unittest

import support  # first: it makes the package importable, and what all tests share
import npm_packages
import pulse_native

HERE = os.path.dirname(os.path.abspath(__file__))
USAGE = os.path.join(HERE, "typing_usage.py")
#: A user's program without mistakes, and one with a mistake on each marked line.
PROGRAM = os.path.join(HERE, "typed_program.py")
MISTAKES = os.path.join(HERE, "typed_mistakes.py")
PYRIGHT = "pyright@1.1.414"


def checker():
    """A command that runs mypy."""
    for python in (sys.executable, "/usr/bin/python3"):
        if support.has_module(python, "mypy"):
            return [python, "-m", "mypy"]
    raise AssertionError("mypy is not installed: scripts/deps installs it")


def lines_with_errors_of_mypy(command, path):
    """The numbers of the lines that mypy, in its strict mode, finds something in."""
    with tempfile.TemporaryDirectory() as cache:
        done = subprocess.run(
            [*command, "--strict", "--no-error-summary", "--cache-dir", cache, path],
            env={**os.environ, "MYPYPATH": support.PACKAGE},
            capture_output=True,
            text=True,
            check=False,
        )
    return {int(number) for number in re.findall(r"\.py:(\d+): error: ", done.stdout)}


def lines_with_errors_of_pyright(path):
    """The same for pyright in its strict mode."""
    command = os.path.join(npm_packages.install(PYRIGHT), ".bin", "pyright")
    with tempfile.TemporaryDirectory() as folder:
        shutil.copy(path, folder)
        with open(os.path.join(folder, "pyrightconfig.json"), "w", encoding="utf-8") as file:
            settings = {"typeCheckingMode": "strict", "extraPaths": [support.PACKAGE], "reportUnusedExpression": "none"}
            json.dump(settings, file)
        done = subprocess.run(
            [command, "--outputjson", "-p", folder], capture_output=True, text=True, check=False, cwd=folder
        )
    found = json.loads(done.stdout)["generalDiagnostics"]
    return {one["range"]["start"]["line"] + 1 for one in found if one["severity"] == "error"}


def public_callables():
    """Every public class, method and property function, with its name."""
    from pulse_native import types

    for owner in (*(getattr(pulse_native, name) for name in pulse_native.__all__), *vars(types).values()):
        if not callable(owner) or getattr(owner, "__module__", "").startswith(("typing", "builtins")):
            continue
        yield owner.__name__, owner
        for name in dir(owner) if inspect.isclass(owner) and not issubclass(owner, dict) else ():
            member = inspect.getattr_static(owner, name)
            member = getattr(member, "fget", None) or getattr(member, "__func__", member)
            if inspect.isfunction(member) and (not name.startswith("_") or name == "__init__"):
                yield f"{owner.__name__}.{name}", member


class TypingTest(unittest.TestCase):
    def test_a_program_of_a_user_and_its_mistakes(self):
        with open(PROGRAM, encoding="utf-8") as file:
            self.assertGreater(len(file.readlines()), 200)
        with open(MISTAKES, encoding="utf-8") as file:
            marked = {number for number, line in enumerate(file, 1) if "# WRONG" in line}
        self.assertGreater(len(marked), 50)
        self.assertEqual(lines_with_errors_of_pyright(PROGRAM), set())
        self.assertEqual(lines_with_errors_of_pyright(MISTAKES), marked)
        mypy = checker()
        self.assertEqual(lines_with_errors_of_mypy(mypy, PROGRAM), set())
        self.assertEqual(lines_with_errors_of_mypy(mypy, MISTAKES), marked)

    def test_the_program_runs(self):
        sandbox = support.Sandbox()
        try:
            done = subprocess.run(
                [sys.executable, "-W", "error", PROGRAM, support.sample("bank-statement.pdf")],
                env=sandbox.environment(),
                capture_output=True,
                text=True,
                check=False,
                timeout=60,
            )
        finally:
            sandbox.close()
        self.assertEqual(done.returncode, 0, done.stderr)
        self.assertIn("bank-statement.pdf: ", done.stdout)
        self.assertIn("404 JOB_001", done.stderr)

    def test_hints_and_signatures_can_be_evaluated(self):
        seen = 0
        for name, member in public_callables():
            with self.subTest(name):
                typing.get_type_hints(member)
                if inspect.isfunction(member) and sys.version_info >= (3, 10):
                    for parameter in inspect.signature(member, eval_str=True).parameters.values():
                        self.assertNotIsInstance(parameter.annotation, str)
                seen += 1
        self.assertGreater(seen, 400)
        hints = typing.get_type_hints(pulse_native.Extraction)
        self.assertIs(hints["bounding_boxes"], typing.Optional[pulse_native.types.BoundingBoxes])

    def test_misspelled_keywords_are_type_errors(self):
        client = pulse_native.Pulse("key")
        seen = 0
        groups = (client, client.jobs, client.form, client.batch, client.pipeline, client.results, client.webhooks)
        for group in groups:
            for name in dir(group):
                method = getattr(group, name)
                if name.startswith("_") or not inspect.ismethod(method) and not inspect.isfunction(method):
                    continue
                seen += 1
                required = [
                    "a"
                    for parameter in inspect.signature(method).parameters.values()
                    if parameter.default is parameter.empty and parameter.kind is parameter.POSITIONAL_OR_KEYWORD
                ]
                with self.subTest(name), self.assertRaisesRegex(TypeError, "mistpyed|a list"):
                    method(*required, mistpyed=1)
        self.assertGreater(seen, 30)
        with self.assertRaisesRegex(TypeError, "did you mean 'pages'"):
            client.extract_and_wait(file="a", page="1")

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

    def test_mypy_finds_no_mistake_in_the_package_and_those_of_a_user(self):
        command = checker()
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
