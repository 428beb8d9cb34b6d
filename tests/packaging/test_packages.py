"""The NuGet packages, as they are given away: what is in them, and a program of a stranger that uses them."""

import filecmp
import os
import re
import shutil
import subprocess
import unittest
import xml.etree.ElementTree
import zipfile

HERE = os.path.dirname(os.path.abspath(__file__))
ROOT = os.path.dirname(os.path.dirname(HERE))
PACKAGES = os.path.join(ROOT, "artifacts", "packages")
WORK = os.path.join(ROOT, "artifacts", "tests", "packages")
CACHE = os.path.join(WORK, "cache")
SANDBOX = os.path.join(ROOT, "artifacts", "bin", "pulse-sandbox")
STATEMENT = os.path.join(ROOT, "samples", "bank-statement.pdf")
NAMES = ["Pulse.Client", "Pulse.Client.Extensions", "Pulse.Client.Postgres"]
FRAMEWORKS = ["net8.0", "net10.0"]

with open(os.path.join(ROOT, "Directory.Build.props"), encoding="utf-8") as props:
    VERSION = re.search(r"<Version>(.*?)</Version>", props.read())[1]


def setUpModule():
    for name in ("elsewhere", "net8.0-trimmed", "net9.0-trimmed", "net10.0-trimmed", "net8.0-aot", "net10.0-aot"):
        shutil.rmtree(os.path.join(WORK, name), ignore_errors=True)
    subprocess.run(
        ["make", "--no-print-directory", "--silent", "packages"], cwd=ROOT, check=True, stdin=subprocess.DEVNULL
    )
    make_cache()


def make_cache():
    """
    A package folder that has everything of the machine's own but our packages, so that these come from artifacts/packages
    even where another build of the same version was used before. The others need not be fetched again.
    """
    machine = os.environ.get("NUGET_PACKAGES") or os.path.join(os.path.expanduser("~"), ".nuget", "packages")
    os.makedirs(CACHE, exist_ok=True)
    ours = {name.lower() for name in NAMES}
    for name in os.listdir(CACHE):
        path = os.path.join(CACHE, name)
        if os.path.islink(path):
            os.remove(path)
        elif name in ours:
            shutil.rmtree(path)
    for name in os.listdir(machine) if os.path.isdir(machine) else []:
        if (
            name not in ours
            and not os.path.exists(os.path.join(CACHE, name))
            and os.path.isdir(os.path.join(machine, name))
        ):
            os.symlink(os.path.join(machine, name), os.path.join(CACHE, name))


def package(name, extension="nupkg"):
    return os.path.join(PACKAGES, f"{name}.{VERSION}.{extension}")


class Contents(unittest.TestCase):
    def test_the_folder_holds_the_packages_and_their_symbols(self):
        found = sorted(name for name in os.listdir(PACKAGES) if not name.startswith("."))
        self.assertEqual(found, sorted(f"{name}.{VERSION}.{kind}" for name in NAMES for kind in ("nupkg", "snupkg")))

    def test_library_documentation_and_readme(self):
        for name in NAMES:
            with self.subTest(name), zipfile.ZipFile(package(name)) as archive:
                names = set(archive.namelist())
                self.assertLessEqual({"README.md"}, names)
                self.assertEqual(
                    sorted(entry for entry in names if entry.startswith("lib/")),
                    sorted(f"lib/{framework}/{name}.{kind}" for framework in FRAMEWORKS for kind in ("dll", "xml")),
                )
                for framework in FRAMEWORKS:
                    self.assertIn(
                        {
                            "Pulse.Client": "M:Pulse.Client.PulseClient.ExtractAndWaitAsync",
                            "Pulse.Client.Extensions": "AddPulseClient",
                            "Pulse.Client.Postgres": "PostgresBatchStore.OpenAsync",
                        }[name],
                        archive.read(f"lib/{framework}/{name}.xml").decode(),
                    )
                metadata = xml.etree.ElementTree.fromstring(archive.read(f"{name}.nuspec").decode("utf-8-sig"))
                values = {element.tag.split("}")[1]: (element.text or "").strip() for element in metadata.iter()}
                self.assertEqual(
                    (values["id"], values["version"], values["license"], values["readme"]),
                    (name, VERSION, "MIT", "README.md"),
                )
                self.assertTrue(values["description"] and values["tags"])

    def test_dependencies_are_the_documented_ones(self):
        with open(os.path.join(ROOT, "CONTRIBUTING.md"), encoding="utf-8") as file:
            documented = set(re.findall(r"^\| ([\w.]+) \| (?:engine|extensions|postgres)", file.read(), flags=re.M)) | {
                "Pulse.Client"
            }
        for name in NAMES:
            with self.subTest(name), zipfile.ZipFile(package(name)) as archive:
                needed = set(re.findall(r'<dependency id="([\w.]+)"', archive.read(f"{name}.nuspec").decode()))
                self.assertTrue(needed)
                self.assertLessEqual(needed, documented)
                self.assertEqual("Pulse.Client" in needed, name != "Pulse.Client")

    def test_nothing_tells_where_it_was_built(self):
        for name in NAMES:
            for kind, framework in ((kind, framework) for kind in ("nupkg", "snupkg") for framework in FRAMEWORKS):
                entry = f"lib/{framework}/{name}.{'dll' if kind == 'nupkg' else 'pdb'}"
                with self.subTest(entry), zipfile.ZipFile(package(name, kind)) as archive:
                    content = archive.read(entry)
                    self.assertNotIn(ROOT.encode(), content)
                    self.assertNotIn(ROOT.encode("utf-16-le"), content)
                    self.assertIn(b"/_/" if kind == "nupkg" else b"BSJB", content)

    def test_the_same_sources_elsewhere_make_the_same_library(self):
        elsewhere = os.path.join(WORK, "elsewhere")
        for name in ("Directory.Build.props", "Directory.Packages.props", "global.json", ".editorconfig"):
            os.makedirs(elsewhere, exist_ok=True)
            shutil.copy(os.path.join(ROOT, name), elsewhere)
        os.makedirs(os.path.join(elsewhere, "src"))
        for name in os.listdir(os.path.join(ROOT, "src")):
            path = os.path.join(ROOT, "src", name)
            if name in NAMES:
                shutil.copytree(path, os.path.join(elsewhere, "src", name), ignore=shutil.ignore_patterns("bin", "obj"))
            elif os.path.isfile(path):
                shutil.copy(path, os.path.join(elsewhere, "src"))
        # The analyzers have seen these sources, and make nothing.
        options = ["-c", "Release", "--nologo", "-v", "quiet", "-clp:NoSummary", "-p:RunAnalyzers=false"]
        for name in NAMES:
            run(["dotnet", "build", f"src/{name}", *options], self, cwd=elsewhere)
        for name in NAMES:
            built = os.path.join(elsewhere, "artifacts", "build", "bin", name)
            for framework in FRAMEWORKS:
                with self.subTest(framework), zipfile.ZipFile(package(name)) as archive:
                    with open(os.path.join(built, f"release_{framework}", f"{name}.dll"), "rb") as file:
                        self.assertTrue(archive.read(f"lib/{framework}/{name}.dll") == file.read(), f"{name} differs")


class Consumer(unittest.TestCase):
    """A program with nothing but the packages, in another folder, published in both ways."""

    def publish(self, mode, framework):
        folder = os.path.join(WORK, f"{framework}-{mode}")
        shutil.copytree(os.path.join(HERE, "consumer"), folder)
        output = run(
            [
                "dotnet",
                "publish",
                "Consumer.csproj",
                "-c",
                "Release",
                "--use-current-runtime",
                f"-p:Mode={mode}",
                f"-p:Framework={framework}",
                f"-p:PulseVersion={VERSION}",
                "-o",
                "out",
                "--nologo",
                "-v",
                "minimal",
            ],
            self,
            cwd=folder,
            environment={"NUGET_PACKAGES": CACHE, "PULSE_PACKAGES": PACKAGES},
        )
        self.assertNotIn("warning", output)
        for name in NAMES:
            restored = os.path.join(CACHE, name.lower(), VERSION, f"{name.lower()}.{VERSION}.nupkg")
            self.assertTrue(
                filecmp.cmp(package(name), restored, shallow=False), f"{name} was restored from somewhere else"
            )
        self.assertEqual(os.listdir(os.path.join(folder, "out")), ["Consumer"], "not one file")
        with open(os.path.join(folder, "obj", "project.assets.json"), encoding="utf-8") as file:
            used = "lib/net10.0/Pulse.Client.dll" if framework == "net10.0" else "lib/net8.0/Pulse.Client.dll"
            self.assertIn(used, file.read())
        return os.path.join(folder, "out", "Consumer")

    def check(self, mode, framework="net10.0"):
        program = self.publish(mode, framework)
        settings = {
            "Pulse__UserAgent": "stranger/1.0",
            "Pulse__Timeout": "90",
            "Pulse__MaxRetries": "5",
            "Pulse__FollowLargeResults": "false",
        }
        done = subprocess.run(
            [SANDBOX, "exec", "--", program, STATEMENT],
            capture_output=True,
            text=True,
            timeout=120,
            stdin=subprocess.DEVNULL,
            env={**os.environ, **settings},
            check=False,
        )
        self.assertEqual(done.returncode, 0, done.stdout + done.stderr)
        self.assertIn("Strait Savings Bank", done.stdout)
        self.assertIn("options: stranger/1.0 00:01:30 5 False\n", done.stderr)
        self.assertEqual(done.stderr.count("waited: Completed True\n"), 2)
        self.assertIn("requests: True\n", done.stderr)
        self.assertIn("database: FileError\n", done.stderr)
        self.assertRegex(done.stderr, r"info: Pulse\.Client\[5\]\n +Job \S+ was submitted")
        self.assertNotIn("pulse-sandbox-key", done.stdout + done.stderr)

        refused = subprocess.run(
            [SANDBOX, "exec", "--", program, STATEMENT],
            capture_output=True,
            text=True,
            timeout=120,
            stdin=subprocess.DEVNULL,
            env={**os.environ, "Pulse__MaxRetries": "99", "Pulse__MaxConnections": "0"},
            check=False,
        )
        self.assertEqual(refused.returncode, 2, refused.stdout + refused.stderr)
        self.assertIn("Pulse client: MaxRetries must be from 0 to 20, not 99.\n", refused.stderr)
        self.assertIn("Pulse client: MaxConnections must be from 1 to 10000, not 0.\n", refused.stderr)

    def test_trimmed_single_file(self):
        self.check("trimmed")

    def test_native_aot(self):
        self.check("aot")

    def test_native_aot_on_net8(self):
        self.check("aot", "net8.0")

    def test_net8(self):
        self.check("trimmed", "net8.0")

    def test_net9(self):
        """Takes the package's net8.0."""
        self.check("trimmed", "net9.0")


def run(command, test, cwd, environment=None):
    done = subprocess.run(
        command,
        cwd=cwd,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        timeout=600,
        stdin=subprocess.DEVNULL,
        env={**os.environ, **(environment or {})},
        check=False,
    )
    test.assertEqual(done.returncode, 0, done.stdout)
    return done.stdout


if __name__ == "__main__":
    unittest.main()
