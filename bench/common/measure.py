"""What every Python program of the benchmark measures, and the line it prints.

Mirrors measure.h; the comments are there. Imports as little as it can, since
its own start is part of the cold start that is measured.
"""

import os
import time


def _cpu_us():
    return time.process_time_ns() / 1e3


def _peak_kb():
    with open("/proc/self/status", encoding="ascii", errors="replace") as status:
        for line in status:
            if line.startswith("VmHWM:"):
                return int(line.split()[1])
    return 0


class Measure:
    def __init__(self):
        self._start_ns = time.monotonic_ns()
        self._process_start_ns = int(os.environ.get("BENCH_START_NS", self._start_ns))
        self._start_cpu_us = 0.0
        self._first_ms = 0.0

    def first(self, more):
        now = time.monotonic_ns()
        self._first_ms = (now - self._process_start_ns) / 1e6
        if more:
            self._start_ns = now
            self._start_cpu_us = _cpu_us()

    def print(self, calls, status, markdown):
        total_ms = (time.monotonic_ns() - self._start_ns) / 1e6
        cpu_us = _cpu_us() - self._start_cpu_us
        peak_kb = _peak_kb()
        averaged = max(calls - 1, 1)
        print(
            f'{{"first_ms":{self._first_ms:.3f},"total_ms":{total_ms:.3f},"calls":{averaged},'
            f'"cpu_us_per_call":{cpu_us / averaged:.2f},"peak_rss_kb":{peak_kb},'
            f'"status":"{status}","markdown_bytes":{len(markdown.encode())}}}'
        )


async def in_flight(measure, count, get):
    """Awaits `get` COUNT times: one alone, then all the others, 64 at once. Returns what the last one brought."""
    import asyncio  # what the programs without asyncio need not load

    status = markdown = None
    left = count - 1

    async def work():
        nonlocal left, status, markdown
        while left > 0:
            left -= 1
            status, markdown = await get()

    status, markdown = await get()
    measure.first(count > 1)
    await asyncio.gather(*(work() for _ in range(64)))
    return status, markdown
