"""The example for Celery over Redis: workers that are killed, webhooks, and what the server has accepted."""

import json
import os
import signal
import subprocess
import sys
import tempfile
import time
import unittest

HERE = os.path.dirname(os.path.abspath(__file__))
sys.path.insert(0, os.path.join(HERE, "..", "python"))

import support  # noqa: E402

#: Debian's, where the Python of the tests has no Celery.
PYTHON = sys.executable if support.has_module(sys.executable, "celery") else "/usr/bin/python3"
EXAMPLE = os.path.join(support.EXAMPLES, "celery")
SECRET = "whsec_cHVsc2Utc2FuZGJveC1zZWNyZXQtMDE="
COUNT = 60
LIMIT = 240

SUBMIT = """
import sys, pulse_tasks
pulse_tasks.enqueue(sys.argv[1:])
"""
RECORDS = """
local found = {states = {}, polls = 0, paths = {}}
for _, key in ipairs(redis.call('keys', 'pulse:document:*')) do
    local state = redis.call('hget', key, 'state') or 'sending'
    found.states[state] = (found.states[state] or 0) + 1
    found.polls = found.polls + tonumber(redis.call('hget', key, 'polls') or 0)
    table.insert(found.paths, redis.call('hget', key, 'path') or '')
end
return cjson.encode(found)
"""
SERVE = """
import wsgiref.simple_server, pulse_tasks
class Quiet(wsgiref.simple_server.WSGIRequestHandler):
    def log_message(self, *arguments):
        pass
with wsgiref.simple_server.make_server("127.0.0.1", 0, pulse_tasks.webhook, handler_class=Quiet) as server:
    print(server.server_port, flush=True)
    server.serve_forever()
"""


class CeleryTests(unittest.TestCase):
    def setUp(self):
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.folder = folder.name
        self.sandbox = support.Sandbox("--processing-time", "1s")
        self.addCleanup(self.sandbox.close)
        self.socket = socket = os.path.join(self.folder, "redis")
        command = ["redis-server", "--port", "0", "--unixsocket", socket, "--save", "", "--dir", self.folder]
        redis = self.start(command, start_new_session=True)
        self.addCleanup(self.end, redis)
        self.environment = {
            **self.sandbox.environment(),
            "PYTHONPATH": os.pathsep.join([support.PACKAGE, EXAMPLE]),
            "PULSE_BROKER": f"redis+socket://{socket}",
            "PULSE_RECORDS": f"unix://{socket}",
            "PULSE_RESULTS": self.folder,
            "PULSE_WEBHOOK_SECRET": SECRET,
            "C_FORCE_ROOT": "1",
        }
        self.wait_until(lambda: os.path.exists(socket), "redis")
        self.documents = [os.path.join(self.folder, f"{number}.txt") for number in range(COUNT)]
        for path in self.documents:
            with open(path, "w", encoding="ascii") as file:
                file.write(f"{path}\n")

    @staticmethod
    def start(command, **options):
        return subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, **options)

    @staticmethod
    def end(process, how=signal.SIGKILL):
        """Ends a process and those that it has started."""
        if process.poll() is None:
            os.killpg(process.pid, how)
        process.wait()

    def worker(self):
        command = [PYTHON, "-m", "celery", "-A", "pulse_tasks", "worker", "-c", "2", "--loglevel", "critical"]
        process = self.start(command, env=self.environment, cwd=self.folder, start_new_session=True)
        self.addCleanup(self.end, process)
        return process

    def submit(self):
        command = [PYTHON, "-c", SUBMIT, *self.documents]
        done = subprocess.run(command, env=self.environment, capture_output=True, text=True, timeout=120, check=False)
        self.assertEqual(done.returncode, 0, done.stderr)

    def records(self):
        command = ["redis-cli", "-s", self.socket, "--raw", "eval", RECORDS, "0"]
        return json.loads(subprocess.run(command, capture_output=True, text=True, timeout=60, check=True).stdout)

    def submits(self):
        return [document["count"] for document in self.sandbox.control("journal")["submits"]]

    def wait_until(self, condition, what):
        end = time.monotonic() + LIMIT
        while not condition():
            self.assertLess(time.monotonic(), end, what)
            time.sleep(0.05)

    def ended(self):
        states = self.records()["states"]
        return sum(count for state, count in states.items() if state not in ("sending", "submitted")) == COUNT

    def ended_or_again(self):
        """As the example says: what has not ended is enqueued again now and then."""
        if time.monotonic() > self.again:
            self.submit()
            self.again = time.monotonic() + 15
        return self.ended()

    def test_a_worker_is_killed(self):
        self.environment.update(VISIBILITY_TIMEOUT="5", GIVE_UP_AFTER="30", FIRST_DELAY="1")
        first = self.worker()
        self.submit()
        self.wait_until(lambda: sum(self.submits()) >= COUNT // 3, "some submits")
        self.end(first)
        self.again = time.monotonic() + 15
        self.worker()
        self.wait_until(self.ended_or_again, "all documents end")
        found = self.records()
        unknown = found["states"].pop("unknown", 0)
        # Each of the two processes may have been in the middle of a submit.
        self.assertLessEqual(unknown, 2)
        self.assertEqual(found["states"], {"completed": COUNT - unknown})
        self.assertEqual(sum(map(os.path.exists, found["paths"])), COUNT - unknown)
        self.assertEqual(max(self.submits()), 1)
        self.assertTrue(COUNT - unknown <= sum(self.submits()) <= COUNT)

    def test_webhooks_wake(self):
        # No poll is due before the test has long ended.
        self.environment.update(VISIBILITY_TIMEOUT="3600", FIRST_DELAY="1800")
        server = subprocess.Popen(
            [PYTHON, "-c", SERVE], env=self.environment, stdout=subprocess.PIPE, text=True, start_new_session=True
        )
        self.addCleanup(server.stdout.close)
        self.addCleanup(self.end, server)
        self.sandbox.control("webhooks", {"url": f"http://127.0.0.1:{server.stdout.readline().strip()}/"})
        self.worker()
        self.submit()
        self.wait_until(self.ended, "all documents end")
        found = self.records()
        self.assertEqual((found["states"], found["polls"]), ({"completed": COUNT}, 0))
        self.assertEqual(self.submits(), [1] * COUNT)


if __name__ == "__main__":
    unittest.main()
