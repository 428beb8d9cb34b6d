"""What pulse_native.h says of ranges is what the library does: each number that the comments name, and the next one beyond it."""

import ctypes
import os
import re
import sys
import unittest

ROOT = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
LIB = os.path.join(ROOT, "artifacts", "lib", "libpulse_native.so")
os.environ.setdefault("PULSE_NATIVE_LIBRARY", LIB)
sys.path.insert(0, os.path.join(ROOT, "bindings", "python"))

from pulse_native import _declarations as declared  # noqa: E402

UNITS = {"": 1, "KiB": 1024, "MiB": 1 << 20, "GiB": 1 << 30}
NUMBER = r"(\d[\d ]*(?:\.\d+)?) ?(KiB|MiB|GiB)?"
DAYS_24 = 24 * 24 * 3600 * 1000


def members(text, struct):
    """Yields (type, name, comment) of a struct whose members have their comments before them."""
    body = re.search(rf"typedef struct {struct} {{(.*?)\n}} {struct};", text, flags=re.S).group(1)
    for comment, kind, name in re.findall(r"/\*(.*?)\*/\s*(int32_t|int64_t|double) (\w+);", body, flags=re.S):
        yield kind, name, re.sub(r"\s*\n\s*\*\s*|\s+", " ", comment)


def bounds(comment):
    """The range that a comment names, or None."""
    found = re.search(NUMBER + " to " + NUMBER, comment)
    if found is None:
        return None
    first, first_unit, last, last_unit = found.groups()
    return tuple(
        float(number.replace(" ", "")) * UNITS[unit or ""] for number, unit in ((first, first_unit), (last, last_unit))
    )


class HeaderTests(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        with open(os.path.join(ROOT, "native", "include", "pulse_native.h"), encoding="utf-8") as file:
            cls.header = file.read()
        cls.library = ctypes.CDLL(LIB)
        cls.library.pulse_client_free.argtypes = [ctypes.c_void_p]
        os.environ.pop("PULSE_API_KEY", None)
        cls.client = cls.new_client(base_url=b"http://127.0.0.1:1")[1]

    @classmethod
    def new_client(cls, **values):
        options = declared.ClientOptions(struct_size=ctypes.sizeof(declared.ClientOptions), **values)
        client = ctypes.c_void_p()
        return cls.library.pulse_client_new(ctypes.byref(options), ctypes.byref(client), None), client

    def client_takes(self, **values):
        code, client = self.new_client(base_url=b"http://127.0.0.1:1", **values)
        self.library.pulse_client_free(client)
        self.assertIn(code, (declared.OK, declared.INVALID_ARGUMENT), values)
        return code == declared.OK

    def wait_takes(self, **values):
        # Options are looked at before the key, of which there is none.
        options = declared.WaitOptions(struct_size=ctypes.sizeof(declared.WaitOptions), **values)
        job = ctypes.c_void_p()
        code = self.library.pulse_wait_job(self.client, b"a", ctypes.byref(options), ctypes.byref(job), None)
        self.assertIn(code, (declared.MISSING_API_KEY, declared.INVALID_ARGUMENT), values)
        return code == declared.MISSING_API_KEY

    def check(self, struct, takes, expected):
        found = 0
        for kind, name, comment in members(self.header, struct):
            limits = (1, DAYS_24) if name.endswith("_ms") and "never" not in comment else bounds(comment)
            if limits is None:
                continue
            found += 1
            with self.subTest(struct=struct, member=name):
                first, last = limits
                step = 0.5 * first if kind == "double" and first else 1
                value = float if kind == "double" else int
                self.assertTrue(takes(**{name: value(last)}), last)
                self.assertFalse(takes(**{name: value(last + max(step, 1))}), "above the last")
                if first > 0:
                    self.assertTrue(takes(**{name: value(first)}), first)
                if first > 1 or 0 < first < 1:
                    self.assertFalse(takes(**{name: value(first - step)}), "below the first")
                if "negative" not in comment:
                    self.assertFalse(takes(**{name: value(-2)}), "negative")
        self.assertGreaterEqual(found, expected)

    def test_ranges_of_clients(self):
        self.check("pulse_client_options", self.client_takes, 9)

    def test_ranges_of_waits(self):
        self.check("pulse_wait_options", self.wait_takes, 6)


if __name__ == "__main__":
    unittest.main()
