"""In which order files are written, flushed and renamed, and requests sent: what a power cut would leave.

strace writes it down. That the disk keeps what was flushed is the system's word.
"""

import os
import re
import subprocess
import unittest

from program import PATIENCE, PULSE, ProgramTest
from services import OnceService


CALLS = {
    "write": "write",
    "pwrite64": "write",
    "fsync": "sync",
    "fdatasync": "sync",
    "rename": "rename",
    "renameat": "rename",
    "renameat2": "rename",
    "unlink": "unlink",
    "unlinkat": "unlink",
    "sendto": "send",
    "sendmsg": "send",
}
SENT = re.compile(r"send(to|msg)\(")


class OrderTest(ProgramTest):
    def record(self, service, *command):
        """What the program did: (what, path or request, new path), each where it had ended, a request where it began."""
        log = os.path.join(self.folder, "strace")
        trace = ["strace", "-f", "-y", "-s", "80", "-o", log, "-e", f"trace={','.join(CALLS)}"]
        run = subprocess.run(
            [*trace, PULSE, *command],
            env=self.environment(service.url),
            capture_output=True,
            text=True,
            timeout=PATIENCE,
            check=False,
        )
        self.assertEqual(0, run.returncode, run.stderr)
        events, begun = [], {}
        with open(log, encoding="utf-8", errors="replace") as file:
            for line in file:
                process, text = line.rstrip("\n").split(None, 1)
                if text.endswith("<unfinished ...>"):
                    begun[process] = text[: -len("<unfinished ...>")]
                    if not SENT.match(text):
                        continue
                elif text.startswith("<... "):
                    text = begun.pop(process) + text.partition("resumed>")[2]
                    if SENT.match(text):
                        continue
                events.extend(self.event(text))
        return events

    def event(self, text):
        call = text.partition("(")[0]
        if SENT.match(text):
            request = re.search(r'"((?:GET|POST|DELETE) [^"\\]*)', text)
            return [("send", request.group(1), "")] if request else []
        paths = (
            re.findall(r"<(/[^>]*)>", text) if CALLS.get(call) in ("write", "sync") else re.findall(r'"([^"]*)"', text)
        )
        known = call in CALLS and paths and paths[0].startswith(self.folder)
        return [(CALLS[call], paths[0], paths[1] if CALLS[call] == "rename" else "")] if known else []

    def after(self, events, start, what, path, other=None):
        """Where something happens for the first time after another."""
        for place in range(start, len(events)):
            if events[place][0] == what and events[place][1].endswith(path):
                if other is None or events[place][2].endswith(other):
                    return place
        self.fail(f"{what} {path} does not come after {events[max(0, start - 1)]}: {events}")

    def test_what_is_announced_is_on_the_disk_before(self):
        service = OnceService(size=100_000)
        self.addCleanup(service.close)
        out = os.path.join(self.folder, "out")
        events = self.record(service, "extract", "--output", out, self.document("a.txt", "mark-a"))
        journal = os.path.join(out, "pulse-journal.jsonl")
        submit = self.after(events, 0, "send", "POST /extract HTTP/1.1")
        # The intent, and the names of the journal and of its folder, before the document is sent.
        written = self.after(events, 0, "write", journal)
        self.assertLess(self.after(events, written, "sync", journal), submit)
        self.assertLess(self.after(events, 0, "sync", out), submit)
        self.assertLess(self.after(events, 0, "sync", self.folder), submit)
        # The job, before it is asked for.
        submitted = self.after(events, submit, "write", journal)
        flushed = self.after(events, submitted, "sync", journal)
        large = self.after(events, flushed, "send", "GET /large_results/job-mark-a HTTP/1.1")
        self.assertLess(flushed, self.after(events, submit, "send", "GET /job/job-mark-a HTTP/1.1"))
        # The large result: its bytes, then its name, then the folder of that.
        place = self.after(events, large, "write", ".part")
        kept = events[place][1]
        place = self.after(events, place, "sync", kept)
        place = self.after(events, place, "rename", kept, "-job-mark-a.json")
        whole = events[place][2]
        place = self.after(events, place, "sync", os.path.dirname(kept))
        # The result file the same way; the journal calls it done after that, and then what was kept goes.
        place = self.after(events, place, "write", ".part")
        self.assertEqual(out, os.path.dirname(events[place][1]))
        place = self.after(events, place, "sync", events[place][1])
        place = self.after(events, place, "rename", events[place][1], "a.txt.md")
        place = self.after(events, place, "sync", out)
        place = self.after(events, place, "write", journal)
        place = self.after(events, place, "sync", journal)
        self.after(events, place, "unlink", whole)
        # Nothing is written to a journal that is not flushed before anything else is done with files.
        for place, event in enumerate(events):
            if event[:2] == ("write", journal):
                self.assertEqual(("sync", journal), next(e[:2] for e in events[place + 1 :] if e[0] != "send"))

    def test_a_job_without_a_journal_is_on_the_disk_before_it_is_asked_for(self):
        service = OnceService(size=1000)
        self.addCleanup(service.close)
        events = self.record(service, "extract", "--quiet", self.document("a.txt", "mark-a"))
        place = self.after(events, 0, "write", ".txt")
        named = events[place][1]
        place = self.after(events, place, "sync", named)
        self.assertLess(place, self.after(events, 0, "send", "GET /job/job-mark-a HTTP/1.1"))
        self.after(events, 0, "sync", os.path.dirname(named))
        self.after(events, place, "unlink", named)


if __name__ == "__main__":
    unittest.main()
