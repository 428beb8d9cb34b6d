"""membership-application.pdf: one page with form fields to fill in."""

from .layout import LEFT, TOP
from .pdf import Document
from . import fonts

_BOX = 200  # where the fields begin


def build():
    document = Document("Application for membership", "Strait Rowing Club", "A form to fill in", "D:20250301080000Z")
    page = document.add_page()
    y = TOP - 20
    page.text(LEFT, y, "Application for membership", fonts.BOLD, 18)
    page.text(
        LEFT, y - 24, "Strait Rowing Club, Harbour Road 3. Please fill in all fields and sign at the bottom.", size=10
    )
    y -= 70
    for label, name, hint, width in (
        ("Full name:", "full_name", None, 260),
        ("Date of birth:", "birth_date", None, 110),
        ("E-mail:", "email", "E-mail address", 260),
        ("Phone:", "phone", None, 160),
        ("Member number:", "member.number", None, 110),
    ):
        page.text(LEFT, y, label)
        page.line(_BOX, y - 5, _BOX + width, y - 5)
        document.text_field(name, _BOX, y - 5, width, hint=hint, value="none yet" if name == "member.number" else None)
        y -= 34
    page.text(LEFT, y, "Kind of membership:")
    choices = []
    for state, x in (("Adult", _BOX), ("Student", _BOX + 90), ("Family", _BOX + 180)):
        choices.append((state, (x, y - 2)))
        page.text(x + 16, y, state)
    document.choice("membership", choices, hint="Kind of membership")
    y -= 34
    for name, text in (
        ("newsletter", "I want to receive the newsletter"),
        ("rules", "I have read the rules of the club"),
    ):
        document.check_box(name, LEFT, y - 2)
        page.text(LEFT + 18, y, text)
        y -= 24
    y -= 30
    page.text(LEFT, y, "Signature:")
    page.line(_BOX, y - 5, _BOX + 220, y - 5)
    document.signature_field("signature", _BOX, y - 5, 220)
    return document.to_bytes()
