"""Widths of the standard fonts that every PDF reader has, for WinAnsiEncoding.

A width is in thousandths of the font size. The numbers are those of Adobe's
font metrics for the 14 standard fonts.
"""

_PRINTABLE = "".join(chr(code) for code in range(32, 127))

_HELVETICA = (
    "278 278 355 556 556 889 667 191 333 333 389 584 278 333 278 278 "
    "556 556 556 556 556 556 556 556 556 556 278 278 584 584 584 556 "
    "1015 667 667 722 722 667 611 778 722 278 500 667 556 833 722 778 "
    "667 778 722 667 611 722 667 944 667 667 611 278 278 278 469 556 "
    "333 556 556 500 556 556 278 556 556 222 222 500 222 833 556 556 "
    "556 556 333 500 278 556 500 722 500 500 500 334 260 334 584"
)
_HELVETICA_BOLD = (
    "278 333 474 556 556 889 722 238 333 333 389 584 278 333 278 278 "
    "556 556 556 556 556 556 556 556 556 556 333 333 584 584 584 611 "
    "975 722 722 722 722 667 611 778 722 278 556 722 611 833 722 778 "
    "667 778 722 667 611 722 667 944 667 667 611 333 278 333 584 556 "
    "333 556 611 556 611 556 333 611 611 278 278 556 278 889 611 611 "
    "611 611 389 556 333 611 556 778 556 556 500 389 280 389 584"
)
# Beyond ASCII: character, Helvetica, Helvetica-Bold.
_OTHERS = (
    ("\u2013", 556, 556),  # en dash
    ("\u2014", 1000, 1000),  # em dash
    ("\u2019", 222, 278),  # apostrophe
    ("\u201c", 333, 500),  # double quotation marks
    ("\u201d", 333, 500),
    ("\u2022", 350, 350),  # bullet
    ("\u20ac", 556, 556),  # euro sign
    ("\u00b0", 400, 400),  # degree sign
    ("\u00e5", 556, 556),  # a with ring
    ("\u00e9", 556, 556),  # e with acute
    ("\u00f8", 611, 611),  # o with stroke
    ("\u00d8", 778, 778),
)


def _table(ascii_widths, column):
    table = dict(zip(_PRINTABLE, map(int, ascii_widths.split())))
    assert len(table) == 95
    table.update({row[0]: row[column] for row in _OTHERS})
    return table


REGULAR = "Helvetica"
BOLD = "Helvetica-Bold"
MONO = "Courier"

WIDTHS = {
    REGULAR: _table(_HELVETICA, 1),
    BOLD: _table(_HELVETICA_BOLD, 2),
    MONO: {character: 600 for character in [*_PRINTABLE, *(row[0] for row in _OTHERS)]},
}


def text_width(text, font, size):
    """The width of `text` in points. A character without a known width is an error."""
    table = WIDTHS[font]
    return sum(table[character] for character in text) * size / 1000
