"""GET /job/{id} with the Python package and asyncio, 64 calls in flight.

usage: PULSE_API_KEY=... pulse_awaits.py BASE_URL JOB_ID COUNT
"""

import asyncio
import os
import sys

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "common"))
from measure import Measure, in_flight  # noqa: E402

measure = Measure()

from pulse_native import AsyncPulse  # noqa: E402  (its import is part of the cold start)


async def main():
    base_url, job_id, count = sys.argv[1], sys.argv[2], int(sys.argv[3])
    key, ca_file = os.environ["PULSE_API_KEY"], os.environ.get("BENCH_CA_FILE")
    async with AsyncPulse(api_key=key, base_url=base_url, ca_file=ca_file) as client:

        async def get():
            job = await client.jobs.get_job(job_id=job_id)
            return job.status, job.result.markdown

        measure.print(count, *await in_flight(measure, count, get))


asyncio.run(main())
