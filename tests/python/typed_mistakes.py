"""The mistakes that type checkers must find: each marked line, and no other. test_typing.py checks it, and nothing runs it."""

from __future__ import annotations

from typing import Any, Dict, List

from pulse_native import AsyncPulse, Extraction, Job, Progress, Pulse, PulseError, RequestOptions, WaitedJob, Webhooks
from pulse_native.types import (
    BoundingBoxItem,
    ExtractRequestExtensions,
    FormResult,
    SchemaConfig,
    SplitConfig,
    TopicDefinition,
)


def names_of_fields(result: Extraction, job: Job, box: BoundingBoxItem) -> None:
    print(result.page_count, result["page_cuont"], result.get("page_cuont"))
    print(result.page_cuont)  # WRONG
    print(result.markdwon)  # WRONG
    print(result.bounding_boxes.Text)  # WRONG: it may be None
    print(box.contents)  # WRONG
    print(job.staus)  # WRONG
    print(job.result.markdwon)  # WRONG
    print(job.markdown.upper())  # WRONG: it may be None
    if result.extensions is not None and result.extensions.document_metadata is not None:
        print(result.extensions.document_metadata.structure)
        print(result.extensions.document_metadata.strcture)  # WRONG


def types_of_fields(result: Extraction, job: Job, box: BoundingBoxItem) -> None:
    pages: str = result.page_count  # WRONG
    text: int = job.status  # WRONG
    corner: str = (box.bounding_box or [0.5])[0]  # WRONG
    print(pages, text, corner)


def methods(client: Pulse) -> None:
    client.extarct(file="a")  # WRONG
    client.jobs.get_jobs("a")  # WRONG
    client.form.filled(file="a")  # WRONG
    client.jobs.get_job()  # WRONG
    client.jobs.wait("a", "b")  # WRONG
    client.results.get_image("a")  # WRONG


def keywords(client: Pulse) -> None:
    client.extract(file="a", page="1")  # WRONG
    client.extract(file="a", extra_body={"new_option": 1})
    client.split(extraction_ids=["e"])  # WRONG
    client.schema(extraction_id="e", schema_confg={})  # WRONG
    client.tables(extraction_id="e", table_config={})  # WRONG
    client.batch.extract(workers=2, inputs={})  # WRONG
    client.pipeline.execute(file_url="u", step={})  # WRONG
    client.form.detect(file="a", pages="1")  # WRONG
    client.jobs.wait("a", time_out=5)  # WRONG
    client.jobs.wait_many(["a"], wait_timeout=5)  # WRONG
    Pulse(api_keys="k")  # WRONG
    AsyncPulse(max_retry=1)  # WRONG


def values(client: Pulse) -> None:
    client.extract(file=5)  # WRONG
    client.extract(file="a", pages=1)  # WRONG
    client.extract(file="a", return_html="yes")  # WRONG
    client.schema(extraction_ids=[1, 2])  # WRONG
    client.jobs.get_job(7)  # WRONG
    client.jobs.wait("a", timeout="5")  # WRONG
    client.jobs.wait("a", adaptive=1.5)  # WRONG
    client.jobs.wait_many([1, 2])  # WRONG
    client.jobs.wait("a", on_progress=lambda: None)  # WRONG
    Pulse(timeout="fast")  # WRONG
    Webhooks.verify("text", {}, "secret")  # WRONG


def requests(client: Pulse) -> None:
    options: RequestOptions = {"timeout_in_seconds": 5, "max_retry": 1}  # WRONG
    config: SchemaConfig = {"input_shema": {}}  # WRONG
    extensions: ExtractRequestExtensions = {"chunking": {"chunk_sizes": 5}}  # WRONG
    topics: List[TopicDefinition] = [TopicDefinition(nam="fees")]  # WRONG
    SplitConfig(split_input="fees")  # WRONG
    client.extract(file="a", extensions=extensions, request_options=options)
    client.schema(extraction_id="e", schema_config=config)
    print(topics)


def results(client: Pulse) -> None:
    form: FormResult = client.form.fill(file="a", instructions="all", async_=True)  # WRONG
    extraction: Extraction = client.submit_extract(file="a")  # WRONG
    job: str = client.extract_and_wait(file="a")  # WRONG
    nothing: bytes = client.results.get_pdf("a", "a.pdf")  # WRONG
    counters: Dict[str, str] = client.stats()  # WRONG
    print(form, extraction, job, nothing, counters)


def progress(report: Progress, waited: WaitedJob, error: PulseError) -> None:
    late: int = report.waited  # WRONG
    waited.job.result  # WRONG: it may be None
    code: str = error.code  # WRONG
    print(late, code, error.statuscode)  # WRONG


async def asynchronous(client: AsyncPulse) -> None:
    job = client.jobs.get_job("a")
    print(job.status)  # WRONG: not awaited
    print((await client.jobs.get_job("a")).staus)  # WRONG
    with client:  # WRONG
        pass
    for _ in client.jobs.wait_many(["a"]):  # WRONG
        pass
    unknown: Any = await client.call("split", {})
    print(unknown)
