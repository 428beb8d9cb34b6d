"""Results that can be fetched once, and a program that is killed, stopped and hung up while they come."""

import os
import random
import re
import signal
import subprocess

from program import PATIENCE, ProgramTest
from services import OnceService, response

KILLS = int(os.environ.get("PULSE_TEST_ONCE_KILLS", "60"))
DOCUMENTS = 8
NAMED = re.compile(r"'([^']+\.(?:part|json))'")


class OnceTest(ProgramTest):
    def service(self, **options):
        service = OnceService(**options)
        self.addCleanup(service.close)
        return service

    def commands(self, service):
        job = ["job", "wait", "job-mark-a"]
        document = self.document("a.txt", "mark-a")
        out = ["extract", "--output", os.path.join(self.folder, "out"), document]
        return {
            "job wait": (job, job),
            "extract to stdout": (["extract", document], job),
            "extract to a folder": (out, out),
        }

    def test_what_had_arrived_is_named_by_the_next_run(self):
        for number in (signal.SIGKILL, signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
            for name in ("job wait", "extract to stdout", "extract to a folder"):
                with self.subTest(signal=number.name, command=name):
                    self.doCleanups()
                    self.setUp()
                    service = self.service(hold=True)
                    first, second = self.commands(service)[name]
                    half = len(service.result("job-mark-a")) // 2
                    with self.start_program(service.url, *first) as run:
                        service.wait_until(lambda service=service: service.half)
                        self.wait_for_kept(half - 1000)
                        run.send_signal(number)
                        _, error = run.communicate(timeout=PATIENCE)
                    self.assertEqual(-9 if number == signal.SIGKILL else 128 + number, run.returncode, error)
                    again = self.run_program(service.url, *second)
                    self.assertNotEqual(0, again.returncode)
                    self.assertEqual("", again.stdout)
                    named = NAMED.findall(again.stderr)
                    self.assertTrue(named, again.stderr)
                    with open(named[0], "rb") as file:
                        kept = file.read()
                    self.assertTrue(service.result("job-mark-a").startswith(kept))
                    self.assertGreater(len(kept), half - 1000)
                    if "extract" in name:
                        self.assertEqual({"mark-a": 1}, service.submits)

    def test_a_job_without_a_journal_is_in_a_file_until_it_has_been_told_of(self):
        class Slow(OnceService):
            status = "processing"

            def answer(self, request, connection):
                if request.path.startswith("/job/") and self.status == "processing":
                    return response({"job_id": request.path.split("/")[-1], "status": self.status})
                return super().answer(request, connection)

        form = ["form", "fill", "--instructions", "a: b", "--quiet", self.document("b.pdf", "mark-b")]
        for command in (["extract", "--quiet", self.document("a.txt", "mark-a")], form):
            for number in (signal.SIGKILL, signal.SIGTERM, None):
                with self.subTest(command=command[0], signal=number):
                    service = Slow(size=10)
                    self.addCleanup(service.close)
                    with self.start_program(service.url, *command) as run:
                        self.wait_for_kept()
                        (kept,) = self.kept_files()
                        with open(kept, encoding="utf-8") as file:
                            told = file.read()
                        if number is None:
                            service.status = "completed"
                        else:
                            run.send_signal(number)
                        _, error = run.communicate(timeout=PATIENCE)
                    self.assertIn(f"pulse job wait job-mark-{'a' if command[0] == 'extract' else 'b'}\n", told)
                    self.assertEqual(0o600, os.stat(kept).st_mode & 0o777 if number == signal.SIGKILL else 0o600)
                    self.assertEqual([kept] if number == signal.SIGKILL else [], self.kept_files(), error)
                    if number == signal.SIGKILL:
                        os.remove(kept)

    def test_a_deadline_in_the_transfer_keeps_what_had_arrived(self):
        service = self.service(hold=True)
        run = self.run_program(service.url, "job", "wait", "--timeout", "3s", "job-mark-a")
        self.assertEqual(1, run.returncode, run.stderr)
        self.assertTrue(os.path.exists(NAMED.findall(run.stderr)[0]), run.stderr)

    def test_each_large_result_is_delivered_or_named_however_often_the_program_is_killed(self):
        chance = random.Random(5)
        kills = rounds = named_in_all = 0
        while kills < KILLS:
            rounds += 1
            self.doCleanups()
            self.setUp()
            service = self.service()
            documents = [self.document(f"{number}.txt", f"mark-{rounds}-{number}") for number in range(DOCUMENTS)]
            command = ["extract", "--quiet", "--output", os.path.join(self.folder, "out"), *documents]
            for _ in range(10):
                with self.start_program(
                    service.url, *command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
                ) as run:
                    try:
                        run.wait(chance.uniform(0.0, 0.6))
                        break
                    except subprocess.TimeoutExpired:
                        run.send_signal(
                            chance.choice(
                                [signal.SIGKILL, signal.SIGKILL, signal.SIGINT, signal.SIGTERM, signal.SIGHUP]
                            )
                        )
                        run.wait(PATIENCE)
                        kills += 1
            # The server has noticed the end of the last transfer.
            service.wait_until(lambda service=service: service.connected == 0)
            last = self.run_program(service.url, *command)
            for number, path in enumerate(documents):
                output = os.path.join(self.folder, "out", f"{number}.txt.md")
                mark = f"mark-{rounds}-{number}"
                lines = [line for line in last.stderr.splitlines() if line.startswith(f"pulse: {path}:")]
                if os.path.exists(output):
                    with open(output, encoding="utf-8") as file:
                        self.assertTrue(file.read().endswith(f"end of {mark}\n"))
                elif any(
                    "OutcomeUnknown" in line or "it is not known whether it was accepted" in line for line in lines
                ):
                    # Killed between its intent and its job.
                    self.assertLessEqual(service.submits.get(mark, 0), 1)
                else:
                    named = NAMED.findall(" ".join(lines))
                    self.assertTrue(
                        any(os.path.getsize(file) > 0 for file in named if file in self.kept_files()),
                        f"{path} is neither delivered nor named: {last.stderr}",
                    )
                    named_in_all += 1
            self.assertTrue(all(count == 1 for count in service.submits.values()), service.submits)
        print(
            f"\n{kills} kills and signals in {rounds} rounds of {DOCUMENTS} large results; {named_in_all} named, all others delivered",
            flush=True,
        )
