"""A key that is easy to find is given to every program, the sandbox and others echo it wherever they can, and it is looked for in
everything that the programs print, write, or show to other users of the machine."""

import base64
import http.server
import json
import os
import shutil
import stat
import subprocess
import sys
import tempfile
import threading
import time
import unittest
import urllib.request

ROOT = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
HERE = os.path.dirname(os.path.abspath(__file__))
PULSE = os.path.join(ROOT, "artifacts", "bin", "pulse")
SANDBOX = os.path.join(ROOT, "artifacts", "bin", "pulse-sandbox")
LIB = os.path.join(ROOT, "artifacts", "lib")
DOCUMENT = os.path.join(ROOT, "samples", "bank-statement.pdf")
KEY = "canary-Kq7xZ2v9-key"
PASSWORD = "canary-Pw4tR8m1-word"
TOKEN = base64.b64encode(f"user:{PASSWORD}".encode()).decode()
SECRETS = [KEY, PASSWORD, TOKEN, base64.b64encode(KEY.encode()).decode()]

ECHO = f"GET /job HTTP/1.1\nx-api-key: {KEY}\nAuthorization: Bearer {KEY}\n"


def error_body(status):
    return json.dumps(
        {
            "error": {"code": f"AUTH_{KEY}", "message": f"refused: {ECHO}", "details": {"headers": {"x-api-key": KEY}}},
            "detail": ECHO,
            "status": status,
        }
    )


class Other(http.server.BaseHTTPRequestHandler):
    """Another origin, which keeps what it is sent; also a proxy that wants other credentials."""

    heads = []

    def answer(self):
        Other.heads.append(f"{self.requestline}\n{self.headers}")
        body = f"you sent {self.headers}".encode()
        self.send_response(407 if self.path.startswith("http") else 404)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    do_GET = do_POST = do_DELETE = do_CONNECT = answer

    def log_message(self, *_):
        pass


class CanaryTest(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.sandbox = subprocess.Popen(
            [SANDBOX, "serve", "--api-key", KEY, "--processing-time", "50ms"], stdout=subprocess.PIPE, text=True
        )
        cls.url = cls.sandbox.stdout.readline().strip()
        cls.other = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Other)
        cls.other_url = f"http://127.0.0.1:{cls.other.server_address[1]}"
        threading.Thread(target=cls.other.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True).start()
        cls.build = tempfile.mkdtemp(prefix="pulse-canary-")
        cls.programs = {}
        for name, source in (
            ("program", os.path.join(HERE, "program.c")),
            ("extract_file", os.path.join(ROOT, "bindings", "c", "examples", "extract_file.c")),
        ):
            cls.programs[name] = os.path.join(cls.build, name)
            subprocess.run(
                [
                    "gcc",
                    "-std=c99",
                    "-Wall",
                    "-Wextra",
                    "-Werror",
                    "-I" + os.path.join(ROOT, "native", "include"),
                    source,
                    f"-L{LIB}",
                    "-lpulse_native",
                    f"-Wl,-rpath,{LIB}",
                    "-o",
                    cls.programs[name],
                ],
                check=True,
            )
        cls.faults = {
            "none": [],
            "401 with an echo": [
                cls.fault(
                    {
                        "status": 401,
                        "body": error_body(401),
                        "headers": {"x-request-id": KEY, "content-type": "application/json", "x-echo": KEY},
                    }
                )
            ],
            "400 as text": [
                cls.fault({"status": 400, "body": ECHO, "headers": {"content-type": "text/plain", "x-request-id": KEY}})
            ],
            "500 as HTML": [
                cls.fault(
                    {
                        "status": 500,
                        "body": f"<html>{ECHO}</html>",
                        "headers": {"content-type": "text/html", "retry-after-ms": "10"},
                    }
                )
            ],
            "429": [cls.fault({"status": 429, "body": error_body(429), "headers": {"retry-after-ms": "10"}})],
            "another origin": [
                cls.fault({"status": 302, "body": ECHO, "headers": {"location": f"{cls.other_url}/elsewhere"}})
            ],
            "an endless redirect": [
                cls.fault({"status": 307, "body": ECHO, "headers": {"location": f"{cls.url}/job/again"}})
            ],
            # As a response about a job: a result is the caller's, as it came.
            "a failed job": [
                cls.fault(
                    {
                        "status": 200,
                        "body": json.dumps({"job_id": "some-job", "status": "failed", "error": ECHO, "message": ECHO}),
                        "headers": {"content-type": "application/json"},
                    },
                    path,
                )
                for path in ("/extract", "/job")
            ],
            "garbage": [cls.fault({"garbage": "body"})],
            "garbage on the wire": [cls.fault({"garbage": "wire"})],
            "reset": [cls.fault({"reset": "mid_body"})],
            "cut off": [cls.fault({"truncate_after_bytes": 20})],
            "not JSON": [
                cls.fault({"status": 200, "body": ECHO, "headers": {"content-type": "application/json"}}, path)
                for path in ("/extract", "/job")
            ],
        }
        cls.seen_command_lines = 0

    @classmethod
    def tearDownClass(cls):
        cls.sandbox.terminate()
        cls.sandbox.wait(20)
        cls.sandbox.stdout.close()
        cls.other.shutdown()
        cls.other.server_close()
        shutil.rmtree(cls.build, True)

    @staticmethod
    def fault(action, path="/"):
        return {"match": {"path_prefix": path}, "action": action}

    def setUp(self):
        self.folder = tempfile.mkdtemp(prefix="pulse-canary-")
        self.addCleanup(shutil.rmtree, self.folder, True)
        # Outside of the folder that is searched: this file is meant to hold it.
        with tempfile.NamedTemporaryFile("w", prefix="pulse-canary-", delete=False) as file:
            file.write(KEY + "\n")
        self.key_file = file.name
        self.addCleanup(os.unlink, file.name)
        Other.heads.clear()

    def control(self, path, body=None):
        request = urllib.request.Request(
            f"{self.url}/_sandbox/{path}",
            data=None if body is None else json.dumps(body).encode(),
            headers={"content-type": "application/json"},
        )
        with urllib.request.urlopen(request, timeout=20) as answer:
            return answer.read().decode()

    def assert_clean(self, what, text):
        for secret in SECRETS:
            at = text.find(secret)
            self.assertEqual(at, -1, f"{what} shows a secret: ...{text[max(0, at - 200):at + 40]}")

    def run_one(self, command, with_key=True, given="", base_url=None, **variables):
        """Runs a program in the folder; returns what it printed, which is clean, as is all that can be seen of it from outside."""
        environment = {
            name: value
            for name, value in os.environ.items()
            if not name.lower().endswith("_proxy") and not name.startswith("PULSE_")
        }
        environment.update(
            variables,
            PULSE_BASE_URL=base_url or self.url,
            PYTHONPATH=os.path.join(ROOT, "bindings", "python"),
            PULSE_NATIVE_LIBRARY=os.path.join(LIB, "libpulse_native.so"),
            PYTHONDONTWRITEBYTECODE="1",
            PYTHONUNBUFFERED="1",
        )
        if with_key:
            environment["PULSE_API_KEY"] = KEY
        with open(os.path.join(self.folder, ".output"), "w+b") as output:
            with subprocess.Popen(
                command, cwd=self.folder, env=environment, stdin=subprocess.PIPE, stdout=output, stderr=output
            ) as process:
                process.stdin.write(given.encode())
                process.stdin.close()
                deadline = time.monotonic() + 60
                while process.poll() is None:
                    self.look_at(process.pid)
                    if time.monotonic() > deadline:
                        process.kill()
                        self.fail(f"{command} did not end")
                    time.sleep(0.01)
            output.seek(0)
            printed = output.read().decode(errors="replace")
        os.unlink(os.path.join(self.folder, ".output"))
        self.assert_clean(f"what {command} printed", printed)
        self.look_at_files(command)
        return process.returncode, printed

    def look_at(self, pid):
        """What any user of the machine sees of a process, its threads among it."""
        try:
            tasks = os.listdir(f"/proc/{pid}/task")
        except (FileNotFoundError, ProcessLookupError):
            tasks = []
        for path in ("cmdline", "comm", *(f"task/{task}/comm" for task in tasks)):
            try:
                with open(f"/proc/{pid}/{path}", encoding="utf-8", errors="replace") as file:
                    text = file.read()
            except (FileNotFoundError, ProcessLookupError):
                continue  # It has ended.
            if path == "cmdline" and text:
                type(self).seen_command_lines += 1
            self.assert_clean(f"/proc/{pid}/{path}", text)

    def look_at_files(self, command):
        for folder, _, names in os.walk(self.folder):
            for name in names:
                path = os.path.join(folder, name)
                if not path.endswith((".md", ".json")):
                    # Results have the mode that the user's umask gives to new files; all else is private.
                    self.assertEqual(
                        stat.S_IMODE(os.stat(path).st_mode) & 0o077,
                        0,
                        f"others can read {path}, which {command} has written",
                    )
                with open(path, encoding="utf-8", errors="replace") as file:
                    self.assert_clean(f"{path}, which {command} has written,", name + file.read())

    def under_each_fault(self, work):
        """The sandbox's own journal, which anyone can ask for, is looked at too."""
        self.addCleanup(self.control, "faults", [])
        for name, rules in self.faults.items():
            with self.subTest(name):
                shutil.rmtree(self.folder)
                os.makedirs(self.folder)
                self.control("faults", rules)
                Other.heads.clear()
                work(name)
                for rule in json.loads(self.control("faults"))["rules"]:
                    self.assertGreater(rule["applied"], 0, "the fault was not met")
                self.assert_clean("what another origin was sent", "".join(Other.heads))
                self.assertEqual(bool(Other.heads), name == "another origin")
                self.assert_clean("the sandbox's journal", self.control("journal"))

    def test_cli(self):
        def work(fault):
            good = fault == "none"
            for options, given, with_key in (
                (["--api-key-file", "-"], KEY + "\n", False),
                (["--api-key-file", self.key_file], "", False),
                ([], "", True),
            ):
                code, printed = self.run_one(
                    [PULSE, "extract", "--max-retries", "1", "--json", *options, DOCUMENT], with_key, given
                )
                self.assertEqual(code == 0, good, printed)
            output = os.path.join(self.folder, "out")
            self.run_one(
                [
                    PULSE,
                    "extract",
                    "--max-retries",
                    "1",
                    "--output",
                    output,
                    DOCUMENT,
                    os.path.join(ROOT, "samples", "membership-application.pdf"),
                ]
            )
            # The journal is written before the first request, so that it is there whatever failed.
            self.assertIn("pulse-journal.jsonl", os.listdir(output))
            self.run_one([PULSE, "extract", "--max-retries", "1", "--no-wait", DOCUMENT])
            for command in ("get", "wait", "cancel"):
                self.run_one(
                    [
                        PULSE,
                        "job",
                        command,
                        "some-job",
                        "--max-retries",
                        "0",
                        *(["--timeout", "1s"] if command == "wait" else []),
                    ]
                )

        self.under_each_fault(work)
        self.assertGreater(self.seen_command_lines, 50)

    def test_c(self):
        def work(fault):
            code, printed = self.run_one([self.programs["program"], DOCUMENT])
            self.assertEqual(code, 0, printed)
            self.assertIn("log ", printed)
            self.run_one([self.programs["extract_file"], DOCUMENT])

        self.under_each_fault(work)

    def test_python(self):
        def work(fault):
            code, printed = self.run_one(
                [sys.executable, "-W", "error", os.path.join(HERE, "program.py"), DOCUMENT],
                with_key=False,
                given=f"{KEY}\n\n",
            )
            self.assertEqual(code, 0, printed)
            self.assertIn("log ", printed)
            self.assertIn("done True", printed)
            self.run_one(
                [sys.executable, os.path.join(ROOT, "bindings", "python", "examples", "extract_and_wait.py"), DOCUMENT]
            )

        self.under_each_fault(work)

    def test_a_proxy_that_echoes(self):
        proxy = self.other_url.replace("://", f"://user:{PASSWORD}@")
        for command, given, with_key in (
            ([PULSE, "job", "get", "some-job", "--max-retries", "0"], "", True),
            ([self.programs["program"], DOCUMENT], "", True),
            ([sys.executable, os.path.join(HERE, "program.py"), DOCUMENT], f"{KEY}\n{proxy}\n", False),
        ):
            for base_url in (self.url, "https://localhost:1"):
                Other.heads.clear()
                variables = {} if given else {"HTTP_PROXY": proxy, "HTTPS_PROXY": proxy}
                _, printed = self.run_one(command, with_key, given, base_url, **variables)
                self.assertIn("407" if base_url == self.url else "proxy", printed)
                self.assertTrue(
                    any(TOKEN in head for head in Other.heads) or base_url != self.url,
                    "the proxy was not shown its credentials",
                )
        # An argument is not the place for them.
        code, _ = self.run_one([PULSE, "job", "get", "a", "--proxy", self.other_url.replace("://", "://user:x@")])
        self.assertEqual(code, 2)

    def test_a_crash_shows_no_key(self):
        # A pointer that is none: the process dies, and says nothing about it.
        code, _ = self.run_one(
            [
                sys.executable,
                "-X",
                "faulthandler",
                "-c",
                "import sys, ctypes, pulse_native as p; c = p.Pulse(sys.stdin.readline().strip())\ntry: c.jobs.get_job('a')\nexcept p.PulseError: pass\nctypes.string_at(1)",
            ],
            with_key=False,
            given=KEY + "\n",
        )
        self.assertLess(code, 0)


if __name__ == "__main__":
    unittest.main()
