"""A stranger's script makes a complete copy from the manifest alone, and keeps it up to date."""

import json
import re
import shutil
from pathlib import Path
from typing import Any

import pytest
from django.utils import timezone

from courses.compiling.compiled import html_blob, json_blob
from courses.drafting.attaching import attach
from courses.drafting.authoring import archive
from courses.files.withdrawing import give_back, withdraw
from courses.importing import import_course
from courses.models import Blob, Choice, Course, CourseRelease, Lesson
from courses.releases.publishing import publish
from courses.releases.recompiling import recompile
from courses.releases.releasing import refer, store
from tests.drawn import PNG
from tests.offline_copy import copy
from tests.world import a_draft, a_published_course, campus_organisation, lessons_of

GUIDES = Path(__file__).resolve().parents[2].parent / "shared" / "data" / "etalab-guides"
pytestmark = pytest.mark.django_db(transaction=True)


ELSEWHERE = "Autre cours"


def published() -> Course:
    """With a picture, a lesson of its own to go to, and one of another course."""
    course = a_draft(lessons=("article", "article", "quiz"))
    other = lessons_of(a_published_course(ELSEWHERE, lessons=("article",)))[0]
    attach(course=course, path="images/plan.png", body=PNG)
    first, second, quiz = lessons_of(course)
    abroad = f"../{other.module.course.slug}/{other.path}"
    first.source = f"![Le plan](images/plan.png), [la suite]({second.path}), [ailleurs]({abroad})."
    first.save()
    quiz.questions.update(prompt="Que montre ![le plan](images/plan.png) ?")
    publish(course=course, by=None)
    return course


def addresses_in(folder: Path) -> set[str]:
    pages = " ".join(page.read_text() for page in folder.glob("*.html"))
    return set(re.findall(r'(?:href|src)="([^"#]+)', pages))


def test_the_copy_holds_all_that_its_pages_show(live_server: Any, tmp_path: Path) -> None:
    course = published()
    copy(live_server.url, course.slug, tmp_path)
    local = {one for one in addresses_in(tmp_path) if not one.startswith(("http", "mailto"))}
    assert local
    assert [one for one in sorted(local) if not (tmp_path / one).exists()] == []
    assert not any(one.startswith("/") for one in local)


def test_what_a_quiz_asks_is_in_the_copy(live_server: Any, tmp_path: Path) -> None:
    course = published()
    copy(live_server.url, course.slug, tmp_path)
    quiz = lessons_of(course)[2]
    page = (tmp_path / f"{quiz.id}.html").read_text()
    assert page.count("Que montre <img") == 2
    for choice in Choice.objects.filter(question__lesson=quiz):
        assert f"<li>{choice.text}</li>" in page


def test_a_lesson_of_another_course_is_led_to_where_it_is(live_server: Any, tmp_path: Path) -> None:
    course = published()
    copy(live_server.url, course.slug, tmp_path)
    first, second, _quiz = lessons_of(course)
    (abroad,) = Lesson.objects.filter(module__course__title__startswith=ELSEWHERE)
    page = (tmp_path / f"{first.id}.html").read_text()
    assert f'href="{live_server.url}/lessons/{abroad.id}"' in page
    assert f'href="{second.id}.html"' in page


def test_the_next_time_only_what_changed_is_fetched(live_server: Any, tmp_path: Path) -> None:
    course = published()
    first = copy(live_server.url, course.slug, tmp_path)
    assert copy(live_server.url, course.slug, tmp_path)["blobs"] == []
    lesson = lessons_of(course)[1]
    lesson.source = "Un texte tout neuf."
    lesson.save()
    publish(course=course, by=None)
    second = copy(live_server.url, course.slug, tmp_path)
    assert len(second["blobs"]) == 2 < len(first["blobs"])
    assert "tout neuf" in (tmp_path / f"{lesson.id}.html").read_text()
    fresh = tmp_path / "fresh"
    copy(live_server.url, course.slug, fresh)
    held, anew = ({p.name for p in (one / "blobs").iterdir()} for one in (tmp_path, fresh))
    assert held == anew


def test_what_the_campus_took_away_leaves_the_copy(live_server: Any, tmp_path: Path) -> None:
    course = published()
    listed = copy(live_server.url, course.slug, tmp_path)["blobs"]
    image = next(one["digest"] for one in listed if one["role"] == "file")
    Blob.objects.filter(digest=image).update(withdrawn_at=timezone.now())
    copy(live_server.url, course.slug, tmp_path)
    assert [p for p in (tmp_path / "blobs").iterdir() if p.name.startswith(image)] == []


def _files(folder: Path) -> dict[str, str]:
    """The pages and what they need, but for the note of what was fetched."""
    held = [one for one in folder.rglob("*.*") if one.is_file() and one.name != "manifest.json"]
    return {str(one.relative_to(folder)): one.read_bytes().hex() for one in held}


def _as_of_long_ago(course: Course) -> str:
    """Every release as another renderer made it; answers words that only its bytes hold."""
    words = "Comme on le rendait jadis."
    for release in course.releases.all():
        row = release.lessons.select_related("blob").order_by("position")[0]
        old = html_blob(bytes(row.blob.body or b"").decode() + f"<p onclick=alert(1)>{words}")
        store((old,))
        outline = json.loads(bytes(release.outline.body or b""))
        outline["modules"][0]["lessons"][0]["digest"] = old.digest
        told = json_blob(outline)
        store((told,))
        release.blobs.filter(blob__in=[row.blob_id, release.outline_id]).delete()
        refer(release, {old.digest, told.digest})
        release.lessons.filter(pk=row.pk).update(blob=old.digest)
        CourseRelease.objects.filter(pk=release.pk).update(outline=told.digest)
    return words


@pytest.mark.parametrize("publishes", [True, False], ids=["a newer release", "the same release"])
def test_what_was_rendered_again_reaches_copies_of_before(
    publishes: bool, live_server: Any, tmp_path: Path
) -> None:
    """Unsafe bytes leave a copy, whether or not there is another release meanwhile."""
    course = published()
    words = _as_of_long_ago(course)
    copy(live_server.url, course.slug, tmp_path)
    assert any(words.encode().hex() in body for body in _files(tmp_path).values())
    if publishes:
        Lesson.objects.filter(pk=lessons_of(course)[1].pk).update(source="Un texte tout neuf.")
        publish(course=course, by=None)
    for release in course.releases.select_related("course", "outline", "source"):
        assert bool(recompile(release).changed) is (release.number == 1)
    fetched = copy(live_server.url, course.slug, tmp_path)["blobs"]
    assert "file" not in {one["role"] for one in fetched}
    assert not any(words.encode().hex() in body for body in _files(tmp_path).values())
    copy(live_server.url, course.slug, tmp_path / "fresh")
    fresh = _files(tmp_path / "fresh")
    shutil.rmtree(tmp_path / "fresh")
    assert _files(tmp_path) == fresh
    assert copy(live_server.url, course.slug, tmp_path)["blobs"] == []


def test_a_file_that_was_given_back_is_fetched_again(live_server: Any, tmp_path: Path) -> None:
    course = published()
    listed = copy(live_server.url, course.slug, tmp_path)["blobs"]
    before = _files(tmp_path)
    image = next(one["digest"] for one in listed if one["role"] == "file")
    withdraw(digest=image, because="Elle n’est pas à nous.", by=None)
    copy(live_server.url, course.slug, tmp_path)
    assert image not in " ".join(_files(tmp_path))
    give_back(digest=image, by=None)
    assert [one["digest"] for one in copy(live_server.url, course.slug, tmp_path)["blobs"]] == [
        image
    ]
    assert _files(tmp_path) == before


def test_the_page_of_a_lesson_that_went_goes_too(live_server: Any, tmp_path: Path) -> None:
    course = published()
    copy(live_server.url, course.slug, tmp_path)
    gone = lessons_of(course)[2]
    archive(item=gone)
    publish(course=course, by=None)
    copy(live_server.url, course.slug, tmp_path)
    assert not (tmp_path / f"{gone.id}.html").exists()
    assert (tmp_path / f"{lessons_of(course)[0].id}.html").exists()


@pytest.mark.skipif(not GUIDES.exists(), reason="the Etalab guides are not on this machine")
def test_a_real_guide_is_copied_whole(live_server: Any, tmp_path: Path) -> None:
    course = import_course(GUIDES / "annotation", organisation=campus_organisation()).course
    publish(course=course, by=None)
    copy(live_server.url, course.slug, tmp_path)
    local = {one for one in addresses_in(tmp_path) if not re.match(r"https?:|mailto:|/", one)}
    assert len([one for one in local if one.startswith("blobs/")]) >= 4
    assert [one for one in sorted(local) if not (tmp_path / one).exists()] == []
