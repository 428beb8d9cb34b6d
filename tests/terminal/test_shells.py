"""Completions and man pages as `make install` puts them, in the real shells, with the real key."""

import os
import subprocess
import sys
import unittest

from screen import PATIENCE, ROOT, ScreenTest

# A name of its own shows that nothing depends on the usual one.
NAME = "pulse-x"
BLANK = "my report.pdf"
QUOTE = "it's here.pdf"


class ShellScreen(ScreenTest):
    """What the tests of all shells share."""

    prompt = "ready>"

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.prefix = os.path.join(ROOT, "artifacts", "tests", "shells")
        library = os.path.join(ROOT, "artifacts", "lib", "libpulse_native.so")
        subprocess.run(
            [
                sys.executable,
                os.path.join(ROOT, "scripts", "install"),
                "--cli-name",
                NAME,
                "--library",
                library,
                cls.prefix,
            ],
            check=True,
        )

    def setUp(self):
        super().setUp()
        for name in (BLANK, QUOTE, "other.txt"):
            with open(os.path.join(self.folder, name), "w", encoding="utf-8") as file:
                file.write("x")

    def shell(self, command, setup=""):
        path = f"{self.prefix}/bin:{os.environ['PATH']}"
        screen = self.open(
            120, 40, command, {"PATH": path, "PS1": self.prompt, "XDG_DATA_DIRS": f"{self.prefix}/share:/usr/share"}
        )
        screen.type("-l", f"cd '{self.folder}'; {setup}")
        screen.type("Enter")
        screen.type("-l", f"PS1='{self.prompt}'; PROMPT='{self.prompt}'; clear; echo be''gin")
        screen.type("Enter")
        screen.wait(lambda lines: "begin" in lines)
        return screen

    def typed(self, screen, text, expected, tabs=1):
        """Types, presses Tab, and waits for what is to be on the screen; then the line is thrown away."""
        screen.type("-l", text)
        for _ in range(tabs):
            screen.type("Tab")
        lines = screen.wait(lambda lines: all(any(word in line for line in lines) for word in expected))
        screen.type("C-c")
        screen.type("-l", " clear; echo ne''xt")
        screen.type("Enter")
        screen.wait(lambda lines: any(line == "next" for line in lines))
        return lines

    def check(self, screen, quoted_blank, quoted_quote):
        self.typed(screen, f"{NAME} extr", [f"{NAME} extract"])
        self.typed(screen, f"{NAME} --base-url http://localhost --quiet extr", ["--quiet extract"])
        self.typed(screen, f"{NAME} job wa", [f"{NAME} job wait"])
        self.typed(screen, f"{NAME} jobs --json canc", ["--json cancel"])
        self.typed(screen, f"{NAME} extract --doc", ["extract --document-metadata"])
        self.typed(screen, f"{NAME} extract --format js", ["--format json"])
        self.typed(screen, f"{NAME} extract --format=js", ["--format=json"])
        self.typed(screen, f"{NAME} completion zs", [f"{NAME} completion zsh"])
        self.typed(screen, f"{NAME} help exit", ["help exit-codes"])
        self.typed(screen, f"{NAME} extract my", [quoted_blank])
        self.typed(screen, f"{NAME} extract --json -- it", [quoted_quote])
        self.typed(screen, f"{NAME} extract --schema oth", ["--schema other.txt"])
        lines = self.typed(screen, f"{NAME} job ", ["cancel", "get", "wait"], tabs=2)
        self.assertFalse([line for line in lines if "rror" in line or "not found" in line], lines)


class ShellTest(ShellScreen):
    def test_bash(self):
        script = f"{self.prefix}/share/bash-completion/completions/{NAME}"
        screen = self.shell("bash --norc --noprofile -i", f"source '{script}'")
        self.check(screen, "extract my\\ report.pdf", "it\\'s\\ here.pdf")
        self.typed(screen, f'{NAME} extract "my', ['extract "my report.pdf"'])
        self.typed(screen, f"{NAME} extract 'my", ["extract 'my report.pdf'"])

    def test_zsh_from_its_folder(self):
        setup = f"fpath=('{self.prefix}/share/zsh/site-functions' $fpath); autoload -Uz compinit && compinit -u -D"
        screen = self.shell("zsh -f -i", setup)
        self.check(screen, "extract my\\ report.pdf", "it\\'s\\ here.pdf")

    def test_zsh_that_evaluates_it_without_compinit(self):
        screen = self.shell("zsh -f -i", f'eval "$({NAME} completion zsh --program {NAME})"')
        self.check(screen, "extract my\\ report.pdf", "it\\'s\\ here.pdf")

    def test_man_pages(self):
        for page, words in (
            (NAME, "exit-codes"),
            (f"{NAME}-extract", "--document-metadata"),
            (f"{NAME}-job-wait", "--timeout"),
        ):
            done = subprocess.run(
                ["man", "--warnings=w", "-E", "UTF-8", "-l", f"{self.prefix}/share/man/man1/{page}.1"],
                env={**os.environ, "MANWIDTH": "80", "LC_ALL": "C.UTF-8"},
                capture_output=True,
                text=True,
                timeout=PATIENCE,
                check=False,
            )
            self.assertEqual((done.returncode, done.stderr), (0, ""))
            self.assertIn(words, done.stdout)
            self.assertIn(f"{page} ", done.stdout)


class FishTest(ShellScreen):
    """Fish has a prompt function in place of variables, and finds the script by itself."""

    def shell(self, command, setup=""):
        path = f"{self.prefix}/bin:{os.environ['PATH']}"
        screen = self.open(120, 40, command, {"PATH": path, "XDG_DATA_DIRS": f"{self.prefix}/share:/usr/share"})
        screen.type(
            "-l",
            f"cd '{self.folder}'; function fish_prompt; echo '{self.prompt}'; end; set -g fish_autosuggestion_enabled 0; clear; echo be''gin",
        )
        screen.type("Enter")
        screen.wait(lambda lines: "begin" in lines)
        return screen

    def test_fish(self):
        screen = self.shell("fish -i", "")
        self.check(screen, "extract my\\ report.pdf", "it\\'s\\ here.pdf")


if __name__ == "__main__":
    unittest.main()
