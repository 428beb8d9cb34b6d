"""GET /job/{id} with requests, one call after another on one connection.

usage: PULSE_API_KEY=... requests_job.py BASE_URL JOB_ID COUNT
"""

import os
import sys

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "common"))
from measure import Measure  # noqa: E402

measure = Measure()

import requests  # noqa: E402  (its import is part of the cold start)


def main():
    base_url, job_id, count = sys.argv[1], sys.argv[2], int(sys.argv[3])
    session = requests.Session()
    session.verify = os.environ.get("BENCH_CA_FILE") or os.environ.get("SSL_CERT_FILE") or True
    session.headers["x-api-key"] = os.environ["PULSE_API_KEY"]
    for index in range(count):
        answer = session.get(f"{base_url}/job/{job_id}", timeout=60)
        answer.raise_for_status()
        job = answer.json()
        status, markdown = job["status"], job["result"]["markdown"]
        if index == 0:
            measure.first(count > 1)
    measure.print(count, status, markdown)


main()
