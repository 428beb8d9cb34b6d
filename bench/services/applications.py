"""What the servers of run.py run: one client in each process, used by all of its threads, coroutines or tasks."""

import json
import os
import sys

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "..", "bindings", "python"))

from pulse_native import AsyncPulse, Pulse, PulseError  # noqa: E402

LIMIT = 60

# Made, but not used, before a server forks.
CLIENT = Pulse()


def one(job_id):
    """Waits for a job, reads all of its boxes, and meets an error."""
    job = CLIENT.jobs.wait(job_id, timeout=LIMIT, initial_delay=0.05)
    count = sum(len(box.content or "") for box in job.result.bounding_boxes.Text)
    try:
        CLIENT.jobs.get_job("no-such-job")
    except PulseError as error:
        count += error.status_code or 0
    return count


def wsgi(environ, start_response):
    """For gunicorn."""
    body = json.dumps({"count": one(environ["QUERY_STRING"])}).encode()
    start_response("200 OK", [("content-type", "application/json"), ("content-length", str(len(body)))])
    return [body]


_async_client = None


async def asgi(scope, receive, send):
    """For uvicorn."""
    global _async_client
    if scope["type"] == "lifespan":
        while True:
            message = await receive()
            await send({"type": message["type"] + ".complete"})
            if message["type"] == "lifespan.shutdown":
                return
    if _async_client is None:
        _async_client = AsyncPulse()
    job = await _async_client.jobs.wait(scope["query_string"].decode(), timeout=LIMIT, initial_delay=0.5)
    body = json.dumps({"status": job.status}).encode()
    headers = [(b"content-type", b"application/json"), (b"content-length", str(len(body)).encode())]
    await send({"type": "http.response.start", "status": 200, "headers": headers})
    await send({"type": "http.response.body", "body": body})


def celery_application():
    """For celery: its messages are files in a folder, so that no broker is needed."""
    import celery

    folder = os.environ["BENCH_CELERY"]
    application = celery.Celery("applications", broker="filesystem://", backend=f"file://{folder}/results")
    # In and out are one folder: what is sent is received there.
    application.conf.broker_transport_options = {
        name: f"{folder}/queue" for name in ("data_folder_in", "data_folder_out")
    }
    application.conf.worker_max_tasks_per_child = None
    application.task(name="one")(one)
    return application


if "BENCH_CELERY" in os.environ:
    app = celery_application()
