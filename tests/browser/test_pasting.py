"""Pasting into a text that is there already: where the caret is, and notes that stay apart."""

import pytest

from .conftest import Opened
from .test_authoring import AREA, PASTE, a_desk, a_picture, writing

pytestmark = pytest.mark.django_db(transaction=True)

NOTED = """<p class=MsoNormal>{text}<a style='mso-footnote-id:ftn1' href="#_ftn1" name="_ftnref1">
<span class=MsoFootnoteReference>[1]</span></a></p>
<div style='mso-element:footnote-list'><div style='mso-element:footnote' id=ftn1>
<p class=MsoFootnoteText><a style='mso-footnote-id:ftn1' href="#_ftnref1" name="_ftn1">
<span class=MsoFootnoteReference>[1]</span></a> {note}</p></div></div>"""


def test_a_picture_stands_where_the_caret_was(opened: Opened) -> None:
    desk = a_desk()
    with opened() as reader:
        writing(reader, desk)
        page, area = reader.page, reader.page.locator(AREA)
        area.fill("Avant. Après.")
        area.evaluate("a => a.setSelectionRange(7, 7)")
        page.evaluate(PASTE, [None, None, a_picture()])
        page.locator("#picture-alt").fill("Le hall")
        page.locator("dialog .editor-primary").click()
        page.locator("dialog").wait_for(state="detached")
        assert area.input_value() == "Avant. ![Le hall](images/plan-du-hall.png)Après."


def test_a_text_with_a_picture_stands_at_the_end_where_the_caret_was(opened: Opened) -> None:
    desk = a_desk()
    html = f"<h2>Le hall</h2><p><img src='data:image/png;base64,{a_picture()}'></p>"
    with opened() as reader:
        writing(reader, desk)
        page, area = reader.page, reader.page.locator(AREA)
        area.fill("Avant.")
        page.evaluate(PASTE, [html, "en clair", None])
        page.locator("#picture-alt").fill("Le hall vu d’en haut")
        page.locator("dialog .editor-primary").click()
        page.wait_for_function(f"document.querySelector('{AREA}').value.includes('## Le hall')")
        assert area.input_value().startswith("Avant.\n\n## Le hall\n\n![Le hall vu d’en haut](")


def test_footnotes_of_a_second_text_go_on_from_those_of_the_first(opened: Opened) -> None:
    desk = a_desk()
    with opened() as reader:
        writing(reader, desk)
        area = reader.page.locator(AREA)
        area.fill("")
        for text, note in (("Un.", "La loi."), ("Deux.", "Le décret.")):
            html = NOTED.format(text=text, note=note)
            reader.page.evaluate(PASTE, [html, "en clair", None])
            reader.page.wait_for_function(
                f"document.querySelector('{AREA}').value.includes('{note}')"
            )
        assert area.input_value().split() == [
            "Un.[^1]", "[^1]:", "La", "loi.", "Deux.[^2]", "[^2]:", "Le", "décret.",
        ]  # fmt: skip
