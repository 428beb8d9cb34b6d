"""Extracts many documents in one asyncio program: no threads, a bounded number of uploads, one wait for all jobs.

usage: async_documents.py COUNT FILE...     (COUNT documents; the files are taken in turn)
"""

import asyncio
import itertools
import sys
import time

from pulse_native import AsyncPulse, PulseError

UPLOADS_AT_ONCE = 16


async def submit(client, limit, path):
    async with limit:
        return (await client.submit_extract(file=path)).job_id


async def main(count, paths):
    start = time.monotonic()
    async with AsyncPulse() as client:
        limit = asyncio.Semaphore(UPLOADS_AT_ONCE)
        documents = itertools.islice(itertools.cycle(paths), count)
        submitted = await asyncio.gather(*(submit(client, limit, path) for path in documents), return_exceptions=True)
        job_ids = [job_id for job_id in submitted if isinstance(job_id, str)]
        for problem in submitted:
            if isinstance(problem, PulseError):
                print(f"not submitted: {problem}", file=sys.stderr)
            elif isinstance(problem, BaseException):
                raise problem
        print(f"{len(job_ids)} submitted after {time.monotonic() - start:.1f} s", file=sys.stderr)

        pages = failed = 0
        async for waited in client.jobs.wait_many(job_ids, adaptive=True):
            if waited.error is not None:
                failed += 1
                print(f"{waited.job_id}: {waited.error}", file=sys.stderr)
            else:
                pages += waited.result.page_count
        print(
            f"{len(job_ids) - failed} documents with {pages} pages, {count - len(job_ids) + failed} failed, "
            f"{client.stats()['requests']} requests"
        )
    print(f"{time.monotonic() - start:.1f} s", file=sys.stderr)


asyncio.run(main(int(sys.argv[1]), sys.argv[2:]))
