"""Flowing text on pages: headings, paragraphs, lists, tables, header and footer."""

from . import fonts
from .pdf import A4

LEFT = 64
RIGHT = A4[0] - 64
TOP = A4[1] - 84
BOTTOM = 72


def wrap(text, font, size, width):
    """Splits a paragraph into lines that are no wider than `width` points."""
    lines, line = [], ""
    for word in text.split():
        longer = f"{line} {word}" if line else word
        if line and fonts.text_width(longer, font, size) > width:
            lines.append(line)
            line = word
        else:
            line = longer
    return lines + [line] if line else lines


class Flow:
    """Writes downwards and begins a new page where one is full."""

    def __init__(self, document, running_header):
        self.document = document
        self.running_header = running_header
        self.page = None
        self.y = 0

    def new_page(self):
        self.page = self.document.add_page()
        self.y = TOP
        self.page.text(LEFT, A4[1] - 50, self.running_header, size=8, grey=0.4)
        self.page.line(LEFT, A4[1] - 57, RIGHT, A4[1] - 57)

    def number_pages(self, skip_first=False):
        """The footers, at the end because they tell the number of pages."""
        count = len(self.document.pages)
        for number, page in enumerate(self.document.pages, 1):
            if number > 1 or not skip_first:
                page.text_right(RIGHT, 40, f"Page {number} of {count}", size=8, grey=0.4)

    def need(self, height):
        if self.page is None or self.y - height < BOTTOM:
            self.new_page()

    def space(self, points):
        self.y -= points

    def heading(self, text, level=1, bookmark=True):
        size = 18 if level == 1 else 12.5
        self.need(size + 60)
        if level == 2 and self.y < TOP:
            self.space(8)
        self.y -= size
        self.page.text(LEFT, self.y, text, fonts.BOLD, size)
        self.y -= 14 if level == 1 else 8
        if bookmark:
            self.document.bookmark(text, level)

    def paragraph(self, text, size=10.5, leading=15.0, indent=0, gap=7, font=fonts.REGULAR):
        for line in wrap(text, font, size, RIGHT - LEFT - indent):
            self.need(leading)
            self.y -= leading
            self.page.text(LEFT + indent, self.y, line, font, size)
        self.y -= gap

    def bullets(self, items, size=10.5, leading=15.0):
        for item in items:
            self.need(leading)
            self.page.text(LEFT + 6, self.y - leading, "\u2022", size=size)
            self.paragraph(item, size, leading, indent=18, gap=3)
        self.y -= 5

    def pairs(self, rows, size=10.5, leading=17.0, value_font=fonts.REGULAR):
        """Labels and values, as `Label: value`. The value follows at once, so
        that readers which look for columns keep the two together."""
        for label, value in rows:
            self.need(leading)
            self.y -= leading
            self.page.text(LEFT, self.y, f"{label}: ", fonts.BOLD, size)
            x = LEFT + fonts.text_width(f"{label}: ", fonts.BOLD, size)
            self.page.text(x, self.y, value, value_font, size)
        self.y -= 8

    def table(self, columns, rows, size=9.5, row_height=17.0, total=False):
        """`columns` is a list of (title, width, 'left' or 'right'). The header
        is repeated where the table goes on to another page. `total` makes the
        last row bold."""
        self.need(row_height * 4)
        self.space(3)
        self._table_row(columns, [title for title, _, _ in columns], size, row_height, header=True)
        for index, row in enumerate(rows):
            if self.y - row_height < BOTTOM:
                self.new_page()
                self._table_row(columns, [title for title, _, _ in columns], size, row_height, header=True)
            self._table_row(columns, row, size, row_height, bold=total and index == len(rows) - 1)
        self.y -= 12

    def _table_row(self, columns, cells, size, row_height, header=False, bold=False):
        assert len(cells) == len(columns), cells
        font = fonts.BOLD if header or bold else fonts.REGULAR
        width = sum(column[1] for column in columns)
        if header:
            self.page.box(LEFT, self.y - row_height, width, row_height)
        baseline = self.y - row_height + (row_height - size) / 2 + 1.5
        x = LEFT
        for (_, column_width, align), cell in zip(columns, cells):
            assert fonts.text_width(cell, font, size) <= column_width - 12, cell
            if align == "right":
                self.page.text_right(x + column_width - 4, baseline, cell, font, size)
            else:
                self.page.text(x + 8, baseline, cell, font, size)
            x += column_width
        self.y -= row_height
        self.page.line(LEFT, self.y, LEFT + width, self.y, 0.8 if header else 0.3, 0.3 if header else 0.75)
