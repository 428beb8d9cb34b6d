#!/usr/bin/env python3
"""Makes the sample documents of this folder; with --check compares them instead.

Needs nothing but Python 3. Every run makes the same bytes.
"""

import argparse
import pathlib
import re
import sys
import zlib

from generator import application, notes, report, statement

FOLDER = pathlib.Path(__file__).resolve().parent
SAMPLES = {
    "bank-statement.pdf": statement.build,
    "quarterly-report.pdf": report.build,
    "field-notes-80-pages.pdf": notes.build,
    "membership-application.pdf": application.build,
}


def _unpacked(data):
    """The objects of a file with their streams inflated: equal for equal
    documents even where another zlib packs the same content otherwise."""
    objects = re.findall(rb"\d+ 0 obj\n(<<.*?>>)\n(?:stream\n(.*?)\nendstream\n)?endobj\n", data, re.DOTALL)
    return [
        (re.sub(rb"/Length \d+", b"", head), zlib.decompress(stream) if stream else b"") for head, stream in objects
    ]


def _check():
    failures = 0
    for name, build in SAMPLES.items():
        path, expected = FOLDER / name, build()
        if not path.exists():
            verdict = "missing"
        elif path.read_bytes() == expected:
            verdict = "equal"
        elif _unpacked(path.read_bytes()) == _unpacked(expected):
            verdict = "equal, packed by another zlib"
        else:
            verdict = "DIFFERS"
        failures += not verdict.startswith("equal")
        print(f"{name}: {verdict}")
    return 1 if failures else 0


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--check", action="store_true", help="write nothing; exit 1 unless the files are as made here")
    if parser.parse_args().check:
        return _check()
    for name, build in SAMPLES.items():
        data = build()
        (FOLDER / name).write_bytes(data)
        print(f"{name}: {len(data):,} bytes")
    return 0


if __name__ == "__main__":
    sys.exit(main())
