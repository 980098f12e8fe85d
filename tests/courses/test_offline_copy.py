"""A stranger's script makes a complete copy from the manifest alone, and keeps it up to date."""

import re
from pathlib import Path
from typing import Any

import pytest
from django.utils import timezone

from courses.drafting.attaching import attach
from courses.importing import import_course
from courses.models import Blob, Course
from courses.releases.publishing import publish
from tests.drawn import PNG
from tests.offline_copy import copy
from tests.world import a_draft, campus_organisation, lessons_of

GUIDES = Path(__file__).resolve().parents[2].parent / "shared" / "data" / "etalab-guides"
pytestmark = pytest.mark.django_db(transaction=True)


def published() -> Course:
    course = a_draft(lessons=("article", "article", "quiz"))
    attach(course=course, path="images/plan.png", body=PNG)
    first, second, _quiz = lessons_of(course)
    first.source = f"![Le plan](images/plan.png) et [la suite]({second.path})."
    first.save()
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


@pytest.mark.skipif(not GUIDES.exists(), reason="the Etalab guides are not on this machine")
def test_a_real_guide_is_copied_whole(live_server: Any, tmp_path: Path) -> None:
    course = import_course(GUIDES / "annotation", organisation=campus_organisation()).course
    publish(course=course, by=None)
    copy(live_server.url, course.slug, tmp_path)
    local = {one for one in addresses_in(tmp_path) if not re.match(r"https?:|mailto:|/", one)}
    assert len([one for one in local if one.startswith("blobs/")]) >= 4
    assert [one for one in sorted(local) if not (tmp_path / one).exists()] == []
