"""Seven real guides are read whole through the API: every lesson, image, file and link."""

import re
from pathlib import Path

import pytest

from campus.accounts.roles import campus_organisation
from courses.importing import import_course
from courses.models import Course
from courses.releases.publishing import publish
from tests.api import Api

GUIDES = Path(__file__).resolve().parents[4] / "shared" / "data" / "etalab-guides"
_BLOB = re.compile(r'(?:src|href)="(/api/v1/blobs/[0-9a-f]{64})"')
_LESSON = re.compile(r'href="/lessons/([0-9a-f-]{36})')

pytestmark = [
    pytest.mark.django_db,
    pytest.mark.skipif(not GUIDES.is_dir(), reason="the guides are not beside the project"),
]


def publish_all() -> list[Course]:
    """All come in before any is published: publishing finds where links between guides lead."""
    folders = sorted(path for path in GUIDES.iterdir() if path.is_dir())
    courses = [
        import_course(folder, organisation=campus_organisation()).course for folder in folders
    ]
    for course in courses:
        publish(course=course, by=None)
    return courses


def test_every_lesson_reads_and_all_it_shows_and_links_to_is_there() -> None:
    courses = publish_all()
    api = Api()
    assert len(api.results("/courses?limit=100")) == len(courses) == 7
    seen, blobs, links = 0, set(), set()
    for course in courses:
        document = api.get(f"/courses/{course.slug}").json()
        for lesson in (lesson for module in document["modules"] for lesson in module["lessons"]):
            shown = api.get(f"/lessons/{lesson['id']}").json()
            blobs.update(_BLOB.findall(shown["html"]))
            links.update(_LESSON.findall(shown["html"]))
            seen += 1
    assert seen == len(list(GUIDES.glob("*/*.md")))
    assert len(blobs) > 10
    assert len(links) > 10
    for path in blobs:
        assert api.client.get(path).status_code == 200, path
    for lesson in links:
        assert api.get(f"/lessons/{lesson}").status_code == 200, lesson
