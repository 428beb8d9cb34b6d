"""field-notes-80-pages.pdf: the notebook of a coastal bird survey, one day a page.

The text is put together from parts by a small generator of its own with a fixed
seed: what Python's `random` returns may change from one version to the next.
"""

from datetime import date, timedelta

from . import fonts
from .layout import Flow
from .pdf import Document

PAGES = 80

_STATIONS = (
    ("Salt Creek", "the footbridge"),
    ("Heron Point", "the old lookout"),
    ("Mill Lagoon", "the sluice"),
    ("Kelp Cove", "the boat ramp"),
    ("Tern Spit", "the shell bank"),
    ("Pine Bluff", "the upper bench"),
    ("Marsh End", "the cattle gate"),
    ("Lantern Rock", "the foot of the light"),
    ("Reed Basin", "the reed hide"),
    ("South Flats", "the third groyne"),
)
_CHAPTERS = (
    "Arrival and first counts",
    "The spring passage",
    "Nests and territories",
    "The long calm",
    "First broods",
    "Storm weeks",
    "Moult and shelter",
    "Departure",
)
_SPECIES = (
    "Avocet",
    "Bar-tailed godwit",
    "Black-headed gull",
    "Common eider",
    "Common tern",
    "Curlew",
    "Dunlin",
    "Golden plover",
    "Great cormorant",
    "Grey heron",
    "Greylag goose",
    "Knot",
    "Lapwing",
    "Little egret",
    "Mallard",
    "Oystercatcher",
    "Redshank",
    "Reed bunting",
    "Ringed plover",
    "Sanderling",
    "Sand martin",
    "Shelduck",
    "Skylark",
    "Snipe",
    "Teal",
    "Turnstone",
    "Whimbrel",
    "Wigeon",
)
_BEHAVIOUR = (
    "feeding",
    "resting",
    "passing north",
    "passing south",
    "calling",
    "with young",
    "on the wing",
    "bathing",
    "on nests",
    "alarmed",
)
_OBSERVERS = ("I. Brandt", "M. Okafor", "S. Lund", "T. Arvidsson", "P. Nair")
_WINDS = ("north", "north-east", "east", "south-east", "south", "south-west", "west", "north-west")
_SKIES = (
    "clear",
    "hazy",
    "half covered by high cloud",
    "grey from edge to edge",
    "bright between showers",
    "low and dark in the west",
    "pale after a night of rain",
)
_LIGHT = (
    "The light was good from the start.",
    "For the first hour the sun stood behind the birds.",
    "Heat shimmer made the far bank hard to read.",
    "Mist hid the channel until the tide turned.",
    "The low sun picked out every wing bar.",
    "It was dull but even, which suits the telescope.",
)
_ARRIVALS = (
    "We reached {place} at {time} and found {finding}.",
    "By {time} the telescope stood at {place}; there we found {finding}.",
    "At {time}, a little later than planned, we were at {place} and noted {finding}.",
    "The walk to {place} took longer than usual, and when we sat down at {time} we saw {finding}.",
)
_FINDINGS = (
    "the mud already half bare",
    "fresh tracks of a fox along the wrack line",
    "the water higher than the table had promised",
    "two fishermen packing up their gear",
    "a line of foam where the currents meet",
    "the marker post of last week washed away",
    "a dead crab at every second step",
    "the flock of yesterday in the very same place",
    "nothing but wind and sand for the first ten minutes",
    "the gate tied shut with new rope",
)
_EVENTS = (
    "A {one} came in low from the sea, circled twice and settled among the {many}.",
    "The {many} fed along the edge of the water and moved as it moved, never more than a few steps from it.",
    "At {time} something we did not see put all birds into the air; the {many} were the last to come back.",
    "One {one} carried a colour ring, yellow over white on the left leg, too far away for the letters.",
    "We counted the {many} three times, since the flock would not stand still, and took the middle figure.",
    "A single {one} drove off everything that came near the pool, whatever its size.",
    "Young of this year were easy to tell: they let us come closer, and they followed every {one} they saw.",
    "Between the second and the third count about forty {many} left towards the {wind}, in a long thin line.",
    "The {many} kept to the far side, where the bank gives shelter from the {wind} wind.",
    "A {one} opened mussels on the same flat stone for almost half an hour; we collected the shells afterwards.",
    "The {many} were silent until the tide turned, and then all called at once.",
    "We looked for the {one} of the day before and did not find it, though the pool had not changed.",
)
_HABITAT = (
    "The channel has moved by about {number} metres since the last survey and now touches the foot of the bank.",
    "The saltmarsh is cut back by {number} centimetres at the second peg; the first and third are unchanged.",
    "We measured {number} millimetres of new silt on the plate, most of it fine and grey.",
    "Of the {number} glasswort plants in the square, all but a few have gone to seed.",
    "The fence needs work: {number} posts lean, and one has gone.",
    "In the sieve there were {number} lugworms to the square metre, fewer than in the sample by the ditch.",
    "The pool at the corner is {number} centimetres deep, brackish, and full of shrimp.",
    "The wardens have mown a strip {number} metres wide; what nested there had already flown.",
)
_REMARKS = (
    "Charge the second battery before the next visit.",
    "Bring a longer rope for the float.",
    "Ask the harbour office for the dredging dates.",
    "Repeat the count at the next spring tide.",
    "The left tripod clamp slips and must be replaced.",
    "Send the ring record to the ringing office.",
    "The new telescope fogs inside when it is carried in from the cold.",
    "Keep to the upper path until July.",
    "Show the photographs of the gull to a second observer before it is entered.",
    "The tide gauge reads four centimetres too high; correct earlier entries.",
)


class _Random:
    """A linear congruential generator (the constants of Knuth's MMIX)."""

    def __init__(self, seed):
        self._state = seed

    def below(self, limit):
        self._state = (self._state * 6364136223846793005 + 1442695040888963407) % 2**64
        return (self._state >> 33) % limit

    def between(self, low, high):
        return low + self.below(high - low + 1)

    def pick(self, items):
        return items[self.below(len(items))]

    def some(self, items, count):
        """`count` different items."""
        rest = list(items)
        return [rest.pop(self.below(len(rest))) for _ in range(count)]


def _plural(species):
    name = species[0].lower() + species[1:]
    irregular = {
        "greylag goose": "greylag geese",
        "dunlin": "dunlin",
        "knot": "knot",
        "snipe": "snipe",
        "teal": "teal",
        "wigeon": "wigeon",
    }
    return irregular.get(name, name + "s")


def _fill(sentence, random, place, minutes, species):
    one = random.pick(species)
    others = [name for name in species if name != one]
    return sentence.format(
        place=place,
        time=f"{minutes // 60:02}:{minutes % 60:02}",
        finding=random.pick(_FINDINGS),
        one=one[0].lower() + one[1:],
        many=_plural(random.pick(others)),
        wind=random.pick(_WINDS),
        number=random.between(3, 48),
    )


def _article(sentence):
    """`A avocet` and `a oystercatcher` read badly."""
    for vowel in "aeio":
        sentence = sentence.replace(f"A {vowel}", f"An {vowel}").replace(f" a {vowel}", f" an {vowel}")
    return sentence


def _day(flow, random, number, day):
    station, place = random.pick(_STATIONS)
    start = random.between(5 * 60, 9 * 60)
    species = random.some(_SPECIES, random.between(6, 9))
    counts = [(name, random.between(1, 30) * random.between(1, 14), random.pick(_BEHAVIOUR)) for name in species]

    flow.heading(f"Day {number}: {station}, {day.day} {day:%B %Y}", 2)
    flow.pairs([("Notebook entry", f"FN-{number:03}")], size=9.5, leading=14.5, value_font=fonts.MONO)
    flow.space(-8)
    flow.pairs(
        [
            ("Observer", random.pick(_OBSERVERS)),
            ("Watch", f"{start // 60:02}:{start % 60:02}, {random.between(2, 6)} hours"),
            (
                "Weather",
                f"{random.between(4, 23)} \u00b0C, wind {random.pick(_WINDS)} {random.between(1, 7)} Beaufort, "
                f"sky {random.pick(_SKIES)}",
            ),
        ],
        size=9.5,
        leading=14.5,
    )

    opening = _fill(random.pick(_ARRIVALS), random, place, start + random.between(5, 40), species)
    events = [
        _article(_fill(event, random, place, start + random.between(45, 180), species))
        for event in random.some(_EVENTS, random.between(5, 7))
    ]
    half = len(events) // 2
    flow.paragraph(" ".join([opening, random.pick(_LIGHT), *events[:half]]), 10, 14)
    flow.paragraph(" ".join(events[half:]), 10, 14)

    rows = [(name, str(count), behaviour) for name, count, behaviour in sorted(counts)]
    rows.append(("All species", str(sum(count for _, count, _ in counts)), ""))
    flow.table([("Species", 190, "left"), ("Count", 70, "right"), ("Mostly", 150, "left")], rows, 9, 15, total=True)

    habitat = [_fill(sentence, random, place, start, species) for sentence in random.some(_HABITAT, 2)]
    flow.paragraph(" ".join(habitat), 10, 14)
    flow.bullets(random.some(_REMARKS, random.between(1, 3)), 10, 14)


def build():
    """The finished file."""
    random = _Random(20250301)
    document = Document(
        "Field notes of a coastal bird survey",
        "Tern Spit Survey Group",
        "Eighty days of observations, March to November 2025",
        "D:20251201100000Z",
    )
    flow = Flow(document, "Tern Spit Survey Group \u2013 Field notes 2025")
    day = date(2025, 3, 3)
    days_a_chapter = PAGES // len(_CHAPTERS)
    for number in range(1, PAGES + 1):
        flow.new_page()
        if number % days_a_chapter == 1:
            chapter = number // days_a_chapter
            flow.heading(f"Part {chapter + 1}: {_CHAPTERS[chapter]}")
        _day(flow, random, number, day)
        assert len(document.pages) == number, f"day {number} does not fit on its page"
        day += timedelta(days=random.between(2, 4))
    flow.number_pages()
    return document.to_bytes()
