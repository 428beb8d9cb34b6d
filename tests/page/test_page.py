"""The sandbox's page in headless Chromium, driven through chromedriver's own protocol."""

import json
import os
import pathlib
import shutil
import subprocess
import sys
import tempfile
import threading
import unittest
import urllib.error
import urllib.request
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

from browser import Browser

ROOT = pathlib.Path(__file__).resolve().parents[2]
SANDBOX = os.environ.get("PULSE_SANDBOX", str(ROOT / "artifacts" / "bin" / "pulse-sandbox"))
KEY = "a-key-that-must-not-show"


class PageTest(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.profile = tempfile.mkdtemp(prefix="pulse-page")
        cls.sandbox = subprocess.Popen(
            [SANDBOX, "--api-key", KEY, "--large-bytes", "20KB"], stdout=subprocess.PIPE, text=True
        )
        cls.url = cls.sandbox.stdout.readline().strip()
        cls.browser = Browser(cls.profile)

    @classmethod
    def tearDownClass(cls):
        cls.browser.close()
        cls.sandbox.terminate()
        cls.sandbox.wait()
        cls.sandbox.stdout.close()
        shutil.rmtree(cls.profile, ignore_errors=True)

    def setUp(self):
        self.control("POST", "reset")
        self.browser.open(self.url + "/")
        self.browser.until(lambda: self.browser.text("#connection") == "live")

    def tearDown(self):
        # The policy forbids what is not the page's own, and says so here.
        self.assertEqual(self.browser.console(), [])

    def control(self, method, path, body=None):
        data = None if body is None else json.dumps(body).encode()
        request = urllib.request.Request(f"{self.url}/_sandbox/{path}", data, method=method)
        with urllib.request.urlopen(request, timeout=30) as response:
            return json.load(response)

    def api(self, path, data=None, **headers):
        request = urllib.request.Request(self.url + path, data)
        for name, value in {"x-api-key": KEY, **headers}.items():
            request.add_header(name.replace("_", "-"), value)
        try:
            with urllib.request.urlopen(request, timeout=30) as response:
                return response.status, response.read()
        except urllib.error.HTTPError as error:
            return error.code, error.read()

    def status(self, job):
        return self.browser.run(
            "const row = document.querySelector(`tr[data-job='${arguments[0]}']`); return row ? row.children[1].textContent : null",
            job,
        )

    def drop(self, name, text):
        self.browser.run(
            """const data = new DataTransfer();
            data.items.add(new File([arguments[1]], arguments[0]));
            document.getElementById("drop").dispatchEvent(new DragEvent("drop", { dataTransfer: data, bubbles: true, cancelable: true }));""",
            name,
            text,
        )
        return self.browser.until(
            lambda: self.browser.run(
                "const row = document.querySelector('tr[data-job]'); return row ? row.dataset.job : null"
            )
        )

    def commands(self):
        """The commands on the page, as they would be copied: for curl, for Python, and where there is one for `pulse`."""
        blocks = self.browser.text("#commands").split("\n\n")
        return {
            "curl": next(block for block in blocks if block.startswith("curl ")),
            "pulse": next((block for block in blocks if " pulse " in block), None),
            "python": next(block for block in blocks if "import " in block),
        }

    def run_commands(self, folder):
        """Runs each of them in a folder, with nothing of its own but the key, and yields what it printed."""
        environment = {
            "PATH": f"{ROOT / 'artifacts' / 'bin'}:{os.environ['PATH']}",
            "HOME": self.profile,
            "PULSE_API_KEY": KEY,
            "PULSE_NATIVE_LIBRARY": os.environ.get(
                "PULSE_NATIVE_LIBRARY", str(ROOT / "artifacts" / "lib" / "libpulse_native.so")
            ),
            "PYTHONPATH": str(ROOT / "bindings" / "python"),
        }
        for kind, command in self.commands().items():
            if command is None:
                continue
            with self.subTest(kind, command=command):
                shell = [sys.executable, "-W", "error", "-c"] if kind == "python" else ["sh", "-c"]
                done = subprocess.run(
                    [*shell, command], cwd=folder, env=environment, capture_output=True, text=True, timeout=60
                )
                self.assertEqual(done.returncode, 0, done.stderr)
                yield kind, done.stdout

    def press(self, job, label):
        script = """const row = document.querySelector(`tr[data-job='${arguments[0]}']`);
        const button = row && [...row.querySelectorAll("button")].find(found => found.textContent === arguments[1]);
        if (button) button.click();
        return button !== null;"""
        self.assertTrue(self.browser.run(script, job, label))

    def test_a_dropped_document_is_read(self):
        job = self.drop("note.txt", "Dropped words")
        self.browser.until(lambda: self.status(job) == "completed")
        self.press(job, "read")
        self.browser.until(lambda: self.browser.text("#result-text") == "Dropped words")
        commands = self.browser.text("#commands")
        self.assertIn(f"/job/{job}", commands)
        self.assertIn(f"pulse job wait '{job}'", commands)
        self.assertIn("client.jobs.get_job", commands)

    def test_a_selected_pdf_is_read(self):
        self.browser.type("#file", str(ROOT / "samples" / "bank-statement.pdf"))
        job = self.browser.until(
            lambda: self.browser.run(
                "const row = document.querySelector('tr[data-job]'); return row ? row.dataset.job : null"
            )
        )
        self.browser.until(lambda: self.status(job) == "completed")
        self.press(job, "read")
        self.browser.until(lambda: "Strait Savings Bank" in (self.browser.text("#result-text") or ""))

    def test_markup_in_names_and_texts_stays_text(self):
        name = "<img src=x onerror=document.title='hacked'>.txt"
        job = self.drop(name, "<script>document.title='hacked'</script>")
        self.browser.until(lambda: self.status(job) == "completed")
        self.press(job, "read")
        self.browser.until(lambda: "<script>" in (self.browser.text("#result-text") or ""))
        self.control("POST", "jobs/" + "%3Cimg%20src=x%20onerror=document.title='hacked'%3E", {"status": "<b>bold</b>"})
        self.browser.until(lambda: "<b>bold</b>" in self.browser.text("#jobs"))
        self.api("/job/%3Cimg%20src=x%3E?q=<script>")
        self.browser.until(lambda: "%3Cimg" in self.browser.text("#requests"))
        self.assertEqual(self.browser.run("return document.title"), "Pulse sandbox")
        self.assertEqual(self.browser.run("return document.querySelectorAll('img, b, main script').length"), 0)

    def test_a_view_shows_text_and_runs_nothing(self):
        job = self.drop("x.txt", "<script>document.title='hacked'</script>")
        self.browser.until(lambda: self.status(job) == "completed")
        self.browser.open(f"{self.url}/_sandbox/jobs/{job}/view")
        self.assertIn("<script>document.title='hacked'</script>", self.browser.text("#pages"))
        self.assertEqual(self.browser.run("return document.title"), job)

    def test_a_view_is_part_of_the_page_and_can_do_nothing_to_it(self):
        job = self.drop("x.txt", "<script>parent.document.title='hacked'</script> Framed words")
        self.browser.until(lambda: self.status(job) == "completed")
        self.press(job, "view")
        self.browser.until(lambda: self.browser.text("iframe") is not None)
        self.browser.enter("iframe")
        try:
            self.browser.until(lambda: "Framed words" in (self.browser.text("#pages") or ""))
            self.assertEqual(self.browser.run("return origin"), "null")
            self.assertEqual(
                self.browser.run("try { return parent.document.title } catch (error) { return error.name }"),
                "SecurityError",
            )
        finally:
            self.browser.leave()
        self.assertEqual(self.browser.run("return document.title"), "Pulse sandbox")
        self.assertEqual(
            self.browser.run("return document.querySelector('#result-view a').href"),
            f"{self.url}/_sandbox/jobs/{job}/view",
        )
        self.press(job, "read")
        self.browser.until(lambda: "Framed words" in self.browser.text("#result-text"))
        self.assertIsNone(self.browser.text("iframe"))

    def test_the_commands_of_a_view_make_the_same_page(self):
        job = self.drop("note.txt", "Dropped words")
        self.browser.until(lambda: self.status(job) == "completed")
        self.press(job, "view")
        self.browser.until(lambda: "/view" in self.browser.text("#commands"))
        with tempfile.TemporaryDirectory() as folder:
            page = pathlib.Path(folder, "result.html")
            for _ in self.run_commands(folder):
                self.assertIn("Dropped words", page.read_text(encoding="utf-8"))
                page.unlink()

    def test_the_commands_of_a_document_submit_it(self):
        for name in ["note.txt", 'it\'s a "quoted" note, or; two.txt', "-dash \\ $HOME `x`.txt"]:
            self.control("POST", "reset")
            self.drop(name, "Dropped words")
            with tempfile.TemporaryDirectory() as folder:
                pathlib.Path(folder, name).write_text("Words of the file", encoding="utf-8")
                for kind, output in self.run_commands(folder):
                    job = json.loads(output)["job_id"] if kind == "curl" else output.split()[0]
                    self.browser.until(
                        lambda: self.control("GET", f"jobs/{job}").get("markdown") == "Words of the file"
                    )
                    self.browser.until(lambda: self.status(job) == "completed")

    def test_the_commands_of_a_job_show_it(self):
        job = self.drop("note.txt", "Dropped words")
        self.browser.until(lambda: self.status(job) == "completed")
        self.press(job, "read")
        self.browser.until(lambda: f"/job/{job}" in self.browser.text("#commands"))
        for kind, output in self.run_commands(self.profile):
            if kind == "curl":
                self.assertEqual(json.loads(output)["result"]["markdown"], "Dropped words")
            else:
                self.assertIn("Dropped words" if kind == "pulse" else "completed", output)

    def test_the_commands_of_the_control_plane_do_what_the_page_did(self):
        job = self.drop("note.txt", "Dropped words")
        self.browser.until(lambda: self.status(job) == "completed")
        self.press(job, "fail")
        self.browser.until(lambda: self.status(job) == "failed")
        self.control("DELETE", f"jobs/{job}")
        for _ in self.run_commands(self.profile):
            self.assertEqual(self.control("GET", f"jobs/{job}")["status"], "failed")
            self.control("DELETE", f"jobs/{job}")
        self.browser.click("#freeze")
        self.browser.until(lambda: "(frozen)" in self.browser.text("#clock"))
        self.control("POST", "clock", {"freeze": False})
        for _ in self.run_commands(self.profile):
            self.assertTrue(self.control("GET", "clock")["frozen"])
            self.control("POST", "clock", {"freeze": False})
        self.browser.click("#set-faults")
        self.browser.until(lambda: "/job/" in self.browser.text("#faults"))
        self.control("DELETE", "faults")
        for _ in self.run_commands(self.profile):
            self.assertEqual(self.api(f"/job/{job}")[0], 503)
            self.control("DELETE", "faults")
        self.browser.click("#reset")
        self.browser.until(lambda: self.browser.text("#jobs") == "")
        for _ in self.run_commands(self.profile):
            self.assertEqual(self.control("GET", "jobs")["jobs"], [])
            self.control("POST", "jobs/made-by-hand", {"status": "pending"})

    def test_a_job_is_made_to_fail_forced_and_released(self):
        job = self.drop("a.txt", "text")
        self.browser.until(lambda: self.status(job) == "completed")
        self.press(job, "fail")
        self.browser.until(lambda: self.status(job) == "failed")
        self.assertIn("curl -X POST", self.browser.text("#commands"))
        body = json.loads(self.api(f"/job/{job}")[1])
        self.assertEqual((body["status"], body["error"]), ("failed", "Forced by the sandbox's page"))
        script = """const select = document.querySelector(`tr[data-job='${arguments[0]}'] select`);
        select.value = arguments[1];
        select.dispatchEvent(new Event("change"));"""
        self.browser.run(script, job, "expired")
        self.browser.until(lambda: self.status(job) == "expired")
        self.browser.run(script, job, "real")
        self.browser.until(lambda: self.status(job) == "completed")

    def test_the_clock_is_frozen_and_advanced(self):
        self.browser.click("#freeze")
        self.browser.until(lambda: "(frozen)" in self.browser.text("#clock"))
        job = self.drop("a.txt", "text")
        self.browser.until(lambda: self.status(job) == "pending")
        before = self.control("GET", "clock")["now"]
        self.browser.click("#hour")
        self.browser.until(lambda: self.status(job) == "completed")
        self.assertGreater(self.control("GET", "clock")["now"], before)
        self.browser.click("#freeze")
        self.browser.until(lambda: "(frozen)" not in self.browser.text("#clock"))

    def test_requests_show_as_they_come_with_bodies_and_faults(self):
        self.browser.click("#set-faults")
        self.browser.until(lambda: "/job/" in self.browser.text("#faults"))
        self.assertEqual(self.api("/job/x")[0], 503)
        self.browser.until(lambda: "rule 0" in self.browser.text("#requests"))
        self.api("/extract", b'{"file_url": "http://127.0.0.1:1/x"}', Content_Type="application/json")
        self.browser.until(lambda: '{"file_url": "http://127.0.0.1:1/x"}' in self.browser.text("#requests"))
        self.browser.click("#clear-faults")
        self.browser.until(lambda: self.browser.text("#faults") == "")
        self.browser.run("document.getElementById('fault').value = '[{]'")
        self.browser.click("#set-faults")
        self.browser.until(lambda: self.browser.text("#fault-error"))

    def test_webhook_deliveries_show(self):
        class Receiver(BaseHTTPRequestHandler):
            def do_POST(self):
                self.rfile.read(int(self.headers["Content-Length"]))
                self.send_response(204)
                self.end_headers()

            def log_message(self, format, *args):
                pass

        with ThreadingHTTPServer(("127.0.0.1", 0), Receiver) as server:
            threading.Thread(target=server.serve_forever, daemon=True).start()
            self.control("POST", "webhooks", {"url": f"http://127.0.0.1:{server.server_port}/hook"})
            self.control("POST", "webhooks/send", {"job_id": "told-by-hand", "status": "failed"})
            self.browser.until(
                lambda: "told-by-hand" in self.browser.text("#webhooks") and "204" in self.browser.text("#webhooks")
            )
            self.assertIn("/hook", self.browser.text("#receiver"))
            server.shutdown()

    def test_a_large_result_shows_and_stays_where_it_is(self):
        job = self.drop("large.txt", "many words " * 4000)
        self.browser.until(lambda: "not downloaded yet" in self.browser.text("#jobs"))
        self.browser.open(f"{self.url}/_sandbox/jobs/{job}/view")
        self.assertIn("many words many words", self.browser.text("#pages"))
        self.assertEqual(self.api(f"/large_results/{job}")[0], 200)
        self.browser.open(self.url + "/")
        self.browser.until(lambda: "bytes behind a link, downloaded" in self.browser.text("#jobs"))

    def test_no_key_is_shown(self):
        self.api("/job/x")
        self.browser.until(lambda: "/job/x" in self.browser.text("#requests"))
        self.assertIn("[redacted]", self.browser.text("#requests"))
        self.assertNotIn(KEY, self.browser.run("return document.documentElement.outerHTML"))

    def test_the_page_is_no_request_of_the_journal(self):
        self.assertEqual(self.control("GET", "journal")["entries"], [])

    def test_a_reset_empties_the_page(self):
        self.drop("a.txt", "text")
        self.api("/job/x")
        self.browser.until(lambda: self.browser.text("#requests") != "")
        self.browser.click("#reset")
        self.browser.until(lambda: self.browser.text("#jobs") == "" and self.browser.text("#requests") == "")


if __name__ == "__main__":
    unittest.main()
