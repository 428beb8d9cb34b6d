"""bank-statement.pdf: two pages with labelled values and a table of transactions."""

from .layout import RIGHT, TOP, Flow
from .pdf import Document
from . import fonts

_OPENING = 1_048_210  # cents

# Day of March, description, cents.
_TRANSACTIONS = (
    (3, "Salary, Fjordline Instruments", 348_500),
    (3, "Transfer to savings account", -50_000),
    (4, "Rent, Elm Street 14", -124_000),
    (4, "Groceries, Corner Market", -8_435),
    (5, "Electricity, Nordlys Energy", -9_260),
    (6, "Bakery Kornblomst", -1_275),
    (6, "Bus pass, City Transit", -4_900),
    (7, "Card refund, Tide Outdoor", 7_995),
    (8, "Restaurant Havnen", -5_640),
    (9, "Groceries, Corner Market", -11_218),
    (10, "Water and sewage, Municipality", -6_150),
    (10, "Mobile phone, Telwave", -2_499),
    (11, "Pharmacy, Gull & Sons", -2_385),
    (12, "Transfer from Jonas Jensen", 25_000),
    (13, "Bookshop Papirhuset", -4_470),
    (14, "Groceries, Corner Market", -9_742),
    (14, "Cinema Stella", -2_800),
    (15, "Fuel, Ringway Station", -6_315),
    (16, "Garden centre Groen", -8_890),
    (17, "Home insurance, Anker Mutual", -18_640),
    (18, "Coffee, The Quay", -980),
    (18, "Dentist Dr. Holm", -14_500),
    (19, "Groceries, Corner Market", -10_367),
    (20, "Train ticket, Coast Rail", -7_800),
    (20, "Hotel Seaview, two nights", -31_600),
    (21, "Restaurant Old Harbour", -8_250),
    (22, "Museum of the Strait", -2_600),
    (23, "Cash withdrawal, Station Square", -20_000),
    (24, "Broadband, Telwave", -3_999),
    (24, "Groceries, Corner Market", -7_981),
    (25, "Dividend, Harbour Funds", 18_345),
    (25, "Swimming club, yearly fee", -26_000),
    (26, "Shoe repair Lindgren", -3_450),
    (27, "Groceries, Corner Market", -12_054),
    (27, "Streaming service Aurora", -1_199),
    (28, "Expense refund, Fjordline Instr.", 41_380),
    (29, "Hardware store Bolt", -5_725),
    (29, "Bakery Kornblomst", -1_640),
    (30, "Restaurant Havnen", -6_120),
    (31, "Interest", 1_312),
    (31, "Account fee", -750),
)

CLOSING = 1_234_567  # what the document promises; checked below


def _money(cents):
    sign = "-" if cents < 0 else ""
    return f"{sign}{abs(cents) // 100:,}.{abs(cents) % 100:02}"


def build():
    """The finished file."""
    # A last credit makes the sum come out at the closing balance.
    correction = CLOSING - _OPENING - sum(cents for _, _, cents in _TRANSACTIONS)
    transactions = [*_TRANSACTIONS, (31, "Tax refund, Revenue Office", correction)]
    assert correction > 0

    rows, balance = [("01 Mar 2025", "Opening balance", "", _money(_OPENING))], _OPENING
    for day, description, cents in transactions:
        balance += cents
        rows.append((f"{day:02} Mar 2025", description, _money(cents), _money(balance)))
    assert balance == CLOSING

    document = Document(
        "Account statement, March 2025",
        "Strait Savings Bank",
        "Statement of account of Maria Jensen",
        "D:20250401090000Z",
    )
    flow = Flow(document, "Strait Savings Bank \u2013 Account statement \u2013 March 2025")
    flow.new_page()
    flow.heading("Account statement", bookmark=False)
    flow.page.text_right(RIGHT, TOP - 12, "Strait Savings Bank", fonts.BOLD, 11)
    flow.page.text_right(RIGHT, TOP - 26, "2 Lighthouse Quay, 4100 Strait Haven", size=8.5, grey=0.3)
    flow.space(6)
    flow.pairs(
        [
            ("Account holder", "Maria Jensen"),
            ("Account number", "4100 0072 3391 06"),
            ("Statement period", "1 March 2025 to 31 March 2025"),
            ("Currency", "EUR"),
            ("Opening balance", _money(_OPENING)),
            ("Total credits", _money(sum(cents for _, _, cents in transactions if cents > 0))),
            ("Total debits", _money(sum(cents for _, _, cents in transactions if cents < 0))),
            ("Balance", _money(CLOSING)),
        ]
    )
    flow.heading("Transactions", 2, bookmark=False)
    flow.space(4)
    flow.table(
        [("Date", 82, "left"), ("Description", 205, "left"), ("Amount", 90, "right"), ("Balance", 90, "right")], rows
    )
    flow.heading("Please note", 2, bookmark=False)
    flow.paragraph(
        "Amounts are in euros. Credits are positive, debits negative. Tell us within 30 days if an entry "
        "is not correct. This bank, its customer and all entries are invented: the document is a sample."
    )
    flow.number_pages()
    assert len(document.pages) == 2, len(document.pages)
    return document.to_bytes()
