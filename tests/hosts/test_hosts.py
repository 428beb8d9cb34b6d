"""Host programs with their own signals, started plainly: nothing stands between them and what they have set up."""

import os
import shutil
import signal
import socket
import ssl
import struct
import subprocess
import sys
import tempfile
import threading
import unittest

HERE = os.path.dirname(os.path.abspath(__file__))
ROOT = os.path.dirname(os.path.dirname(HERE))
LIB = os.path.join(ROOT, "artifacts", "lib")
sys.path[:0] = [os.path.join(ROOT, "tests", "python"), os.path.join(ROOT, "tests")]

import npm_packages  # noqa: E402
from tls_support import Server as JobServer, make_certificates  # noqa: E402

# No user of this number is expected to run anything here: its limit of threads is then that of one program.
USER_WITHOUT_PROCESSES = 61234

LANGUAGES = os.path.join(HERE, "languages")
# Native calls from Node, with binaries for each platform.
KOFFI = "koffi@3.3.4"

JOB = b'{"job_id":"a","status":"processing"}'
LARGE = b'{"job_id":"large","status":"completed","result":{"markdown":"%s"}}' % (b"x" * 300_000)
DONE = b'{"job_id":"%s","status":"completed","result":{"markdown":"text"}}'


def response(status, body):
    return (
        f"HTTP/1.1 {status}\r\nContent-Type: application/json\r\nContent-Length: {len(body)}\r\n\r\n"
    ).encode() + body


def read_head(connection):
    head = b""
    while b"\r\n\r\n" not in head:
        piece = connection.recv(65536)
        if not piece:
            raise OSError("closed")
        head += piece
    return head


def reset(connection):
    connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))


class Server:
    """A server on loopback that treats uploads as `manner` says, responses job `a`, and never responses job `stall`."""

    def __init__(self, manner="closes", certificate=None, path=None):
        self.manner = manner
        self.accepted = 0
        self.context = None
        if certificate is not None:
            self.context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
            self.context.load_cert_chain(certificate)
        if path is None:
            self.listener = socket.create_server(("127.0.0.1", 0), backlog=64)
        else:
            self.listener = socket.socket(socket.AF_UNIX)
            self.listener.bind(path)
            self.listener.listen(64)
        self.ended = threading.Event()
        threading.Thread(target=self.accept, daemon=True).start()

    @property
    def url(self):
        port = self.listener.getsockname()[1]
        return f"http://127.0.0.1:{port}" if self.context is None else f"https://localhost:{port}"

    def accept(self):
        while True:
            try:
                connection = self.listener.accept()[0]
            except OSError:
                return
            self.accepted += 1
            threading.Thread(target=self.serve, args=(connection,), daemon=True).start()

    def serve(self, connection):
        try:
            if self.context is not None:
                connection = self.context.wrap_socket(connection, server_side=True)
            with connection:
                while True:
                    head = read_head(connection)
                    if head.startswith(b"GET /job/a "):
                        connection.sendall(response("200 OK", JOB))
                    elif head.startswith(b"GET /job/missing "):
                        connection.sendall(
                            response("404 Not Found", b'{"error":{"code":"JOB_001","message":"no such job"}}')
                        )
                    elif head.startswith(b"GET /job/done"):
                        connection.sendall(response("200 OK", DONE % head[len(b"GET /job/") : head.index(b" HTTP")]))
                    elif head.startswith(b"GET /job/large "):
                        connection.sendall(response("200 OK", LARGE))
                    elif head.startswith((b"GET /results/", b"GET /large_results/")):
                        connection.sendall(
                            b"HTTP/1.1 200 OK\r\nContent-Type: application/pdf\r\nContent-Length: 1000000\r\n\r\n%PDF-1.4"
                        )
                        self.ended.wait(30)
                        return
                    elif head.startswith((b"GET", b"DELETE")):
                        self.ended.wait(30)
                        return
                    else:
                        self.upload(connection)
                        return
        except OSError:
            pass

    def upload(self, connection):
        if self.manner == "413":
            connection.sendall(
                response("413 Payload Too Large", b'{"error":{"code":"FILE_002","message":"too large"}}')
            )
        elif self.manner == "resets":
            reset(connection)
        elif self.manner == "stalls":
            # Long enough for every buffer on the way to be full.
            self.ended.wait(1)
        elif self.manner == "never":
            self.ended.wait(60)

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.ended.set()
        self.listener.close()


class HostTests(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        folder = tempfile.TemporaryDirectory()
        cls.addClassCleanup(folder.cleanup)
        cls.certificates = make_certificates(folder.name)
        # A host that gives up being root reads them too.
        os.chmod(folder.name, 0o755)
        os.chmod(cls.certificates["ca"], 0o644)
        cls.program = os.path.join(folder.name, "host")
        cls.memory = os.path.join(folder.name, "memory")
        cls.stops = os.path.join(folder.name, "stops")
        for source, program in (
            (os.path.join(HERE, "host.c"), cls.program),
            (os.path.join(HERE, "stops.c"), cls.stops),
            (os.path.join(ROOT, "bench", "ours", "memory.c"), cls.memory),
        ):
            cls.build(source, program)

    @staticmethod
    def build(source, program, *flags):
        subprocess.run(
            ["gcc", "-std=gnu11", "-D_GNU_SOURCE", "-Wall", "-Wextra", "-Werror", f"-I{ROOT}/native/include", *flags]
            + [source, f"-L{LIB}", "-lpulse_native", "-lpthread", f"-Wl,-rpath,{LIB}", "-o", program],
            check=True,
        )

    def start_host(self, server, *arguments, program=None, **variables):
        """Runs a program; returns its exit code, stdout and stderr."""
        environment = {
            **os.environ,
            "PULSE_BASE_URL": server.url,
            "PULSE_API_KEY": "test",
            "TEST_CA_FILE": self.certificates["ca"],
            **variables,
        }
        # restore_signals gives SIGPIPE back its default, which Python has set to ignored for itself.
        done = subprocess.run(
            [program or self.program, *arguments],
            env=environment,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
            timeout=60,
            restore_signals=True,
            check=False,
        )
        return done.returncode, done.stdout.strip(), done.stderr

    def run_host(self, server, *arguments, **variables):
        code, printed, errors = self.start_host(server, *arguments, **variables)
        self.assertGreaterEqual(
            code, 0, f"{arguments}: killed by {signal.strsignal(-code) if code < 0 else ''}\n{errors}"
        )
        self.assertEqual((code, errors), (0, ""), f"{arguments}: {printed}")
        return printed

    def test_uploads_that_break_raise_no_sigpipe(self):
        for scheme in ("http", "https"):
            for manner in ("closes", "413", "resets", "stalls"):
                with Server(manner, self.certificates["server"] if scheme == "https" else None) as server:
                    for road in ("blocking", "queued"):
                        for disposition in ("default", "ignored", "blocked"):
                            with self.subTest(scheme=scheme, manner=manner, road=road, disposition=disposition):
                                printed = self.run_host(server, "upload", road, disposition)
                                self.assertRegex(printed, r"^(NETWORK|TIMEOUT|OUTCOME_UNKNOWN|TOO_LARGE) pending=0$")

    def test_threads_of_the_library_block_the_signals_of_the_host(self):
        faults = {
            signal.SIGSEGV,
            signal.SIGFPE,
            signal.SIGBUS,
            signal.SIGILL,
            signal.SIGTRAP,
            signal.SIGSYS,
            signal.SIGKILL,
            signal.SIGSTOP,
        }
        with Server() as server:
            masks = self.run_host(server, "masks").split()
        self.assertTrue(masks)
        for mask in masks:
            unblocked = {number for number in range(1, 32) if not int(mask, 16) >> (number - 1) & 1}
            self.assertLessEqual(unblocked, faults, mask)

    def test_a_canceled_thread_finishes_its_call_and_the_library_works_on(self):
        with Server() as server:
            self.assertEqual(self.run_host(server, "cancel"), "canceled then OK")
            self.assertEqual(self.run_host(server, "cancel", "asynchronous"), "canceled then OK")

    def test_destructors_of_thread_specific_data_may_free(self):
        with Server() as server:
            self.assertRegex(self.run_host(server, "destructor"), "^CLOSED This thread is ending")
            self.run_host(server, "destructor", "key first")

    def test_exit_handlers_may_call(self):
        with Server() as server:
            self.assertEqual(self.run_host(server, "exit"), "OK at exit")

    def test_threads_are_few(self):
        with Server() as server:
            # The host's own, and at most six of the library's.
            self.assertLessEqual(int(self.run_host(server, "threads")), 7)
            self.assertLessEqual(int(self.run_host(server, "threads", DOTNET_PROCESSOR_COUNT="64")), 7)

    def test_blocking_and_queued_calls_share_a_connection(self):
        for scheme in ("http", "https"):
            for second in ("a", "large"):
                with self.subTest(scheme=scheme, second=second):
                    with Server(certificate=self.certificates["server"] if scheme == "https" else None) as server:
                        # While a call blocks its thread, no thread of the library is woken.
                        self.assertEqual(self.run_host(server, "roads", "a", second), "430 by turns, alone")
                        self.assertEqual(server.accepted, 1)

    def test_operations_that_wait_for_their_turn_end_as_others_do(self):
        with Server() as server:
            self.assertEqual(self.run_host(server, "turns"), "1000 stopped, 1000 closed, 2000 done")

    def test_shutdown_ends_everything_and_the_library_works_again(self):
        with Server() as server:
            # Nobody can see whether the thread has entered pulse_queue_next() before the queue was freed.
            self.assertRegex(self.run_host(server, "shutdown"), "^OK CLOSED (CLOSED|INVALID_HANDLE) INVALID_HANDLE OK$")

    def stop(self, server, scenario):
        return self.run_host(server, scenario, program=self.stops).splitlines()

    CALLS = (
        "get",
        "wait",
        "wait with progress",
        "upload",
        "extract and wait",
        "split",
        "download",
        "large result",
        "cancel job",
    )

    def test_a_token_stops_blocking_calls(self):
        for certificate in (None, self.certificates["server"]):
            with Server("never", certificate) as server:
                stopped = dict(line.split(": ") for line in self.stop(server, "another thread"))
                self.assertEqual(tuple(stopped), self.CALLS)
                # Whether a byte of the large result had come, and all of the small request was sent, nobody can know here.
                self.assertIn(stopped.pop("large result"), ("STOPPED", "RESULT_LOST"))
                self.assertIn(stopped.pop("split"), ("STOPPED", "OUTCOME_UNKNOWN"))
                self.assertEqual(set(stopped.values()), {"STOPPED"}, stopped)

    def test_a_token_that_was_canceled_before_sends_nothing(self):
        for certificate in (None, self.certificates["server"]):
            with Server("never", certificate) as server:
                *calls, sent, after, itself = self.stop(server, "before")
                self.assertEqual(calls, [f"{name}: STOPPED" for name in self.CALLS])
                self.assertEqual((sent, after, itself), ("0 sent", "after its token: STOPPED", "the client itself: OK"))

    def test_each_call_may_have_a_time_limit(self):
        for certificate in (None, self.certificates["server"]):
            with Server("never", certificate) as server:
                ended = dict(line.split(": ") for line in self.stop(server, "time"))
                self.assertEqual(tuple(ended), self.CALLS)
                self.assertEqual(ended.pop("large result"), "RESULT_LOST")
                self.assertEqual(ended.pop("split"), "OUTCOME_UNKNOWN")
                self.assertEqual(set(ended.values()), {"TIMEOUT"}, ended)

    def test_tokens_are_shared_freed_and_nested(self):
        for certificate in (None, self.certificates["server"]):
            with Server("never", certificate) as server:
                self.assertEqual(self.stop(server, "many threads"), ["16 stopped"])
                self.assertEqual(
                    self.stop(server, "freed"), ["freed while used: TIMEOUT", "afterwards: INVALID_HANDLE OK"]
                )
                self.assertEqual(
                    self.stop(server, "nested"),
                    [
                        "the outer time: TIMEOUT",
                        "the outer token: STOPPED",
                        "another: OK",
                        "no token: INVALID_HANDLE",
                        "a freed token: INVALID_HANDLE",
                        "a negative time: INVALID_ARGUMENT",
                        "too long a time: INVALID_ARGUMENT",
                    ],
                )

    def test_a_queue_keeps_to_the_limits_of_its_client(self):
        for certificate in (None, self.certificates["server"]):
            with Server("never", certificate) as server:
                self.assertEqual(
                    self.stop(server, "queued"),
                    [
                        "600 accepted",
                        "stopped under way: 600",
                        "stopped before: 600",
                        "nothing left: STOPPED",
                        "a collector: STOPPED",
                        "timed out: 600",
                    ],
                )
                self.assertEqual(self.stop(server, "from a queue"), ["from a queue: STOPPED"])

    def measure(self, server, *arguments):
        environment = {**os.environ, "PULSE_BASE_URL": server.url, "PULSE_API_KEY": "test"}
        environment["SSL_CERT_FILE"] = self.certificates["ca"]
        done = subprocess.run(
            [self.memory, *arguments], env=environment, stdout=subprocess.PIPE, text=True, timeout=300, check=True
        )
        return {name: float(value) for name, value in (pair.split("=") for pair in done.stdout.split())}

    def test_the_doctor_trusts_the_roots_of_the_machine(self):
        server = JobServer(certificate=self.certificates["server"])
        self.addCleanup(server.close)
        environment = {**os.environ, "PULSE_BASE_URL": server.url, "PULSE_API_KEY": "test"}
        environment["SSL_CERT_FILE"] = self.certificates["ca"]
        pulse = [os.path.join(ROOT, "artifacts", "bin", "pulse"), "doctor"]
        done = subprocess.run(pulse, env=environment, capture_output=True, text=True, timeout=120, check=False)
        self.assertIn(f"ok       service: {server.url} responds", done.stdout)
        self.assertIn("TLS: The certificate of the service is trusted", done.stdout)

    def test_roots_of_the_machine_are_read_as_a_chain_needs_them(self):
        with tempfile.TemporaryDirectory() as folder, Server(certificate=self.certificates["server"]) as server:
            os.makedirs(os.path.join(folder, "other"))
            other, known = make_certificates(os.path.join(folder, "other"))["ca"], self.certificates["ca"]
            for bundle, root, trusted, is_read in (
                (known, other, True, False),
                (known, None, True, False),
                (other, known, True, True),
                (None, known, True, True),
                (other, other, False, True),
                (None, None, False, False),
            ):
                roots = os.path.join(folder, "roots")
                shutil.rmtree(roots, ignore_errors=True)
                os.makedirs(roots)
                if root is not None:
                    shutil.copy(root, os.path.join(roots, "root.pem"))
                trace = os.path.join(folder, "trace")
                environment = {**os.environ, "PULSE_BASE_URL": server.url, "PULSE_API_KEY": "test", "HOME": folder}
                environment.update(SSL_CERT_FILE=bundle or os.path.join(folder, "none"), SSL_CERT_DIR=roots)
                for program in (
                    [self.memory, "get", "1"],
                    [os.path.join(ROOT, "artifacts", "bin", "pulse"), "job", "get", "a"],
                ):
                    with self.subTest(program=program[0], bundle=bundle, root=root):
                        strace = ["strace", "-f", "-o", trace, "-e", "trace=open,openat"]
                        done = subprocess.run(
                            [*strace, *program],
                            env=environment,
                            capture_output=True,
                            text=True,
                            timeout=120,
                            check=False,
                        )
                        self.assertEqual(done.returncode == 0, trusted, done.stderr)
                        with open(trace, encoding="utf-8") as file:
                            opened = file.read()
                        self.assertEqual("roots/root.pem" in opened, is_read)
                        self.assertNotIn("/etc/ssl/certs", opened)

    def test_memory_stays_small_and_comes_back(self):
        # The figures of bench/README.md, for less and with room for a busy machine.
        for certificate in (None, self.certificates["server"]):
            with Server(certificate=certificate) as server:
                measured = self.measure(server, "get", "60000")
                self.assertLess(measured["late_mb"], 35)
                # Nothing stays of a call, on a busy machine neither.
                self.assertLess(measured["late_mb"] - measured["early_mb"], 1)
        with Server() as server:
            for tags in ("1", "100000"):
                measured = self.measure(server, "queued", "100000", tags)
                self.assertLess(measured["each_bytes"], 1000)
                self.assertLess(measured["free_s"], 5)
                self.assertLess(measured["after_mb"], 40)
                self.assertLess(measured["shutdown_mb"], 30)
            one, many = (self.measure(server, "waits", "10000", tags) for tags in ("1", "10000"))
            self.assertLess(one["after_mb"], 40)
            # One tag for all of them took the square of their number.
            self.assertLess(one["seconds"], 5 * many["seconds"])

    def test_a_call_needs_little_stack(self):
        for certificate in (None, self.certificates["server"]):
            with Server(certificate=certificate) as server:
                # The header promises 24 kB; glibc takes what it needs for its own thread data off these.
                self.assertEqual(self.run_host(server, "stack", "32"), "OK")

    def test_a_document_may_be_a_descriptor(self):
        with Server("413") as server:
            self.assertEqual(self.run_host(server, "descriptor"), "TOO_LARGE")

    def run_language(self, *command, said="", **variables):
        """Runs a host in another language, which does what all of them do."""
        with tempfile.NamedTemporaryFile(suffix=".pdf") as document, Server("413") as server:
            document.write(b"%PDF-1.4\n" + bytes(4 << 20))
            document.flush()
            environment = {
                **os.environ,
                "PULSE_BASE_URL": server.url,
                "PULSE_API_KEY": "test",
                "PULSE_MAX_RETRIES": "0",
                **variables,
            }
            done = subprocess.run(
                [*command, os.path.join(LIB, "libpulse_native.so"), document.name],
                env=environment,
                stdout=subprocess.PIPE,
                stderr=subprocess.PIPE,
                text=True,
                timeout=120,
                check=False,
            )
            self.assertEqual((done.returncode, done.stderr.strip()), (0, said))
            self.assertEqual(
                done.stdout.splitlines(), ["get OK", "wait OK", "error NOT_FOUND same", "upload TOO_LARGE", "alarms"]
            )

    def test_hosts_in_interpreted_languages(self):
        for interpreter, program in (("perl", "host.pl"), ("ruby", "host.rb"), ("luajit", "host.lua")):
            with self.subTest(program=program):
                self.run_language(interpreter, os.path.join(LANGUAGES, program))

    def test_a_host_in_node(self):
        # The package brings its own binaries, so nothing is run to install it. Where it cannot be had this test fails.
        modules = npm_packages.install(KOFFI)
        program = os.path.join(LANGUAGES, "host.js")
        self.run_language("node", "--expose-gc", program, NODE_PATH=modules)

    def test_a_host_in_go(self):
        with tempfile.TemporaryDirectory() as folder:
            program = os.path.join(folder, "host")
            subprocess.run(
                ["go", "build", "-o", program, os.path.join(LANGUAGES, "host.go")],
                env={
                    **os.environ,
                    "CGO_CFLAGS": f"-I{ROOT}/native/include",
                    "CGO_LDFLAGS": f"-L{LIB} -Wl,-rpath,{LIB}",
                    "GOCACHE": os.path.join(folder, "cache"),
                    "GO111MODULE": "off",
                },
                check=True,
            )
            self.run_language(program)

    def test_a_host_in_java(self):
        # Java 17, the one of Debian 12, has its foreign-function interface in an incubator module.
        module = ["--add-modules", "jdk.incubator.foreign"]
        with tempfile.TemporaryDirectory() as folder:
            source = os.path.join(LANGUAGES, "Host.java")
            subprocess.run(["javac", *module, "-d", folder, source], stderr=subprocess.DEVNULL, check=True)
            self.run_language(
                *["java", *module, "--enable-native-access=ALL-UNNAMED", "-cp", folder, "Host"],
                said="WARNING: Using incubator modules: jdk.incubator.foreign",
            )

    def test_a_limit_is_an_error_and_its_end_ends_it(self):
        short, enough = "NO_RESOURCES then OK", "OK then OK"
        expected = {
            **{f"address={size}": short for size in (64, 80, 96)},
            **{f"address={size}": enough for size in (160, 256, 512, 1024, 4096, 16384, "none")},
            "data=16": short,
            **{f"data={size}": enough for size in (64, 256, "none")},
            **{f"files={count}": short for count in (3, 5, 8)},
            **{f"files={count}": enough for count in (12, 16, 64)},
            **{f"stack={size}": enough for size in (1, 8)},
        }
        if os.getuid() == 0:
            # Limits of threads and of locked memory do not hold for root.
            expected.update({f"uid={USER_WITHOUT_PROCESSES},threads={count}": short for count in (1, 2, 4, 6)})
            expected.update({f"uid={USER_WITHOUT_PROCESSES},threads={count}": enough for count in (7, 16, "none")})
            expected[f"uid={USER_WITHOUT_PROCESSES},locked=8,lock=1"] = short
        else:
            expected["threads=1"] = short
        for scheme in ("http", "https"):
            with Server(certificate=self.certificates["server"] if scheme == "https" else None) as server:
                for limits, outcome in expected.items():
                    with self.subTest(scheme=scheme, limits=limits):
                        self.assertEqual(self.run_host(server, "limits", limits), outcome)

    def test_a_limit_that_is_reached_later_ends_nothing(self):
        with Server() as server:
            for limit, value, *eat in (
                ("address", "20", "eat"),
                ("address", "50", "eat"),
                ("address", "100"),
                ("files", "3"),
                ("files", "12"),
                ("threads", "1"),
            ):
                with self.subTest(limit=limit, value=value):
                    self.assertEqual(self.run_host(server, "limits later", limit, value, *eat), "OK")

    def test_a_host_under_thread_sanitizer_runs_clean(self):
        with tempfile.TemporaryDirectory() as folder, Server("413") as server:
            program = os.path.join(folder, "threads")
            self.build(os.path.join(HERE, "threads.c"), program, "-fsanitize=thread", "-g")
            options = "exitcode=66:suppressions=" + os.path.join(ROOT, "tests", "c", "threads.supp")
            self.assertEqual(self.run_host(server, program=program, TSAN_OPTIONS=options), "0 failures")
            # The host's own races are still found.
            code, _, errors = self.start_host(server, "race", program=program, TSAN_OPTIONS=options)
            self.assertEqual(code, 66)
            self.assertIn("threads.c", errors)

    def test_the_runtimes_signal_passes_sanitizers_by(self):
        with tempfile.TemporaryDirectory() as folder, Server() as server:
            program = os.path.join(folder, "interposed")
            self.build(os.path.join(HERE, "interposed.c"), program, "-rdynamic")
            self.assertEqual(self.run_host(server, program=program), "asked, 0 real-time")

    def test_nothing_of_dev_is_needed(self):
        with Server() as server:
            self.assertEqual(self.run_host(server, "no dev"), "OK")

    def test_a_child_of_which_no_handler_was_told_is_forked_too(self):
        with Server() as server:
            self.assertEqual(self.run_host(server, "fork"), "7 OK")
            self.assertEqual(self.run_host(server, "fork", "clone"), "7 OK")

    def test_sigpipe_is_left_alone_while_the_runtime_starts(self):
        with Server() as server:
            for _ in range(5):
                self.assertEqual(self.run_host(server, "sigpipe at start"), "kept")

    def test_crashes_are_what_they_would_be_without_the_library(self):
        with Server() as server:
            for number in (signal.SIGSEGV, signal.SIGFPE):
                for disposition in ("default", "ignored", "returns", "jumps", "mends"):
                    for flags in ("-", "on", "r"):
                        for how in ("fault", "kill", "raise", "queue"):
                            if disposition == "mends" and (number, how) != (signal.SIGSEGV, "fault"):
                                continue
                            if disposition == "returns" and how == "fault" and flags != "r":
                                # The fault would come again forever.
                                continue
                            with self.subTest(signal=number.name, disposition=disposition, flags=flags, how=how):
                                arguments = ("crash", str(int(number)), disposition, flags, how)
                                self.assertEqual(
                                    self.start_host(server, *arguments, "engine"), self.start_host(server, *arguments)
                                )


if __name__ == "__main__":
    unittest.main()
