"""Polls a job by hand, with exponential back-off, and prints the start of its text.

usage: poll_job.py JOB_ID
"""

import sys
import time

from pulse_native import Pulse

client = Pulse()


def poll_job_with_backoff(job_id, max_attempts=60, delay=1.0, factor=1.5, max_delay=10.0):
    for _ in range(max_attempts):
        response = client.jobs.get_job(job_id=job_id)
        if response.status == "completed":
            return response.result
        if response.status == "failed":
            raise RuntimeError(f"Job failed: {response.error}")
        if response.status == "canceled":
            raise RuntimeError(f"Job was canceled: {response.error}")
        time.sleep(delay)
        delay = min(delay * factor, max_delay)
    raise TimeoutError(f"Job {job_id} did not end within {max_attempts} polls")


if __name__ == "__main__":
    result = poll_job_with_backoff(sys.argv[1])
    print(result.content[:100])
