"""Submits a document with a schema, polls its job, and prints the values that were found.

usage: structured_output.py URL
"""

import json
import sys
import time

from pulse_native import Pulse

client = Pulse()

submit_response = client.extract_async(
    file_url=sys.argv[1],
    structured_output=json.dumps(
        {
            "schema": {
                "type": "object",
                "properties": {
                    "account_holder": {"type": "string"},
                    "balance": {"type": "number"},
                },
            }
        }
    ),
)
print(f"Job ID: {submit_response.job_id}")

delay = 1.0
while True:
    status_response = client.jobs.get_job(job_id=submit_response.job_id)
    if status_response.status == "completed":
        print(status_response.result.structured_output)
        break
    if status_response.status in ("failed", "canceled"):
        sys.exit(f"Job {status_response.status}: {status_response.error}")
    time.sleep(delay)
    delay = min(delay * 1.5, 10.0)
