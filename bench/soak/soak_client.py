"""Mixed traffic of a Python program, asyncio and blocking calls side by side; the twin of soak.c.

usage: soak_client.py SECONDS RATE IN_FLIGHT MARK
"""

import asyncio
import collections
import itertools
import json
import random
import sys
import threading
import time

from pulse_native import AsyncPulse, Pulse, PulseError

BLOCKING_THREADS = 2
WAITS = {"initial_delay": 0.2, "max_delay": 1.0}
SHARES = {
    "extract": 10,
    "submit": 15,
    "extract_and_wait": 20,
    "wait": 15,
    "wait_stopped": 10,
    "get_job": 18,
    "cancel": 5,
    "no_such_job": 4,
    "extract_large": 3,
}
SUBMITS = {"extract", "submit", "extract_and_wait", "extract_large"}
NEED_JOB = {"wait", "wait_stopped", "get_job", "cancel"}


class Books:
    def __init__(self, mark):
        self._mark = mark
        self._lock = threading.Lock()
        self._serial = itertools.count()
        self._begun = collections.Counter()
        self._ended = collections.defaultdict(collections.Counter)
        self._documents = collections.Counter()
        self.jobs = collections.deque(maxlen=256)

    def document(self, kind):
        number = next(self._serial)
        lines = [f"# Document {self._mark}-{number}", ""]
        lines += [f"Line {line}, with a few words to fill it." for line in range(number % 40)]
        if kind == "extract_large":
            lines += [f"Page {page} of a long document.\f" for page in range(1, 76)]
        return ("document.md", "\n".join(lines).encode(), "text/markdown")

    def choose(self, chance):
        kind = chance.choices(list(SHARES), list(SHARES.values()))[0]
        if kind in NEED_JOB and not self.jobs:
            kind = "extract_and_wait"
        with self._lock:
            self._begun[kind] += 1
        return kind

    def some_job(self, chance):
        return chance.choice(list(self.jobs))

    def end(self, kind, code, job_id=None):
        with self._lock:
            self._ended[kind][code] += 1
            if kind in SUBMITS:
                known = code == "OK" or job_id is not None
                self._documents[
                    "accepted"
                    if known
                    else "unknown"
                    if code in ("OutcomeUnknownError", "ProtocolError")
                    else "refused"
                ] += 1
        if kind in SUBMITS and job_id is not None:
            self.jobs.append(job_id)

    def print(self):
        print(
            json.dumps(
                {
                    "kinds": {kind: {"begun": self._begun[kind], "ended": self._ended[kind]} for kind in SHARES},
                    "strange": 0,
                    "twice": 0,
                    "documents": {key: self._documents[key] for key in ("accepted", "unknown", "refused")},
                }
            )
        )


def blocking_calls(books, client, end_at, seed):
    chance = random.Random(seed)
    while time.monotonic() < end_at:
        kind = books.choose(chance)
        try:
            job_id = None
            if kind == "extract":
                client.extract(file=books.document(kind))
            elif kind == "submit":
                job_id = client.submit_extract(file=books.document(kind)).job_id
            elif kind in SUBMITS:
                job = client.extract_and_wait(file=books.document(kind), wait_timeout=60, **WAITS)
                job_id = job.job_id
                assert "Document" in job.result.markdown
            elif kind == "no_such_job":
                client.jobs.get_job("no-such-job")
            elif kind == "get_job":
                repr(client.jobs.get_job(books.some_job(chance)))
            elif kind == "cancel":
                client.jobs.cancel_job(books.some_job(chance))
            else:
                client.jobs.wait(books.some_job(chance), timeout=0.05 if kind == "wait_stopped" else 60, **WAITS)
            books.end(kind, "OK", job_id)
        except PulseError as error:
            books.end(kind, type(error).__name__, error.job_id)


async def one(books, client, kind, chance):
    job_id = None
    if kind == "extract":
        await client.extract(file=books.document(kind))
    elif kind == "submit":
        job_id = (await client.submit_extract(file=books.document(kind))).job_id
    elif kind in SUBMITS:
        job = await client.extract_and_wait(file=books.document(kind), wait_timeout=60, **WAITS)
        job_id = job.job_id
        assert "Document" in job.result.markdown
    elif kind == "no_such_job":
        await client.jobs.get_job("no-such-job")
    elif kind == "get_job":
        repr(await client.jobs.get_job(books.some_job(chance)))
    elif kind == "cancel":
        await client.jobs.cancel_job(books.some_job(chance))
    elif kind == "wait_stopped":
        task = asyncio.ensure_future(client.jobs.wait(books.some_job(chance), timeout=60, **WAITS))
        await asyncio.sleep(0.05)
        task.cancel()
        await task
    else:
        await client.jobs.wait(books.some_job(chance), timeout=60, **WAITS)
    return job_id


async def asynchronous_calls(books, client, end_at, seed):
    chance = random.Random(seed)
    while time.monotonic() < end_at:
        kind = books.choose(chance)
        try:
            books.end(kind, "OK", await one(books, client, kind, chance))
        except PulseError as error:
            books.end(kind, type(error).__name__, error.job_id)
        except asyncio.CancelledError:
            books.end(kind, "CancelledError")


async def main(seconds, rate, in_flight, mark):
    books = Books(mark)
    end_at = time.monotonic() + seconds
    options = {"timeout": 5.0, "process_timeout": 5.0, "max_requests_per_second": rate / 2}
    with Pulse(**options) as blocking:
        threads = [
            threading.Thread(target=blocking_calls, args=(books, blocking, end_at, seed))
            for seed in range(BLOCKING_THREADS)
        ]
        for thread in threads:
            thread.start()
        async with AsyncPulse(**options) as client:
            await asyncio.gather(*(asynchronous_calls(books, client, end_at, 100 + seed) for seed in range(in_flight)))
        for thread in threads:
            await asyncio.to_thread(thread.join)
    books.print()


asyncio.run(main(float(sys.argv[1]), float(sys.argv[2]), int(sys.argv[3]), sys.argv[4]))
