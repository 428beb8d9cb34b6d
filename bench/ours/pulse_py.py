"""GET /job/{id} with the Python package, one call after another on one connection.

usage: PULSE_API_KEY=... pulse_py.py BASE_URL JOB_ID COUNT
"""

import os
import sys

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "common"))
from measure import Measure  # noqa: E402

measure = Measure()

from pulse_native import Pulse  # noqa: E402  (its import is part of the cold start)


def main():
    base_url, job_id, count = sys.argv[1], sys.argv[2], int(sys.argv[3])
    client = Pulse(api_key=os.environ["PULSE_API_KEY"], base_url=base_url, ca_file=os.environ.get("BENCH_CA_FILE"))
    for index in range(count):
        job = client.jobs.get_job(job_id=job_id)
        status, markdown = job.status, job.result.markdown
        if index == 0:
            measure.first(count > 1)
    measure.print(count, status, markdown)


main()
