"""What a type checker must say about programs that use the package; run by test_typing.py, and by no interpreter."""

import datetime
import pathlib
from typing import List, Optional, Tuple

from typing_extensions import assert_type

from pulse_native import (
    ApiError,
    AsyncJob,
    AsyncPulse,
    AsyncWaitMany,
    Cancellation,
    Job,
    JsonObject,
    Progress,
    Pulse,
    PulseError,
    RequestOptions,
    Submission,
    SyncJob,
    WaitedJob,
    WaitMany,
)


def show(progress: Progress) -> None:
    assert_type(progress.job_id, Optional[str])
    assert_type(progress.waited, float)


def blocking() -> None:
    with Pulse("key", timeout=5) as client:
        options: RequestOptions = {"timeout_in_seconds": 1.5, "max_retries": 0}
        job = client.jobs.get_job("id", request_options=options)
        assert_type(job, SyncJob)
        assert_type(job.status, str)
        assert_type(job.created_at, Optional[datetime.datetime])
        assert_type(job.markdown, Optional[str])
        assert_type(job.raw, memoryview)
        assert_type(job.cancel(), Cancellation)
        assert_type(client.extract_async(file_url="https://example.com/a.pdf"), Submission)
        assert_type(client.submit_extract(file=pathlib.Path("a.pdf")), Submission)
        assert_type(client.extract_and_wait(file=("a.pdf", b"%PDF", "application/pdf"), on_progress=show), SyncJob)
        assert_type(client.get_large_result("id"), JsonObject)
        waits = client.jobs.wait_many(["a", job], adaptive="less_delay")
        assert_type(waits, WaitMany)
        assert_type(waits.pending, Tuple[str, ...])
        for waited in waits:
            assert_type(waited, WaitedJob)
            assert_type(waited.error, Optional[PulseError])
            assert_type(waited.job, Optional[Job])
        assert_type(client.jobs.export_durations(), bytes)
        with open("a.pdf", "rb") as file:
            client.extract(file=file, structured_output={"schema": {}})


def failing(client: Pulse) -> Optional[int]:
    try:
        client.jobs.wait("id")
    except ApiError as error:
        assert_type(error.retry_after, Optional[float])
        return error.status_code
    return None


async def asynchronous() -> List[str]:
    async with AsyncPulse() as client:
        job = await client.jobs.wait("id", on_progress=show)
        assert_type(job, AsyncJob)
        assert_type(await job.cancel(), Cancellation)
        assert_type(await client.extract_and_wait(file="a.pdf"), AsyncJob)
        waits = client.jobs.wait_many(["a"])
        assert_type(waits, AsyncWaitMany)
        return [waited.job_id async for waited in waits]


def wrong(client: Pulse) -> None:
    client.jobs.get_job(5)  # ERROR: arg-type
    client.jobs.get_job("a", job="b")  # ERROR: call-arg
    client.extract(file=5)  # ERROR: arg-type
    client.jobs.wait("a", adaptive=1.5)  # ERROR: arg-type
    client.nothing()  # ERROR: attr-defined
    Pulse(time_out=5)  # ERROR: call-arg
