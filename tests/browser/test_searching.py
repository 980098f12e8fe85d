"""The catalogue in a browser: suggestions by keyboard, and all of it without JavaScript."""

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import expect

from tests.world import a_published_course

from .conftest import Opened, Reader

pytestmark = pytest.mark.django_db(transaction=True)
FIELD = "#q"


def type_in(reader: Reader, words: str) -> None:
    reader.tab_to(FIELD)
    reader.page.keyboard.type(words)
    reader.page.wait_for_selector("[role=option]")


def test_suggestions_are_reached_and_chosen_by_keyboard_alone(opened: Opened) -> None:
    course = a_published_course("Écrire simplement")
    a_published_course("Écrire encore plus simplement")
    with opened() as reader:
        reader.go("/fr/courses")
        type_in(reader, "ecri")
        field = reader.page.locator(FIELD)
        assert field.get_attribute("aria-expanded") == "true"
        assert not field.get_attribute("aria-activedescendant")
        reader.press("ArrowDown")
        active = field.get_attribute("aria-activedescendant")
        assert reader.page.locator(f"#{active}").get_attribute("aria-selected") == "true"
        assert Axe().run(reader.page).response["violations"] == []
        reader.press("Enter")
        reader.page.wait_for_url(f"**/courses/{course.slug}")
        assert reader.complaints == []


def test_escape_closes_the_list_and_enter_then_searches_for_what_is_typed(opened: Opened) -> None:
    a_published_course("Écrire simplement")
    with opened() as reader:
        reader.go("/fr/courses")
        type_in(reader, "ecri")
        reader.press("Escape")
        assert reader.page.locator(FIELD).get_attribute("aria-expanded") == "false"
        assert reader.page.locator("#suggestions").is_hidden()
        reader.press("Enter")
        reader.page.wait_for_url("**/courses?q=ecri*")


def test_without_javascript_the_form_does_all(opened: Opened) -> None:
    course = a_published_course("Écrire simplement")
    other = a_published_course("Écrire longuement", minutes=90)
    with opened(java_script_enabled=False) as reader:
        page = reader.go("/fr/courses")
        assert page.locator("[role=combobox], #suggestions").count() == 0
        page.fill(FIELD, "écrire")
        page.select_option("#duration", "30")
        reader.page.locator(".filters__apply").click()
        page.wait_for_url("**duration=30*")
        assert page.locator(".card__title").all_inner_texts() == [course.title]
        page.locator(".chip").first.click()
        expect(page.locator(".card__title")).to_have_count(2)
        shown = page.locator(".card__title").all_inner_texts()
        assert sorted(shown) == sorted([course.title, other.title])
