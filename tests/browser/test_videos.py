"""A video of another host, in a real browser: nothing is asked of it before the reader says so."""

from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Route, expect

from courses.releases.publishing import publish
from tests.world import a_draft, lessons_of

from .conftest import Opened, Reader

pytestmark = pytest.mark.django_db(transaction=True)
EMBED = "https://www.youtube-nocookie.com/embed/dQw4w9WgXcQ"
ELEMENT = "figure.video-elsewhere"


def a_video_lesson() -> tuple[str, str]:
    """The addresses of a lesson that is a video, and of an article that holds one."""
    course = a_draft("Filmer", lessons=("video", "article"))
    film, article = lessons_of(course)
    film.address = "https://www.youtube.com/watch?v=dQw4w9WgXcQ"
    film.transcript = "Bonjour à toutes et à tous."
    film.save()
    article.source = "Voici.\n\n![Publier](https://youtu.be/dQw4w9WgXcQ)\n\nVoilà."
    article.save()
    publish(course=course, by=None)
    course.refresh_from_db()
    first, second = (f"/fr/courses/{course.slug}/lessons/{one.id}" for one in (film, article))
    return first, second


@contextmanager
def watching(opened: Opened, **options: object) -> Iterator[tuple[Reader, list[str]]]:
    """A window, and every address of another host that it asked for."""
    asked: list[str] = []

    def answer(route: Route) -> None:
        asked.append(route.request.url)
        route.fulfill(body="<p>film</p>", content_type="text/html")

    with opened(**options) as reader:
        # Playwright's own words for "any host but the campus".
        reader.context.route(lambda url: not url.startswith(reader.base), answer)
        yield reader, asked


@pytest.mark.parametrize("which", [0, 1])
def test_nothing_is_asked_of_the_host_before_the_reader_says_so(opened: Opened, which: int) -> None:
    address = a_video_lesson()[which]
    with watching(opened) as (reader, asked):
        reader.go(address)
        expect(reader.page.get_by_text("transmet votre adresse IP")).to_be_visible()
        reader.page.wait_for_timeout(300)
        assert asked == []
        reader.tab_to(f"{ELEMENT} button")
        reader.press("Enter")
        expect(reader.page.locator("iframe")).to_have_attribute("src", EMBED)
        reader.page.frame_locator("iframe").get_by_text("film").wait_for()
        assert asked == [EMBED]
        assert reader.page.evaluate("document.activeElement.localName") == "iframe"
        reader.go(address)
        expect(reader.page.locator("iframe")).to_have_count(0)
        assert reader.complaints == []


def test_the_choice_is_kept_only_if_ticked_and_can_be_taken_back(opened: Opened) -> None:
    first, second = a_video_lesson()
    with watching(opened) as (reader, asked):
        reader.go(first)
        reader.tab_to(f"{ELEMENT} input[type=checkbox]")
        reader.press("Space")
        reader.page.get_by_role("button", name="Lire la vidéo ici").press("Enter")
        expect(reader.page.locator("iframe")).to_have_count(1)
        reader.go(second)
        expect(reader.page.locator("iframe")).to_have_count(1)
        reader.page.get_by_role("button", name="Me demander à nouveau").click()
        reader.page.get_by_role("button", name="Lire la vidéo ici").wait_for()
        expect(reader.page.locator("iframe")).to_have_count(0)
        assert len(asked) == 2


def test_without_javascript_there_is_a_link(opened: Opened) -> None:
    address = a_video_lesson()[0]
    with watching(opened, java_script_enabled=False) as (reader, asked):
        reader.go(address)
        link = reader.page.get_by_role("link", name="Voir la vidéo sur YouTube")
        expect(link).to_have_attribute("href", "https://www.youtube.com/watch?v=dQw4w9WgXcQ")
        expect(reader.page.locator(f"{ELEMENT} button")).to_have_count(0)
        assert asked == []


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_the_question_and_the_player_are_accessible(opened: Opened, scheme: str) -> None:
    addresses = a_video_lesson()
    with watching(opened, color_scheme=scheme, viewport={"width": 320, "height": 640}) as (
        reader,
        _asked,
    ):
        for address in addresses:
            reader.go(address)
            assert faults(reader) == []
            reader.page.get_by_role("button", name="Lire la vidéo ici").click()
            reader.page.frame_locator("iframe").get_by_text("film").wait_for()
            assert faults(reader) == []
            assert reader.page.evaluate("document.documentElement.scrollWidth") <= 320


def test_a_frame_of_any_other_host_is_refused_by_the_policy(opened: Opened) -> None:
    address = a_video_lesson()[0]
    with watching(opened) as (reader, asked):
        reader.go(address)
        reader.page.evaluate(
            "document.body.append(document.createElement('iframe'));"
            "document.querySelector('iframe').src = 'https://evil.example/'"
        )
        reader.page.wait_for_timeout(300)
        assert asked == []
        assert any("frame-src" in said for said in reader.complaints)


def faults(reader: Reader) -> list[str]:
    # The frame's own page is its host's affair.
    found = Axe().run(reader.page, options={"iframes": False}).response["violations"]
    return [f"{one['id']}: {one['nodes'][0]['html'][:120]}" for one in found]
