"""A long film sent in parts, in Chromium: paused, broken off, gone on with later."""

from dataclasses import dataclass, field
from hashlib import sha256
from pathlib import Path

import pytest
from playwright.sync_api import Page, Route

from courses.models import Media, Upload

from .conftest import Opened
from .test_authoring import Desk, a_desk, at

pytestmark = pytest.mark.django_db(transaction=True)

MEGABYTE = 2**20
PART = 8 * MEGABYTE
FILM = b"\0\0\0\x18ftypisom\0\0\2\0isomiso2" + bytes(range(256)) * (20 * MEGABYTE // 256)
ADD = "/admin/courses/media/add/"
CHOOSE = """(course) => { document.querySelector("[name=course]").value = course; }"""
SAYS = """(word) => {
  const said = document.querySelector(".uploads-list .uploads-state")?.textContent ?? "";
  return said.trim() === document.querySelector(".uploads").dataset[word];
}"""
SHARE = """(percent) => {
  const said = document.querySelector(".uploads-list .uploads-state")?.textContent ?? "";
  return parseInt(said) >= percent;
}"""


@dataclass
class Line:
    """What the campus was sent, and the line to it: cut, or held, after so many parts."""

    most: int = 1_000
    is_held: bool = False
    offsets: list[int] = field(default_factory=list)

    def carry(self, route: Route) -> None:
        if route.request.method != "PATCH":
            return route.continue_()
        if len(self.offsets) == self.most:
            return None if self.is_held else route.abort("connectionreset")
        self.offsets.append(int(route.request.headers["upload-offset"]))
        return route.continue_()


def a_film(folder: Path) -> Path:
    path = folder / "film.mp4"
    path.write_bytes(FILM)
    return path


def send(page: Page, desk: Desk, film: Path) -> None:
    page.wait_for_selector(".uploads:not([hidden])")
    page.evaluate(CHOOSE, str(desk.course.pk))
    page.fill("[name=where]", "films/")
    page.set_input_files("#uploads-files", film)


def says(page: Page, word: str) -> None:
    """Until the line of the file says this word of the page."""
    page.wait_for_function(SAYS, arg=word)


def test_what_broke_off_goes_on_after_the_page_was_closed(opened: Opened, tmp_path: Path) -> None:
    desk, film, line = a_desk(), a_film(tmp_path), Line(most=1)
    with opened() as reader:
        at(reader, desk.ines, ADD)
        reader.context.route("**/api/v1/uploads/*", line.carry)
        send(reader.page, desk, film)
        says(reader.page, "broken")
        reader.page.close(run_before_unload=False)

        reader.page = reader.context.new_page()
        page = reader.go(ADD)
        assert "39" in page.inner_text(".uploads-broken .uploads-state")
        line.most = 1_000
        send(page, desk, film)
        says(page, "done")
        assert page.locator(".uploads-broken li").count() == 0
    assert line.offsets == [0, PART, 2 * PART], "no part is sent twice"
    media = Media.objects.get(course=desk.course)
    assert (media.path, media.blob_id) == ("films/film.mp4", sha256(FILM).hexdigest())
    assert not Upload.objects.filter(media=None).exists()


def test_what_breaks_off_goes_on_by_itself(opened: Opened, tmp_path: Path) -> None:
    desk, film, line = a_desk(), a_film(tmp_path), Line(most=1)
    with opened() as reader:
        at(reader, desk.ines, ADD)
        reader.context.route("**/api/v1/uploads/*", line.carry)
        send(reader.page, desk, film)
        says(reader.page, "broken")
        line.most = 1_000
        says(reader.page, "done")
    assert line.offsets == [0, PART, 2 * PART]
    assert Media.objects.get(course=desk.course).blob_id == sha256(FILM).hexdigest()


def test_what_is_paused_waits_and_goes_on_when_it_is_told(opened: Opened, tmp_path: Path) -> None:
    desk, film, line = a_desk(), a_film(tmp_path), Line(most=1, is_held=True)
    with opened() as reader:
        at(reader, desk.ines, ADD)
        reader.context.route("**/api/v1/uploads/*", line.carry)
        send(reader.page, desk, film)
        pause, _give_up = reader.page.locator(".uploads-list button").all()
        reader.page.wait_for_function(SHARE, arg=100 * PART // len(FILM))
        pause.click()
        says(reader.page, "paused")
        line.most = 1_000
        reader.page.wait_for_timeout(1_500)
        says(reader.page, "paused")
        assert line.offsets == [0]
        pause.click()
        says(reader.page, "done")
    assert line.offsets == [0, PART, 2 * PART]
    assert Media.objects.get(course=desk.course).blob_id == sha256(FILM).hexdigest()


def test_what_is_given_up_is_gone(opened: Opened, tmp_path: Path) -> None:
    desk, film, line = a_desk(), a_film(tmp_path), Line(most=1)
    with opened() as reader:
        at(reader, desk.ines, ADD)
        reader.context.route("**/api/v1/uploads/*", line.carry)
        send(reader.page, desk, film)
        says(reader.page, "broken")
        with reader.page.expect_response(lambda one: one.request.method == "DELETE") as answer:
            reader.page.locator(".uploads-list button").last.click()
        assert answer.value.status == 204
        assert reader.page.locator(".uploads-list li").count() == 0
    assert not Upload.objects.filter(media=None).exists()
    assert not Media.objects.filter(course=desk.course).exists()
