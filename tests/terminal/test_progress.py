"""The progress that a person sees: in a real terminal, at several widths, and in a pipe."""

import os
import re
import shlex
import subprocess
import unittest

from screen import PATIENCE, PULSE, SANDBOX, ScreenTest

NAMES = [f"doc {number:02}.pdf" for number in range(12)] + ["日本語の長い名前のドキュメントはとても長い.pdf"]
TOTAL = re.compile(r"^\d+ of 14(, \d+ failed)?(, \d+:\d\d left)?$")
DOCUMENT = re.compile(r"^[-|/\\] .*\.pdf (submitting|submitted|pending|processing|completed) \d+:\d\d$")
SUMMARY = re.compile(r"^13 of 14 documents done, 1 failed, in \d+:\d\d$")


class ProgressTest(ScreenTest):
    def script(self, options="", after="sleep 1000"):
        """A run of 14 documents of which one is not there, whose results go to a folder."""
        documents = [*self.copies(*NAMES), os.path.join(self.folder, "missing.pdf")]
        output = os.path.join(self.folder, "out")
        run = f"{shlex.join([PULSE, 'extract', '-o', output, '--concurrency', '4', *documents])} {options}"
        return f"cd {shlex.quote(self.folder)}; {run}; echo code $?; {after}"

    def follow(self, columns, environment=None):
        screen = self.open(columns, 24, self.with_sandbox(self.script(), "--processing-time", "1500ms"), environment)
        seen = {}

        def is_over(lines):
            """Collects the moving lines, in every state that is seen."""
            for line in lines:
                if TOTAL.match(line):
                    seen.setdefault("total", set()).add(line)
                    at = lines.index(line)
                    # The documents in flight are the lines above it, none of which is cut by the edge.
                    for above in lines[max(0, at - 4) : at]:
                        if above[:2] in ("- ", "| ", "/ ", "\\ "):
                            seen.setdefault("documents", set()).add(above)
            return "code 6" in lines

        final = screen.wait(is_over)
        return screen, seen, final

    def check(self, columns, environment=None):
        screen, seen, final = self.follow(columns, environment)
        self.assertGreater(len(seen["total"]), 2, seen)
        self.assertTrue(any("left" in line for line in seen["total"]), seen)
        self.assertGreater(len(seen["documents"]), 4, seen)
        for line in seen["documents"]:
            self.assertRegex(line, DOCUMENT)
        # Nothing of what moved is left; the summary is, and the names of the files.
        self.assertFalse([line for line in final if TOTAL.match(line) or DOCUMENT.match(line)], final)
        if columns >= 80:
            self.assertEqual(len([line for line in final if SUMMARY.match(line)]), 1, final)
            self.assertTrue(any(line.endswith("doc 00.pdf.md") for line in final), final)
        return screen

    def test_at_40_columns(self):
        self.check(40)

    def test_at_80_columns(self):
        self.check(80)

    def test_at_200_columns(self):
        self.check(200)

    def test_without_colors(self):
        script = self.with_sandbox(
            f"script -qec {shlex.quote(self.script(after='true'))} typed </dev/null", "--processing-time", "300ms"
        )
        for value, has_colors in (("", True), ("1", False)):
            environment = {**os.environ, "NO_COLOR": value, "TERM": "xterm-256color"}
            subprocess.run(["rm", "-rf", os.path.join(self.folder, "out")], check=True)
            done = subprocess.run(
                ["sh", "-c", f"cd {shlex.quote(self.folder)}; {script}"],
                env=environment,
                capture_output=True,
                timeout=PATIENCE,
                check=False,
            )
            with open(os.path.join(self.folder, "typed"), "rb") as file:
                typed = file.read()
            self.assertIn(b"code 6", typed, done)
            self.assertIn(b"\x1b[2K", typed)
            self.assertEqual(b"\x1b[1m" in typed, has_colors)

    def test_a_terminal_that_cannot_move_gets_lines(self):
        screen = self.open(100, 100, self.with_sandbox("export TERM=dumb; " + self.script()))
        lines = screen.wait(lambda lines: "code 6" in lines, "-S", "-500")
        self.assertTrue(any(line.startswith("14 of 14, 1 failed") for line in lines), lines)
        self.assertTrue(any("completed after" in line for line in lines), lines)

    def test_a_terminal_that_becomes_narrow_keeps_what_was_printed(self):
        screen = self.open(120, 24, self.with_sandbox("echo before; " + self.script(), "--processing-time", "2s"))
        screen.wait(lambda lines: any(DOCUMENT.match(line) for line in lines))
        screen.resize(50, 24)
        lines = screen.wait(lambda lines: "code 6" in lines, "-S", "-100")
        self.assertIn("before", lines)
        self.assertFalse([line for line in lines if TOTAL.match(line)], lines)

    def test_text_is_printed_above_the_lines(self):
        documents = shlex.join(self.copies("a.pdf", "b.pdf"))
        script = f"{PULSE} extract --concurrency 1 {documents}; echo code $?; sleep 1000"
        screen = self.open(90, 300, self.with_sandbox(script, "--processing-time", "1s"))
        lines = screen.wait(lambda lines: "code 0" in lines)
        self.assertEqual(len([line for line in lines if "Account holder: Maria Jensen" in line]), 2, lines)
        self.assertFalse([line for line in lines if line[:2] in ("| ", "/ ", "\\ ") and ".pdf" in line], lines)
        self.assertTrue(any(line.startswith("2 of 2 documents done") for line in lines), lines)

    def test_an_interrupt_leaves_a_clean_screen_and_says_how_to_go_on(self):
        document = shlex.join(self.copies("a.pdf"))
        screen = self.open(
            90,
            24,
            self.with_sandbox(
                f"trap : INT; {PULSE} extract {document}; echo code $?; sleep 1000", "--processing-time", "1h"
            ),
        )
        screen.wait(lambda lines: any(re.search(r"\.pdf (pending|processing) ", line) for line in lines))
        screen.type("C-c")
        lines = screen.wait(lambda lines: "code 130" in lines)
        self.assertFalse([line for line in lines if DOCUMENT.match(line)], lines)
        self.assertTrue(any("pulse job wait" in line for line in lines), lines)

    def test_in_a_pipe_there_are_lines_and_no_escapes(self):
        done = subprocess.run(
            [SANDBOX, "exec", "--", PULSE, "extract", *self.copies("a.pdf", "b.pdf")],
            capture_output=True,
            timeout=PATIENCE,
            check=False,
        )
        self.assertEqual(done.returncode, 0, done.stderr)
        self.assertNotIn(b"\x1b", done.stdout + done.stderr)
        self.assertIn(b"2 of 2\n", done.stderr)
        self.assertRegex(done.stderr.decode(), r"(?m)^2 of 2 documents done, in \d+:\d\d$")


if __name__ == "__main__":
    unittest.main()
