"""A small PDF 1.4 writer: pages, standard fonts, metadata, an outline.

The same calls always give the same bytes: there is no clock in it, and the file
identifier is a digest of the content.
"""

import hashlib
import zlib

from . import fonts

A4 = (595, 842)

_FONT_KEYS = {fonts.REGULAR: "F1", fonts.BOLD: "F2", fonts.MONO: "F3"}


def _number(value):
    return f"{value:.2f}".rstrip("0").rstrip(".")


def _literal(text):
    """A PDF string in WinAnsiEncoding, which is Windows-1252."""
    data = text.encode("cp1252")
    for byte in (b"\\", b"(", b")"):
        data = data.replace(byte, b"\\" + byte)
    return b"(" + data + b")"


def _text_string(text):
    """A string outside of page content: ASCII as it is, all else in UTF-16."""
    if text.isascii():
        return _literal(text)
    return b"<" + (b"\xfe\xff" + text.encode("utf-16-be")).hex().encode() + b">"


class Page:
    """One page. The origin is its lower left corner, the unit is 1/72 inch."""

    def __init__(self):
        self._operators = []

    @property
    def content(self):
        return b"\n".join(self._operators) + b"\n"

    def text(self, x, y, text, font=fonts.REGULAR, size=10, grey=0.0):
        head = f"BT {_number(grey)} g /{_FONT_KEYS[font]} {_number(size)} Tf {_number(x)} {_number(y)} Td "
        self._operators.append(head.encode() + _literal(text) + b" Tj ET")

    def text_right(self, x, y, text, font=fonts.REGULAR, size=10, grey=0.0):
        self.text(x - fonts.text_width(text, font, size), y, text, font, size, grey)

    def line(self, x1, y1, x2, y2, width=0.5, grey=0.6):
        values = " ".join(map(_number, (x1, y1)))
        ends = " ".join(map(_number, (x2, y2)))
        self._operators.append(f"{_number(grey)} G {_number(width)} w {values} m {ends} l S".encode())

    def box(self, x, y, width, height, grey=0.9):
        values = " ".join(map(_number, (x, y, width, height)))
        self._operators.append(f"{_number(grey)} g {values} re f".encode())


class Document:
    """Pages, then `to_bytes()`. `date` is a PDF date such as D:20250401090000Z."""

    def __init__(self, title, author, subject, date):
        self._info = {
            "Title": title,
            "Author": author,
            "Subject": subject,
            "Creator": "make_samples.py",
            "Producer": "make_samples.py",
            "CreationDate": date,
            "ModDate": date,
        }
        self._outline = []
        self._fields = []
        self.pages = []

    def add_page(self):
        page = Page()
        self.pages.append(page)
        return page

    def bookmark(self, title, level=1):
        """An outline entry of level 1 or 2 that leads to the current page."""
        self._outline.append((title, level, len(self.pages) - 1))

    def text_field(self, name, x, y, width, height=16, hint=None, value=None):
        """A form field for text on the current page; `hint` is what a reader calls it."""
        self._add_field(
            b"/FT /Tx /DA (/Helv 10 Tf 0 g)",
            name,
            (x, y, width, height),
            hint,
            b" /V " + _text_string(value) if value else b"",
        )

    def check_box(self, name, x, y, size=11, hint=None):
        self._add_field(
            b"/FT /Btn", name, (x, y, size, size), hint, b" /V /Off /AS /Off /AP << /N << /Yes @on@ /Off @off@ >> >>"
        )

    def choice(self, name, boxes, hint=None):
        """Radio buttons: `boxes` are pairs of a state and the corner of its button."""
        self._fields.append((len(self.pages) - 1, b"/FT /Btn /Ff 49152 /V /Off", name, boxes, hint, None))

    def signature_field(self, name, x, y, width, height=30):
        self._add_field(b"/FT /Sig", name, (x, y, width, height), None, b"")

    def _add_field(self, kind, name, box, hint, rest):
        self._fields.append((len(self.pages) - 1, kind, name, box, hint, rest))

    def to_bytes(self):
        objects = {}
        catalog, tree, info = 1, 2, 3
        next_number = 4

        resources = []
        for name, key in _FONT_KEYS.items():
            if any(f"/{key} ".encode() in page.content for page in self.pages):
                objects[
                    next_number
                ] = f"<< /Type /Font /Subtype /Type1 /BaseFont /{name} /Encoding /WinAnsiEncoding >>".encode()
                resources.append(f"/{key} {next_number} 0 R")
                next_number += 1
        font_resources = f"<< /Font << {' '.join(resources)} >> >>"

        page_numbers = []
        for page in self.pages:
            page_number, content_number = next_number, next_number + 1
            next_number += 2
            page_numbers.append(page_number)
            objects[page_number] = f"<< /Type /Page /Parent {tree} 0 R /Contents {content_number} 0 R >>".encode()
            packed = zlib.compress(page.content, 9)
            objects[content_number] = (
                f"<< /Length {len(packed)} /Filter /FlateDecode >>\nstream\n".encode() + packed + b"\nendstream"
            )

        kids = " ".join(f"{number} 0 R" for number in page_numbers)
        objects[tree] = (
            f"<< /Type /Pages /Count {len(page_numbers)} /MediaBox [0 0 {A4[0]} {A4[1]}] "
            f"/Resources {font_resources} /Kids [{kids}] >>"
        ).encode()
        objects[info] = (
            b"<< "
            + b" ".join(b"/" + key.encode() + b" " + _text_string(value) for key, value in self._info.items())
            + b" >>"
        )

        outline_reference = ""
        if self._outline:
            outline_reference = f" /Outlines {next_number} 0 R /PageMode /UseOutlines"
            self._add_outline(objects, next_number, page_numbers)
        form_reference = ""
        if self._fields:
            first = max(objects) + 1
            form_reference = f" /AcroForm {first} 0 R"
            self._add_form(objects, first, page_numbers)
        objects[
            catalog
        ] = f"<< /Type /Catalog /Pages {tree} 0 R{outline_reference}{form_reference} /Lang (en-GB) >>".encode()
        return _assemble(objects, catalog, info)

    def _add_form(self, objects, root, page_numbers):
        number = root + 1
        on, off, font = number, number + 1, number + 2
        number += 3
        mark = b"q 1 w 2 2 m 9 9 l S 2 9 m 9 2 l S Q"
        for key, content in ((on, mark), (off, b"")):
            objects[key] = (
                b"<< /Type /XObject /Subtype /Form /BBox [0 0 11 11] /Length %d >>\nstream\n" % len(content)
                + content
                + b"\nendstream"
            )
        objects[font] = b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding >>"
        fields, widgets = [], {}

        def widget(page, box):
            x, y, width, height = box
            widgets.setdefault(page, []).append(number)
            return (
                f"/Type /Annot /Subtype /Widget /F 4 /P {page_numbers[page]} 0 R "
                f"/Rect [{_number(x)} {_number(y)} {_number(x + width)} {_number(y + height)}]"
            ).encode()

        for page, kind, name, box, hint, rest in self._fields:
            head = b"<< " + kind + b" /T " + _text_string(name) + (b" /TU " + _text_string(hint) if hint else b"")
            if rest is not None:
                appearance = rest.replace(b"@on@", b"%d 0 R" % on).replace(b"@off@", b"%d 0 R" % off)
                fields.append(number)
                objects[number] = head + b" " + widget(page, box) + appearance + b" >>"
                number += 1
                continue
            parent, kids = number, []
            number += 1
            for state, (x, y) in box:
                kids.append(number)
                objects[number] = (
                    b"<< /Parent %d 0 R " % parent
                    + widget(page, (x, y, 11, 11))
                    + b" /AS /Off /AP << /N << /%s %d 0 R /Off %d 0 R >> >> >>" % (state.encode(), on, off)
                )
                number += 1
            fields.append(parent)
            objects[parent] = head + b" /Kids [" + b" ".join(b"%d 0 R" % kid for kid in kids) + b"] >>"
        for page, numbers in widgets.items():
            annotations = b" ".join(b"%d 0 R" % key for key in numbers)
            objects[page_numbers[page]] = objects[page_numbers[page]][:-3] + b" /Annots [" + annotations + b"] >>"
        listed = b" ".join(b"%d 0 R" % key for key in fields)
        objects[root] = (
            b"<< /Fields [" + listed + b"] /DA (/Helv 10 Tf 0 g) /DR << /Font << /Helv %d 0 R >> >> >>" % font
        )

    def _add_outline(self, objects, root, page_numbers):
        entries = [
            {"title": title, "page": page, "number": root + 1 + index, "children": [], "parent": root}
            for index, (title, _, page) in enumerate(self._outline)
        ]
        top = []
        for entry, (_, level, _) in zip(entries, self._outline):
            if level == 1:
                top.append(entry)
            else:
                entry["parent"] = top[-1]["number"]
                top[-1]["children"].append(entry)

        for siblings in [top, *(entry["children"] for entry in top)]:
            for index, entry in enumerate(siblings):
                parts = [
                    b"<< /Title " + _text_string(entry["title"]),
                    f"/Parent {entry['parent']} 0 R /Dest [{page_numbers[entry['page']]} 0 R /Fit]".encode(),
                ]
                if index > 0:
                    parts.append(f"/Prev {siblings[index - 1]['number']} 0 R".encode())
                if index + 1 < len(siblings):
                    parts.append(f"/Next {siblings[index + 1]['number']} 0 R".encode())
                if entry["children"]:
                    # A negative count: the entry is closed when the document is opened.
                    parts.append(
                        f"/First {entry['children'][0]['number']} 0 R /Last {entry['children'][-1]['number']}"
                        f" 0 R /Count -{len(entry['children'])}".encode()
                    )
                objects[entry["number"]] = b" ".join(parts) + b" >>"
        objects[root] = (
            f"<< /Type /Outlines /First {top[0]['number']} 0 R /Last {top[-1]['number']} 0 R " f"/Count {len(top)} >>"
        ).encode()


def _assemble(objects, catalog, info):
    # The bytes above 127 in the second line tell transfer programs that the file is binary.
    output = bytearray(b"%PDF-1.4\n%\xe2\xe3\xcf\xd3\n")
    offsets = []
    for number in range(1, len(objects) + 1):
        offsets.append(len(output))
        output += f"{number} 0 obj\n".encode() + objects[number] + b"\nendobj\n"
    start = len(output)
    output += f"xref\n0 {len(objects) + 1}\n0000000000 65535 f \n".encode()
    for offset in offsets:
        output += f"{offset:010} 00000 n \n".encode()
    identifier = hashlib.sha256(output).hexdigest()[:32]
    output += (
        f"trailer\n<< /Size {len(objects) + 1} /Root {catalog} 0 R /Info {info} 0 R "
        f"/ID [<{identifier}> <{identifier}>] >>\nstartxref\n{start}\n%%EOF\n"
    ).encode()
    return bytes(output)
