"""
Every code that the comments of pulse_native.h name for a function is provoked here, and is what the library then returns. A code
that the header names and nobody provokes fails, and so does one that is provoked and not named.
"""

import ctypes
import http.server
import os
import re
import resource
import subprocess
import sys
import tempfile
import threading
import time
import unittest


ROOT = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))

os.environ.setdefault("PULSE_NATIVE_LIBRARY", os.path.join(ROOT, "artifacts", "lib", "libpulse_native.so"))
sys.path.insert(0, os.path.join(ROOT, "bindings", "python"))

from pulse_native import _declarations as declared  # noqa: E402

HEADER = os.path.join(ROOT, "native", "include", "pulse_native.h")
LIB = os.path.join(ROOT, "artifacts", "lib", "libpulse_native.so")
REQUEST = "the codes of a request"
KEY = b"test"
LARGE = b'{"job_id":"a","status":"completed","result":{"is_url":true,"url":"%s/large_results/a"}}'
JOBS = {
    "failed": b'{"job_id":"a","status":"failed"}',
    "canceled": b'{"job_id":"a","status":"canceled"}',
    "expired": b'{"job_id":"a","status":"expired"}',
    "pending": b'{"job_id":"a","status":"pending"}',
    "empty": b'{"job_id":"a","status":"completed","result":{"x":1}}',
    "damaged": b'{"job_id":"a","status":"completed","result":{"markdown":"\\q","a":1}}',
    "protocol": b"<html>",
}
CODES = {
    "MISSING_API_KEY": None,
    "CLOSED": "stall",
    "NETWORK": "closes",
    "TLS": "tls",
    "TIMEOUT": "stall",
    "PROTOCOL": "protocol",
    "BAD_REQUEST": "400",
    "UNAUTHORIZED": "401",
    "FORBIDDEN": "403",
    "NOT_FOUND": "404",
    "GONE": "410",
    "TOO_LARGE": "413",
    "RATE_LIMITED": "429",
    "SERVER_ERROR": "500",
}


class Handler(http.server.BaseHTTPRequestHandler):
    """The first part of the path says what becomes of a request."""

    protocol_version = "HTTP/1.1"

    def log_message(self, *_):
        pass

    def answer(self):
        manner, _, rest = self.path.lstrip("/").partition("/")
        if "content-length" in self.headers:
            self.rfile.read(int(self.headers["content-length"]))
        origin = f"http://127.0.0.1:{self.server.server_port}/{manner}".encode()
        if manner == "stall":
            self.server.asked.release()
            self.server.ended.wait(60)
            self.close_connection = True
        elif manner == "closes":
            self.close_connection = True
        elif manner in ("gone", "lost") and not rest.startswith("large_results"):
            self.reply(200, LARGE % origin)
        elif manner == "gone":
            self.reply(410, b"{}")
        elif manner == "lost":
            self.reply(200, b'{"markdown":', announced=1000)
            self.close_connection = True
        elif manner.isdigit():
            self.reply(int(manner), b'{"error":{"code":"X_1","message":"no"}}')
        elif manner == "kept" and rest.startswith("large_results"):
            self.reply(200, b'{"markdown":"large"}')
        elif manner == "kept":
            self.reply(200, LARGE % origin)
        else:
            self.reply(200, JOBS[manner])

    do_GET = do_POST = do_DELETE = answer

    def reply(self, status, body, announced=None):
        self.send_response(status)
        self.send_header("content-type", "application/json")
        self.send_header("content-length", str(announced or len(body)))
        self.end_headers()
        self.wfile.write(body)


class Library:
    """The functions as C sees them: handles are integers, and each returns its code."""

    def __init__(self, server, folder):
        self.c = ctypes.CDLL(LIB)
        self.server = server
        self.folder = folder
        for name in ("client", "job", "response", "queue", "cancel_token"):
            getattr(self.c, f"pulse_{name}_free").argtypes = [ctypes.c_void_p]

    def out(self, function, *arguments):
        """Calls a function with one out handle; returns its code and the handle."""
        made = ctypes.c_void_p()
        return function(*arguments, ctypes.byref(made), None), made

    def options(self, manner="pending", **values):
        scheme = "https" if manner == "tls" else "http"
        values.setdefault("base_url", f"{scheme}://127.0.0.1:{self.server.server_port}/{manner}".encode())
        values.setdefault("api_key", KEY)
        values.setdefault("max_retries", declared.NO_RETRIES)
        if manner == "stall":
            values.setdefault("timeout_ms", 300)
            values.setdefault("process_timeout_ms", 300)
        return declared.ClientOptions(struct_size=ctypes.sizeof(declared.ClientOptions), **values)

    def client(self, manner="pending", **values):
        code, client = self.out(self.c.pulse_client_new, ctypes.byref(self.options(manner, **values)))
        assert code == declared.OK, (manner, values, code)
        return client

    def wait_options(self, **values):
        return ctypes.byref(declared.WaitOptions(struct_size=ctypes.sizeof(declared.WaitOptions), **values))

    # Calls of a client, for the codes of a request.

    def get_job(self, client):
        return self.out(self.c.pulse_get_job, client, b"a")[0]

    def cancel_job(self, client):
        return self.c.pulse_cancel_job(client, b"a", None)

    def wait_job(self, client, **options):
        return self.out(self.c.pulse_wait_job, client, b"a", self.wait_options(timeout_ms=3000, **options))[0]

    def get_large_result(self, client, path=None):
        return self.out(self.c.pulse_get_large_result, client, b"a", path)[0]

    def submit_extract(self, client, request=b'{"fileUrl":"https://example.com/a.pdf"}', file=None):
        return self.out(self.c.pulse_submit_extract, client, request, ctypes.c_size_t(len(request)), file)[0]

    def split(
        self, client, request=b'{"extraction_id":"e","split_config":{"split_input":[{"name":"a","description":"b"}]}}'
    ):
        return self.out(self.c.pulse_split, client, request, ctypes.c_size_t(len(request)))[0]

    def get_result_pdf(self, client, path=None):
        return self.out(self.c.pulse_get_result_pdf, client, b"a", path)[0]

    def request(self, call, code):
        """Provokes one of the codes of a request."""
        if code == "MISSING_API_KEY":
            return call(self.client(api_key=None))
        client = self.client(
            CODES[code], **({"timeout_ms": 60000, "process_timeout_ms": 60000} if code == "CLOSED" else {})
        )
        if code != "CLOSED":
            return call(client)
        return self.meanwhile(lambda: call(client), lambda: self.c.pulse_client_free(client))

    def meanwhile(self, call, then):
        """Calls on a thread of its own, and does something once the server has been asked."""
        while self.server.asked.acquire(blocking=False):
            pass
        codes = []
        thread = threading.Thread(target=lambda: codes.append(call()))
        thread.start()
        self.server.asked.acquire()
        then()
        thread.join()
        return codes[0]

    # Jobs and queues.

    def job(self, manner):
        return self.out(self.c.pulse_get_job, self.client(manner), b"a")[1]

    def text(self, function, job, *arguments):
        text = declared.Str()
        return function(job, *arguments, ctypes.byref(text), None)

    def find(self, manner, pointer):
        return self.text(self.c.pulse_job_find, self.job(manner), pointer, ctypes.byref(ctypes.c_int32()))

    def parts(self, manner, pointer):
        return self.out(self.c.pulse_job_parts, self.job(manner), pointer)[0]

    def from_json(self, body):
        return self.out(self.c.pulse_job_from_json, body, ctypes.c_size_t(len(body)))[0]

    def number(self, function, job):
        return function(job, ctypes.byref(ctypes.c_int64()), None)

    def queue(self, client):
        return self.out(self.c.pulse_queue_new, client)[1]

    def next(self, queue, timeout):
        completion = declared.Completion(struct_size=ctypes.sizeof(declared.Completion))
        return self.c.pulse_queue_next(queue, ctypes.c_int64(timeout), ctypes.byref(completion), None)

    def queue_fd_without_descriptors(self):
        queue = self.queue(self.client())
        soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
        resource.setrlimit(resource.RLIMIT_NOFILE, (0, hard))
        try:
            return self.c.pulse_queue_fd(queue, ctypes.byref(ctypes.c_int32()), None)
        finally:
            resource.setrlimit(resource.RLIMIT_NOFILE, (soft, hard))

    def queue_next_closed(self):
        queue = self.queue(self.client())
        codes = []
        thread = threading.Thread(target=lambda: codes.append(self.next(queue, -1)))
        thread.start()
        # It cannot be seen from outside that the thread waits; one that comes later meets a handle that is none.
        while thread.native_id is None or "futex" not in self.waits_in(thread.native_id):
            time.sleep(0.001)
        self.c.pulse_queue_free(queue)
        thread.join()
        return codes[0]

    @staticmethod
    def waits_in(thread):
        with open(f"/proc/self/task/{thread}/wchan", encoding="ascii") as file:
            return file.read()

    def queue_next_stopped(self):
        _, token = self.out(self.c.pulse_cancel_token_new)
        _, limited = self.out(self.c.pulse_client_with_limits, self.client(), token, ctypes.c_int64(0))
        queue = self.queue(limited)
        self.c.pulse_cancel_token_cancel(token, None)
        return self.next(queue, -1)

    # Waits.

    def wait_stopped(self):
        stop = declared.ProgressCallback(lambda progress, user_data: 1)
        return self.wait_job(self.client("pending"), on_progress=stop)

    def shutdown_too_soon(self):
        """A call that is under way in its callback cannot end."""
        codes = []

        def shut_down(_, __):
            codes.append(self.c.pulse_shutdown(ctypes.c_int64(0), None))
            return 1

        self.wait_job(self.client("pending"), on_progress=declared.ProgressCallback(shut_down))
        return codes[0]

    def discard_what_cannot_be_removed(self):
        folder = tempfile.mkdtemp(dir=self.folder)
        client = self.client("kept", large_result_folder=folder.encode())
        assert self.wait_job(client) == declared.OK
        os.chmod(self.folder, 0o755)
        os.chmod(folder, 0o555)
        # A thread of root's is somebody else's for as long, to the file system.
        before = self.c.setfsuid(61234)
        try:
            return self.c.pulse_discard_large_result(client, b"a", None)
        finally:
            self.c.setfsuid(before)
            os.chmod(folder, 0o700)

    # Webhooks.

    def verify(self):
        secrets = (ctypes.c_char_p * 1)(b"whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw")
        reason = ctypes.c_int32()
        return self.c.pulse_webhook_verify(
            b"{}", ctypes.c_size_t(2), None, ctypes.c_size_t(0), secrets, ctypes.c_size_t(1), ctypes.c_int64(0),
            ctypes.c_int64(0), ctypes.byref(reason), None
        )  # fmt: skip

    def render_html(self, json):
        return self.out(self.c.pulse_render_html, json, ctypes.c_size_t(len(json)), None)[0]

    def render_pictures(self, json, name):
        picture = declared.File(ctypes.sizeof(declared.File), b"/no/such/picture")
        picture.file_name = name
        render = self.c.pulse_render_html_with_pictures
        return self.out(render, json, ctypes.c_size_t(len(json)), None, ctypes.byref(picture), ctypes.c_size_t(1))[0]

    def sign(self, secret):
        return self.out(self.c.pulse_webhook_sign, b"{}", ctypes.c_size_t(2), b"id", ctypes.c_int64(1), secret)[0]

    def without_openssl(self, call):
        """The same in a process of its own, in which there is no OpenSSL."""
        found = subprocess.run(["ldconfig", "-p"], stdout=subprocess.PIPE, text=True, check=True).stdout
        hidden = sorted(set(re.findall(r"=> (\S*/libssl\.so\S*)", found)))
        mounts = "".join(f"mount --bind /dev/null {path} && " for path in hidden)
        program = (
            "import sys; sys.path.insert(0, %r); import test_header_errors as t; "
            "print(t.NO_OPENSSL[%r](t.Library(type('S', (), {'server_port': 1}), '')))"
        ) % (os.path.dirname(os.path.abspath(__file__)), call)
        unshare = ["unshare", "--mount"] if os.getuid() == 0 else ["unshare", "--user", "--map-root-user", "--mount"]
        done = subprocess.run(
            [*unshare, "sh", "-c", mounts + 'exec "$0" -c "$1"', sys.executable, program],
            stdout=subprocess.PIPE,
            text=True,
            check=True,
        )
        return int(done.stdout)


NO_OPENSSL = {
    "pulse_client_new": lambda lib: lib.out(lib.c.pulse_client_new, ctypes.byref(lib.options("tls")))[0],
    "pulse_webhook_verify": lambda lib: lib.verify(),
    "pulse_webhook_sign": lambda lib: lib.sign(b"whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"),
}

BAD_PATH = b"/no/such/folder/file"

# A header that is the library's own.
HOST = declared.Header(b"Host", b"elsewhere")

PROVOKED = {
    ("pulse_log_to_fd", "INVALID_ARGUMENT"): lambda lib: lib.c.pulse_log_to_fd(-7, 1, None),
    ("pulse_client_options_init", "INVALID_ARGUMENT"): lambda lib: lib.c.pulse_client_options_init(
        None, ctypes.c_size_t(8)
    ),
    ("pulse_wait_options_init", "INVALID_ARGUMENT"): lambda lib: lib.c.pulse_wait_options_init(
        None, ctypes.c_size_t(8)
    ),
    ("pulse_client_new", "INVALID_ARGUMENT"): lambda lib: lib.out(
        lib.c.pulse_client_new, ctypes.byref(lib.options(base_url=b"none"))
    )[0],
    ("pulse_client_new", "FILE_ERROR"): lambda lib: lib.out(
        lib.c.pulse_client_new, ctypes.byref(lib.options(ca_file=BAD_PATH))
    )[0],
    ("pulse_client_new", "TLS"): lambda lib: lib.without_openssl("pulse_client_new"),
    ("pulse_client_with_headers", "INVALID_ARGUMENT"): lambda lib: lib.out(
        lib.c.pulse_client_with_headers, lib.client(), ctypes.byref(HOST), ctypes.c_size_t(1)
    )[0],
    ("pulse_queue_set_headers", "INVALID_ARGUMENT"): lambda lib: lib.c.pulse_queue_set_headers(
        lib.queue(lib.client()), ctypes.byref(HOST), ctypes.c_size_t(1), None
    ),
    ("pulse_shutdown", "TIMEOUT"): Library.shutdown_too_soon,
    ("pulse_wait_job", "JOB_FAILED"): lambda lib: lib.wait_job(lib.client("failed")),
    ("pulse_wait_job", "JOB_CANCELED"): lambda lib: lib.wait_job(lib.client("canceled")),
    ("pulse_wait_job", "JOB_EXPIRED"): lambda lib: lib.wait_job(lib.client("expired")),
    ("pulse_wait_job", "GONE"): lambda lib: lib.wait_job(lib.client("gone")),
    ("pulse_wait_job", "RESULT_LOST"): lambda lib: lib.wait_job(lib.client("lost")),
    ("pulse_wait_job", "STOPPED"): Library.wait_stopped,
    ("pulse_notify_job", "NOT_FOUND"): lambda lib: lib.c.pulse_notify_job(lib.client(), b"a", None),
    ("pulse_import_durations", "INVALID_ARGUMENT"): lambda lib: lib.c.pulse_import_durations(
        lib.client(), b"[]", ctypes.c_size_t(2), None
    ),
    ("pulse_job_created_at", "NOT_FOUND"): lambda lib: lib.number(lib.c.pulse_job_created_at, lib.job("empty")),
    ("pulse_job_updated_at", "NOT_FOUND"): lambda lib: lib.number(lib.c.pulse_job_updated_at, lib.job("empty")),
    ("pulse_job_markdown", "NOT_FOUND"): lambda lib: lib.text(lib.c.pulse_job_markdown, lib.job("empty")),
    ("pulse_job_markdown", "PROTOCOL"): lambda lib: lib.text(lib.c.pulse_job_markdown, lib.job("damaged")),
    ("pulse_job_page_count", "NOT_FOUND"): lambda lib: lib.number(lib.c.pulse_job_page_count, lib.job("empty")),
    ("pulse_job_find", "NOT_FOUND"): lambda lib: lib.find("empty", b"/a"),
    ("pulse_job_find", "INVALID_ARGUMENT"): lambda lib: lib.find("empty", b"a"),
    ("pulse_job_find", "PROTOCOL"): lambda lib: lib.find("damaged", b"/markdown"),
    ("pulse_job_parts", "NOT_FOUND"): lambda lib: lib.parts("empty", b"/x"),
    ("pulse_job_from_json", "PROTOCOL"): lambda lib: lib.from_json(b"{}"),
    ("pulse_get_large_result", "RESULT_LOST"): lambda lib: lib.get_large_result(lib.client("lost")),
    ("pulse_get_large_result", "FILE_ERROR"): lambda lib: lib.get_large_result(lib.client("kept"), BAD_PATH),
    ("pulse_discard_large_result", "FILE_ERROR"): Library.discard_what_cannot_be_removed,
    ("pulse_render_html", "PROTOCOL"): lambda lib: lib.render_html(b"no JSON"),
    ("pulse_render_html_with_pictures", "PROTOCOL"): lambda lib: lib.render_pictures(b"no JSON", b"1"),
    ("pulse_render_html_with_pictures", "INVALID_ARGUMENT"): lambda lib: lib.render_pictures(b"{}", b"one"),
    ("pulse_render_html_with_pictures", "FILE_ERROR"): lambda lib: lib.render_pictures(b"{}", b"1"),
    ("pulse_webhook_verify", "WEBHOOK_REJECTED"): Library.verify,
    ("pulse_webhook_verify", "TLS"): lambda lib: lib.without_openssl("pulse_webhook_verify"),
    ("pulse_webhook_sign", "INVALID_ARGUMENT"): lambda lib: lib.sign(b"whsec_!!!"),
    ("pulse_webhook_sign", "TLS"): lambda lib: lib.without_openssl("pulse_webhook_sign"),
    ("pulse_queue_fd", "NO_RESOURCES"): Library.queue_fd_without_descriptors,
    ("pulse_queue_next", "TIMEOUT"): lambda lib: lib.next(lib.queue(lib.client()), 0),
    ("pulse_queue_next", "CLOSED"): Library.queue_next_closed,
    ("pulse_queue_next", "STOPPED"): Library.queue_next_stopped,
    ("pulse_queue_cancel", "NOT_FOUND"): lambda lib: lib.c.pulse_queue_cancel(
        lib.queue(lib.client()), ctypes.c_uint64(1), None
    ),
    ("pulse_submit_extract", "INVALID_ARGUMENT"): lambda lib: lib.submit_extract(lib.client(), b"{}"),
    ("pulse_submit_extract", "FILE_ERROR"): lambda lib: lib.submit_extract(
        lib.client(),
        b"{}",
        ctypes.byref(declared.File(struct_size=ctypes.sizeof(declared.File), path=BAD_PATH)),
    ),
    ("pulse_submit_extract", "OUTCOME_UNKNOWN"): lambda lib: lib.submit_extract(lib.client("closes")),
    ("pulse_split", "INVALID_ARGUMENT"): lambda lib: lib.split(lib.client(), b"{}"),
    ("pulse_split", "OUTCOME_UNKNOWN"): lambda lib: lib.split(lib.client("closes")),
    ("pulse_get_result_pdf", "NOT_FOUND"): lambda lib: lib.get_result_pdf(lib.client("404")),
    ("pulse_get_result_pdf", "FILE_ERROR"): lambda lib: lib.get_result_pdf(lib.client(), BAD_PATH),
}

# What stands for several functions is tried with one of them: the comment begins so.
GROUPS = {
    "`request_json` is a JSON object with the options of POST /extract": "pulse_submit_extract",
    "Requests are JSON objects with the API's names": "pulse_split",
    "Downloads.  The file is in the response": "pulse_get_result_pdf",
}

# What only comes in the moment in which another thread frees the object.
RACES = {("pulse_queue_fd", "CLOSED")}

# A request that breaks once it was sent whole has an outcome that nobody knows.
SUBMITS = {"pulse_submit_extract": {"CLOSED", "NETWORK", "TIMEOUT"}, "pulse_split": {"CLOSED", "NETWORK", "TIMEOUT"}}

# /split sends no document.
WITHOUT_DOCUMENT = {("pulse_split", "FILE_ERROR")}


def promised():
    """The pairs of function and code that the comments of the header name."""
    with open(HEADER, encoding="utf-8") as file:
        text = file.read()
    comment = r"/\*((?:(?!\*/).)*)\*/\s*"
    pairs = set()
    for words, functions in re.findall(comment + r"((?:PULSE_API [^;]*;\s*)*)", text, flags=re.S):
        words = re.sub(r"\s*\n ?\*? ?\s*", " ", words).strip()
        group = next((name for start, name in GROUPS.items() if words.startswith(start)), None)
        names = [group] if group else re.findall(r"(pulse_\w+)\(", functions)
        start = re.search(r"Errors|Returns PULSE|PULSE_NOT_FOUND when", words)
        if start is None:
            continue
        said = re.sub(r"unless PULSE_\w+ is set", "", words[start.start() :])
        codes = {code for code in re.findall(r"PULSE_([A-Z_]+[A-Z])\b", said) if hasattr(declared, code)} - {"OK"}
        if REQUEST in said:
            codes |= set(CODES)
        pairs |= {(name, code) for name in names for code in codes}
    return pairs


class HeaderErrorTests(unittest.TestCase):
    def setUp(self):
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        server.daemon_threads = True
        server.ended, server.asked = threading.Event(), threading.Semaphore(0)
        threading.Thread(target=server.serve_forever, daemon=True).start()
        self.addCleanup(server.server_close)
        self.addCleanup(server.shutdown)
        self.addCleanup(server.ended.set)
        os.environ.pop("PULSE_API_KEY", None)
        self.library = Library(server, folder.name)

    def test_each_code_that_is_named_is_what_comes(self):
        pairs = promised()
        self.assertGreater(len(pairs), 100)
        for function, code in sorted(pairs - RACES - WITHOUT_DOCUMENT):
            with self.subTest(function=function, code=code):
                if (function, code) in PROVOKED:
                    came = PROVOKED[function, code](self.library)
                else:
                    self.assertIn(code, CODES, "nobody provokes it")
                    came = self.library.request(getattr(self.library, function[len("pulse_") :]), code)
                expected = "OUTCOME_UNKNOWN" if code in SUBMITS.get(function, ()) else code
                self.assertEqual(came, getattr(declared, expected))
        self.assertLessEqual(set(PROVOKED) | RACES, pairs, "provoked, and not named in the header")


if __name__ == "__main__":
    unittest.main()
