"""The filters of the catalogue: beside the words where there is room, asked for on a phone."""

import pytest
from axe_playwright_python.sync_playwright import Axe

from tests.world import a_published_course

from .conftest import Opened

pytestmark = pytest.mark.django_db(transaction=True)
PHONE = {"width": 360, "height": 780}


@pytest.mark.parametrize("has_scripts", [True, False])
def test_on_a_phone_results_come_first_and_filters_when_asked_for(
    opened: Opened, has_scripts: bool
) -> None:
    course = a_published_course("Écrire simplement")
    a_published_course("Écrire longuement", minutes=90)
    with opened(viewport=PHONE, java_script_enabled=has_scripts) as reader:
        page = reader.go("/fr/courses?q=ecrire")
        box = page.locator(".card").first.bounding_box()
        assert box
        assert box["y"] < PHONE["height"], "the first course is on the first screen"
        assert page.locator("#duration").is_hidden()
        reader.tab_to("#filters")
        reader.press("Space")
        assert page.locator("#duration").is_visible()
        if has_scripts:
            assert Axe().run(page).response["violations"] == []
        page.select_option("#duration", "30")
        page.locator(".filters__apply").click()
        page.wait_for_url("**duration=30*")
        assert page.locator(".card__title").all_inner_texts() == [course.title]
        assert page.locator("label[for=filters]").inner_text().endswith("(1)")
        assert "filters=" not in page.url


def test_where_there_is_room_filters_are_always_there(opened: Opened) -> None:
    a_published_course("Écrire simplement")
    with opened(viewport={"width": 1280, "height": 800}) as reader:
        page = reader.go("/fr/courses")
        assert page.locator("#duration").is_visible()
        assert page.locator("#filters").is_hidden()
