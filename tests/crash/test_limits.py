"""What the system refuses: files that may not grow, locks that cannot be had, folders that cannot be written, names that are not UTF-8."""

import ctypes
import errno
import json
import os
import platform
import resource
import signal
import struct
import subprocess

from program import PULSE, UNEXPECTED, ProgramTest, interruptible
from services import MARK, OnceService, Service, response

FLOCK = {"x86_64": 73, "aarch64": 32}[platform.machine()]


class JobService(Service):
    """Takes documents, and gives each a result of its own."""

    def __init__(self, size=20):
        super().__init__()
        self.size, self.submits = size, {}

    def answer(self, request, connection):
        if request.method == "POST":
            mark = MARK.search(request.body).group().decode()
            self.note(lambda: self.submits.__setitem__(mark, self.submits.get(mark, 0) + 1))
            return response({"job_id": f"job-{mark}", "status": "pending"})
        job = request.path.split("/")[-1]
        return response({"job_id": job, "status": "completed", "result": {"markdown": f"{job} " + "x" * self.size}})


def file_size(limit):
    def prepare():
        interruptible()
        resource.setrlimit(resource.RLIMIT_FSIZE, (limit, limit))

    return prepare


def without_locks(error):
    """Makes flock() fail in the program to come, as some network file systems do."""
    libc = ctypes.CDLL(None, use_errno=True)
    program = b"".join(
        (
            struct.pack("HBBI", 0x20, 0, 0, 0),  # load the number of the call
            struct.pack("HBBI", 0x15, 0, 1, FLOCK),  # not flock: skip one
            struct.pack("HBBI", 0x06, 0, 0, 0x00050000 | error),  # fail with the error
            struct.pack("HBBI", 0x06, 0, 0, 0x7FFF0000),  # allow
        )
    )
    buffer = ctypes.create_string_buffer(program, len(program))
    filters = ctypes.create_string_buffer(struct.pack("HxxxxxxP", 4, ctypes.addressof(buffer)))

    def prepare():
        interruptible()
        if libc.prctl(38, 1, 0, 0, 0) != 0 or libc.prctl(22, 2, filters, 0, 0) != 0:
            raise OSError(ctypes.get_errno(), "no filter for system calls")

    prepare.kept = (buffer, filters)
    return prepare


class LimitTest(ProgramTest):
    def service(self, service):
        self.addCleanup(service.close)
        return service

    def assert_orderly(self, run):
        """No signal, no abort, no stack trace."""
        self.assertIn(run.returncode, (1, 2, 6), run.stderr)
        self.assertNotRegex(run.stderr, UNEXPECTED)
        self.assertNotIn("   at ", run.stderr)

    def test_outputs_that_may_not_grow(self):
        service = self.service(JobService(size=100_000))
        document = self.document("a.txt", "mark-a")
        command = ["extract", "--output", os.path.join(self.folder, "out"), document]
        run = self.run_program(service.url, *command, preexec_fn=file_size(8192))
        self.assert_orderly(run)
        self.assertIn("cannot be written", run.stderr)
        with open(os.path.join(self.folder, "out", "pulse-journal.jsonl"), encoding="utf-8") as file:
            self.assertIn("job-mark-a", run.stderr + file.read())
        again = self.run_program(service.url, *command)
        self.assertEqual((0, {"mark-a": 1}), (again.returncode, service.submits), again.stderr)

    def test_journals_that_may_not_grow(self):
        for limit in (0, 1, 100, 300, 350, 400, 450, 500, 600, 700, 1000):
            with self.subTest(limit=limit):
                self.doCleanups()
                self.setUp()
                service = self.service(JobService())
                documents = [self.document(f"{number}.txt", f"mark-{number}") for number in range(3)]
                command = ["extract", "--concurrency", "1", "--output", os.path.join(self.folder, "out"), *documents]
                run = self.run_program(service.url, *command, preexec_fn=file_size(limit))
                self.assert_orderly(run)
                kept = ""
                journal = os.path.join(self.folder, "out", "pulse-journal.jsonl")
                if os.path.exists(journal):
                    with open(journal, encoding="utf-8") as file:
                        kept = file.read()
                for mark in service.submits:
                    self.assertIn(f"job-{mark}", run.stderr + kept)
                again = self.run_program(service.url, *command)
                unknown = again.stderr.count("may pay twice")
                self.assertEqual(0 if unknown == 0 else 6, again.returncode, again.stderr)
                self.assertTrue(all(count == 1 for count in service.submits.values()), service.submits)
                self.assertEqual(3, len(service.submits))

    def test_large_results_that_may_not_grow_are_printed_all_the_same(self):
        service = self.service(OnceService(size=100_000))
        run = self.run_program(service.url, "job", "wait", "job-mark-a", preexec_fn=file_size(4096))
        self.assertEqual(0, run.returncode, run.stderr)
        self.assertTrue(run.stdout.endswith("end of mark-a\n"))

    def test_large_results_that_have_no_place_anywhere_are_said_to_be_lost(self):
        service = self.service(OnceService(size=100_000))
        out = os.path.join(self.folder, "out")
        run = self.run_program(
            service.url, "extract", "--output", out, self.document("a.txt", "mark-a"), preexec_fn=file_size(4096)
        )
        self.assert_orderly(run)
        self.assertIn("is lost", run.stderr)
        self.assertIn("job-mark-a", run.stderr)

    def test_large_results_that_cannot_be_delivered_are_where_the_error_says(self):
        service = self.service(OnceService(size=100_000))
        out = os.path.join(self.folder, "out")
        document = self.document("a.txt", "mark-a")
        answer = service.answer

        def obstruct(request, connection):
            if request.path.startswith("/job/"):
                os.makedirs(os.path.join(out, "a.txt.md"), exist_ok=True)
            return answer(request, connection)

        service.answer = obstruct
        run = self.run_program(service.url, "extract", "--output", out, document)
        self.assert_orderly(run)
        self.assertIn(f"All of it is in '{self.kept_files()[0]}'", run.stderr)

    def test_a_standard_output_that_may_not_grow(self):
        service = self.service(OnceService(size=100_000))
        with open(os.path.join(self.folder, "output"), "wb") as output:
            run = self.run_program(
                service.url,
                "job",
                "wait",
                "job-mark-a",
                preexec_fn=file_size(8192),
                stdout=output,
                stderr=subprocess.PIPE,
                capture_output=False,
            )
        self.assert_orderly(run)
        self.assertIn("job-mark-a", run.stderr)

    def test_locks_that_cannot_be_had(self):
        for error in (errno.ENOLCK, errno.EOPNOTSUPP, errno.ENOSYS):
            with self.subTest(error=errno.errorcode[error]):
                service = self.service(JobService())
                document = self.document("a.txt", "mark-a")
                run = self.run_program(
                    service.url,
                    "extract",
                    "--output",
                    os.path.join(self.folder, "out"),
                    document,
                    preexec_fn=without_locks(error),
                )
                self.assertEqual((2, {}), (run.returncode, service.submits), run.stderr)
                self.assertIn("cannot be locked", run.stderr)
                self.assertIn("--journal", run.stderr)

    def test_a_second_run_at_the_same_time_is_refused(self):
        service = self.service(OnceService(hold=True))
        command = ["extract", "--output", os.path.join(self.folder, "out"), self.document("a.txt", "mark-a")]
        with self.start_program(service.url, *command) as first:
            service.wait_until(lambda: service.half)
            second = self.run_program(service.url, *command)
            self.assertEqual(2, second.returncode)
            self.assertIn("in use by another process", second.stderr)
            first.send_signal(signal.SIGKILL)
            first.communicate()
        self.assertEqual({"mark-a": 1}, service.submits)

    def test_names_that_are_not_utf8(self):
        service = self.service(JobService())
        folder = os.fsencode(self.folder)
        out = os.path.join(folder, b"o\xfft")
        document = os.path.join(folder, b"caf\xe9.txt")
        other = os.path.join(folder, b"caf\xea.txt")
        for path, mark in ((document, b"mark-a"), (other, b"mark-b")):
            with open(path, "wb") as file:
                file.write(mark)
        for _ in range(2):
            run = self.run_program(service.url, "extract", "--output", out, document, other, text=False)
            self.assertEqual(0, run.returncode, run.stderr)
            self.assertEqual(
                [os.path.join(out, b"caf\xe9.txt.md"), os.path.join(out, b"caf\xea.txt.md")], run.stdout.splitlines()
            )
        for name, mark in ((b"caf\xe9.txt.md", b"job-mark-a "), (b"caf\xea.txt.md", b"job-mark-b ")):
            with open(os.path.join(out, name), "rb") as file:
                self.assertTrue(file.read().startswith(mark))
        run = self.run_program(service.url, "extract", "--json", "--output", out, document)
        self.assertEqual(
            [os.fsdecode(document), os.fsdecode(os.path.join(out, b"caf\xe9.txt.md"))],
            [json.loads(run.stdout)[name] for name in ("file", "output")],
        )
        missing = self.run_program(service.url, "extract", os.path.join(folder, b"no\xe9.txt"))
        self.assertEqual(2, missing.returncode)
        self.assertIn(r"no\xE9.txt", missing.stderr)
        self.assertEqual({"mark-a": 1, "mark-b": 1}, service.submits)

    def test_a_present_folder_that_is_not_utf8(self):
        service = self.service(JobService())
        here = os.path.join(os.fsencode(self.folder), b"h\xe9re")
        os.mkdir(here)
        with open(os.path.join(here, b"a.txt"), "wb") as file:
            file.write(b"mark-a")
        for _ in range(2):
            run = self.run_program(service.url, "extract", "--output", "out", "a.txt", cwd=here)
            self.assertEqual((0, "out/a.txt.md\n"), (run.returncode, run.stdout), run.stderr)
        self.assertEqual({"mark-a": 1}, service.submits)
        with open(os.path.join(here, b"out", b"a.txt.md"), "rb") as file:
            self.assertIn(b"job-mark-a", file.read())

    def test_obstacles_in_the_way_of_large_results(self):
        service = self.service(OnceService(size=1000))
        out = os.path.join(self.folder, "out")
        os.makedirs(os.path.join(out, "folder.txt.md"))
        os.symlink(os.path.join(self.folder, "nowhere"), os.path.join(out, "dangling.txt.md"))
        os.symlink("/no/such/folder/at/all", os.path.join(out, "lost.txt.md"))
        others = os.path.join(out, "others.txt.md")
        with open(others, "w", encoding="utf-8") as file:
            file.write("somebody else's")
        os.link(others, os.path.join(self.folder, "kept"))
        names = ("folder", "dangling", "lost", "others", "plain")
        documents = [self.document(f"{name}.txt", f"mark-{name}") for name in names]
        run = self.run_program(service.url, "extract", "--output", out, *documents)
        self.assertEqual(6, run.returncode, run.stderr)
        self.assertEqual({f"mark-{name}": 1 for name in names[1:]}, service.submits)
        for name in names[1:]:
            path = os.path.join(out, f"{name}.txt.md")
            self.assertFalse(os.path.islink(path))
            with open(path, encoding="utf-8") as file:
                self.assertTrue(file.read().endswith(f"end of mark-{name}\n"))
        self.assertFalse(os.path.exists(os.path.join(self.folder, "nowhere")))
        with open(os.path.join(self.folder, "kept"), encoding="utf-8") as file:
            self.assertEqual("somebody else's", file.read())
        # An obstacle that comes while the result is on its way costs nothing: it is kept, and the next run delivers it.
        os.rmdir(os.path.join(out, "folder.txt.md"))
        again = self.run_program(service.url, "extract", "--output", out, *documents)
        self.assertEqual((0, 1), (again.returncode, service.submits["mark-folder"]), again.stderr)

    def test_a_folder_that_becomes_an_obstacle_while_the_result_comes(self):
        service = self.service(OnceService(size=200_000))
        out = os.path.join(self.folder, "out")
        document = self.document("a.txt", "mark-a")
        seen = []
        answer = service.answer

        def obstruct(request, connection):
            if request.path.startswith("/large_results/") and not seen:
                seen.append(request.path)
                os.mkdir(os.path.join(out, "a.txt.md"))
            return answer(request, connection)

        service.answer = obstruct
        run = self.run_program(service.url, "extract", "--output", out, document)
        self.assert_orderly(run)
        os.rmdir(os.path.join(out, "a.txt.md"))
        again = self.run_program(service.url, "extract", "--output", out, document)
        self.assertEqual((0, {"mark-a": 1}), (again.returncode, service.submits), again.stderr)
        self.assertEqual([], self.kept_files())

    def test_a_read_only_folder(self):
        service = self.service(OnceService(size=1000))
        out = os.path.join(self.folder, "out")
        os.mkdir(out, 0o555)
        os.chmod(self.folder, 0o777)
        document = self.document("a.txt", "mark-a")

        def nobody():
            interruptible()
            if os.getuid() == 0:
                # Root may write everywhere.
                os.setgid(65534)
                os.setuid(65534)

        run = subprocess.run(
            [PULSE, "extract", "--output", out, document],
            env=self.environment(service.url),
            capture_output=True,
            text=True,
            timeout=120,
            check=False,
            preexec_fn=nobody,
        )
        self.assertEqual((2, {}), (run.returncode, service.submits), run.stderr)
        self.assertIn("cannot be", run.stderr)
