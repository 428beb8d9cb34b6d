"""A tour of the package in cells, for an editor that runs them one by one (``# %%``), or from top to bottom.

Without an account: artifacts/bin/pulse-sandbox exec -- python3 bindings/python/examples/tour.py samples/bank-statement.pdf
"""

# %% A client. The key comes from PULSE_API_KEY. Nothing is sent yet.
import sys

from pulse_native import JobCanceledError, NotFoundError, Pulse, PulseTimeoutError

document = sys.argv[1] if len(sys.argv) > 1 else "samples/bank-statement.pdf"
client = Pulse()

# %% One call that submits, waits, and returns the completed job. In a notebook the job shows its Markdown.
job = client.extract_and_wait(file=document, on_progress=lambda progress: print("...", progress.status))
job

# %% The result stays where it was received; what is asked for is read there.
print(job.result.page_count, "pages;", job.result.markdown.splitlines()[0])
print("first text:", job.result.find("/bounding_boxes/Text/0/content"))
print("fields:", ", ".join(job.result))
print("bytes, not copied:", len(job.result.raw))

# %% Options are plain Python.
schema = {"schema": {"type": "object", "properties": {"account_holder": {"type": "string"}}}}
print("structured:", client.extract(file=document, structured_output=schema).structured_output.get("values"))

# %% Submit now, wait later. The id is all that has to be kept: another process may wait for it.
ids = [client.submit_extract(file=document).job_id for _ in range(5)]
print("one:", client.jobs.wait(ids[0]).status)

# %% All of them, as they finish, in this thread. A failure is a value here, and does not end the loop.
for waited in client.jobs.wait_many([*ids, "no-such-job"]):
    print("many:", waited.status if waited.error is None else type(waited.error).__name__)

# %% Stopping a wait does not cancel the job; canceling is a call of its own.
running = client.jobs.get_job(client.submit_extract(file=document))
try:
    client.jobs.wait(running, timeout=0.01)
except PulseTimeoutError as error:
    print("limit:", error.job_id)  # error.job is what was last seen of it, if anything was
running.cancel()
try:
    client.jobs.wait(running)
except JobCanceledError as error:
    print("canceled:", error.job.status)

# %% Exceptions have the official SDK's names, and say what the service said.
try:
    client.jobs.get_job("no-such-job")
except NotFoundError as error:
    print("error:", error.status_code, error.api_code)

# %% The end.
client.close()
