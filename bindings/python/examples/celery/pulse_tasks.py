"""Documents as tasks of Celery over Redis: each is submitted once, polled by short tasks, and woken up by webhooks.

    celery -A pulse_tasks worker            (several, on any machines)
    >>> pulse_tasks.enqueue(["/shared/documents/a.pdf"])

Call enqueue() again with the same documents now and then until all have ended: it costs nothing, and Celery over Redis can lose a task
whose worker dies at the moment in which it takes it.

No task waits: a poll that finds its job still running sends the next poll and ends. What is known of a document is in Redis, which is
therefore the record of what was paid for: run it with `appendonly yes` and `appendfsync always`.

Environment: PULSE_API_KEY, PULSE_RESULTS (a folder that all workers see), PULSE_BROKER and PULSE_RECORDS (URLs of Redis),
PULSE_WEBHOOK_SECRET.
"""

import functools
import hashlib
import json
import os
import time

import celery
import redis

from pulse_native import (
    GoneError,
    JobError,
    NotFoundError,
    Pulse,
    PulseError,
    PulseTimeoutError,
    ResultLostError,
    WebhookError,
    Webhooks,
)

RESULTS = os.environ["PULSE_RESULTS"]

# Redis delivers a task again when it was not acknowledged for so long. A poll that is due later would be delivered twice.
VISIBILITY_TIMEOUT = int(os.environ.get("VISIBILITY_TIMEOUT", "3600"))
FIRST_DELAY = float(os.environ.get("FIRST_DELAY", "2"))
LONGEST_DELAY = min(60, VISIBILITY_TIMEOUT / 2)

app = celery.Celery("pulse_tasks", broker=os.environ["PULSE_BROKER"])
app.conf.update(
    # A task of a worker that dies is delivered again.
    task_acks_late=True,
    task_reject_on_worker_lost=True,
    worker_prefetch_multiplier=1,
    task_ignore_result=True,
    broker_transport_options={"visibility_timeout": VISIBILITY_TIMEOUT},
)
records = redis.Redis.from_url(os.environ["PULSE_RECORDS"], decode_responses=True)

# What was being sent when its worker died may have been accepted. No submit takes as long as this.
GIVE_UP_AFTER = int(os.environ.get("GIVE_UP_AFTER", VISIBILITY_TIMEOUT))
give_up = records.register_script(
    """
    if redis.call('hget', KEYS[1], 'state') == 'sending'
        and tonumber(ARGV[1]) - tonumber(redis.call('hget', KEYS[1], 'since') or ARGV[1]) > tonumber(ARGV[2]) then
        redis.call('hset', KEYS[1], 'state', 'unknown')
    end
    """
)


@functools.lru_cache(maxsize=None)
def client():
    """One for each process, made by its first task: after the fork. Large results, which can be fetched once, stay with the results."""
    return Pulse(large_result_folder=os.path.join(RESULTS, "large-results"), call_timeout=GIVE_UP_AFTER / 2)


def key_of(document):
    return "pulse:document:" + hashlib.sha256(document.encode()).hexdigest()


def enqueue(documents):
    """Submits those that have not ended."""
    for document in documents:
        if records.hget(key_of(document), "state") in (None, "sending", "submitted"):
            submit.delay(document)


@app.task
def submit(document):
    """Submits a path or URL, once, however often the task is delivered."""
    key = key_of(document)
    records.hsetnx(key, "since", time.time())
    if not records.hsetnx(key, "state", "sending"):
        give_up(keys=[key], args=[time.time(), GIVE_UP_AFTER])
    else:
        records.hset(key, "document", document)
        source = {"file_url": document} if document.startswith(("http://", "https://")) else {"file": document}
        try:
            job_id = client().submit_extract(**source).job_id
        except PulseError as failure:
            state = "unknown" if failure.may_have_been_accepted else "failed"
            records.hset(key, mapping={"state": state, "error": str(failure)})
        else:
            records.hset(key, mapping={"state": "submitted", "job_id": job_id})
            records.set(f"pulse:job:{job_id}", key)
    # Also when a worker died after the submit and before this.
    record = records.hgetall(key)
    if record["state"] == "submitted":
        has_ended = records.exists("pulse:ended:" + record["job_id"])
        poll.apply_async((key, int(record.get("polls", 0))), countdown=0 if has_ended else FIRST_DELAY)


@app.task
def poll(key, number):
    """Poll number N of a document. What was delivered twice, or overtaken by a webhook, ends here."""
    record = records.hgetall(key)
    if record["state"] != "submitted" or number < int(record.get("polls", 0)):
        return
    try:
        # One request; and a large result, where there is one.
        job = client().jobs.wait(record["job_id"], max_attempts=1)
    except (JobError, NotFoundError, GoneError, ResultLostError) as failure:
        records.hset(key, mapping={"state": "failed", "error": str(failure)})
        return
    except PulseError as failure:
        # It still runs; or the service, the key or the disk will be right again.
        if not isinstance(failure, PulseTimeoutError):
            records.hset(key, "error", str(failure))
        delay = min(FIRST_DELAY * 1.5 ** (number + 1), LONGEST_DELAY)
        poll.apply_async((key, number + 1), countdown=delay)
        records.hset(key, "polls", number + 1)
        return
    path = os.path.join(RESULTS, key.rsplit(":", 1)[1] + ".json")
    with open(path + ".part", "wb") as file:
        file.write(job.raw)
    os.replace(path + ".part", path)
    records.hset(key, mapping={"state": "completed", "path": path})
    client().discard_large_result(job)


def webhook(environ, start_response):
    """A WSGI application for the service's webhooks: polls the document at once."""
    body = environ["wsgi.input"].read(int(environ.get("CONTENT_LENGTH") or 0))
    headers = {name[5:].replace("_", "-"): value for name, value in environ.items() if name.startswith("HTTP_")}
    try:
        Webhooks.verify(body, headers, os.environ["PULSE_WEBHOOK_SECRET"])
    except WebhookError:
        start_response("400 Bad Request", [])
        return []
    job_id = json.loads(body)["data"]["job_id"]
    # It may come before submit() has written down whose job it is.
    records.set("pulse:ended:" + job_id, 1, ex=24 * 60 * 60)
    key = records.get("pulse:job:" + job_id)
    if key is not None:
        poll.delay(key, int(records.hget(key, "polls") or 0))
    start_response("204 No Content", [])
    return []
