"""Large results of batches, in each layer: a kill, a signal, an obstacle or a full disk in the middle, and a run after that."""

import os
import random
import re
import signal
import subprocess

from layers import BATCHES
from program import PATIENCE, ProgramTest, interruptible
from services import OnceService, Service, response
from test_limits import file_size

KILLS = int(os.environ.get("PULSE_TEST_ONCE_KILLS", "60")) // 4
DOCUMENTS = 4
NAMED = re.compile(r"'([^']+\.(?:part|json))'")


class BatchTest(ProgramTest):
    def service(self, **options):
        service = OnceService(**options)
        self.addCleanup(service.close)
        return service

    def each(self):
        for batch in BATCHES:
            with self.subTest(layer=batch.name):
                self.doCleanups()
                self.setUp()
                self.out = os.path.join(self.folder, "out")
                yield batch

    def start(self, batch, service, documents, **options):
        return subprocess.Popen(
            batch.command(service.url, self.out, documents),
            env=self.environment(service.url),
            stdin=subprocess.DEVNULL,
            preexec_fn=interruptible,
            **options,
        )

    def run_batch(self, batch, service, documents, **options):
        run = subprocess.run(
            batch.command(service.url, self.out, documents),
            env=self.environment(service.url),
            stdin=subprocess.DEVNULL,
            capture_output=True,
            text=True,
            timeout=PATIENCE,
            check=False,
            **options,
        )
        return batch.outcomes(run)

    def output(self, batch, document):
        return os.path.join(self.out, f"{os.path.basename(document)}.{batch.extension}")

    def test_a_result_is_delivered_and_kept_no_longer(self):
        for batch in self.each():
            service = self.service()
            document = self.document("a.txt", "mark-a")
            self.assertEqual({document: (True, "")}, self.run_batch(batch, service, [document]))
            with open(self.output(batch, document), encoding="utf-8") as file:
                self.assertIn("end of mark-a", file.read())
            self.assertEqual([], self.kept_files())
            self.assertEqual(0o700, os.stat(os.path.join(self.state, "pulse")).st_mode & 0o777)

    def test_what_had_arrived_before_a_kill_is_named_by_the_next_run(self):
        for batch in self.each():
            service = self.service(hold=True)
            document = self.document("a.txt", "mark-a")
            half = len(service.result("job-mark-a")) // 2
            with self.start(batch, service, [document], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL) as run:
                service.wait_until(lambda service=service: service.half)
                self.wait_for_kept(half - 1000)
                run.send_signal(signal.SIGKILL)
            done, message = self.run_batch(batch, service, [document])[document]
            self.assertFalse(done)
            with open(NAMED.findall(message)[-1], "rb") as file:
                kept = file.read()
            self.assertTrue(service.result("job-mark-a").startswith(kept))
            self.assertGreater(len(kept), half - 1000)
            self.assertEqual({"mark-a": 1}, service.submits)

    def test_each_is_delivered_or_named_however_often_the_program_is_killed(self):
        chance = random.Random(7)
        for batch in self.each():
            kills = rounds = 0
            while kills < KILLS:
                rounds += 1
                service = self.service()
                documents = [self.document(f"{rounds}-{n}.txt", f"mark-{rounds}-{n}") for n in range(DOCUMENTS)]
                for _ in range(8):
                    with self.start(
                        batch, service, documents, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
                    ) as run:
                        try:
                            run.wait(chance.uniform(0.0, 0.8))
                            break
                        except subprocess.TimeoutExpired:
                            run.send_signal(signal.SIGKILL)
                            run.wait(PATIENCE)
                            kills += 1
                # The server has noticed the end of the last transfer.
                service.wait_until(lambda service=service: service.connected == 0)
                for document, (done, message) in self.run_batch(batch, service, documents).items():
                    mark = f"mark-{os.path.basename(document)[:-4]}"
                    if done:
                        with open(self.output(batch, document), encoding="utf-8") as file:
                            self.assertIn(f"end of {mark}", file.read())
                    elif "it is not known whether it was accepted" not in message:
                        kept = [path for path in NAMED.findall(message) if path in self.kept_files()]
                        self.assertTrue(kept, f"{document} is neither delivered nor named: {message}")
                self.assertTrue(all(count == 1 for count in service.submits.values()), service.submits)

    def test_an_obstacle_that_comes_while_the_result_does_costs_nothing(self):
        for batch in self.each():
            service = self.service()
            document = self.document("a.txt", "mark-a")
            answer = service.answer

            def obstruct(request, connection, batch=batch, document=document, answer=answer):
                if request.path.startswith("/large_results/"):
                    os.makedirs(self.output(batch, document), exist_ok=True)
                return answer(request, connection)

            service.answer = obstruct
            done, message = self.run_batch(batch, service, [document])[document]
            self.assertFalse(done)
            self.assertIn(f"All of it is in '{self.kept_files()[0]}'", message)
            os.rmdir(self.output(batch, document))
            self.assertEqual({document: (True, "")}, self.run_batch(batch, service, [document]))
            self.assertEqual(([], {"mark-a": 1}), (self.kept_files(), service.submits))

    def test_where_nothing_can_be_written_that_is_said(self):
        for batch in self.each():
            service = self.service(size=100_000)
            document = self.document("a.txt", "mark-a")
            done, message = self.run_batch(batch, service, [document], preexec_fn=file_size(8192))[document]
            self.assertFalse(done)
            self.assertIn("is lost", message)

    def test_a_full_disk_of_the_state_costs_nothing(self):
        for batch in self.each():
            service = self.service()
            document = self.document("a.txt", "mark-a")
            os.makedirs(self.state)
            with open(os.path.join(self.state, "pulse"), "wb"):
                # In the folder's place.
                pass
            self.assertEqual(batch.name != "command line", self.run_batch(batch, service, [document])[document][0])
            os.remove(os.path.join(self.state, "pulse"))
            self.assertEqual({document: (True, "")}, self.run_batch(batch, service, [document]))
            self.assertEqual({"mark-a": 1}, service.submits)
            self.assertEqual([], [name for name in os.listdir(self.out) if name.endswith(".part")])

    def test_paths_that_are_not_utf8(self):
        class Plain(Service):
            def answer(self, request, connection):
                if request.method == "POST":
                    return response({"job_id": "job-1", "status": "pending"})
                return response({"job_id": "job-1", "status": "completed", "result": {"markdown": "text"}})

        for batch in self.each():
            service = Plain()
            self.addCleanup(service.close)
            document = os.path.join(os.fsencode(self.folder), b"caf\xe9.txt")
            with open(document, "wb") as file:
                file.write(b"text")
            self.out = os.path.join(os.fsencode(self.folder), b"o\xfft")
            if batch.name != "command line":
                self.state = os.path.join(os.fsencode(self.folder), b"st\xffte")
            for _ in range(2):
                self.assertEqual({os.fsdecode(document): (True, "")}, self.run_batch(batch, service, [document]))
            name = b"caf\xe9.txt." + batch.extension.encode()
            with open(os.path.join(self.out, name), "rb") as file:
                self.assertIn(b"text", file.read())
            self.assertEqual(["POST"], [method for method, _ in service.requests if method == "POST"])


if __name__ == "__main__":
    import unittest

    unittest.main()
