"""Every page, in both themes and languages: axe finds nothing, Chromium complains of nothing."""

import pytest
from axe_playwright_python.sync_playwright import Axe

from tests.world import PASSWORD

from .campus_shown import a_campus
from .conftest import Opened, Reader

pytestmark = pytest.mark.django_db(transaction=True)
NARROW = {"width": 320, "height": 640}
WIDE = {"width": 1280, "height": 900}
# The browser itself reports the answer's status for the page that is meant to be missing.
MEANT = "/nothing-here"


@pytest.mark.parametrize(("language", "scheme"), [("fr", "light"), ("en", "dark")])
def test_open_pages_are_accessible(opened: Opened, language: str, scheme: str) -> None:
    addresses = [f"/{language}{page}" for page in a_campus().open_pages]
    with opened(color_scheme=scheme, viewport=WIDE) as reader:
        assert _faults(reader, addresses) == []


@pytest.mark.parametrize(("language", "scheme"), [("fr", "dark"), ("en", "light")])
def test_pages_of_mine_are_accessible(opened: Opened, language: str, scheme: str) -> None:
    shown = a_campus()
    addresses = [f"/{language}{page}" for page in shown.own_pages]
    with opened(color_scheme=scheme, viewport=WIDE) as reader:
        reader.sign_in(shown.of.lead.email, PASSWORD)
        assert _faults(reader, addresses) == []


def test_no_page_scrolls_sideways_on_the_smallest_telephone(opened: Opened) -> None:
    shown = a_campus()
    wide = []
    with opened(viewport=NARROW) as reader:
        wide += _too_wide(reader, shown.open_pages)
        reader.sign_in(shown.of.lead.email, PASSWORD)
        wide += _too_wide(reader, shown.own_pages)
    assert wide == []


def test_a_page_that_is_too_wide_would_be_found(opened: Opened) -> None:
    with opened(viewport=NARROW) as reader:
        reader.go("/fr/accessibility")
        reader.page.evaluate("document.querySelector('h1').style.width = '500px'")
        assert reader.page.evaluate("document.documentElement.scrollWidth") > NARROW["width"]


def test_an_image_without_a_text_would_be_found(opened: Opened) -> None:
    with opened() as reader:
        reader.go("/fr/accessibility")
        reader.page.evaluate("document.querySelector('main').append(new Image(10, 10))")
        assert "image-alt" in [
            fault["id"] for fault in Axe().run(reader.page).response["violations"]
        ]


def _faults(reader: Reader, addresses: list[str]) -> list[str]:
    faults = []
    for address in addresses:
        reader.go(address)
        for violation in Axe().run(reader.page).response["violations"]:
            where = ", ".join(node["html"][:120] for node in violation["nodes"][:3])
            faults.append(f"{address}: {violation['id']} at {where}")
    return [*faults, *(said for said in reader.complaints if MEANT not in said)]


def _too_wide(reader: Reader, pages: list[str]) -> list[str]:
    return [
        f"{page} is {width} wide"
        for page in pages
        if reader.go(f"/fr{page}")
        and (width := reader.page.evaluate("document.documentElement.scrollWidth"))
        > NARROW["width"]
    ]
