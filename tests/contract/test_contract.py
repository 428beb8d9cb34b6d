"""The contract vectors through C and through Python, over a real socket: what each operation puts on the wire, what it
makes of the response, and what of each error. The same vectors go through C# in Pulse.Client.Tests."""

import email.parser
import email.policy
import json
import os
import re
import subprocess
import sys
import tempfile
import threading
import unittest
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

ROOT = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
LIBRARIES = os.path.join(ROOT, "artifacts", "lib")
os.environ.setdefault("PULSE_NATIVE_LIBRARY", os.path.join(LIBRARIES, "libpulse_native.so"))
sys.path.insert(0, os.path.join(ROOT, "bindings", "python"))

from pulse_native import Pulse, PulseError, Submission  # noqa: E402

with open(os.path.join(ROOT, "tests", "vectors", "contract.json"), encoding="utf-8") as file:
    CONTRACT = json.load(file)

KINDS = {"result": 1, "submission": 2, "file": 4, "done": 5}
OBJECT, ARRAY, STRING, NUMBER, TRUE, FALSE, NULL = range(1, 8)


class Script(BaseHTTPRequestHandler):
    """Gives every request the response that is set, and keeps the requests."""

    protocol_version = "HTTP/1.1"
    wbufsize = -1  # head and body in one packet
    answer = None
    received = []

    def reply(self):
        body = self.rfile.read(int(self.headers.get("Content-Length") or 0))
        if "chunked" in self.headers.get("Transfer-Encoding", ""):
            body = b""
            while (size := int(self.rfile.readline().split(b";")[0], 16)) > 0:
                body += self.rfile.read(size)
                self.rfile.readline()
            self.rfile.readline()
        Script.received.append((self.command, self.path, dict(self.headers.items()), body))
        content = (
            json.dumps(self.answer["json"], ensure_ascii=False).encode()
            if "json" in self.answer
            else self.answer["text"].encode()
        )
        self.send_response(self.answer["status"])
        self.send_header("Content-Type", self.answer.get("media_type", "application/json"))
        self.send_header("Content-Length", str(len(content)))
        self.end_headers()
        self.wfile.write(content)

    do_GET = do_POST = do_DELETE = reply

    def log_message(self, *_):
        pass


def parts_of(headers, body):
    """The parts of a form: (name, file name, media type, content)."""
    message = email.parser.BytesParser(policy=email.policy.HTTP).parsebytes(
        b"Content-Type: " + headers["Content-Type"].encode() + b"\r\n\r\n" + body
    )
    for part in message.iter_parts():
        # Names come as UTF-8, which the parser takes for a defect.
        disposition = re.search(rb'(?i)^content-disposition:.*name="([^"]*)"', part.as_bytes(), flags=re.M)
        assert disposition, part.as_bytes()
        yield (
            part.get_param("name", header="content-disposition"),
            part.get_filename(),
            part.get_content_type() if part["content-type"] else None,
            part.get_payload(decode=True),
        )


class ContractTest(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.server = ThreadingHTTPServer(("127.0.0.1", 0), Script)
        cls.server.daemon_threads = True
        threading.Thread(target=cls.server.serve_forever, daemon=True).start()
        cls.url = f"http://127.0.0.1:{cls.server.server_port}"
        cls.folder = tempfile.TemporaryDirectory()
        cls.program = os.path.join(cls.folder.name, "contract_client")
        subprocess.run(
            [
                "gcc",
                "-std=c99",
                "-Wall",
                "-Wextra",
                "-Werror",
                "-I" + os.path.join(ROOT, "native", "include"),
                os.path.join(ROOT, "tests", "contract", "contract_client.c"),
                "-L" + LIBRARIES,
                "-lpulse_native",
                "-Wl,-rpath," + LIBRARIES,
                "-o",
                cls.program,
            ],
            check=True,
        )

    @classmethod
    def tearDownClass(cls):
        cls.server.shutdown()
        cls.server.server_close()
        cls.folder.cleanup()

    def setUp(self):
        Script.received = []

    def check_wire(self, wire):
        self.assertEqual(len(Script.received), 1)
        method, path, headers, body = Script.received[0]
        self.assertEqual((method, path), (wire["method"], wire["path"]))
        self.assertEqual(headers.get("x-api-key"), "contract-key")
        if "json" in wire:
            self.assertEqual(headers["Content-Type"].split(";")[0], "application/json")
            self.assertEqual(json.loads(body), wire["json"])
            if "steps" in wire["json"]:
                self.assertEqual(list(json.loads(body)["steps"]), list(wire["json"]["steps"]))
        elif "form" in wire:
            fields, files = {}, []
            for name, file_name, media_type, content in parts_of(headers, body):
                if file_name is not None:
                    files.append({"field": name, "name": file_name, "media_type": media_type, "text": content.decode()})
                    continue
                self.assertNotIn(name, fields)
                expected = wire["form"].get(name)
                fields[name] = content.decode() if isinstance(expected, str) else json.loads(content)
            self.assertEqual(fields, wire["form"])
            self.assertEqual(files, wire.get("files", []))
        else:
            self.assertEqual((body, headers.get("Content-Type")), (b"", None))

    def run_c(self, vector):
        pointers = list(vector["expect"].get("values", {}))
        files = [argument for file in vector.get("files", ()) for argument in ("-f", file["name"], file["text"])]
        done = subprocess.run(
            [self.program, vector["operation"], json.dumps(vector["request"], ensure_ascii=False), *files, *pointers],
            env={**os.environ, "PULSE_BASE_URL": self.url, "PULSE_API_KEY": "contract-key", "PULSE_MAX_RETRIES": "0"},
            stdout=subprocess.PIPE,
            timeout=60,
            check=True,
        )
        found, values, rest = {}, [], done.stdout
        while rest:
            name, rest = rest.split(b" ", 1)
            if name in (b"code", b"kind", b"http_status"):
                number, rest = rest.split(b"\n", 1)
                found[name.decode()] = int(number)
                continue
            kind = 0
            if name == b"value":
                kind, rest = rest.split(b" ", 1)
            size, rest = rest.split(b" ", 1)
            text, rest = rest[: int(size)].decode(), rest[int(size) + 1 :]
            if name == b"value":
                values.append((int(kind), text))
            else:
                found[name.decode()] = text
        return found, dict(zip(pointers, values))

    def check_c_value(self, expected, kind, text):
        if expected is None:
            self.assertEqual(kind, NULL)
        elif isinstance(expected, bool):
            self.assertEqual(kind, TRUE if expected else FALSE)
        elif isinstance(expected, (int, float)):
            self.assertEqual((kind, float(text)), (NUMBER, expected))
        elif isinstance(expected, str):
            self.assertEqual((kind, text), (STRING, expected))
        else:
            self.assertEqual((kind, json.loads(text)), (ARRAY if isinstance(expected, list) else OBJECT, expected))

    def test_answers_in_c(self):
        for vector in CONTRACT["vectors"]:
            with self.subTest(vector["name"]):
                Script.received, Script.answer, expect = [], vector["response"], vector["expect"]
                found, values = self.run_c(vector)
                self.check_wire(vector["wire"])
                self.assertEqual((found["code"], found["kind"]), (0, KINDS[expect["kind"]]))
                self.assertEqual(
                    (found.get("job_id"), found.get("media_type"), found.get("content")),
                    (expect.get("job_id"), expect.get("media_type"), expect.get("text")),
                )
                for pointer, expected in expect.get("values", {}).items():
                    self.check_c_value(expected, *values[pointer])

    def call_python(self, vector):
        files = [(file["name"], file["text"].encode()) for file in vector.get("files", ())]
        # A client each: a 429 slows down all that a client does.
        with Pulse(api_key="contract-key", base_url=self.url, max_retries=0) as client:
            return client.call(vector["operation"], vector["request"], files=files)

    def test_answers_in_python(self):
        for vector in CONTRACT["vectors"]:
            with self.subTest(vector["name"]):
                Script.received, Script.answer, expect = [], vector["response"], vector["expect"]
                answer = self.call_python(vector)
                self.check_wire(vector["wire"])
                if expect["kind"] == "submission":
                    self.assertIsInstance(answer, Submission)
                    self.assertEqual(answer.job_id, expect["job_id"])
                if expect["kind"] == "file":
                    self.assertEqual(
                        (bytes(answer.content), answer.media_type), (expect["text"].encode(), expect["media_type"])
                    )
                for pointer, expected in expect.get("values", {}).items():
                    value = answer.find(pointer)
                    value = (
                        value.to_dict()
                        if hasattr(value, "to_dict")
                        else list(value)
                        if isinstance(expected, list)
                        else value
                    )
                    self.assertEqual(value, expected)

    def each_error(self, check):
        """Each operation meets each error."""
        for vector in {vector["operation"]: vector for vector in CONTRACT["vectors"]}.values():
            for error in CONTRACT["errors"]:
                with self.subTest(vector["operation"], status=error["status"]):
                    Script.received, Script.answer = [], error
                    check(vector, error["expect"], error["status"])
                    self.check_wire(vector["wire"])

    def test_errors_in_c(self):
        def check(vector, expect, status):
            found, _ = self.run_c(vector)
            self.assertEqual(
                (found["code"], found["http_status"], found["api_code"]), (expect["c_code"], status, expect["api_code"])
            )
            self.assertIn(expect["message"], found["message"])

        self.each_error(check)

    def test_errors_in_python(self):
        def check(vector, expect, status):
            with self.assertRaises(PulseError) as raised:
                self.call_python(vector)
            self.assertEqual(
                (raised.exception.code, raised.exception.status_code, raised.exception.api_code or ""),
                (expect["c_code"], status, expect["api_code"]),
            )
            self.assertIn(expect["message"], str(raised.exception))

        self.each_error(check)


if __name__ == "__main__":
    unittest.main()
