"""Documents that are no files, runs of many documents and the log in a descriptor, in a program started plainly."""

import json
import os
import re
import shutil
import subprocess
import sys
import tempfile
import unittest

HERE = os.path.dirname(os.path.abspath(__file__))
ROOT = os.path.dirname(os.path.dirname(HERE))
LIB = os.path.join(ROOT, "artifacts", "lib")
sys.path.insert(0, os.path.join(ROOT, "tests", "python"))
sys.path.insert(0, HERE)

from support import SAMPLES, Sandbox  # noqa: E402
import test_hosts  # noqa: E402
from tls_support import make_certificates  # noqa: E402

STATEMENT = os.path.join(SAMPLES, "bank-statement.pdf")


class DocumentTests(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.folder = tempfile.TemporaryDirectory()
        cls.addClassCleanup(cls.folder.cleanup)
        cls.program = os.path.join(cls.folder.name, "documents")
        test_hosts.HostTests.build(os.path.join(HERE, "documents.c"), cls.program)
        cls.sandbox = Sandbox()
        cls.addClassCleanup(cls.sandbox.process.stdout.close)
        cls.addClassCleanup(cls.sandbox.process.wait)
        cls.addClassCleanup(cls.sandbox.kill)

    def run_program(self, *arguments, environment=None):
        done = subprocess.run(
            [self.program, *arguments],
            env=environment or {**self.sandbox.environment(), "XDG_STATE_HOME": self.folder.name},
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
            timeout=120,
            check=False,
        )
        self.assertEqual((done.returncode, done.stderr), (0, ""), done.stdout)
        return done.stdout.splitlines()

    def test_documents_by_callback_and_by_descriptor(self):
        printed = dict(line.split(": ", 1) for line in self.run_program("documents", STATEMENT))
        self.assertRegex(printed.pop("folder"), "^FILE_ERROR ")
        expected = {
            "callback": "OK read",
            "callback at once": "OK ",
            "callback within": "OK ",
            "callback that submits": "OK read",
            "callback that fails": "FILE_ERROR 'document.pdf' cannot be read: its callback returned -1.",
            "callback that lies": (
                "FILE_ERROR 'document.pdf': its callback returned 1073741824, more than it was asked for."
            ),
            "empty callback": "FILE_ERROR 'document.pdf' is empty.",
            "two sources": "INVALID_ARGUMENT file has more than one of path, data, fd and read.",
            "no descriptor": "INVALID_ARGUMENT file.fd is no open descriptor.",
            "negative descriptor": "INVALID_ARGUMENT file.fd is no open descriptor.",
            "file": "OK read",
            "file again": "OK read",
            "position": "0",
            "at its end": "FILE_ERROR 'document.pdf' is empty.",
            "no name": "INVALID_ARGUMENT file.file_name is needed with data, fd and read.",
            "for writing": "FILE_ERROR file.fd is not open for reading.",
            "without length": "OK ",
            "nothing": "FILE_ERROR 'document.txt' is empty.",
            "the wrong end": "FILE_ERROR file.fd is not open for reading.",
            "pipe": "OK read",
            "pipe that does not block": "OK read",
            "socket": "OK read",
            "queued": "OK OK",
            "queued callback": "INVALID_ARGUMENT",
            "silent pipe": "TIMEOUT",
            "an older struct": "OK",
        }
        self.assertEqual(printed, expected)

    def request(self, output, documents):
        return json.dumps({"documents": documents, "output": output})

    def test_a_run_tells_of_each_document(self):
        documents = [STATEMENT]
        for name in ("one.pdf", "two.pdf"):
            # The same bytes are one document, which is done once.
            path = os.path.join(self.folder.name, name)
            shutil.copy(STATEMENT, path)
            with open(path, "ab") as file:
                file.write(b"\n%" + name.encode())
            documents.append(path)
        output = os.path.join(self.folder.name, "output")
        summary, result = self.run_program("run", self.request(output, documents), "0")
        self.assertEqual(summary, "OK ended=3 good=3 submitted=1 elsewhere=0 out_of_order=0")
        ended = json.loads(result)["documents"]
        self.assertEqual([document["state"] for document in ended], ["completed"] * 3)
        for document in ended:
            with open(document["output"], encoding="utf-8") as file:
                self.assertIn("Strait Savings Bank", file.read())
        # The journal knows them.
        summary, result = self.run_program("run", self.request(output, documents), "0")
        self.assertEqual(summary, "OK ended=3 good=3 submitted=0 elsewhere=0 out_of_order=0")
        self.assertEqual({document["state"] for document in json.loads(result)["documents"]}, {"already_done"})

    def test_a_callback_stops_a_run(self):
        documents = [STATEMENT, os.path.join(self.folder.name, "none.pdf"), os.path.join(self.folder.name, "no.pdf")]
        request = json.dumps(
            {
                "documents": documents[1:] + documents[:1],
                "output": os.path.join(self.folder.name, "b"),
                "concurrency": 1,
            }
        )
        summary, result = self.run_program("run", request, "1")
        # After its no it is not asked again.
        self.assertRegex(summary, "^OK ended=1 ")
        states = [document["state"] for document in json.loads(result)["documents"]]
        self.assertEqual(states[0], "failed")
        self.assertIn(states[2], ("not_started", "open", "unknown"))

    def connect(self, base_url, connect_to, **variables):
        environment = {**os.environ, "PULSE_BASE_URL": base_url, "PULSE_API_KEY": "test", **variables}
        return self.run_program("connect to", connect_to, environment=environment)[0]

    def test_connections_go_where_they_are_sent(self):
        path = os.path.join(self.folder.name, "pulse.sock")
        with test_hosts.Server(path=path):
            self.assertEqual(self.connect("http://localhost", f"unix:{path}"), "OK ")
            # The key stays on this machine, whatever the URL says.
            self.assertEqual(self.connect("http://pulse.example", f"unix:{path}"), "OK ")
            self.assertEqual(
                self.connect("http://pulse.example/prefix/..", f"unix:{path}", HTTP_PROXY="http://p:1"), "OK "
            )
        self.assertRegex(self.connect("http://localhost", "unix:/no/such/socket"), "^NETWORK ")
        with test_hosts.Server() as server:
            port = server.listener.getsockname()[1]
            self.assertEqual(self.connect("http://pulse.example", f"127.0.0.1:{port}"), "OK ")
            self.assertEqual(self.connect(f"http://pulse.example:{port}", "localhost"), "OK ")
        certificates = make_certificates(self.folder.name)
        with test_hosts.Server(certificate=certificates["server"]) as server:
            port = server.listener.getsockname()[1]
            trusted = {"TEST_CA_FILE": certificates["ca"]}
            self.assertEqual(self.connect("https://localhost:9", f"127.0.0.1:{port}", **trusted), "OK ")
            # The certificate is for the name of the URL, not for where the connection goes.
            self.assertRegex(self.connect("https://pulse.example", f"127.0.0.1:{port}", **trusted), "^TLS ")
        for wrong in ("unix:", "unix:relative", "unix:/" + "x" * 200, "a b", "host:0", "host:70000", "http://host"):
            with self.subTest(wrong=wrong):
                self.assertRegex(self.connect("http://localhost", wrong), r"^INVALID_ARGUMENT options\.connect_to ")
        self.assertRegex(self.connect("http://localhost", "192.0.2.1"), "^INVALID_ARGUMENT .*http://")

    def test_the_log_goes_to_a_descriptor_and_harms_nothing(self):
        path = os.path.join(self.folder.name, "log")
        with test_hosts.Server() as server:
            environment = {**os.environ, "PULSE_BASE_URL": server.url, "PULSE_API_KEY": "a-secret-key"}
            printed = self.run_program("log", path, environment=environment)
        self.assertEqual(
            printed,
            [
                "none: INVALID_ARGUMENT",
                "level: INVALID_ARGUMENT",
                "file: OK",
                "full pipe: whole lines",
                "closed pipe: survived",
                "closed socket: survived",
                "full disk: survived pending=0",
                "off: OK",
            ],
        )
        with open(path, encoding="utf-8") as file:
            lines = file.read().splitlines()
        self.assertGreaterEqual(len(lines), 2)
        for line in lines:
            self.assertRegex(line, r"^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z (DEBUG|INFO|WARNING|ERROR) \S")
        self.assertTrue(any(re.search("GET /job/.* 404", line) for line in lines), lines)
        self.assertNotIn("a-secret-key", "\n".join(lines))


if __name__ == "__main__":
    unittest.main()
