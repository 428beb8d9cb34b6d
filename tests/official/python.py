"""Every method of the official Python SDK, against the sandbox. See scripts/try-official-sdks."""
import json
import os
import sys
import time
import types

try:
    import pydantic_core  # noqa: F401
except ImportError:
    # Debian 12 has pydantic 1, which the SDK can use but for this one name.
    stand_in = types.ModuleType("pydantic_core")
    stand_in.PydanticUndefined = None
    sys.modules["pydantic_core"] = stand_in
sys.path.insert(0, os.environ["PULSE_PYTHON_SDK"] + "/src")
from pulse import Pulse, AsyncPulse
import asyncio

S = os.environ["SAMPLES"]
B = os.environ["PULSE_BASE_URL"]
c = Pulse(api_key=os.environ["PULSE_API_KEY"], base_url=B)
ok = bad = 0


def valid(x):
    """The SDK builds its models without looking at them; pydantic says here whether they are what they promise."""
    if hasattr(x, "parse_obj"):
        type(x).parse_obj(json.loads(x.json(by_alias=True)))
    return True


def t(name, f, check):
    global ok, bad
    try:
        x = f()
        r = check(x) and valid(x)
    except Exception as e:
        x, r = f"{type(e).__name__}: {e}"[:400], False
    if r:
        ok += 1
    else:
        bad += 1
        print("BAD", name, str(x)[:300])
    return x


def wait(i):
    while True:
        j = c.jobs.get_job(job_id=i)
        if j.status not in ("pending", "processing"):
            return j
        time.sleep(0.05)


st = t(
    "extract",
    lambda: c.extract(file=open(f"{S}/bank-statement.pdf", "rb")),
    lambda x: x.markdown and x.page_count == 2 and x.extraction_id and x.plan_info,
)
t("url", lambda: c.extract(file_url=f"{B}/_sandbox/files/bank-statement.pdf", pages="1"), lambda x: x.page_count == 1)
t(
    "structured",
    lambda: c.extract(
        file=("s.pdf", open(f"{S}/bank-statement.pdf", "rb").read(), "application/pdf"),
        structured_output=json.dumps(
            {"schema": {"type": "object", "properties": {"account_holder": {"type": "string"}}}}
        ),
    ),
    lambda x: x.structured_output,
)
s = t(
    "extract_async",
    lambda: c.extract_async(file_url=f"{B}/_sandbox/files/bank-statement.pdf"),
    lambda x: x.job_id and x.status == "pending",
)
t("job", lambda: wait(s.job_id), lambda j: j.status == "completed" and j.result["markdown"])
sp = t(
    "split",
    lambda: c.split(
        extraction_id=st.extraction_id, split_config={"split_input": [{"name": "Transactions", "description": "table"}]}
    ),
    lambda x: x.split_id and x.split_output,
)
t(
    "schema",
    lambda: c.schema(
        extraction_id=st.extraction_id,
        schema_config={"input_schema": {"type": "object", "properties": {"account_holder": {"type": "string"}}}},
    ),
    lambda x: x.schema_output and x.schema_id,
)
t(
    "schema split",
    lambda: c.schema(
        split_id=sp.split_id,
        split_schema_config={
            "Transactions": {"schema": {"type": "object", "properties": {"account_holder": {"type": "string"}}}}
        },
    ),
    lambda x: x.results,
)
t(
    "cancel",
    lambda: c.jobs.cancel_job(job_id=c.extract_async(file=open(f"{S}/bank-statement.pdf", "rb")).job_id),
    lambda x: x.message,
)
t("webhook", lambda: c.webhooks.create_webhook_link(), lambda x: x.link)
t(
    "options",
    lambda: c.extract(
        file=open(f"{S}/bank-statement.pdf", "rb"),
        pages="1-2",
        figure_processing=json.dumps({"description": True, "showImages": True}),
        extensions=json.dumps(
            {
                "footnoteReferences": True,
                "chunking": {"chunkTypes": ["semantic", "header", "page", "recursive"], "chunkSize": 500},
                "altOutputs": {"wlbb": True, "returnHtml": True, "returnXml": True},
            }
        ),
        storage=json.dumps({"enabled": True, "folderName": "f"}),
        schema_prompt="x",
        custom_prompt="x",
        chunking="page",
        chunk_size=500,
        extract_figure=True,
        figure_description=True,
        show_images=True,
        return_html=True,
        thinking=False,
    ),
    lambda x: x.chunks and x.html and x.extensions.alt_outputs.wlbb and x.warnings,
)
t(
    "submission",
    lambda: c.extract(file=open(f"{S}/bank-statement.pdf", "rb"), async_=True),
    lambda x: x.job_id and x.status == "pending",
)
t(
    "split submission",
    lambda: wait(
        c.split(extraction_id=st.extraction_id, split_config={"split_input": [{"name": "a"}]}, async_=True).job_id
    ),
    lambda j: j.status == "completed" and j.result["split_id"],
)
from pulse.core.api_error import ApiError
from pulse.errors.bad_request_error import BadRequestError
from pulse.errors.not_found_error import NotFoundError
from pulse.errors.unauthorized_error import UnauthorizedError
from pulse.errors.forbidden_error import ForbiddenError

assert issubclass(NotFoundError, ApiError)
for name, cls, f in (
    ("404", NotFoundError, lambda: c.jobs.get_job(job_id="x")),
    ("401", UnauthorizedError, lambda: Pulse(api_key="w", base_url=B).jobs.get_job(job_id="x")),
    ("400", BadRequestError, lambda: c.extract()),
    ("400 for pages", BadRequestError, lambda: c.extract(file=open(f"{S}/bank-statement.pdf", "rb"), pages="x")),
    ("403", ForbiddenError, lambda: Pulse(api_key="pulse-sandbox-other-key", base_url=B).jobs.get_job(job_id=s.job_id)),
    (
        "404 for a split",
        NotFoundError,
        lambda: c.split(extraction_id="x", split_config={"split_input": [{"name": "a"}]}),
    ),
):
    try:
        f()
        bad += 1
        print("no error", name)
    except cls:
        ok += 1


async def go():
    a = AsyncPulse(api_key=os.environ["PULSE_API_KEY"], base_url=B)
    r = await a.extract(file=open(f"{S}/bank-statement.pdf", "rb"))
    one = await a.extract_async(file=open(f"{S}/bank-statement.pdf", "rb"))
    two = await a.jobs.get_job(job_id=one.job_id)
    three = await a.split(extraction_id=r.extraction_id, split_config={"split_input": [{"name": "a"}]})
    four = await a.schema(
        extraction_id=r.extraction_id,
        schema_config={"input_schema": {"type": "object", "properties": {"account_holder": {"type": "string"}}}},
    )
    five = await a.webhooks.create_webhook_link()
    six = await a.jobs.cancel_job(job_id=one.job_id)
    return r.page_count if all(valid(x) for x in (r, one, two, three, four, five, six)) else 0


t("async", lambda: asyncio.run(go()), lambda n: n == 2)
print(ok, "ok", bad, "bad")
sys.exit(bool(bad))
