"""A key that is typed: it is tried, stored, and never shown."""

import os
import shlex
import unittest

from screen import PULSE, ScreenTest

KEY = "pulse-sandbox-key"


class LoginTest(ScreenTest):
    def test_a_typed_key_is_not_shown(self):
        extract = shlex.join([PULSE, "extract", "--quiet", *self.copies("a.pdf")])
        script = f"unset PULSE_API_KEY; {PULSE} login; echo code $?; {extract} | head -1; sleep 1000"
        screen = self.open(100, 24, self.with_sandbox(script))
        screen.wait(lambda lines: any(line.startswith("API key") for line in lines))
        # A mistake is taken back.
        screen.type("-l", KEY + "x")
        screen.type("BSpace")
        screen.type("Enter")
        lines = screen.wait(lambda lines: any("Strait Savings Bank" in line for line in lines))
        self.assertIn("code 0", lines)
        self.assertFalse([line for line in lines if KEY in line or "pulse-sand" in line and "key" in line], lines)
        with open(os.path.join(self.folder, "config", "pulse", "keys", "default"), encoding="utf-8") as file:
            self.assertEqual(file.readline().strip(), KEY)

    def test_an_interrupt_stores_nothing(self):
        screen = self.open(100, 24, self.with_sandbox(f"trap : INT; {PULSE} login; echo code $?; stty -a; sleep 1000"))
        screen.wait(lambda lines: any(line.startswith("API key") for line in lines))
        screen.type("-l", "abc")
        screen.type("C-c")
        lines = screen.wait(lambda lines: any("extproc" in line for line in lines))
        self.assertTrue(any(line.endswith("code 130") for line in lines), lines)
        # The terminal shows again what is typed.
        self.assertRegex("\n".join(lines), r"(?m)(^|\s)echo(\s|$)")
        self.assertFalse(os.path.exists(os.path.join(self.folder, "config")))


if __name__ == "__main__":
    unittest.main()
