"""What a type checker must say about programs that use the package; run by test_typing.py, and by no interpreter."""

import datetime
import pathlib
from typing import Any, List, Mapping, Optional, Tuple

from typing_extensions import assert_type

from pulse_native import (
    ApiError,
    AsyncJob,
    AsyncPulse,
    AsyncWaitMany,
    Cancellation,
    DocumentsRun,
    Job,
    Extraction,
    File,
    JsonArray,
    Progress,
    Pulse,
    PulseError,
    RequestOptions,
    Submission,
    SyncJob,
    WaitedJob,
    WaitMany,
)
from pulse_native.types import (
    BatchSubmission,
    BoundingBoxItem,
    FormResult,
    JobResult,
    SplitConfig,
    SplitResponse,
    TablesResponse,
    TopicDefinition,
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
        assert_type(client.extract_async(file_url="https://example.com/a.pdf").queued_at, Optional[datetime.datetime])
        assert_type(client.submit_extract(file=pathlib.Path("a.pdf")), Submission)
        assert_type(client.extract_and_wait(file=("a.pdf", b"%PDF", "application/pdf"), on_progress=show), SyncJob)
        assert_type(client.get_large_result("id"), Extraction)
        assert_type(client.call_and_wait("split", {"extraction_id": "e"}), SyncJob)
        run = client.run_many(["a.pdf", pathlib.Path("b.pdf")], "results", pages="1")
        assert_type(run, DocumentsRun)
        assert_type(run.documents[0].state, str)
        assert_type([document.error.message for document in run.documents if document.error], List[str])
        assert_type(job.result, JobResult)
        assert_type(job.result.page_count, Optional[int])
        waits = client.jobs.wait_many(["a", job], adaptive="less_delay")
        assert_type(waits, WaitMany)
        assert_type(waits.pending, Tuple[str, ...])
        for waited in waits:
            assert_type(waited, WaitedJob)
            assert_type(waited.error, Optional[PulseError])
            assert_type(waited.job, Optional[Job])
        assert_type(client.jobs.export_durations(), bytes)
        with open("a.pdf", "rb") as file:
            extraction = client.extract(file=file, structured_output={"schema": {}})
        assert_type(extraction, Extraction)
        assert_type(extraction.markdown, Optional[str])
        assert extraction.bounding_boxes is not None and extraction.bounding_boxes.Text is not None
        assert_type(extraction.bounding_boxes.Text, JsonArray[BoundingBoxItem])
        assert_type([box.page_number for box in extraction.bounding_boxes.Text], List[Optional[int]])
        assert_type(extraction["anything"], Any)
        assert_type(extraction.to_dict()["page_count"], Any)
        assert_type(client.extract(file_url="u", async_=True), Submission)
        split = client.split(extraction_id="e", split_config=SplitConfig(split_input=[TopicDefinition(name="fees")]))
        assert_type(split, SplitResponse)
        if split.split_output is not None:
            assert_type(split.split_output.splits, Optional[Mapping[str, JsonArray[int]]])
        assert_type(client.form.fill(form_id="f", instructions="all"), FormResult)
        assert_type(client.form.fill(form_id="f", instructions="all", async_=True).job_id, str)
        assert_type(
            client.batch.extract(input={"file_urls": ["u"]}, output={"s3_prefix": "s3://b/o/"}), BatchSubmission
        )
        assert_type(client.results.get_pdf("id"), File)
        client.results.get_pdf("id", "a.pdf")
        assert_type(client.webhooks.create_webhook_link().link, Optional[str])


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
        assert_type(await client.call_and_wait("split", {"extraction_id": "e"}), AsyncJob)
        assert_type(await client.run_many(["a.pdf"], "results"), DocumentsRun)
        assert_type(await client.tables(extraction_id="e"), TablesResponse)
        assert_type(await client.form.detect(file="a.pdf", async_=True), Submission)
        waits = client.jobs.wait_many(["a"])
        assert_type(waits, AsyncWaitMany)
        return [waited.job_id async for waited in waits]


def wrong(client: Pulse) -> None:
    client.jobs.get_job(5)  # ERROR: arg-type
    client.jobs.get_job("a", job="b")  # ERROR: call-arg
    client.extract(file=5)  # ERROR: call-overload
    client.jobs.wait("a", adaptive=1.5)  # ERROR: arg-type
    client.nothing()  # ERROR: attr-defined
    client.jobs.wait("a").result.page_cuont  # ERROR: attr-defined
    client.extract(file="a").page_cuont  # ERROR: attr-defined
    client.split(extraction_id="e").split_outptu  # ERROR: attr-defined
    client.form.fill(file="a", instruction="b")  # ERROR: call-overload
    client.batch.tables(worker=5)  # ERROR: call-arg
    client.pipeline.execute(steps=5)  # ERROR: call-overload
    SplitConfig(split_inputs=[])  # ERROR: typeddict-item
    Pulse(time_out=5)  # ERROR: call-arg
