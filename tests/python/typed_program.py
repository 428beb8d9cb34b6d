"""A user's program, of the kind that type checkers must take in their strict modes. test_typing.py checks and runs it."""

from __future__ import annotations

import asyncio
import dataclasses
import json
import pathlib
import sys
from typing import Dict, Iterable, List, Optional, Sequence, Tuple

import pulse_native
from pulse_native import (
    ApiError,
    AsyncPulse,
    Extraction,
    Job,
    JobFailedError,
    JsonArray,
    NotFoundError,
    OutcomeUnknownError,
    Progress,
    Pulse,
    PulseArgumentError,
    PulseError,
    PulseTimeoutError,
    RequestOptions,
    Submission,
    SyncJob,
    WaitedJob,
    WebhookError,
    Webhooks,
)
from pulse_native.types import (
    BoundingBoxItem,
    DocumentMetadataResult,
    ExtractRequestExtensions,
    ExtractRequestStructuredOutput,
    FormCellResult,
    FormResult,
    PlanInfo,
    SchemaConfig,
    SchemaResponse,
    SplitConfig,
    SplitResponse,
    TablesResponse,
    TopicDefinition,
)

#: Not every document has to be read twice as fast.
QUICK: RequestOptions = {"timeout_in_seconds": 20.0, "max_retries": 1}

FIELDS = {"type": "object", "properties": {"account_holder": {"type": "string"}}}
SCHEMA: ExtractRequestStructuredOutput = {
    "schema": FIELDS,
    "schema_prompt": "The person whose account it is.",
}


@dataclasses.dataclass
class Summary:
    """What is printed of one document."""

    name: str
    pages: int = 0
    words: int = 0
    first_box: Optional[Tuple[float, ...]] = None
    problems: Sequence[str] = ()

    def __str__(self) -> str:
        return f"{self.name}: {self.pages} pages, {self.words} words, {len(self.problems)} problems"


def words_of(text: Optional[str]) -> int:
    return 0 if text is None else len(text.split())


def boxes_of(result: Extraction) -> Iterable[BoundingBoxItem]:
    boxes = result.bounding_boxes
    if boxes is None:
        return []
    text: Optional[JsonArray[BoundingBoxItem]] = boxes.Text
    return text if text is not None else []


def pages_of(result: Extraction) -> Dict[int, List[str]]:
    pages: Dict[int, List[str]] = {}
    for box in boxes_of(result):
        if box.page_number is not None and box.content is not None:
            pages.setdefault(box.page_number, []).append(box.content)
    return pages


def corners(box: BoundingBoxItem) -> Optional[Tuple[float, ...]]:
    points = box.bounding_box
    return None if points is None else tuple(points[:2])


def summarize(name: str, result: Extraction) -> Summary:
    summary = Summary(name, pages=result.page_count or 0, words=words_of(result.markdown))
    for box in boxes_of(result):
        summary.first_box = corners(box)
        break
    warnings = result.warnings
    if warnings is not None:
        summary.problems = (*summary.problems, *warnings)
    return summary


def usage(plan: Optional[PlanInfo]) -> str:
    if plan is None:
        return "unknown"
    credits: float = plan.total_credits_used or 0.0
    return f"{plan.tier or 'no plan'}: {credits:.1f}"


def report(progress: Progress) -> bool:
    print(f"{progress.job_id or 'a job'}: {progress.status} after {progress.waited:.1f} s", file=sys.stderr)
    return progress.waited > 60


def wait(client: Pulse, submitted: Submission) -> Optional[SyncJob]:
    try:
        return client.jobs.wait(submitted.job_id, timeout=60, initial_delay=0.05, on_progress=report)
    except JobFailedError as error:
        job: Optional[Job] = error.job
        print(f"{error.job_id}: {'' if job is None else job.error}", file=sys.stderr)
    except PulseTimeoutError as error:
        print(f"{error.job_id} is still running", file=sys.stderr)
    return None


def read_one(client: Pulse, path: pathlib.Path) -> Summary:
    extensions: ExtractRequestExtensions = {"chunking": {"chunk_types": ["page"]}}
    result = client.extract(file=path, pages="1-2", extensions=extensions, request_options=QUICK)
    summary = summarize(path.name, result)
    metadata: Optional[DocumentMetadataResult] = None
    if result.extensions is not None:
        metadata = result.extensions.document_metadata
    if metadata is not None and metadata.structure is not None:
        summary.pages = metadata.structure.page_count or summary.pages
    return summary


def holder(client: Pulse, path: pathlib.Path) -> str:
    result = client.extract(file=("statement.pdf", path.read_bytes(), "application/pdf"), structured_output=SCHEMA)
    output = result.structured_output
    values: Dict[str, str] = {} if output is None or output.values is None else dict(output.values)
    return values.get("account_holder", "nobody")


def steps(client: Pulse, extraction_id: str) -> Tuple[int, int]:
    topics: Sequence[TopicDefinition] = [
        {"name": "fees", "description": "What was paid."},
        TopicDefinition(name="rest"),
    ]
    split: SplitResponse = client.split(extraction_id=extraction_id, split_config=SplitConfig(split_input=topics))
    found = 0
    if split.split_output is not None and split.split_output.splits is not None:
        found = sum(len(pages) for pages in split.split_output.splits.values())
    config: SchemaConfig = {"input_schema": FIELDS, "effort": True}
    schema: SchemaResponse = client.schema(extraction_id=extraction_id, schema_config=config)
    tables: TablesResponse = client.tables(extraction_id=extraction_id, tables_config={"merge": True})
    count = 0
    if tables.tables_output is not None and tables.tables_output.tables is not None:
        count = len(tables.tables_output.tables)
    print(schema.schema_id, tables.tables_id, usage(tables.plan_info), file=sys.stderr)
    return found, count


def form(client: Pulse, path: pathlib.Path) -> List[str]:
    detected: FormResult = client.form.detect(file=path)
    cells: Sequence[FormCellResult] = detected.form_fields if detected.form_fields is not None else []
    return [cell.text for cell in cells if cell.type == "text" and cell.text is not None]


def many(client: Pulse, paths: Sequence[pathlib.Path]) -> List[WaitedJob]:
    submitted = [client.submit_extract(file=path) for path in paths]
    waits = client.jobs.wait_many(submitted, adaptive="less_delay", initial_delay=0.05)
    done = [waited for waited in waits if waited.error is None]
    assert not waits.pending
    return done


def is_authentic(body: bytes, headers: Dict[str, str], secret: str) -> bool:
    try:
        Webhooks.verify(body, headers, [secret], tolerance=60)
    except WebhookError as error:
        print(error.reason, file=sys.stderr)
        return False
    return True


async def read_all(paths: Sequence[pathlib.Path]) -> List[Summary]:
    async with AsyncPulse() as client:
        jobs = await asyncio.gather(*(client.extract_and_wait(file=path, initial_delay=0.05) for path in paths))
        names: List[str] = [job.job_id async for job in client.jobs.wait_many(jobs)]
        assert len(names) == len(paths)
        try:
            await client.jobs.get_job("no such job", request_options={"max_retries": 0})
        except NotFoundError as error:
            status: Optional[int] = error.status_code
            print(status, error.api_code, error.headers, file=sys.stderr)
    summaries: List[Summary] = []
    for path, job in zip(paths, jobs):
        text: Optional[str] = job.markdown
        summaries.append(Summary(path.name, words=words_of(text), pages=job.result.page_count or 0))
    return summaries


def main(arguments: Sequence[str]) -> int:
    paths = [pathlib.Path(argument) for argument in arguments]
    with Pulse(timeout=30, max_retries=2, headers={"X-Team": "typed"}) as client:
        try:
            for path in paths:
                print(read_one(client, path))
            for waited in many(client, paths):
                print(waited.job_id, waited.status, waited.job_or_raise().result.page_count)
            job = wait(client, client.submit_extract(file=paths[0]))
            if job is not None:
                print(json.dumps(job.result, default=pulse_native.to_json)[:20], job.created_at is not None)
            print(holder(client, paths[0]))
            extracted = client.extract(file=paths[0])
            if extracted.extraction_id is not None:
                print(*steps(client, extracted.extraction_id))
            print(sorted(pages_of(extracted)), form(client, paths[-1])[:1])
        except (OutcomeUnknownError, ApiError) as error:
            print(f"{error.status_code}: {error}", error.may_have_been_accepted, file=sys.stderr)
            return 1
        except PulseArgumentError as error:
            print(error.message, file=sys.stderr)
            return 2
        except PulseError as error:
            print(error.code, error.job_id, error.retry_after, file=sys.stderr)
            return 3
        counters: Dict[str, int] = client.stats()
        print(counters["requests"] > 0, is_authentic(b"{}", {}, "whsec_c2VjcmV0c2VjcmV0c2VjcmV0"))
    print(*asyncio.run(read_all(paths)), sep="\n")
    return 0


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
