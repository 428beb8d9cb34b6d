"""The endpoints beside extract and jobs: what goes out, and what comes back."""

import asyncio
import base64
import json
import os
import shutil
import tempfile
import threading
import unittest
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import support
from pulse_native import AsyncPulse, File, Pulse, PulseArgumentError, Submission, WebhookError, Webhooks

VECTORS = os.path.join(support.ROOT, "tests", "vectors", "webhooks.json")


class Recorder(BaseHTTPRequestHandler):
    """Answers everything, and keeps what came."""

    protocol_version = "HTTP/1.1"
    requests = []

    def answer(self):
        body = self.rfile.read(int(self.headers.get("Content-Length") or 0))
        Recorder.requests.append((self.command, self.path, self.headers.get("Content-Type", ""), body))
        if self.path.endswith("/pdf"):
            media_type, content = "application/pdf", b"%PDF-1.7 ..."
        else:
            media_type, content = "application/json", json.dumps({"job_id": "j1", "status": "pending", "link": "x", "split_id": "s"}).encode()
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
            client.batch.split(extraction_ids=["e"], split_config={"split_input": [{"name": "a"}]}, output={"s3_prefix": "s3://b/o"})
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

    def test_asyncio_has_them_too(self):
        async def main():
            async with AsyncPulse(**self.options) as client:
                submission = await client.split(extraction_id="e", split_config={"split_input": [{"name": "a"}]}, async_=True)
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
            self.assertEqual(["completed", "failed"], [entry["state"] for entry in first.documents])
            with open(first.documents[0]["output"], encoding="utf-8") as file:
                self.assertIn("Strait Savings Bank", json.load(file)["markdown"])
            before = client.stats()["requests"]
            self.assertEqual("already_done", client.run_many([document], folder).documents[0]["state"])
            self.assertEqual(before, client.stats()["requests"])


if __name__ == "__main__":
    unittest.main()
