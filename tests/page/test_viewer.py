"""The page of a result (pulse view, HtmlReport, pulse_render_html, the sandbox's views) in headless Chromium."""

import html
import json
import os
import pathlib
import re
import shutil
import struct
import subprocess
import sys
import tempfile
import time
import unittest
import urllib.request
import zlib

from browser import Browser

ROOT = pathlib.Path(__file__).resolve().parents[2]
SANDBOX = os.environ.get("PULSE_SANDBOX", str(ROOT / "artifacts" / "bin" / "pulse-sandbox"))
os.environ.setdefault("PULSE_NATIVE_LIBRARY", str(ROOT / "artifacts" / "lib" / "libpulse_native.so"))
sys.path.insert(0, str(ROOT / "bindings" / "python"))
from pulse_native._report import frame_of, html_of  # noqa: E402

STATEMENT = ROOT / "samples" / "bank-statement.pdf"
SCHEMA = {
    "type": "object",
    "properties": {"account_holder": {"type": "string"}, "opening_balance": {"type": "number"}},
}
HOSTILE = "<img src=x onerror='window.hacked=1'></script><script>window.hacked=1</script><!--<b id='made'>"


def box(left, top, right, bottom):
    return [left, top, right, top, right, bottom, left, bottom]


def png(width, height, color):
    """A picture of one color."""

    def chunk(kind, data):
        body = kind + data
        return struct.pack(">I", len(data)) + body + struct.pack(">I", zlib.crc32(body))

    rows = zlib.compress((b"\0" + bytes(color) * width) * height)
    header = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunk(b"IDAT", rows) + chunk(b"IEND", b"")


class ViewerTest(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.folder = pathlib.Path(tempfile.mkdtemp(prefix="pulse-viewer"))
        cls.browser = Browser(str(cls.folder))
        cls.browser.call("POST", "/window/rect", {"width": 1400, "height": 900})

    @classmethod
    def tearDownClass(cls):
        cls.browser.close()
        shutil.rmtree(cls.folder, ignore_errors=True)

    def tearDown(self):
        # What the policy refuses would be said here, and so would errors of the script.
        self.assertEqual(self.browser.console(), [])

    def show(self, result, title=None, pictures=()):
        """Opens the page of a result, with pictures of pages."""
        path = self.folder / "page.html"
        path.write_text(html_of(memoryview(json.dumps(result).encode()), title, dict(pictures)))
        self.open(path.as_uri())

    def open(self, url):
        self.browser.open(url)
        self.browser.until(lambda: self.browser.run("return document.documentElement.dataset.ready") == "true")

    def drawn(self, page=1):
        """The boxes of a page: their ids, kinds, texts, and places as fractions of it."""
        return self.browser.run(
            """const page = document.querySelector(`.page[data-page='${arguments[0]}']`), whole = page.getBoundingClientRect();
            return [...page.querySelectorAll(".box")].map(made => {
              const place = made.getBoundingClientRect();
              return {id: made.dataset.id, kind: made.dataset.kind, text: made.textContent, classes: made.className,
                place: [(place.left - whole.left) / whole.width, (place.top - whole.top) / whole.height,
                  (place.right - whole.left) / whole.width, (place.bottom - whole.top) / whole.height]};
            });""",
            page,
        )

    def ids(self, name):
        """The boxes that have a class."""
        return self.browser.run(
            "return [...document.querySelectorAll(`.box.${arguments[0]}`)].map(made => made.dataset.id)", name
        )

    def assert_near(self, place, wanted, tolerance=0.004):
        for got, one in zip(place, wanted):
            self.assertAlmostEqual(got, one, delta=tolerance, msg=f"{place} instead of {wanted}")


class DocumentTest(ViewerTest):
    """A real document, read by the sandbox and shown by its view."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.sandbox = subprocess.Popen([SANDBOX, "--api-key", "k"], stdout=subprocess.PIPE, text=True)
        cls.url = cls.sandbox.stdout.readline().strip()
        boundary = "a-boundary-of-its-own"
        parts = [
            f'Content-Disposition: form-data; name="{name}"\r\n\r\n{value}'.encode()
            for name, value in (("async", "true"), ("structuredOutput", json.dumps({"schema": SCHEMA})))
        ]
        parts.append(
            b'Content-Disposition: form-data; name="file"; filename="bank-statement.pdf"\r\n'
            b"Content-Type: application/pdf\r\n\r\n" + STATEMENT.read_bytes()
        )
        body = b"".join(b"--" + boundary.encode() + b"\r\n" + part + b"\r\n" for part in parts)
        request = urllib.request.Request(cls.url + "/extract", body + b"--" + boundary.encode() + b"--\r\n")
        request.add_header("x-api-key", "k")
        request.add_header("Content-Type", f"multipart/form-data; boundary={boundary}")
        with urllib.request.urlopen(request, timeout=60) as response:
            cls.job = json.load(response)["job_id"]
        cls.result = None
        while cls.result is None:
            request = urllib.request.Request(f"{cls.url}/job/{cls.job}")
            request.add_header("x-api-key", "k")
            with urllib.request.urlopen(request, timeout=60) as response:
                cls.result = json.load(response).get("result")
            time.sleep(0.1)

    @classmethod
    def tearDownClass(cls):
        cls.sandbox.terminate()
        cls.sandbox.wait()
        cls.sandbox.stdout.close()
        super().tearDownClass()

    def setUp(self):
        self.open(f"{self.url}/_sandbox/jobs/{self.job}/view")

    def test_boxes_are_where_the_words_are(self):
        drawn = {one["id"]: one for one in self.drawn()}
        for kind, items in self.result["bounding_boxes"].items():
            for item in items if kind not in ("Tables", "markdown_with_ids") else []:
                if item["page_number"] == 1 and item["bounding_box"]:
                    numbers = item["bounding_box"]
                    self.assert_near(drawn[item["id"]]["place"], [numbers[0], numbers[1], numbers[4], numbers[5]])
                    self.assertEqual(drawn[item["id"]]["text"], item["content"])
        cell = self.result["bounding_boxes"]["Tables"][0]["cell_data"][5]
        self.assertEqual(drawn[cell["id"]]["text"], cell["text"])

        # And there another program finds the words.
        words = subprocess.run(
            ["pdftotext", "-bbox", "-l", "1", STATEMENT, "-"], stdout=subprocess.PIPE, text=True, check=True
        ).stdout
        width, height = (
            float(number) for number in re.search(r'<page width="([\d.]+)" height="([\d.]+)"', words).groups()
        )
        pattern = r'<word xMin="([\d.]+)" yMin="([\d.]+)" xMax="([\d.]+)" yMax="([\d.]+)">([^<]*)</word>'
        found = [(html.unescape(word), *map(float, place)) for *place, word in re.findall(pattern, words)]
        self.assertGreater(len(found), 150)
        for word, left, top, right, bottom in found:
            x, y = (left + right) / 2 / width, (top + bottom) / 2 / height
            self.assertTrue(
                any(
                    word in one["text"]
                    and one["place"][0] - 0.005 <= x <= one["place"][2] + 0.005
                    and one["place"][1] - 0.005 <= y <= one["place"][3] + 0.005
                    for one in drawn.values()
                ),
                f"no box around {word!r} at {x}, {y}",
            )

    def test_a_citation_lights_up_its_box(self):
        cited = self.result["structured_output"]["citations"]["account_holder"]
        self.assertEqual(self.browser.text(f".value[data-cites='{cited}']"), "Maria Jensen")
        self.assertEqual(self.ids("lit"), [])
        self.browser.hover("dd:nth-of-type(2) .value")
        self.browser.until(lambda: self.ids("lit") == [cited])
        self.assertIn(cited, self.browser.text("#status"))
        self.browser.hover("#title")
        self.browser.until(lambda: self.ids("lit") == [])

        # And the box its fields.
        self.browser.hover(f".box[data-id='{cited}']")
        lit = "return [...document.querySelectorAll('.value.lit')].map(made => made.textContent)"
        self.browser.until(lambda: sorted(self.browser.run(lit)) == ["10482.1", "Maria Jensen"])

        # By the keyboard too.
        self.browser.hover("#title")
        self.browser.run("document.querySelector('.value.cited').focus()")
        self.browser.until(lambda: self.ids("lit") == [cited])
        self.browser.keys("\ue007")
        self.browser.until(lambda: self.ids("chosen") == [cited])

    def test_search_leads_from_hit_to_hit(self):
        self.browser.keys("/", *"tide outdoor")
        self.browser.until(lambda: self.browser.text("#hits").endswith(("hit", "hits")))
        count = int(self.browser.text("#hits").split()[0])
        wanted = sum(
            "tide outdoor" in cell["text"].lower()
            for table in self.result["bounding_boxes"]["Tables"]
            for cell in table["cell_data"]
        )
        self.assertEqual(count, wanted)
        self.browser.keys("\ue007")
        self.browser.until(lambda: self.browser.text("#hits") == f"1 of {count}")
        place = self.browser.run(
            """const box = document.querySelector(".box.chosen").getBoundingClientRect(), pane = document.getElementById("pages").getBoundingClientRect();
            return {text: document.querySelector(".box.chosen").textContent, seen: box.top >= pane.top && box.bottom <= pane.bottom};"""
        )
        self.assertIn("Tide Outdoor", place["text"])
        self.assertTrue(place["seen"])
        self.browser.keys("\ue00c")
        self.browser.until(
            lambda: self.ids("hit") == [] and self.ids("chosen") == [] and self.browser.text("#hits") == ""
        )

    def test_keys_lead_through_boxes_and_pages(self):
        order = self.browser.run("return [...document.querySelectorAll('.page')].map(page => page.dataset.page)")
        self.assertEqual(order, ["1", "2"])
        self.browser.keys("j")
        first = self.browser.until(lambda: self.ids("chosen"))
        self.assertEqual(self.browser.run("return document.activeElement.dataset.id"), first[0])
        self.assertIn("Strait Savings Bank", self.browser.text("#status"))
        self.browser.keys("j")
        second = self.browser.until(lambda: self.ids("chosen") != first and self.ids("chosen"))
        self.browser.keys("k")
        self.browser.until(lambda: self.ids("chosen") == first and first != second)
        self.browser.keys("\ue014")
        self.browser.until(lambda: self.browser.text("#status") == "page 2")
        self.browser.keys("?")
        self.browser.until(lambda: self.browser.run("return !document.getElementById('keys').hidden"))
        self.browser.keys("\ue00c")
        self.browser.until(
            lambda: self.browser.run("return document.getElementById('keys').hidden") and self.ids("chosen") == []
        )

    def test_warnings_tables_and_details_are_shown(self):
        self.assertIn(self.result["warnings"][0], self.browser.text("#warnings"))
        self.browser.run(
            "[...document.querySelectorAll('[role=tab]')].find(tab => tab.textContent === 'Tables').click()"
        )
        rows = "return [...document.querySelectorAll('#panels table')].map(table => [...table.rows].map(row => [...row.cells].map(cell => cell.textContent)))"
        tables = self.browser.run(rows)
        cells = [cell["text"] for cell in self.result["bounding_boxes"]["Tables"][0]["cell_data"]]
        self.assertEqual([text for row in tables[0] for text in row], cells)
        self.browser.run(
            "[...document.querySelectorAll('[role=tab]')].find(tab => tab.textContent === 'Details').click()"
        )
        self.assertIn(self.job, self.browser.text("#panel-3"))

    def test_kinds_are_hidden_and_shown(self):
        self.assertEqual(len([one for one in self.drawn() if one["kind"] == "Title"]), 3)
        self.browser.click("#legend input:not(:checked), #legend .k1 input")
        self.browser.until(lambda: not [one for one in self.drawn() if one["kind"] == "Title"])
        self.browser.click("#legend .k1 input")
        self.browser.until(lambda: [one for one in self.drawn() if one["kind"] == "Title"])

    def test_nothing_is_loaded(self):
        names = self.browser.run("return performance.getEntriesByType('resource').map(entry => entry.name)")
        self.assertEqual([name for name in names if not name.startswith("data:")], [])

    def test_dark_mode_keeps_the_paper_and_the_contrast(self):
        def media(value):
            self.browser.call(
                "POST",
                "/goog/cdp/execute",
                {
                    "cmd": "Emulation.setEmulatedMedia",
                    "params": {"features": [{"name": "prefers-color-scheme", "value": value}]},
                },
            )

        def luminance(color):
            channels = [int(number) / 255 for number in re.findall(r"\d+", color)[:3]]
            linear = [one / 12.92 if one <= 0.03928 else ((one + 0.055) / 1.055) ** 2.4 for one in channels]
            return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]

        for scheme, is_dark in (("light", False), ("dark", True)):
            media(scheme)
            ground, paper = self.browser.run(
                "return ['header', '.page'].map(name => getComputedStyle(document.querySelector(name)).backgroundColor)"
            )
            self.assertEqual(luminance(ground) < 0.1, is_dark)
            self.assertEqual(paper, "rgb(255, 255, 255)")
            for name, behind in (
                ("h1", ground),
                ("#summary", ground),
                ("dt", ground),
                (".where", ground),
                (".box", paper),
            ):
                color = self.browser.run("return getComputedStyle(document.querySelector(arguments[0])).color", name)
                light, dark = sorted([luminance(color), luminance(behind)], reverse=True)
                self.assertGreater((light + 0.05) / (dark + 0.05), 4.5, f"{name} in {scheme}")
        media("")


class ResultTest(ViewerTest):
    """Results of all shapes."""

    def test_hostile_text_does_nothing(self):
        item = {
            "id": HOSTILE,
            "content": HOSTILE,
            "page_number": 1,
            "bounding_box": box(0.1, 0.1, 0.9, 0.2),
            "confidence": "N/A",
        }
        cell = {"id": "t-r1c1", "text": HOSTILE, "position": {"row": 0, "column": 0}}
        self.show(
            {
                "markdown": f"# {HOSTILE}\n\n{HOSTILE}\n\n| {HOSTILE} |\n|---|\n| [x](javascript:window.hacked=1) |\n\n<table><tr><td onclick='window.hacked=1'>{HOSTILE}</td></tr></table>\n",
                "page_count": 1,
                "warnings": [HOSTILE],
                "bounding_boxes": {
                    HOSTILE: [item],
                    "__proto__": [item],
                    "Images": [
                        {
                            "id": "i1",
                            "visual_type": HOSTILE,
                            "page_number": 1,
                            "bounding_box": box(0.1, 0.3, 0.4, 0.4),
                            "image_url": "https://127.0.0.1:9/x.png",
                        },
                        {
                            "id": "i2",
                            "page_number": 1,
                            "bounding_box": box(0.5, 0.3, 0.9, 0.4),
                            "image_url": "data:image/svg+xml,<svg xmlns='http://www.w3.org/2000/svg' onload='window.hacked=1'/>",
                        },
                        {
                            "id": "i3",
                            "page_number": 1,
                            "bounding_box": box(0.5, 0.3, 0.9, 0.4),
                            "image_url": "javascript:window.hacked=1",
                        },
                    ],
                    "Tables": [
                        {
                            "table_info": {
                                "id": "t",
                                "sheet_name": HOSTILE,
                                "location": {"page": 1, "coordinates": box(0.1, 0.5, 0.9, 0.6)},
                            },
                            "cell_data": [cell],
                        }
                    ],
                },
                "structured_output": {
                    "values": {HOSTILE: HOSTILE, "__proto__": {"x": HOSTILE}},
                    "citations": {HOSTILE: HOSTILE},
                },
                "tables_output": {
                    "tables": [
                        {
                            "table_content": f"<table><tr><td style='position:fixed'>{HOSTILE}<iframe src='/x'></iframe></td></tr></table>",
                            "citations": [],
                        }
                    ]
                },
                "split_output": {"splits": {HOSTILE: [1]}},
            },
            HOSTILE,
        )
        for number in range(self.browser.run("return document.querySelectorAll('[role=tab]').length")):
            self.browser.run("document.querySelectorAll('[role=tab]')[arguments[0]].click()", number)
        self.browser.run("document.querySelectorAll('details').forEach(made => { made.open = true; })")
        self.browser.keys("j", "j", "j", "/", *"onerror", "\ue007")
        self.browser.until(lambda: self.browser.text("#hits").startswith("1 of"))
        self.assertEqual(self.browser.text("#title"), HOSTILE)
        self.assertEqual(self.browser.run("return document.title"), HOSTILE)
        self.assertIn(HOSTILE, self.browser.text("#warnings"))
        self.assertEqual({one["text"] for one in self.drawn() if one["id"] == HOSTILE}, {HOSTILE})
        self.assertIsNone(self.browser.run("return window.hacked ?? null"))
        self.assertEqual(
            self.browser.run(
                "return document.querySelectorAll('#made, img, iframe, a, svg, [onclick], [onerror], [style*=fixed]').length"
            ),
            0,
        )
        self.assertEqual(self.browser.run("return document.scripts.length"), 1)

    def test_the_policy_holds_without_the_script(self):
        self.show({"markdown": "x"})
        attempts = """
            const results = [];
            for (const attempt of [
              () => { document.body.insertAdjacentHTML("beforeend", "<b>x</b>"); },
              () => { const made = document.createElement("script"); made.textContent = "window.hacked = 1"; document.body.append(made); },
              () => { document.body.setAttribute("onclick", "window.hacked = 1"); document.body.click(); },
              () => { const made = document.createElement("script"); made.src = "data:text/javascript,window.hacked=1"; document.body.append(made); },
              () => { document.body.append(Object.assign(document.createElement("img"), {src: "http://127.0.0.1:9/x.png"})); },
            ]) try { attempt(); } catch (error) { results.push(error.name); }
            return [results, window.hacked ?? null];"""
        errors, hacked = self.browser.run(attempts)
        self.assertIsNone(hacked)
        self.assertEqual(errors, ["TypeError"] * 4)
        said = []
        self.browser.until(lambda: said.extend(self.browser.console()) or any("img-src data:" in line for line in said))

    def test_text_without_places_is_the_page(self):
        self.show(
            {
                "markdown": "# A title\n\nSome **bold** text, 2 \\* 3\nand a line\n\n| a | b |\n|---|---|\n| 1 | 2 |\n\n```\ncode *x*\n```\n"
                + "\n\n".join(f"paragraph {n}" for n in range(500))
                + "\n\nthe needle"
            }
        )
        self.assertEqual(self.browser.text("#pages h2"), "A title")
        self.assertEqual(self.browser.text("#pages p"), "Some bold text, 2 * 3\nand a line")
        self.assertEqual(
            self.browser.run(
                "return [...document.querySelectorAll('#pages td, #pages th')].map(cell => cell.textContent)"
            ),
            ["a", "b", "1", "2"],
        )
        self.assertEqual(self.browser.text("#pages pre"), "```\ncode *x*\n```")
        self.browser.keys("/", *"needle", "\ue007")
        self.browser.until(
            lambda: self.browser.text("#hits") == "1 of 1" and self.browser.text("p.hit") == "the needle"
        )

    def test_boxes_without_places_make_no_empty_pages(self):
        item = {"id": "txt-1", "content": "a text", "page_number": 1, "bounding_box": None}
        sizes = {"structure": {"page_sizes": [{"width": 595, "height": 842}]}}
        self.show(
            {
                "markdown": "a text",
                "page_count": 1,
                "bounding_boxes": {"Text": [item]},
                "extensions": {"document_metadata": sizes},
                "structured_output": {"values": {"a": "text"}, "citations": {"a": "txt-1"}},
            }
        )
        self.assertEqual(self.browser.text("#pages"), "a text")
        self.browser.hover(".value.cited")
        self.browser.until(lambda: "a text" in self.browser.text("#status"))

    def test_coordinates_of_all_kinds_are_understood(self):
        places = {
            "eight": {"bounding_box": box(0.1, 0.1, 0.3, 0.2)},
            "turned": {"bounding_box": [0.2, 0.5, 0.3, 0.6, 0.2, 0.7, 0.1, 0.6]},
            "four": {"bounding_box": [0.5, 0.1, 0.7, 0.2]},
            "pixels": {
                "bbox": {"left": 100, "top": 600, "width": 200, "height": 100},
                "page_width": 1000,
                "page_height": 2000,
            },
            "normalized": {"bbox_normalized": [0.5, 0.3, 0.7, 0.4]},
            "older": {"coordinates": box(0.1, 0.8, 0.3, 0.9), "page": 1, "page_number": None},
        }
        nowhere = [None, [], [1, 2], [1, 2, 3], ["a"] * 8, {}, {"left": 1}, 7, "x", [1e300] * 8, [0.1] * 4000]
        items = [{"id": name, "content": name, "page_number": 1, **place} for name, place in places.items()]
        items += [
            {"id": f"n{n}", "content": "no place", "page_number": 1, "bounding_box": place}
            for n, place in enumerate(nowhere)
        ]
        items += [
            {"id": f"p{n}", "content": "no page", "page_number": page, "bounding_box": box(0, 0, 1, 1)}
            for n, page in enumerate([0, -1, 1.5, "1", 1e300, None, {}])
        ]
        items += [7, "x", None, []]
        self.show(
            {
                "markdown": "x",
                "bounding_boxes": {"Text": items, "Title": {"a": 1}, "defined_names": ["a"], "Words": None},
                "page_count": 1e12,
            }
        )
        drawn = {one["id"]: one["place"] for one in self.drawn()}
        self.assertEqual(set(drawn), set(places))
        wanted = {
            "eight": [0.1, 0.1, 0.3, 0.2],
            "turned": [0.1, 0.5, 0.3, 0.7],
            "four": [0.5, 0.1, 0.7, 0.2],
            "pixels": [0.1, 0.3, 0.3, 0.35],
            "normalized": [0.5, 0.3, 0.7, 0.4],
            "older": [0.1, 0.8, 0.3, 0.9],
        }
        for name, place in wanted.items():
            self.assert_near(drawn[name], place)

    def test_cells_without_places_lie_in_their_table(self):
        cells = [
            {"text": f"0t-cell {row}{column}", "position": {"row": row, "column": column}}
            for row in range(2)
            for column in range(2)
        ]
        table = {
            "table_info": {
                "id": "tbl-1",
                "confidence": 0.4,
                "location": {"page": 1, "coordinates": box(0.1, 0.1, 0.9, 0.3)},
            },
            "cell_data": cells,
        }
        self.show(
            {
                "bounding_boxes": {"Tables": [table]},
                "structured_output": {
                    "values": {"a": "cell 11", "b": None},
                    "citations": {"a": "run-7-tbl-1-r2c2", "b": "gone-1"},
                    "confidence": {"a": 0.55},
                },
            }
        )
        [drawn] = self.drawn()
        self.assertEqual((drawn["id"], drawn["text"]), ("tbl-1", "cell 00cell 01cell 10cell 11"))
        self.assertIn("doubtful", drawn["classes"])
        self.assertEqual(self.browser.text(".sure.doubtful"), "55 %")
        self.browser.hover(".value.cited")
        self.browser.until(lambda: self.ids("lit") == ["tbl-1"])
        self.assertIn("cell 11", self.browser.text("#status"))
        self.assertIn("not among the boxes", self.browser.text("#panel-0"))

    def test_results_of_all_steps_are_shown(self):
        text = {"id": "txt-1", "content": "Total 12", "page_number": 2, "bounding_box": box(0.1, 0.1, 0.3, 0.2)}
        tables = {
            "tables": [
                {"table_content": {"headers": ["a", "b"], "rows": [{"a": "1", "b": 2}]}, "citations": ["txt-1"]},
                {"table_content": "<table><tr><th colspan='2'>x &amp; y</th></tr></table>"},
            ]
        }
        self.show(
            {
                "status": "completed",
                "results": {
                    "extract": {"markdown": "m", "page_count": 2, "bounding_boxes": {"Text": [text]}},
                    "schema": {
                        "schema_id": "s",
                        "schema_output": {
                            "values": {"items": [{"n": 12, "t": "x"}]},
                            "citations": {"items": [{"n": "txt-1"}]},
                        },
                    },
                    "split": {"split_output": {"splits": {"Bills": [2]}}},
                    "tables": {"tables_id": "t", "tables_output": tables},
                },
            }
        )
        self.browser.hover("#panel-0 td .cited")
        self.browser.until(lambda: self.ids("lit") == ["txt-1"])
        self.browser.run(
            "[...document.querySelectorAll('#panel-0 button')].find(made => made.textContent === 'page 2').click()"
        )
        self.browser.until(lambda: self.browser.text("#status") == "page 2")
        self.browser.run(
            "[...document.querySelectorAll('[role=tab]')].find(tab => tab.textContent === 'Tables').click()"
        )
        self.assertEqual(
            self.browser.run(
                "return [...document.querySelectorAll('#panels table')].slice(-2).map(table => table.textContent)"
            ),
            ["ab12", "x & y"],
        )
        self.assertEqual(
            self.browser.run("return document.querySelector('#panels th[colspan=\"2\"]').textContent"), "x & y"
        )

        self.show(
            {
                "schema_id": "s",
                "split_id": "p",
                "results": {"Bills": {"values": {"a": 1}, "citations": {}}},
                "errors": {"Other": "no page"},
            }
        )
        self.assertEqual(self.browser.text("#panel-0 h2"), "Bills")
        self.assertIn("Other: no page", self.browser.text("#warnings"))

        self.show(
            {
                "form_id": "f",
                "form_fields": [
                    {
                        "page_number": 1,
                        "bounding_box": [0.1, 0.1, 0.4, 0.2],
                        "text": "Name",
                        "type": "text",
                        "checkbox_details": [{"selected": True, "text": "yes"}],
                    }
                ],
            }
        )
        [drawn] = self.drawn()
        self.assertEqual((drawn["kind"], drawn["text"]), ("Form fields", "Name\n☒ yes"))
        self.assert_near(drawn["place"], [0.1, 0.1, 0.4, 0.2])

    def test_what_is_no_extraction_is_shown_as_it_is(self):
        for whole in (
            {"batch": [1, {"a": None}]},
            {},
            [],
            "text",
            7,
            None,
            {"job_id": "j", "status": "failed", "error": "no pages"},
        ):
            self.show(whole)
            self.assertTrue(self.browser.text("#panel-0 summary, #panel-0 .tree div"))
        self.assertIn("The job failed: no pages", self.browser.text("#warnings"))
        deep = '{"structured_output":{"values":' + '{"a":' * 3000 + "1" + "}" * 3000 + "}}"
        (self.folder / "page.html").write_text(html_of(memoryview(deep.encode())))
        self.open((self.folder / "page.html").as_uri())
        self.assertIn("a", self.browser.text("#panel-0"))

    def test_pictures_lie_behind_the_boxes(self):
        item = {"id": "txt-1", "content": "words", "page_number": 1, "bounding_box": box(0.1, 0.1, 0.5, 0.2)}
        self.show(
            {"bounding_boxes": {"Text": [item]}},
            pictures=[(1, png(60, 40, (200, 220, 255))), (2, png(30, 60, (255, 220, 200)))],
        )
        size = "const place = document.querySelector(`.page[data-page='${arguments[0]}']`).getBoundingClientRect(); return place.height / place.width"
        self.browser.until(lambda: abs(self.browser.run(size, 1) - 40 / 60) < 0.01)
        self.assert_near(self.drawn()[0]["place"], [0.1, 0.1, 0.5, 0.2])
        color = "return getComputedStyle(document.querySelector('.box span')).color"
        self.assertEqual(self.browser.run(color), "rgba(0, 0, 0, 0)")
        self.browser.keys("p")
        self.browser.until(lambda: self.browser.run(color) == "rgb(20, 22, 26)")
        self.assertEqual(
            self.browser.run("return getComputedStyle(document.querySelector('.page img')).visibility"), "hidden"
        )

    def test_of_a_large_result_only_what_is_in_view_is_drawn(self):
        items = [
            {
                "id": f"txt-{page}-{n}",
                "content": f"page {page} line {n}",
                "page_number": page,
                "bounding_box": box(0.1, n / 40, 0.9, n / 40 + 0.02),
            }
            for page in range(1, 401)
            for n in range(40)
        ]
        self.show({"markdown": "x", "page_count": 400, "bounding_boxes": {"Text": items}})
        count = "return document.querySelectorAll('.box').length"
        self.assertLess(self.browser.run(count), 500)
        self.browser.keys("/", *"line 21", "\ue007")
        self.browser.until(lambda: self.browser.text("#hits") == "1 of 400")
        for number in range(2, 31):
            self.browser.keys("\ue007")
            self.browser.until(lambda: self.ids("chosen") == [f"txt-{number}-21"])
        self.browser.until(lambda: self.browser.run(count) < 500)

    def test_a_notebook_is_not_affected(self):
        item = {"id": "txt-1", "content": HOSTILE, "page_number": 1, "bounding_box": box(0.1, 0.1, 0.5, 0.2)}
        frame = frame_of(memoryview(json.dumps({"bounding_boxes": {"Text": [item]}}).encode()))
        path = self.folder / "notebook.html"
        path.write_text(f"<!doctype html><meta charset=utf-8><title>notebook</title><p>cell</p>{frame}")
        self.browser.open(path.as_uri())
        self.browser.call(
            "POST", "/frame", {"id": {"element-6066-11e4-a52e-4f735466cecf": self.browser.element("iframe")}}
        )
        self.browser.until(lambda: self.browser.run("return document.documentElement.dataset.ready") == "true")
        self.browser.until(lambda: [one["text"] for one in self.drawn()] == [HOSTILE])
        self.assertEqual(
            self.browser.run("try { return String(parent.document) } catch (error) { return error.name }"),
            "SecurityError",
        )
        self.browser.call("POST", "/frame", {"id": None})
        self.assertEqual(
            self.browser.run("return [document.title, window.hacked ?? null, document.body.children.length]"),
            ["notebook", None, 2],
        )


if __name__ == "__main__":
    unittest.main()
