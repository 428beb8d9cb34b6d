"""THIRD-PARTY-NOTICES names what NuGet has resolved for the programs, and is in what is given away."""

import os
import subprocess
import sys
import unittest

ROOT = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))


class NoticesTest(unittest.TestCase):
    def test_every_resolved_package_is_named_with_its_license(self):
        check = subprocess.run(
            [sys.executable, os.path.join(ROOT, "scripts", "make-notices"), "--check"],
            capture_output=True,
            text=True,
            check=False,
        )
        self.assertEqual((0, ""), (check.returncode, check.stderr))

    def test_the_shipped_packages_of_the_tree_are_in_it(self):
        with open(os.path.join(ROOT, "THIRD-PARTY-NOTICES"), encoding="utf-8") as file:
            notices = file.read()
        for name in ("Refit", "Tomlyn", "PdfPig", "System.CommandLine", ".NET runtime", "ASP.NET Core"):
            self.assertIn(f"- {name} ", notices)
        for words in (
            "Apache License",
            "Redistributions in binary form",
            "The MIT License",
            "Adobe Systems Incorporated",
        ):
            self.assertIn(words, notices)


if __name__ == "__main__":
    unittest.main()
