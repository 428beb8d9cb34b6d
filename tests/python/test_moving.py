"""Programs that were written for the official SDK 1.0.1 or 1.0.17, and the table of docs/moving-from-the-official-sdk.md."""

import ast
import asyncio
import importlib
import inspect
import os
import re
import textwrap
import unittest

import support  # first: it makes the package importable
import pulse_native as pulse
from pulse_native._raw import Raw

PAGE = os.path.join(support.ROOT, "docs", "moving-from-the-official-sdk.md")

OPTIONS = """Extensions ExtensionsAltOutputs ExtensionsChunking ExtensionsChunkingChunkTypesItem FigureProcessing Model Schema
Spreadsheet Storage StructuredOutput""".split()
EXTENSIONS = """Extensions ExtensionsAltOutputs ExtensionsAltOutputsWlbb ExtensionsAltOutputsWlbbWordsItem ExtensionsChunking
ExtensionsFootnoteReferencesItem PlanInfo""".split()

#: The names of ``pulse.types`` in either version.
TYPES = """
AsyncSubmissionResponse AsyncSubmissionResponseStatus BatchExtractResponse BatchExtractResponseStatus BatchExtractionIds
BatchFileUpload BatchInputSource BatchOutputDestination BatchSchemaResponse BatchSchemaResponseStatus BatchSplitResponse
BatchSplitResponseStatus BatchTablesResponse BatchTablesResponseStatus BoundingBoxImage BoundingBoxImageClassification
BoundingBoxItem BoundingBoxTable BoundingBoxTableTableInfo BoundingBoxes DocumentMetadataFile DocumentMetadataProperties
DocumentMetadataResult DocumentMetadataStructure ExtractAsyncSubmissionResponse ExtractInput ExtractLargeResultResponse
ExtractLargeResultResponsePlanInfo ExtractMultipartInput ExtractOptions ExtractResponse ExtractResponseChunks
ExtractResultCore ExtractSource FormCell FormCellType FormCheckboxDetail FormClearJsonInput FormDetectJsonInput
FormFillJsonInput FormFillSharedOptions FormPlanInfo FormResult FormSharedOptions GoneErrorBody GoneErrorBodyError
JobCancellationResponse JobStatus JobStatusResponse PipelineBatchExtractResult PipelineExecuteMultipartInput
PipelineExecuteResponse PipelineExecuteResponseStatus PipelineExtractResult PipelineResults PipelineSchemaResult
PipelineSplitResult PipelineStepBatchExtractConfig PipelineSteps PipelineTablesResult PlanInfo SchemaConfig SchemaResponse
SingleSchemaResponse SplitConfig SplitOutput SplitResponse SplitResultCore SplitSchemaResponse StructuredOutputConfig
StructuredOutputResult TablesConfig TablesConfigTableFormat TablesOutput TablesOutputTablesItem TablesResponse
TablesResponseTablesOutput TablesResponseTablesOutputTablesItem TopicDefinition TopicSchemaConfig VisualType
""".split()
for family in (
    "ExtractRequest",
    "ExtractAsyncRequest",
    "ExtractInput",
    "ExtractOptions",
    "PipelineStepBatchExtractConfig",
):
    TYPES.extend(family + member for member in OPTIONS)
for family in ("ExtractResponse", "ExtractResultCore", "PipelineExtractResult"):
    TYPES.extend(family + member for member in EXTENSIONS)

#: What else programs import, by module.
PLACES = {
    "": "Pulse AsyncPulse PulseEnvironment BadRequestError UnauthorizedError ForbiddenError NotFoundError GoneError"
    " TooManyRequestsError InternalServerError CreateWebhookLinkResponse __version__ batch form jobs large_results pipeline"
    " results webhooks client core environment errors types",
    "batch": "BatchClient AsyncBatchClient",
    "batch.client": "BatchClient AsyncBatchClient",
    "client": "Pulse AsyncPulse OMIT",
    "core": "ApiError AsyncHttpResponse File HttpResponse ParsingError RequestOptions with_content_type",
    "core.api_error": "ApiError",
    "core.file": "File with_content_type",
    "core.http_response": "HttpResponse AsyncHttpResponse",
    "core.parse_error": "ParsingError",
    "core.request_options": "RequestOptions",
    "environment": "PulseEnvironment",
    "errors": "BadRequestError UnauthorizedError ForbiddenError NotFoundError GoneError TooManyRequestsError InternalServerError",
    "errors.bad_request_error": "BadRequestError",
    "errors.forbidden_error": "ForbiddenError",
    "errors.gone_error": "GoneError",
    "errors.internal_server_error": "InternalServerError",
    "errors.not_found_error": "NotFoundError",
    "errors.too_many_requests_error": "TooManyRequestsError",
    "errors.unauthorized_error": "UnauthorizedError",
    "form": "FormClient AsyncFormClient",
    "form.client": "FormClient AsyncFormClient",
    "jobs": "JobsClient AsyncJobsClient",
    "jobs.client": "JobsClient AsyncJobsClient",
    "large_results": "LargeResultsClient AsyncLargeResultsClient",
    "large_results.client": "LargeResultsClient AsyncLargeResultsClient",
    "pipeline": "PipelineClient AsyncPipelineClient",
    "pipeline.client": "PipelineClient AsyncPipelineClient",
    "results": "ResultsClient AsyncResultsClient",
    "results.client": "ResultsClient AsyncResultsClient",
    "version": "__version__",
    "webhooks": "WebhooksClient AsyncWebhooksClient CreateWebhookLinkResponse",
    "webhooks.client": "WebhooksClient AsyncWebhooksClient",
    "webhooks.types": "CreateWebhookLinkResponse",
    "webhooks.types.create_webhook_link_response": "CreateWebhookLinkResponse",
}

#: The parameters of version 1.0.17, by method; each has ``request_options`` besides.
EXTRACT = """file file_url model extraction_config_id pages figure_processing extensions spreadsheet storage async_ structured_output
schema schema_prompt custom_prompt chunking chunk_size extract_figure figure_description show_images return_html thinking"""
METHODS = {
    "extract": EXTRACT,
    "extract_async": EXTRACT,
    "split": "extraction_id split_config split_config_id async_",
    "schema": "extraction_id extraction_ids split_id schema_config schema_config_id split_schema_config async_",
    "download_schema_excel": "schema_id",
    "tables": "extraction_id tables_config async_",
    "form.detect": "file file_url form_id page_range async_",
    "form.fill": "instructions file file_url form_id form_fields page_range async_",
    "form.clear": "file file_url form_id instructions form_fields page_range async_",
    "batch.extract": "input output extract_options workers",
    "batch.schema": "output batch_extract_id extraction_ids batch_split_id split_ids schema_config split_schema_config page_range"
    " workers",
    "batch.tables": "output batch_extract_id extraction_ids tables_config workers",
    "batch.split": "output split_config batch_extract_id extraction_ids workers",
    "pipeline.execute": "steps file_url async_ auto_delete",
    "jobs.get_job": "job_id",
    "jobs.cancel_job": "job_id",
    "results.get_pdf": "job_id",
    "results.get_image": "job_id filename",
    "large_results.get_large_result": "job_id",
    "webhooks.create_webhook_link": "",
}
CONSTRUCTOR = "base_url environment api_key headers timeout max_retries follow_redirects httpx_client logging"


class NamesTest(unittest.TestCase):
    def test_types_and_their_modules(self):
        for name in TYPES:
            with self.subTest(name):
                place = re.sub("(?<!^)([A-Z])", r"_\1", name).lower()
                there = importlib.import_module(f"pulse_native.types.{place}")
                self.assertIs(getattr(there, name), getattr(pulse.types, name))
                self.assertIs(getattr(pulse, name), getattr(pulse.types, name))
        self.assertGreater(len(TYPES), 140)

    def test_deep_imports(self):
        for place, names in PLACES.items():
            module = importlib.import_module(f"pulse_native.{place}".rstrip("."))
            for name in names.split():
                with self.subTest(place, name=name):
                    self.assertIsNotNone(getattr(module, name, ...) if name != "OMIT" else ...)
                    self.assertIsNot(getattr(module, name, ...), ...)
        self.assertIs(pulse.errors.NotFoundError, pulse.NotFoundError)

    def test_methods_and_parameters(self):
        for kind in (pulse.Pulse, pulse.AsyncPulse):
            client = kind("key")
            self.assertLessEqual(set(CONSTRUCTOR.split()), set(inspect.signature(kind).parameters))
            for name, parameters in METHODS.items():
                with self.subTest(name, kind=kind):
                    method = client
                    for part in name.split("."):
                        method = getattr(method, part)
                    known = set(inspect.signature(method).parameters)
                    self.assertLessEqual({*parameters.split(), "request_options"}, known)
            for group in ("batch", "form", "jobs", "large_results", "pipeline", "results", "webhooks"):
                self.assertIsInstance(getattr(client, group).with_raw_response, Raw)


class SnippetsTest(unittest.TestCase):
    """What the official SDK's documentation shows, with the import changed."""

    @classmethod
    def setUpClass(cls):
        cls.sandbox = support.Sandbox()
        cls.environment = {"PULSE_BASE_URL": cls.sandbox.url, "PULSE_API_KEY": support.API_KEY}
        cls.saved = {name: os.environ.get(name) for name in cls.environment}
        os.environ.update(cls.environment)
        cls.statement = support.sample("bank-statement.pdf")

    @classmethod
    def tearDownClass(cls):
        for name, value in cls.saved.items():
            os.environ.pop(name) if value is None else os.environ.update({name: value})
        cls.sandbox.close()

    def test_usage(self):
        client = pulse.Pulse(
            api_key=support.API_KEY, environment=pulse.PulseEnvironment.DEFAULT, base_url=self.sandbox.url
        )
        with open(self.statement, "rb") as file:
            response = client.extract(file=file)
        self.assertTrue(response.markdown)
        detected = client.form.detect(file=self.statement)
        self.assertEqual(type(detected), pulse.types.FormResult)

    def test_async_client(self):
        client = pulse.AsyncPulse(api_key=support.API_KEY, base_url=self.sandbox.url)

        async def main():
            return await client.form.detect(file=self.statement)

        self.assertEqual(type(asyncio.run(main())), pulse.types.FormResult)

    def test_exception_handling(self):
        from pulse_native.core.api_error import ApiError

        client = pulse.Pulse()
        with self.assertRaises(ApiError) as raised:
            client.jobs.get_job("nope")
        self.assertEqual((raised.exception.status_code, raised.exception.body["error"]["code"]), (404, "JOB_001"))

    def test_raw_responses(self):
        client = pulse.Pulse()
        response = client.form.with_raw_response.detect(file=self.statement)
        self.assertEqual((response.status_code, response.data.form_id is not None), (200, True))
        self.assertTrue(response.headers["content-type"].startswith("application/json"))
        with client.with_raw_response.extract_async(file=self.statement) as submitted:
            self.assertEqual((submitted.status_code, submitted.data.status), (202, "pending"))
        submitted.close()

        async def twin():
            async with pulse.AsyncPulse() as other:
                return await other.form.with_raw_response.detect(file=self.statement)

        self.assertEqual(asyncio.run(twin()).status_code, 200)

    def test_request_options(self):
        client = pulse.Pulse(timeout=20.0, max_retries=3, logging={"level": "debug"})
        client.form.detect(file=self.statement, request_options={"max_retries": 1, "timeout_in_seconds": 20})

    def test_downloads_are_iterated_over(self):
        client = pulse.Pulse()
        filled = client.form.fill(file=self.statement, instructions="all", async_=True)
        job = client.jobs.wait(filled.job_id, initial_delay=0.05)
        pdf = b"".join(client.results.get_pdf(job.job_id))
        self.assertTrue(pdf.startswith(b"%PDF"))

        async def twin():
            async with pulse.AsyncPulse() as other:
                return b"".join([chunk async for chunk in await other.results.get_pdf(job.job_id)])

        self.assertEqual(asyncio.run(twin()), pdf)

    def test_files(self):
        client = pulse.Pulse()
        with open(self.statement, "rb") as file:
            content = file.read()
        for document in (
            ("a.pdf", content),
            ("a.pdf", content, "application/pdf"),
            ("a.pdf", content, "application/pdf", {}),
            pulse.core.with_content_type(file=("a.pdf", content), default_content_type="application/pdf"),
            pulse.core.with_content_type(file=content, default_content_type="application/pdf"),
        ):
            self.assertTrue(client.extract(file=document).markdown)
        with self.assertRaisesRegex(FileNotFoundError, "pass it as bytes"):
            client.extract(file="the text of a document")

    def test_exceptions_are_made_as_theirs(self):
        body = pulse.GoneErrorBody(error=pulse.GoneErrorBodyError(code="x"))
        for error, status in ((pulse.GoneError(body), 410), (pulse.GoneError(body=body, headers={"a": "b"}), 410)):
            self.assertEqual((error.status_code, error.body["error"]["code"]), (status, "x"))
        made = pulse.core.ApiError(status_code=418, body="teapot")
        self.assertEqual((made.status_code, made.body, str(made)), (418, "teapot", "status_code: 418, body: teapot"))


class TableTest(unittest.TestCase):
    """Each row of the page's table has a snippet for the official SDK, which must compile, and one for this package, which runs."""

    def test_rows(self):
        with open(PAGE, encoding="utf-8") as file:
            rows = re.findall(r"^\| [^|]+ \| ((?:`[^`]+`(?:<br>)?)+) \| ((?:`[^`]+`(?:<br>)?)+) \|", file.read(), re.M)
        self.assertGreater(len(rows), 20)
        sandbox = support.Sandbox()
        try:
            for theirs, ours in rows:
                theirs, ours = ("\n".join(re.findall("`([^`]+)`", cell)).replace("\\|", "|") for cell in (theirs, ours))
                with self.subTest(ours):
                    compile(theirs, "theirs", "exec", ast.PyCF_ALLOW_TOP_LEVEL_AWAIT)
                    if "await" in ours or "async " in ours:
                        ours = (
                            f"import asyncio\nasync def main():\n{textwrap.indent(ours, '    ')}\nasyncio.run(main())"
                        )
                    program = textwrap.dedent(
                        f"""
                        import os, pulse_native, warnings
                        warnings.simplefilter("ignore", ResourceWarning)  # the snippets leave files open
                        from pulse_native import *
                        from pulse_native.types import *
                        path, job_id, secret = {support.sample('bank-statement.pdf')!r}, "known", "whsec_" + "c2VjcmV0" * 4
                        client, aclient = Pulse(), AsyncPulse()
                        job = client.extract_and_wait(file=path, initial_delay=0.05)
                        extraction_id = job.result.extraction_id
                        """
                    )
                    sandbox.force("completed", ["known"], result={"markdown": "x"})
                    done = support.run_program(f"{program}\n{ours}\n", sandbox=sandbox)
                    self.assertEqual((done.returncode, done.stderr), (0, ""))
        finally:
            sandbox.close()


if __name__ == "__main__":
    unittest.main()
