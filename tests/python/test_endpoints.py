"""The endpoints beside extract and jobs: what goes out, and what comes back."""

import asyncio
import base64
import contextlib
import json
import os
import pickle
import shutil
import tempfile
import threading
import unittest
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import support  # first: it makes the package importable
import pulse_native
from pulse_native import AsyncPulse, File, Pulse, PulseArgumentError, Submission, WebhookError, Webhooks

VECTORS = os.path.join(support.ROOT, "tests", "vectors", "webhooks.json")


class Recorder(BaseHTTPRequestHandler):
    """Responses everything, and keeps what came."""

    protocol_version = "HTTP/1.1"
    requests = []
    body = None

    @classmethod
    @contextlib.contextmanager
    def answering(cls, body):
        cls.body = body
        try:
            yield
        finally:
            cls.body = None

    def answer(self):
        body = self.rfile.read(int(self.headers.get("Content-Length") or 0))
        Recorder.requests.append((self.command, self.path, self.headers.get("Content-Type", ""), body))
        if self.path.endswith("/pdf"):
            media_type, content = "application/pdf", b"%PDF-1.7 ..."
        else:
            body = Recorder.body or {"job_id": "j1", "status": "pending", "link": "x", "split_id": "s"}
            media_type, content = "application/json", json.dumps(body).encode()
        self.send_response(200)
        self.send_header("Content-Type", media_type)
        self.send_header("Content-Length", str(len(content)))
        self.end_headers()
        self.wfile.write(content)

    do_GET = do_POST = do_DELETE = answer

    def log_message(self, *_):
        pass


class EndpointsTest(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.server = ThreadingHTTPServer(("127.0.0.1", 0), Recorder)
        cls.server.daemon_threads = True
        threading.Thread(target=cls.server.serve_forever, daemon=True).start()
        cls.options = {"api_key": "k", "base_url": f"http://127.0.0.1:{cls.server.server_port}"}

    @classmethod
    def tearDownClass(cls):
        cls.server.shutdown()
        cls.server.server_close()

    def setUp(self):
        Recorder.requests = []

    def sent(self):
        command, path, media_type, body = Recorder.requests[-1]
        return f"{command} {path}", json.loads(body) if "json" in media_type else body

    def test_each_method_sends_its_request(self):
        with Pulse(**self.options) as client:
            answer = client.split(extraction_id="e", split_config={"split_input": [{"name": "a"}]})
            self.assertEqual("s", answer.split_id)
            line, body = self.sent()
            self.assertEqual("POST /split", line)
            self.assertEqual({"extraction_id": "e", "split_config": {"split_input": [{"name": "a"}]}}, body)
            client.schema(extraction_id="e", schema_config={"input_schema": {"type": "object"}})
            self.assertEqual("POST /schema", self.sent()[0])
            self.assertIsInstance(client.tables(extraction_id="e", async_=True), Submission)
            self.assertEqual(("POST /tables", True), (self.sent()[0], self.sent()[1]["async"]))
            client.batch.extract(input={"file_urls": ["https://example.com/a.pdf"]}, output={"s3_prefix": "s3://b/o"})
            self.assertEqual("POST /batch/extract", self.sent()[0])
            client.batch.split(
                extraction_ids=["e"], split_config={"split_input": [{"name": "a"}]}, output={"s3_prefix": "s3://b/o"}
            )
            self.assertEqual("POST /batch/split", self.sent()[0])
            client.form.fill(file=("form.pdf", b"%PDF-1.7 x"), instructions="all")
            line, body = self.sent()
            self.assertEqual("POST /form/fill", line)
            self.assertIn(b"%PDF-1.7 x", body)
            client.webhooks.create_webhook_link()
            self.assertEqual("POST /webhook", self.sent()[0])
            pdf = client.results.get_pdf("j1")
            self.assertIsInstance(pdf, File)
            self.assertEqual((b"%PDF-1.7 ...", "application/pdf"), (bytes(pdf), pdf.media_type))

    def test_paths_need_not_be_utf8(self):
        folder = os.fsencode(tempfile.mkdtemp(prefix="pulse-paths-"))
        self.addCleanup(shutil.rmtree, folder)
        path = os.path.join(folder, b"caf\xe9.pdf")
        with Pulse(large_result_folder=os.path.join(folder, b"st\xffte"), **self.options) as client:
            for given in (path, os.fsdecode(path)):
                client.results.get_pdf("j1", given)
                with open(path, "rb") as file:
                    self.assertEqual(b"%PDF-1.7 ...", file.read())
                os.remove(path)
            client.discard_large_result("j1")
            for wrong in (path + b"\0.pdf", os.fsdecode(path) + "\0ab"):
                self.sent()
                with self.assertRaises(PulseArgumentError):
                    client.results.get_pdf("j1", wrong)
            with self.assertRaises(PulseArgumentError):
                client.split(extraction_id="\udce9", split_config={"split_input": [{"name": "a"}]})
        with self.assertRaisesRegex(pulse_native.PulseError, r"no\\xE9"):
            Pulse(ca_file=os.path.join(folder, b"no\xe9.pem"), **self.options).jobs.get_job("j1")
        self.assertEqual([], os.listdir(folder))

    def test_asyncio_has_them_too(self):
        async def main():
            async with AsyncPulse(**self.options) as client:
                submission = await client.split(
                    extraction_id="e", split_config={"split_input": [{"name": "a"}]}, async_=True
                )
                self.assertEqual("j1", submission.job_id)
                self.assertEqual(b"%PDF-1.7 ...", bytes(await client.results.get_pdf("j1")))
                await client.webhooks.create_webhook_link()
                self.assertEqual("POST /webhook", self.sent()[0])

        asyncio.run(main())

    def test_wrong_requests_name_the_field_and_send_nothing(self):
        with Pulse(**self.options) as client:
            for wrong, field in [({}, "extraction_id"), ({"extraction_id": 5}, "extraction_id")]:
                with self.assertRaisesRegex(PulseArgumentError, field):
                    client.split(**wrong)
            with self.assertRaises(PulseArgumentError):
                client.call("explode")
            with self.assertRaises(PulseArgumentError):
                client.batch.extract(input={"file_urls": ["https://example.com/a.pdf"]}, workers=11)
        self.assertEqual([], Recorder.requests)

    def test_misspelled_keywords_are_type_errors(self):
        with Pulse(**self.options) as client:
            for method, options in (
                (client.form.fill, {"instruction": "x"}),
                (client.batch.extract, {"inputs": {}}),
                (client.pipeline.execute, {"step": {}}),
                (client.split, {"extraction": "e"}),
                (client.submit_extract, {"fil": "a.pdf"}),
                (client.extract_and_wait, {"page": "1"}),
            ):
                with self.assertRaisesRegex(TypeError, next(iter(options))):
                    method(**options)
        self.assertEqual([], Recorder.requests)

    def test_results_have_the_class_of_their_operation(self):
        from pulse_native import types

        bodies = {
            "split": ({"split_id": "s", "split_output": {"splits": {"fees": [1, 2]}}}, types.SplitResponse),
            "tables": ({"tables_id": "t", "tables_output": {"tables": [{"citations": ["a"]}]}}, types.TablesResponse),
            "schema": ({"schema_id": "s", "schema_output": {"values": {"a": 1}}}, types.SingleSchemaResponse),
            "form_detect": ({"form_id": "f", "form_fields": [{"type": "text"}]}, types.FormResult),
            "pipeline_execute": (
                {"status": "completed", "results": {"extract": {"markdown": "x"}}},
                types.PipelineExecuteResponse,
            ),
        }
        requests = {
            "split": {"extraction_id": "e", "split_config_id": "c"},
            "tables": {"extraction_id": "e"},
            "schema": {"extraction_id": "e", "schema_config": {"input_schema": {}}},
            "form_detect": {"file_url": "u"},
            "pipeline_execute": {"file_url": "u", "steps": {"extract": {}}},
        }
        with Pulse(**self.options) as client:
            for name, (body, kind) in bodies.items():
                with self.subTest(name), Recorder.answering(body):
                    answer = client.call(name, requests[name])
                    self.assertIs(type(answer), kind)
                    self.assertEqual(answer, body)
                    kept = pickle.loads(pickle.dumps(answer))
                    self.assertEqual((type(kept), kept), (kind, body))
                    self.assertIsNone(kept.plan_info)
                    with self.assertRaises(AttributeError):
                        kept.nothing
            with Recorder.answering(bodies["tables"][0]):
                table = client.tables(extraction_id="e").tables_output.tables[0]
            self.assertIsInstance(table, types.TablesOutputTablesItem)
            self.assertEqual((table.citations[0], table.from_chart), ("a", None))
            with Recorder.answering(bodies["pipeline_execute"][0]):
                results = client.pipeline.execute(file_url="u", steps={"extract": {}}).results
            self.assertIsInstance(results.extract, pulse_native.Extraction)
            with Recorder.answering({"batch_job_id": "b", "status": "processing", "total_files": 2}):
                batch = client.batch.extract(input={"file_urls": ["u"]}, output={"s3_prefix": "s3://b/o"})
            self.assertEqual((type(batch), batch.job_id, batch.total_files), (types.BatchSubmission, "b", 2))

    def test_fields_without_a_parameter(self):
        with Pulse(**self.options) as client:
            for call in (
                lambda extra: client.split(extraction_id="e", split_config_id="c", extra_body=extra),
                lambda extra: client.batch.tables(extraction_ids=["e"], output={"local_path": "/o"}, extra_body=extra),
            ):
                call({"brand_new": {"a": 1}})
                self.assertEqual(json.loads(Recorder.requests[-1][3])["brand_new"], {"a": 1})
                call(None)
                self.assertNotIn(b"brand_new", Recorder.requests[-1][3])

    def test_fields_that_the_official_sdk_names(self):
        from pulse_native import types

        metadata = {"file": {"name": "a.pdf"}, "properties": {"authors": ["x"]}, "structure": {"page_count": 2}}
        boxes = {"Tables": [{"table_info": {"id": "t1", "dimensions": [2, 3]}}], "Text": [{"original_content": "x"}]}
        body = {"markdown": "x", "extensions": {"document_metadata": metadata}, "bounding_boxes": boxes}
        with Pulse(**self.options) as client, Recorder.answering(body):
            result = client.extract(file_url="u")
        found = result.extensions.document_metadata
        self.assertIsInstance(found, types.DocumentMetadataResult)
        self.assertEqual((found.file.name, found.properties.authors[0], found.structure.page_count), ("a.pdf", "x", 2))
        self.assertEqual((found.properties.title, found.custom), (None, None))
        info = result.bounding_boxes.Tables[0].table_info
        self.assertEqual((type(info), info.id, info.dimensions), (types.BoundingBoxTableTableInfo, "t1", [2, 3]))
        self.assertEqual(result.bounding_boxes.Text[0].original_content, "x")

    def test_results_of_jobs_have_the_class_that_their_fields_say(self):
        from pulse_native import types

        with Pulse(**self.options) as client:
            for result, kind in (
                ({"split_id": "s", "split_output": {"splits": {}}}, types.SplitResponse),
                ({"schema_id": "s", "results": {"fees": {"values": {}}}}, types.SplitSchemaResponse),
                ({"markdown": "x"}, pulse_native.Extraction),
                ({"items": [{"index": 0}]}, types.JobResult),
            ):
                with Recorder.answering({"job_id": "j1", "status": "completed", "result": result}):
                    job = client.jobs.get_job("j1")
                self.assertIs(type(job.result), kind)
                self.assertIs(type(pickle.loads(pickle.dumps(job)).result), kind)
                self.assertIsNone(job.result.page_count if kind is types.JobResult else job.result.plan_info)


class WebhooksTest(unittest.TestCase):
    def test_the_vectors_that_every_language_reads(self):
        with open(VECTORS, encoding="utf-8") as file:
            vectors = json.load(file)
        for vector in vectors["verify"]:
            body = base64.b64decode(vector["body_base64"]) if "body_base64" in vector else vector["body"].encode()
            options = {"now": vector["now"], "tolerance": vector.get("tolerance_seconds", 300)}
            with self.subTest(vector["name"]):
                if vector["expect"] == "valid":
                    Webhooks.verify(body, vector["headers"], vector["secrets"], **options)
                    continue
                with self.assertRaises(WebhookError) as caught:
                    Webhooks.verify(body, vector["headers"], vector["secrets"], **options)
                self.assertEqual(vector["expect"], caught.exception.reason)
        self.assertGreater(len(vectors["verify"]), 40)

    def test_what_was_signed_verifies(self):
        secret = "whsec_" + base64.b64encode(b"k" * 24).decode()
        headers = Webhooks.sign(b"{}", "m", 1_700_000_000, secret)
        Webhooks.verify(b"{}", headers, secret, now=1_700_000_100)
        with self.assertRaises(WebhookError):
            Webhooks.verify(b"{ }", headers, secret, now=1_700_000_100)


class RunManyTest(unittest.TestCase):
    def test_a_second_run_pays_for_nothing(self):
        sandbox = support.Sandbox()
        self.addCleanup(sandbox.close)
        folder = tempfile.mkdtemp(prefix="pulse-run-many-")
        self.addCleanup(shutil.rmtree, folder)
        document = support.sample("bank-statement.pdf")
        with Pulse(support.API_KEY, base_url=sandbox.url) as client:
            first = client.run_many([document, os.path.join(folder, "missing.pdf")], folder)
            self.assertIsInstance(first, pulse_native.DocumentsRun)
            self.assertEqual(["completed", "failed"], [document.state for document in first.documents])
            self.assertIn("missing.pdf", first.documents[1].error.message)
            self.assertIsNone(first.documents[1].job_id)
            with open(first.documents[0].output, encoding="utf-8") as file:
                self.assertIn("Strait Savings Bank", json.load(file)["markdown"])
            before = client.stats()["requests"]
            self.assertEqual("already_done", client.run_many([document], folder).documents[0]["state"])
            self.assertEqual(before, client.stats()["requests"])


if __name__ == "__main__":
    unittest.main()
