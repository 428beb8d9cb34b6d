"""quarterly-report.pdf: headings of two levels, prose, tables, a chart, contents."""

from . import fonts
from .layout import LEFT, RIGHT, TOP, Flow
from .pdf import A4, Document

# Passengers and vehicles of July, August, September; revenue of the quarter in thousands of euros.
_ROUTES = (
    ("Strait Haven \u2013 Northport", (61_240, 66_905, 48_310), (14_820, 15_630, 12_205), 4_872),
    ("Strait Haven \u2013 Gull Island", (38_415, 41_770, 22_090), (5_210, 5_495, 3_380), 1_946),
    ("Northport \u2013 Ekersund", (19_880, 21_345, 17_260), (8_940, 9_115, 8_605), 2_731),
    ("Gull Island \u2013 Sandvik", (9_105, 10_230, 5_475), (1_120, 1_265, 710), 418),
    ("Ekersund \u2013 Vest\u00f8", (7_640, 8_085, 6_120), (2_330, 2_415, 2_150), 655),
)

# Line, this quarter, the same quarter a year before; thousands of euros.
_INCOME = (
    ("Tickets, passengers and vehicles", 10_622, 9_874),
    ("Freight", 3_418, 3_506),
    ("Shops and restaurants on board", 2_155, 1_962),
    ("Public service contracts", 1_840, 1_840),
)
_EXPENSES = (
    ("Crew and staff", -5_936, -5_610),
    ("Fuel and electricity", -3_127, -3_684),
    ("Maintenance and docking", -2_208, -1_975),
    ("Port dues", -1_465, -1_402),
    ("Other operating expenses", -1_390, -1_371),
    ("Depreciation", -1_712, -1_598),
)

_FLEET = (
    ("Aurelia", "2019", "1,200 / 240", "Diesel-electric", "98.6 %"),
    ("Borealis", "2011", "950 / 210", "Diesel", "94.1 %"),
    ("Calluna", "2023", "600 / 120", "Battery", "99.2 %"),
    ("Draba", "1998", "400 / 85", "Diesel", "91.7 %"),
    ("Erica", "2024", "300 / 60", "Battery", "97.8 %"),
)

_PUNCTUALITY = (("July", 91.2), ("August", 89.7), ("September", 95.4))


def _thousands(value):
    return f"{value:,}"


def _summary(flow):
    flow.heading("Summary of the quarter", 2)
    flow.paragraph(
        "The third quarter of 2025 was the busiest in the company\u2019s history. Our five ships carried "
        f"{_thousands(sum(sum(route[1]) for route in _ROUTES))} passengers and "
        f"{_thousands(sum(sum(route[2]) for route in _ROUTES))} vehicles, helped by a warm July, by the new "
        "evening departures to Gull Island, and by the return of the Borealis from its spring docking."
    )
    flow.paragraph(
        "Income rose faster than cost. Fuel was cheaper than a year ago, and the second battery ship took "
        "over a route that diesel had served for twenty-six years. Crew cost grew with the longer timetable "
        "and with the wage agreement that has applied since April."
    )
    flow.heading("What went well", 2)
    flow.bullets(
        [
            "The evening departures to Gull Island were fuller than planned from the second week on.",
            "The Calluna missed only four departures in three months, all because of one faulty bow ramp sensor.",
            "Complaints fell by a fifth, although more people travelled.",
        ]
    )
    flow.heading("What did not", 2)
    flow.bullets(
        [
            "August punctuality was below our target of ninety-two per cent, mostly for want of berths at Northport.",
            "Freight on the Ekersund route declined for the third quarter in a row.",
            "The booking site was out of service for three hours on the first Saturday of the school holidays.",
        ]
    )


def _traffic(flow):
    flow.heading("Passengers by route", 2)
    flow.paragraph(
        "The table counts every passenger who boarded, drivers and children included. A return journey is "
        "two passengers. Commuters with a monthly card are counted at the gate like everyone else."
    )
    rows = [(name, *map(_thousands, months), _thousands(sum(months))) for name, months, _, _ in _ROUTES]
    totals = [sum(route[1][month] for route in _ROUTES) for month in range(3)]
    rows.append(("All routes", *map(_thousands, totals), _thousands(sum(totals))))
    columns = [
        ("Route", 167, "left"),
        ("July", 70, "right"),
        ("August", 70, "right"),
        ("September", 75, "right"),
        ("Quarter", 80, "right"),
    ]
    flow.table(columns, rows, total=True)
    flow.heading("Vehicles by route", 2)
    flow.paragraph(
        "Cars, vans, motorcycles and coaches count as one vehicle each; lorries are reported as freight. "
        "The share of electric cars among them was twenty-three per cent, six points more than a year ago."
    )
    rows = [(name, *map(_thousands, months), _thousands(sum(months))) for name, _, months, _ in _ROUTES]
    totals = [sum(route[2][month] for route in _ROUTES) for month in range(3)]
    rows.append(("All routes", *map(_thousands, totals), _thousands(sum(totals))))
    flow.table(columns, rows, total=True)


def _finance(flow):
    flow.heading("Income and expenses", 2)
    flow.paragraph(
        "All amounts are in thousands of euros and unaudited. Income is shown when the journey takes place, "
        "not when the ticket is bought; tickets sold for later quarters are a liability until then."
    )
    income = [sum(line[column] for line in _INCOME) for column in (1, 2)]
    expenses = [sum(line[column] for line in _EXPENSES) for column in (1, 2)]
    rows = [(name, *map(_thousands, values), _thousands(values[0] - values[1])) for name, *values in _INCOME]
    rows.append(("Total income", *map(_thousands, income), _thousands(income[0] - income[1])))
    rows += [(name, *map(_thousands, values), _thousands(values[0] - values[1])) for name, *values in _EXPENSES]
    rows.append(("Total expenses", *map(_thousands, expenses), _thousands(expenses[0] - expenses[1])))
    result = [income[column] + expenses[column] for column in range(2)]
    rows.append(("Operating result", *map(_thousands, result), _thousands(result[0] - result[1])))
    flow.table(
        [
            ("Thousands of euros", 227, "left"),
            ("Q3 2025", 80, "right"),
            ("Q3 2024", 80, "right"),
            ("Change", 75, "right"),
        ],
        rows,
        total=True,
    )
    assert sum(route[3] for route in _ROUTES) == _INCOME[0][1]
    flow.heading("Comments", 2)
    flow.paragraph(
        f"The operating result of {_thousands(result[0])} thousand euros is "
        f"{_thousands(result[0] - result[1])} thousand above that of the same quarter of 2024. Ticket income "
        f"alone rose by {_thousands(_INCOME[0][1] - _INCOME[0][2])} thousand. Fuel cost less because of a "
        "lower price and because two ships moved to shore power; that more than paid for the larger crew."
    )
    flow.paragraph(
        "Maintenance includes a one-off charge for the stabiliser fins of the Borealis, which had to be "
        "replaced two years before their time. The maker has accepted half of it; the refund will appear "
        "in the fourth quarter."
    )


def _revenue(flow):
    flow.heading("Ticket income by route", 2)
    flow.paragraph(
        "Northport remains the route that pays for the others. Per passenger, however, Ekersund earns the "
        "most, since nearly every second traveller there brings a vehicle."
    )
    rows = [
        (name, _thousands(income), f"{1000 * income / sum(months):.2f}", f"{100 * income / _INCOME[0][1]:.1f} %")
        for name, months, _, income in _ROUTES
    ]
    flow.table(
        [
            ("Route", 187, "left"),
            ("Thousands of euros", 110, "right"),
            ("Euros a passenger", 100, "right"),
            ("Share", 65, "right"),
        ],
        rows,
    )
    flow.heading("Income at a glance", 2)
    flow.need(170)
    flow.space(14)
    longest = max(route[3] for route in _ROUTES)
    for name, _, _, income in _ROUTES:
        flow.y -= 24
        width = 250 * income / longest
        flow.page.text(LEFT, flow.y + 5, name, size=9)
        flow.page.box(LEFT + 150, flow.y, width, 15, grey=0.55)
        flow.page.text(LEFT + 156 + width, flow.y + 5, _thousands(income), size=9)
    flow.space(16)
    flow.paragraph("Bars: ticket income of the quarter in thousands of euros.", size=8.5)
    flow.heading("Prices", 2)
    flow.paragraph(
        "Fares were raised by three per cent in May and have not changed since. The island card, which "
        "gives residents a fixed low price, was used for one journey in nine. A family day ticket was tried "
        "on the Sandvik route in August; it sold well, but mostly to people who would have come anyway."
    )


def _operations(flow):
    flow.heading("Punctuality", 2)
    flow.paragraph(
        "A departure is punctual when the last line is let go within five minutes of the time in the "
        "timetable. Departures that were cancelled count as late."
    )
    flow.table(
        [("Month", 120, "left"), ("Punctual departures", 140, "right"), ("Target", 90, "right")],
        [(month, f"{share:.1f} %", "92.0 %") for month, share in _PUNCTUALITY],
    )
    flow.paragraph(
        "In August two ships had to share one berth at Northport while the port rebuilt its northern pier. "
        "Each delay there spread to the next three departures. Since the pier opened again on the second of "
        "September, the figures have been the best since we began to count them."
    )
    flow.heading("Cancelled departures", 2)
    flow.paragraph(
        "Of 4,386 planned departures, forty-one were cancelled: twenty-three because of wind, twelve for "
        "technical reasons, four because too few crew members were well, and two at the request of the "
        "coast guard during a search. Nobody waited longer than the next departure, with one exception on "
        "the nineteenth of September, when the wind kept the Draba in port for a night and its passengers "
        "were lodged in the seamen\u2019s home."
    )
    flow.heading("Safety", 2)
    flow.paragraph(
        "There were no accidents with lasting injury. Nine people needed first aid, six of them after falls "
        "on stairs. The stairs of the Erica have been fitted with brighter edges and a second handrail. "
        "Three full evacuation drills were held; the slowest took twenty-two minutes, eight less than the "
        "rules allow."
    )


def _fleet(flow):
    flow.heading("Ships in service", 2)
    flow.table(
        [
            ("Ship", 80, "left"),
            ("Built", 60, "right"),
            ("Passengers / cars", 110, "right"),
            ("Propulsion", 112, "left"),
            ("Availability", 90, "right"),
        ],
        _FLEET,
    )
    flow.paragraph(
        "Availability is the share of planned hours in which the ship was fit to sail. Hours in a planned "
        "docking are not planned hours."
    )
    flow.heading("Maintenance", 2)
    flow.paragraph(
        "The Borealis came back from the yard in June with new bearings and a cleaned hull, and uses about "
        "four per cent less fuel at the same speed. The Draba will be docked for its five-year survey in "
        "November. It is our oldest ship; after this survey it can sail for two more years, and the board "
        "will decide by spring whether to prolong its life or to order a third battery ship."
    )
    flow.heading("Charging", 2)
    flow.paragraph(
        "The charging tower at Sandvik was switched on in the last week of July. It fills the battery of "
        "the Erica in nine minutes, which is shorter than unloading takes. At Gull Island the cable is "
        "still too weak for more than half the power, and the ship makes up for it by charging at both ends. "
        "The grid company has promised the stronger cable for March."
    )


def _customers(flow):
    flow.heading("Satisfaction", 2)
    flow.paragraph(
        "We asked 6,120 passengers on board. On a scale from one to ten they gave the journey as a whole "
        "8.3, the crew 9.0, the food 7.1 and the information in case of delays 6.2. The last figure is the "
        "one we are least content with, although it has risen by half a point in a year."
    )
    flow.heading("Complaints", 2)
    flow.paragraph(
        "The office received 312 complaints, after 391 a year ago. The most frequent subjects were delays "
        "in August, the outage of the booking site, and dogs: some find that there are too few places for "
        "them, others that there are too many. Every complaint was answered within six working days."
    )
    flow.heading("Booking", 2)
    flow.paragraph(
        "Seventy-one per cent of all tickets were bought on a telephone, eighteen per cent on a computer, "
        "and eleven per cent at a counter or a machine. The outage of the fifth of July began with a "
        "certificate that nobody had renewed. Renewal is now automatic, and an alarm rings two weeks ahead."
    )
    flow.paragraph(
        "In September we opened a programming interface for travel agencies. Four of them use it so far. "
        "Together they sold a little more than two thousand tickets in the first month, without a single "
        "double booking."
    )


def _environment(flow):
    flow.heading("Energy", 2)
    flow.table(
        [("Source", 150, "left"), ("Q3 2025", 90, "right"), ("Q3 2024", 90, "right"), ("Unit", 90, "left")],
        [
            ("Marine diesel", "2,214", "2,731", "tonnes"),
            ("Shore power", "3,960", "2,115", "MWh"),
            ("Shore power, renewable", "88", "81", "per cent"),
        ],
    )
    flow.paragraph(
        "Diesel use fell by nineteen per cent. About half of that is the Erica, which replaced a diesel "
        "ship on the Sandvik route; the other half is slower sailing at night, the clean hull of the "
        "Borealis, and shore power during the long stops at Ekersund."
    )
    flow.heading("Noise and wash", 2)
    flow.paragraph(
        "Residents near the inner harbour had complained about noise in the early morning. The first "
        "departure now leaves on battery alone and starts its engines outside the breakwater. The harbour "
        "office measured nine decibels less at the nearest house. On the approach to Gull Island the speed "
        "limit of eight knots is observed by an automatic speed curve, because the wash had begun to wear "
        "down the bank where sand martins breed."
    )
    flow.heading("Waste", 2)
    flow.paragraph(
        "The restaurants on board stopped using throw-away cups on the first of July. Guests pay a deposit "
        "of two euros; ninety-four of a hundred cups come back. Unsold bread goes to the seamen\u2019s "
        "home every evening."
    )


def _people(flow):
    flow.heading("Staff", 2)
    flow.paragraph(
        "At the end of September the company had 418 employees, 304 of them at sea. Sixty-two were seasonal "
        "staff, of whom nineteen have accepted permanent posts. The share of women among deck and engine "
        "officers is seventeen per cent; among cadets it is thirty-eight."
    )
    flow.heading("Health", 2)
    flow.paragraph(
        "Sick leave was 4.1 per cent, down from 4.9. The new roster, two weeks on and two weeks off, has "
        "been in force on all ships since May. In a survey four of five crew members said that they prefer "
        "it; those who do not mostly live close to the harbour and used to sleep at home."
    )
    flow.heading("Training", 2)
    flow.bullets(
        [
            "Thirty-one engineers passed the course on high-voltage batteries.",
            "All restaurant staff were trained in first aid, including the use of a defibrillator.",
            "Two mates qualified as masters and will take over commands in the winter timetable.",
        ]
    )
    flow.paragraph(
        "The bridge simulator at the maritime college was booked for thirty days. Its model of Northport "
        "was updated with the new pier before the pier itself was open, so that every master had berthed "
        "there twenty times before the first real ship did."
    )


def _outlook(flow):
    flow.heading("The fourth quarter", 2)
    flow.paragraph(
        "The winter timetable began on the fifth of October with eleven departures a day on the main route "
        "in place of fourteen. We expect about 210,000 passengers and a small operating loss, as in every "
        "winter. Bookings for the Christmas week are four per cent ahead of last year."
    )
    flow.heading("Risks", 2)
    flow.bullets(
        [
            "A price of marine diesel above 750 euros a tonne would cost about 300 thousand euros a quarter.",
            "The survey of the Draba may bring repairs that are not in the budget.",
            "The contract for public service on the Vest\u00f8 route ends next June and will be put out to tender.",
        ]
    )
    flow.heading("Decisions for the board", 2)
    flow.paragraph(
        "The board is asked to take note of this report, to approve the purchase of a second charging tower "
        "at Ekersund for at most 1.9 million euros, and to choose between the two plans for the Draba at "
        "its meeting on the twelfth of March. Both plans, with drawings and costs, are sent separately."
    )
    flow.heading("About this report", 2)
    flow.paragraph(
        "Harbourline Ferries, its ships, ports and figures are invented. The report is a sample document "
        "that may be used for any purpose."
    )


_CHAPTERS = (
    ("1. Summary", _summary),
    ("2. Traffic", _traffic),
    ("3. Financial result", _finance),
    ("4. Ticket income", _revenue),
    ("5. Operations", _operations),
    ("6. Fleet", _fleet),
    ("7. Customers", _customers),
    ("8. Environment", _environment),
    ("9. People", _people),
    ("10. Outlook", _outlook),
)


def build():
    """The finished file."""
    document = Document(
        "Quarterly report, third quarter of 2025",
        "Harbourline Ferries",
        "Traffic, finances and operations from July to September 2025",
        "D:20251020080000Z",
    )
    flow = Flow(document, "Harbourline Ferries \u2013 Quarterly report \u2013 Q3 2025")

    cover = document.add_page()
    cover.box(0, 560, A4[0], 6, grey=0.3)
    cover.text(LEFT, 620, "Quarterly report", fonts.BOLD, 34)
    cover.text(LEFT, 585, "Third quarter of 2025", fonts.REGULAR, 18)
    cover.text(LEFT, 520, "Harbourline Ferries", fonts.BOLD, 14)
    cover.text(LEFT, 500, "Strait Haven, 20 October 2025", fonts.REGULAR, 11)
    document.bookmark("Quarterly report")

    # The contents page comes before the chapters and is filled in after them.
    flow.new_page()
    contents = flow.page
    document.bookmark("Contents")
    starts = []
    for title, write in _CHAPTERS:
        flow.new_page()
        starts.append((title, len(document.pages)))
        flow.heading(title)
        write(flow)

    contents.text(LEFT, TOP - 18, "Contents", fonts.BOLD, 18)
    y = TOP - 56
    for title, page_number in starts:
        contents.text(LEFT, y, title, size=11)
        end = LEFT + fonts.text_width(title, fonts.REGULAR, 11)
        contents.line(end + 6, y, RIGHT - 22, y, 0.3, 0.75)
        contents.text_right(RIGHT, y, str(page_number), size=11)
        y -= 22
    flow.number_pages(skip_first=True)
    assert len(document.pages) == 12, len(document.pages)
    return document.to_bytes()
