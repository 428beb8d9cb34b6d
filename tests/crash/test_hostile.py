"""Servers that respond wrongly, against the command line, a C program and Python: nothing foreign, empty or damaged is ever a success."""

import concurrent.futures
import json
import os
import subprocess
import sys
import unittest

from layers import BATCHES, c_program
from program import PATIENCE, ROOT, UNEXPECTED, ProgramTest
from services import Service, response

sys.path.insert(0, os.path.join(ROOT, "tests", "python"))
import support  # noqa: E402,F401  (it makes the package importable)
from pulse_native import Pulse, PulseError, PulseInternalError  # noqa: E402

JOB = "job-1"
GOOD = {"markdown": "good text"}


def completed(result, job=JOB):
    return {"job_id": job, "status": "completed", "result": result}


def headed(body, *headers, status="200 OK", length=None):
    body = body if isinstance(body, bytes) else json.dumps(body).encode()
    lines = [
        f"HTTP/1.1 {status}",
        f"Content-Length: {len(body) if length is None else length}",
        "Connection: close",
        *headers,
    ]
    return "\r\n".join(lines).encode() + b"\r\n\r\n" + body


WITH_JSON = "Content-Type: application/json"

# What GET /job/job-1 responses.
JOBS = {
    "another job": response(completed(GOOD, "job-2")),
    "no result": response({"job_id": JOB, "status": "completed"}),
    "a result that is null": response(completed(None)),
    "an empty result": response(completed({})),
    "a text as result": response(completed("text")),
    "an empty list": response(completed([])),
    "a number": response(completed(7)),
    "markdown that is null": response(completed({"markdown": None})),
    "markdown that is a number": response(completed({"markdown": 5})),
    "an error as result": response(completed({"error": {"code": "X_001", "message": "no"}})),
    "another job as result": response(completed({"job_id": "job-9", "status": "completed"})),
    "a link without a URL": response(completed({"is_url": True})),
    "a link to a file": response(completed({"is_url": True, "url": "file:///etc/passwd"})),
    "an error of the API under 200": response({"error": {"code": "AUTH_002", "message": "no"}}),
    "HTML under JSON": headed(b"<html>gateway</html>", WITH_JSON),
    "nothing": headed(b"", WITH_JSON),
    "204": b"HTTP/1.1 204 No Content\r\nConnection: close\r\n\r\n",
    "206": headed(completed(GOOD), WITH_JSON, "Content-Range: bytes 0-60/900", status="206 Partial Content"),
    "202": headed(completed(GOOD), WITH_JSON, status="202 Accepted"),
    "203": headed(completed(GOOD), WITH_JSON, status="203 Non-Authoritative Information"),
    "an encoding": headed(completed(GOOD), WITH_JSON, "Content-Encoding: gzip"),
    "a body that is cut off": headed(completed(GOOD), WITH_JSON, length=4000),
    "JSON that is cut off": headed(json.dumps(completed(GOOD)).encode()[:-2], WITH_JSON),
    "surplus text": headed(json.dumps(completed(GOOD)).encode() + b"}}", WITH_JSON),
    "two jobs in one body": headed(json.dumps(completed(GOOD)).encode() * 2, WITH_JSON),
    "bytes that are not UTF-8": headed(
        json.dumps(completed({"markdown": "TEXT"})).encode().replace(b"TEXT", b"\xff\xfe"), WITH_JSON
    ),
    "multipart": headed(completed(GOOD), "Content-Type: multipart/byteranges; boundary=x"),
    "a list": response([completed(GOOD)]),
}

# What the link of job-1's large result responses.
LARGE = {
    "an error": response({"error": {"code": "X_001", "message": "no"}}),
    "an error in a text": response({"error": "no"}),
    "a job": response({"job_id": JOB, "status": "processing"}),
    "a job that is completed": response({"job_id": JOB, "status": "completed"}),
    "another link": response({"is_url": True, "url": "/large_results/again"}),
    "another job's result": response({"job_id": "job-2", "markdown": "foreign"}),
    "nothing": response({}),
    "a list": response([]),
    "202": headed({"status": "processing"}, WITH_JSON, status="202 Accepted"),
    "206": headed(GOOD, WITH_JSON, "Content-Range: bytes 0-20/900", status="206 Partial Content"),
    "an encoding": headed(GOOD, WITH_JSON, "Content-Encoding: br"),
    "a body that is cut off": headed(GOOD, WITH_JSON, length=4000),
    "HTML": headed(b"<html></html>", "Content-Type: text/html"),
    "bytes that are not UTF-8": headed(b'{"markdown":"\xff"}', WITH_JSON),
    "markdown that is null": response({"markdown": None}),
}

# What GET /results/job-1/pdf responses.
FILES = {
    "206": headed(
        b"%PDF-1.7 half", "Content-Type: application/pdf", "Content-Range: bytes 0-12/900", status="206 Partial Content"
    ),
    "an encoding": headed(b"%PDF-1.7", "Content-Type: application/pdf", "Content-Encoding: gzip"),
    "an end without a length": b"HTTP/1.1 200 OK\r\nContent-Type: application/pdf\r\nConnection: close\r\n\r\n%PDF-1.7 half",
    "a body that is cut off": headed(b"%PDF-1.7", "Content-Type: application/pdf", length=900),
    "HTML under PDF": headed(b"<html>error</html>", "Content-Type: application/pdf"),
    "XML": headed(b"<?xml version='1.0'?><Error/>", "Content-Type: application/xml"),
    "JSON": headed({"error": "no"}, WITH_JSON),
    "multipart": headed(b"--x\r\n\r\n%PDF", "Content-Type: multipart/byteranges; boundary=x"),
    "nothing": headed(b"", "Content-Type: application/pdf"),
}


# What is sent to every request of every endpoint, and is a result of none.
NOTHING = {
    "null": response(None),
    "a text": response("text"),
    "a number": response(7),
    "a list": response([GOOD]),
    "an empty object": response({}),
    "an id that is null": response({"job_id": None, "status": None}),
    "an empty id": response({"job_id": "", "status": "pending"}),
    "an id that leads elsewhere": response({"job_id": "..", "status": "pending"}),
    "an id with control characters": response({"job_id": "a\0b\x1b[31m", "status": "pending"}),
    "an id that is half a surrogate pair": headed(b'{"job_id":"\\ud800","status":"pending"}', WITH_JSON),
    "an id of a megabyte": response({"job_id": "x" * 1_000_000, "status": "pending"}),
    "an id that is a list": response({"job_id": [JOB], "status": "pending"}),
    "an id that is an object": response({"job_id": {"id": JOB}, "status": "pending"}),
    "an error": response({"error": {"code": "X_001", "message": "no"}}),
    "an error that is a text": response({"error": "no"}),
    "an error that is a number": response({"error": 5}),
    "an error that is null": response({"error": None}),
    "details of an error": response({"detail": [{"msg": "no"}]}),
    "a result that is a text": response({"result": "text"}),
    "a link without a URL": response({"is_url": True}),
    "a link that is a number": response({"is_url": True, "url": 5}),
    "a link to a script": response({"is_url": True, "url": "javascript:alert(1)"}),
    "HTML": headed(b"<html>gateway</html>", "Content-Type: text/html"),
    "JSON that is cut off": headed(b'{"markdown": "text"', WITH_JSON),
    "two objects": headed(json.dumps(GOOD).encode() * 2, WITH_JSON),
    "zeros": headed(b"\0" * 50, WITH_JSON),
    "206": headed(GOOD, WITH_JSON, status="206 Partial Content"),
    "203": headed(GOOD, WITH_JSON, status="203 Non-Authoritative Information"),
    "205": headed(b"", status="205 Reset Content"),
    "101": b"HTTP/1.1 101 Switching Protocols\r\nUpgrade: x\r\nConnection: upgrade\r\n\r\n",
    "100 and nothing more": b"HTTP/1.1 100 Continue\r\n\r\n",
    "5 000 hints": b"HTTP/1.1 103 Early Hints\r\nLink: x\r\n\r\n" * 5000 + headed(GOOD, WITH_JSON),
    "a status that is none": headed(GOOD, WITH_JSON, status="20 OK"),
    "a status beyond all": headed(GOOD, WITH_JSON, status="999 X"),
    "HTTP/0.9": b"hello",
    "HTTP/2": b"HTTP/2 200 OK\r\n\r\n{}",
    "an end in the headers": b"HTTP/1.1 200 OK\r\nContent-Le",
    "an end after the headers": b"HTTP/1.1 200 OK\r\nContent-Length: 50\r\n\r\n",
    "a chunk of a negative length": headed(b"", "Transfer-Encoding: chunked").replace(b"Content-Length: 0\r\n", b"")
    + b"-5\r\nabc\r\n0\r\n\r\n",
    "a chunk without end": headed(b"", "Transfer-Encoding: chunked").replace(b"Content-Length: 0\r\n", b"")
    + b"ffffffffffffffff\r\nabc",
    "an encoding": headed(GOOD, WITH_JSON, "Content-Encoding: gzip"),
    "multipart": headed(GOOD, "Content-Type: multipart/byteranges; boundary=x"),
    "a header of 200 000 bytes": headed(GOOD, WITH_JSON, "X: " + "y" * 200_000),
    "a header without a colon": headed(GOOD, WITH_JSON, "garbage"),
    "a redirect to no host": headed(b"", "Location: //", status="307 Temporary Redirect"),
    "a redirect to a file": headed(b"", "Location: file:///etc/passwd", status="302 Found"),
    "a redirect to data": headed(b"", "Location: data:text/plain,x", status="302 Found"),
    "a redirect to nothing": headed(b"", status="301 Moved Permanently"),
    "a redirect to itself": headed(b"", "Location: ", status="302 Found"),
    "300": headed(GOOD, WITH_JSON, status="300 Multiple Choices"),
    "304": headed(b"", status="304 Not Modified"),
    "402": headed(GOOD, WITH_JSON, status="402 Payment Required"),
    "407": headed(b"", status="407 Proxy Authentication Required"),
    "409": headed(GOOD, WITH_JSON, status="409 Conflict"),
    "425": headed(GOOD, WITH_JSON, status="425 Too Early"),
    "503 as HTML that says it is JSON": headed(b"<html>", WITH_JSON, status="503 Service Unavailable"),
    "503 with an error that is null": headed({"error": None}, WITH_JSON, status="503 Service Unavailable"),
    "511": headed(GOOD, WITH_JSON, status="511 Network Authentication Required"),
}

SPLIT = {"split_config": {"split_input": [{"name": "a"}]}}
SCHEMA = {"extraction_id": "e", "schema_config": {"input_schema": {"type": "object"}}}
# Each endpoint, and whether it may cost something.
OPERATIONS = {
    "extract": ({"file_url": "https://example.com/a.pdf"}, True),
    "submit_extract": ({"file_url": "https://example.com/a.pdf"}, True),
    "extract_async": ({"file_url": "https://example.com/a.pdf"}, True),
    "split": ({"extraction_id": "e", **SPLIT}, True),
    "submit_split": ({"extraction_id": "e", **SPLIT}, True),
    "schema": (SCHEMA, True),
    "submit_schema": (SCHEMA, True),
    "tables": ({"extraction_id": "e"}, True),
    "submit_tables": ({"extraction_id": "e"}, True),
    "batch_extract": ({"input": {"file_urls": ["https://e/a.pdf"]}, "output": {"s3_prefix": "s3://b/o"}}, True),
    "batch_split": ({"extraction_ids": ["e"], "output": {"s3_prefix": "s3://b/o"}, **SPLIT}, True),
    "form_detect": ({"file_url": "https://example.com/a.pdf"}, True),
    "form_fill": ({"file_url": "https://example.com/a.pdf", "instructions": "a"}, True),
    "submit_form_fill": ({"file_url": "https://example.com/a.pdf", "instructions": "a"}, True),
    "get_job": ({"job_id": JOB}, False),
    "cancel_job": ({"job_id": JOB}, False),
    "get_large_result": ({"job_id": JOB}, False),
    "get_result_pdf": ({"job_id": JOB}, False),
    "get_result_image": ({"job_id": JOB, "filename": "a.png"}, False),
    "get_schema_excel": ({"schema_id": "s"}, False),
    "create_webhook_link": ({}, False),
}
# These refuse without having accepted anything, as far as the API says.
REFUSALS = ("402", "407", "409", "425")


class Same(Service):
    """Responses every request alike."""

    def __init__(self, given):
        super().__init__()
        self.given = given

    def answer(self, request, connection):
        connection.sendall(self.given)
        return None


class Hostile(Service):
    def __init__(self, job=None, large=None, file=None):
        super().__init__()
        self.job, self.large, self.file = job, large, file

    def answer(self, request, connection):
        if request.method == "POST":
            return response({"job_id": JOB, "status": "pending"})
        if request.path.startswith("/large_results/"):
            connection.sendall(self.large)
            return None
        if request.path.startswith("/results/"):
            connection.sendall(self.file)
            return None
        if self.job is None:
            return response(completed({"is_url": True, "url": f"/large_results/{JOB}"}))
        connection.sendall(self.job)
        return None


class HostileTest(ProgramTest):
    @classmethod
    def setUpClass(cls):
        cls.program = c_program("wait")

    def command_line(self, service):
        """It fails, prints nothing, and says which job it is about."""
        run = self.run_program(service.url, "job", "wait", "--max-retries", "0", "--timeout", "2s", JOB)
        good = (
            run.returncode in (1, 3, 4) and run.stdout == "" and JOB in run.stderr and not UNEXPECTED.search(run.stderr)
        )
        return None if good else str(run), run.stderr

    def python(self, service):
        with Pulse("program-key", base_url=service.url, max_retries=0) as client:
            try:
                return f"it returned {client.jobs.wait(JOB, timeout=2)}"
            except PulseError as error:
                return None if error.job_id == JOB else repr(error)

    def c(self, service):
        run = subprocess.run(
            [self.program, service.url, JOB], capture_output=True, text=True, timeout=PATIENCE, check=False
        )
        return None if run.returncode == 1 and run.stdout == "" and JOB in run.stderr else str(run)

    def every_layer(self, name, **answers):
        """What each layer made of it: a list of what went wrong."""
        service = Hostile(**answers)
        try:
            told, error = self.command_line(service)
            if "large" in answers and not any(file in error for file in self.kept_files()):
                # Whatever came is kept: it exists only once.
                told = told or f"no file is named: {error}"
            return [(name, "command line", told), (name, "Python", self.python(service)), (name, "C", self.c(service))]
        finally:
            service.close()

    def check(self, cases, what):
        with concurrent.futures.ThreadPoolExecutor(8) as pool:
            for told in pool.map(lambda case: self.every_layer(case[0], **{what: case[1]}), cases.items()):
                for name, layer, problem in told:
                    with self.subTest(what=name, layer=layer):
                        self.assertIsNone(problem)

    def test_the_honest_server_is_believed(self):
        service = Hostile(job=response(completed(GOOD)))
        self.addCleanup(service.close)
        run = self.run_program(service.url, "job", "wait", JOB)
        self.assertEqual((0, "good text\n"), (run.returncode, run.stdout), run.stderr)
        c = subprocess.run(
            [self.program, service.url, JOB], capture_output=True, text=True, timeout=PATIENCE, check=False
        )
        self.assertEqual((0, "good text\n"), (c.returncode, c.stdout), c.stderr)
        with Pulse("program-key", base_url=service.url) as client:
            self.assertEqual("good text", client.jobs.wait(JOB).result.markdown)

    def test_jobs(self):
        self.check(JOBS, "job")

    def test_large_results(self):
        self.check(LARGE, "large")

    def test_files(self):
        output = os.path.join(self.folder, "r.pdf")
        for name, answer in FILES.items():
            service = Hostile(file=answer)
            try:
                with self.subTest(what=name):
                    run = self.run_program(service.url, "result", "pdf", "--max-retries", "0", JOB, "-o", output)
                    self.assertEqual((1, "", False), (run.returncode, run.stdout, os.path.exists(output)), run.stderr)
                    self.assertEqual([], [file for file in os.listdir(self.folder) if file != "state"])
            finally:
                service.close()

    def test_a_form_that_is_paid_for_is_named_whatever_becomes_of_its_file(self):
        output = os.path.join(self.folder, "o.pdf")
        obstacles = []

        class Forms(Hostile):
            def answer(self, request, connection):
                if request.method == "POST":
                    return response({"job_id": JOB, "status": "pending"})
                if request.path.startswith("/job/"):
                    if obstacles:
                        os.makedirs(output, exist_ok=True)
                    return response(completed({"form_id": "f", "pdf_url": f"/results/{JOB}/pdf", "fields": []}))
                return super().answer(request, connection)

        for name, answer in {"gone": response({"error": {"message": "no"}}, "404 Not Found"), **FILES}.items():
            service = Forms(file=answer)
            try:
                for options in ([], ["--quiet"], ["--quiet", "--json"]):
                    with self.subTest(what=name, options=options):
                        run = self.run_program(
                            service.url,
                            "form",
                            "fill",
                            "--max-retries",
                            "0",
                            self.document("a.pdf", "%PDF-1.4"),
                            "--instructions",
                            "a: b",
                            "-o",
                            output,
                            *options,
                        )
                        self.assertEqual((1, ""), (run.returncode, run.stdout), run.stderr)
                        self.assertIn(f"pulse job wait {JOB}", run.stderr)
                        self.assertFalse(os.path.exists(output))
            finally:
                service.close()
        obstacles.append(output)
        service = Forms(file=response(b"%PDF-1.7", content_type="application/pdf"))
        self.addCleanup(service.close)
        run = self.run_program(
            service.url,
            "form",
            "fill",
            "--quiet",
            self.document("a.pdf", "%PDF-1.4"),
            "--instructions",
            "a: b",
            "-o",
            output,
        )
        self.assertEqual((2, ""), (run.returncode, run.stdout), run.stderr)
        self.assertIn(f"pulse job wait {JOB}", run.stderr)

    def test_nothing_is_a_success_of_no_endpoint(self):
        def run(case):
            name, given = case
            service = Same(given)
            told = []
            with Pulse("program-key", base_url=service.url, max_retries=0, timeout=10, call_timeout=20) as client:
                for operation, (request, costs) in OPERATIONS.items():
                    try:
                        told.append((name, operation, f"it returned {client.call(operation, request)!r:.200}"))
                    except PulseError as error:
                        problem = None
                        if isinstance(error, PulseInternalError) or "program-key" in repr(error):
                            problem = repr(error)
                        if costs and not error.may_have_been_accepted and name not in REFUSALS:
                            problem = f"it may have been accepted, which is not said: {error!r:.300}"
                        told.append((name, operation, problem))
            service.close()
            return told

        with concurrent.futures.ThreadPoolExecutor(8) as pool:
            for told in pool.map(run, NOTHING.items()):
                for name, operation, problem in told:
                    with self.subTest(what=name, operation=operation):
                        self.assertIsNone(problem)

    def test_nothing_is_a_result_of_a_batch(self):
        cases = [("job", name, {"job": given}) for name, given in JOBS.items()]
        cases += [("large", name, {"large": given}) for name, given in LARGE.items()]
        cases += [("submit", name, given) for name, given in NOTHING.items()]

        def run(case):
            number, (kind, name, given) = case
            told = []
            for batch in BATCHES:
                service = Same(given) if kind == "submit" else Hostile(**given)
                out = os.path.join(self.folder, f"out-{number}-{batch.name}")
                run = subprocess.run(
                    batch.command(service.url, out, [document], seconds=2),
                    env=self.environment(service.url),
                    capture_output=True,
                    text=True,
                    timeout=PATIENCE,
                    check=False,
                )
                service.close()
                done, message = batch.outcomes(run).get(document, (True, f"nothing was said: {run}"))
                files = [name for name in os.listdir(out) if not name.startswith("pulse-journal")]
                posts = [method for method, _ in service.requests if method == "POST"]
                good = not done and message and not UNEXPECTED.search(message) and not files and len(posts) == 1
                told.append((kind, name, batch.name, None if good else (done, message, files, posts)))
            return told

        document = self.document("a.txt", "mark-a")
        with concurrent.futures.ThreadPoolExecutor(8) as pool:
            for told in pool.map(run, enumerate(cases)):
                for kind, name, layer, problem in told:
                    with self.subTest(what=kind, name=name, layer=layer):
                        self.assertIsNone(problem)

    def test_surplus_responses_on_a_connection_reach_no_other_job(self):
        class Surplus(Service):
            def answer(self, request, connection):
                job = request.path.split("/")[-1]
                one = response(completed({"markdown": f"text of {job}"}, job))
                return one + response(completed({"markdown": "text of nobody"}, "job-0"))

        service = Surplus()
        self.addCleanup(service.close)
        jobs = [f"job-{number}" for number in range(6)]
        run = self.run_program(service.url, "job", "wait", "--json", *jobs)
        self.assertEqual(0, run.returncode, run.stderr)
        found = {line["job_id"]: line["markdown"] for line in map(json.loads, run.stdout.splitlines())}
        self.assertEqual({job: f"text of {job}" for job in jobs}, found)
        with Pulse("program-key", base_url=service.url) as client:
            for job in jobs * 3:
                self.assertEqual(f"text of {job}", client.jobs.wait(job).result.markdown)


if __name__ == "__main__":
    unittest.main()
