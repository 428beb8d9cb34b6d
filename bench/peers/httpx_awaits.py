"""GET /job/{id} with httpx, which the official SDK is built on, and asyncio, 64 calls in flight.

usage: PULSE_API_KEY=... httpx_awaits.py BASE_URL JOB_ID COUNT
"""

import asyncio
import os
import sys

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "common"))
from measure import Measure, in_flight  # noqa: E402

measure = Measure()

import httpx  # noqa: E402  (its import is part of the cold start)


async def main():
    base_url, job_id, count = sys.argv[1], sys.argv[2], int(sys.argv[3])
    headers = {"x-api-key": os.environ["PULSE_API_KEY"]}
    verify = os.environ.get("BENCH_CA_FILE") or os.environ.get("SSL_CERT_FILE") or True
    async with httpx.AsyncClient(headers=headers, verify=verify, timeout=60, trust_env=False) as client:

        async def get():
            answer = await client.get(f"{base_url}/job/{job_id}")
            answer.raise_for_status()
            job = answer.json()
            return job["status"], job["result"]["markdown"]

        measure.print(count, *await in_flight(measure, count, get))


asyncio.run(main())
