"""Looks at a job once.

usage: get_job.py JOB_ID
"""

import sys

from pulse_native import Pulse

client = Pulse()

response = client.jobs.get_job(job_id=sys.argv[1])
print(f"Job ID: {response.job_id}")
print(f"Status: {response.status}")
print(f"Created: {response.created_at}")
if response.status == "completed":
    print(f"Content: {response.result.content[:100]}")
elif response.status == "failed":
    print(f"Error: {response.error}")
