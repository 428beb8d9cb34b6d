"""Results and jobs as objects: pickling, copying, notebooks, mappings."""

import base64
import copy
import gc
import html
import io
import pathlib
import pickle
import re
import tempfile
import unittest
from collections.abc import Mapping, Sequence

import support  # first: it makes the package importable
import pulse_native
from pulse_native import AsyncPulse, Job, Pulse


class ResultsTest(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.sandbox = support.Sandbox()
        cls.client = Pulse(support.API_KEY, base_url=cls.sandbox.url)
        cls.statement = support.sample("bank-statement.pdf")
        cls.job = cls.client.extract_and_wait(file=cls.statement, initial_delay=0.05)

    @classmethod
    def tearDownClass(cls):
        cls.client.close()
        del cls.job
        cls.sandbox.close()

    def test_a_pickled_job_holds_all_that_it_held(self):
        large = self.client.extract_and_wait(file=support.sample("field-notes-80-pages.pdf"), initial_delay=0.05)
        for job in (self.job, large):
            for kept in (
                pickle.loads(pickle.dumps(job)),
                copy.deepcopy(job),
                pickle.loads(pickle.dumps(copy.copy(job))),
            ):
                for name in (
                    "job_id",
                    "status",
                    "status_text",
                    "is_terminal",
                    "created_at",
                    "updated_at",
                    "error",
                    "markdown",
                ):
                    self.assertEqual(getattr(kept, name), getattr(job, name), name)
                self.assertEqual(bytes(kept.raw), bytes(job.raw))
                self.assertEqual(kept.result.to_dict(), job.result.to_dict())
                self.assertEqual(kept.to_dict(), job.to_dict())
                self.assertEqual(
                    kept.result.find("/bounding_boxes/Text/0/content"), job.result.bounding_boxes.Text[0].content
                )
                self.assertEqual(type(kept), type(job))
                kept.validate()
                with self.assertRaisesRegex(pulse_native.PulseArgumentError, "does not belong to a client"):
                    kept.cancel()

    def test_pickled_answers(self):
        for answer in (
            self.client.submit_extract(file=self.statement),
            self.client.extract(file=self.statement),
            self.job.result.bounding_boxes,
        ):
            kept = pickle.loads(pickle.dumps(answer))
            self.assertEqual((type(kept), kept), (type(answer), answer))
        submitted = self.client.submit_extract(file=self.statement)
        self.assertEqual(pickle.loads(pickle.dumps(submitted)).job_id, submitted.job_id)

    def test_pickled_exceptions(self):
        errors = []
        for call in (
            lambda: self.client.jobs.get_job("nope"),
            lambda: self.client.extract(file="/no/such/file"),
            lambda: self.client.jobs.get_job(""),
            lambda: self.failed(),
        ):
            with self.assertRaises(pulse_native.PulseError) as raised:
                call()
            errors.append(raised.exception)
        for error in errors:
            kept = pickle.loads(pickle.dumps(error))
            for name in ("message", "status_code", "job_id", "api_code", "retry_after", "code", "body"):
                self.assertEqual(getattr(kept, name), getattr(error, name), name)
            self.assertEqual(str(kept), str(error))
        self.assertEqual(pickle.loads(pickle.dumps(errors[-1])).job.error, "torn")

    def failed(self):
        self.sandbox.force("failed", ["torn"], error="torn")
        self.client.jobs.wait("torn")

    def test_pickled_clients_are_their_options(self):
        for kind in (Pulse, AsyncPulse):
            client = kind(support.API_KEY, base_url=self.sandbox.url, timeout=5)
            kept = pickle.loads(pickle.dumps(client))
            self.assertIsInstance(kept, kind)
            self.assertNotIn(support.API_KEY, repr(kept))
            self.assertEqual(kept._core._settings, client._core._settings)
        kept = pickle.loads(pickle.dumps(self.client))
        self.assertEqual(kept.jobs.get_job(self.job.job_id).status, "completed")
        kept.close()
        self.assertEqual(self.client.jobs.get_job(self.job.job_id).status, "completed")

    def test_jobs_know_their_client(self):
        job = self.client.jobs.get_job(self.client.submit_extract(file=self.statement).job_id)
        self.assertIsInstance(job, pulse_native.SyncJob)
        self.assertEqual(job.cancel().job_id, job.job_id)
        self.assertEqual(self.client.jobs.get_job(job).status, "canceled")

    def test_a_job_keeps_its_client_alive(self):
        job = Pulse(support.API_KEY, base_url=self.sandbox.url).submit_extract(file=self.statement)
        job = Pulse(support.API_KEY, base_url=self.sandbox.url).jobs.get_job(job.job_id)
        gc.collect()
        self.assertEqual(job.cancel().job_id, job.job_id)

    def test_mappings_and_sequences(self):
        result = self.job.result
        self.assertIsInstance(result, Mapping)
        self.assertIsInstance(result.bounding_boxes.Text, Sequence)
        self.assertEqual(dict(result)["page_count"], 2)
        self.assertEqual({**result}.keys(), set(result))
        self.assertEqual(len(result), len(result.to_dict()))
        self.assertEqual(
            result.bounding_boxes.Text[-1], result.bounding_boxes.Text[len(result.bounding_boxes.Text) - 1]
        )
        self.assertEqual(result, result.to_dict())

    def test_notebooks(self):
        self.assertEqual(self.job._repr_markdown_(), self.job.markdown)
        self.assertEqual(self.job.result._repr_markdown_(), self.job.markdown)
        self.assertIsNone(self.job.result.bounding_boxes._repr_markdown_())
        self.sandbox.force("failed", ["notebook"], error="torn")
        self.assertEqual(self.client.jobs.get_job("notebook")._repr_markdown_(), "Job `notebook`: failed (torn)")

    def test_pages_to_look_at(self):
        page = self.job.result.to_html("A title")
        self.assertTrue(page.startswith("<!doctype html>"))
        self.assertIn('"title":"A title"', page)
        self.assertIn(f'"title":"{self.job.job_id}"', self.job.to_html())
        self.assertNotIn("<td>", page[page.index('id="data"') : page.rindex("<script>")])
        for shown in (
            self.job,
            self.job.result,
            pickle.loads(pickle.dumps(self.job)),
            Job.from_dict(self.job.to_dict()),
        ):
            frame = shown._repr_html_()
            self.assertTrue(frame.startswith('<iframe sandbox="allow-scripts" '))
            self.assertTrue(frame.endswith('"></iframe>'))
            self.assertEqual(frame.count("<"), 2)
        self.assertIsNone(self.job.result.bounding_boxes._repr_html_())
        self.assertIsNone(self.job.result.bounding_boxes.Text[0]._repr_html_())
        self.sandbox.force("failed", ["not-shown"], error="torn & <b>old</b>")
        self.assertIn(html.escape("torn & \\u003cb>old"), self.client.jobs.get_job("not-shown")._repr_html_())
        large = Job.from_dict({"job_id": "j", "status": "completed", "result": {"markdown": "x" * (9 << 20)}})
        self.assertLess(len(large._repr_html_()), 500)
        self.assertGreater(len(large.to_html()), 9 << 20)

    def test_pages_have_pictures(self):
        png, link = b"\x89PNG\r\n\x1a\n", '/results/j/images/"a".png'
        with tempfile.TemporaryDirectory() as folder:
            path = pathlib.Path(folder, "\u00e4 page.gif")
            path.write_bytes(b"GIF89a")
            pages = {2: png, 1: path, 3: str(path), 4: ("any", png)}
            shown = (self.job, self.job.result, Job.from_dict(self.job.to_dict()))
            for page in (one.to_html("T", pages=pages, images={link: png}) for one in shown):
                found = re.findall('class="picture" (data-[^>]*)>data:([^;]*);base64,([^<]*)<', page)
                self.assertEqual([place for place, _, _ in found[:4]], [f'data-page="{n}"' for n in (2, 1, 3, 4)])
                self.assertEqual(
                    [kind for _, kind, _ in found[:4]], [f"image/{one}" for one in ("png", "gif", "gif", "png")]
                )
                self.assertEqual(
                    [base64.b64decode(content) for _, _, content in found], [png, b"GIF89a", b"GIF89a", png, png]
                )
                self.assertEqual(found[4][0], 'data-url="/results/j/images/&quot;a&quot;.png"')
        for wrong in (
            {"pages": {0: png}},
            {"pages": {-1: png}},
            {"pages": {1: b"<svg>"}},
            {"images": {"one.png": png}},
        ):
            with self.subTest(wrong=wrong), self.assertRaises(pulse_native.PulseArgumentError):
                self.job.to_html(**wrong)
        self.assertIn("iVBORw0KGgo=<", self.job.to_html(pages={1: io.BytesIO(png)}))
        with self.assertRaises(FileNotFoundError):
            self.job.to_html(pages={1: "/no/such/picture"})
        with self.assertRaises(pulse_native.PulseFileError):
            self.job.to_html(pages={1: b""})

        class Broken(io.RawIOBase):
            def readable(self):
                return True

            def readinto(self, buffer):
                raise OSError(5, "the disk is gone")

        with self.assertRaisesRegex(OSError, "the disk is gone"):
            self.job.to_html(pages={1: Broken()})
        with self.assertRaisesRegex(OSError, "the disk is gone"):
            self.job.to_html(images={"a": io.BufferedReader(Broken())})

    def test_reprs_are_short(self):
        for value in (
            self.job,
            self.job.result,
            self.job.result.bounding_boxes.Text,
            self.client.jobs.wait_many(["a"] * 1000),
            self.client.extract(file=self.statement),
            AsyncPulse(support.API_KEY),
        ):
            self.assertLess(len(repr(value)), 200)
            self.assertNotIn(support.API_KEY, repr(value))


if __name__ == "__main__":
    unittest.main()
