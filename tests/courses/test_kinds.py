"""A new kind of lesson is one file and one line: written, published, read and completed as others.

The kind of this test is known to nothing but the table of kinds.
"""

import html
from dataclasses import replace
from uuid import uuid4

import pytest
from django.test import Client

from campus.records.verbs import sendable
from courses.enrolment import enrol
from courses.exporting import export_course
from courses.importing import import_course
from courses.kinds import KINDS, Kind, Material
from courses.kinds.kind import button, needs_address
from courses.models import Course, Lesson
from courses.releases.checking import check
from courses.releases.publishing import publish
from tests.trainers import Admin, a_trainer, filled
from tests.world import a_draft, a_learner, an_item, lessons_of, say
from workers.progress.folding.shards import fold_all
from workers.progress.models import Progress

pytestmark = pytest.mark.django_db

PODCAST = Kind(
    "podcast",
    "podcast to follow",
    icon="clock",
    fields=("address",),
    keys=frozenset({"address"}),
    element=lambda material: button(material.address, "Listen"),
    lacks=needs_address,
)


@pytest.fixture(autouse=True)
def one_line(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(KINDS, PODCAST.name, PODCAST)


def a_written_podcast() -> Lesson:
    """Added in the outline, its facts filled in on its own page."""
    course = a_draft(lessons=())
    admin = Admin(a_trainer(course.organisation))
    module = course.modules.get()
    data = {"module": module.pk, "title": "Une voix", "kind": PODCAST.name}
    admin.post("courses_course_lesson", course.pk, data=data)
    lesson = module.lessons.get()
    page = admin.get("courses_lesson_change", lesson.pk)
    change = {"address": "https://example.org/voice.xml", "move_on": "Completed"}
    admin.post("courses_lesson_change", lesson.pk, data=filled(page) | change)
    lesson.refresh_from_db()
    return lesson


def published(lesson: Lesson) -> Course:
    course = lesson.module.course
    publish(course=course, by=None)
    course.refresh_from_db()
    return course


def test_its_author_finds_it_in_the_forms_and_fills_in_what_it_needs() -> None:
    lesson = a_written_podcast()
    assert (lesson.kind, lesson.address) == (PODCAST.name, "https://example.org/voice.xml")
    admin = Admin(a_trainer(lesson.module.course.organisation))
    outline = admin.get("courses_course_change", lesson.module.course_id).content.decode()
    assert outline.count(f">{PODCAST.label}<") == 2, "offered below, named in the line"
    assert "state-problem" not in outline, "a kind that is no text may have none"
    assert PODCAST.label in admin.get("courses_lesson_add").content.decode()
    found = admin.get("courses_lesson_changelist", kind=PODCAST.name).content.decode()
    assert "Une voix" in found
    others = admin.get("courses_lesson_changelist", kind="video").content.decode()
    assert "Une voix" not in others


def test_a_kind_that_nobody_knows_is_not_added() -> None:
    course = a_draft(lessons=())
    admin = Admin(a_trainer(course.organisation))
    data = {"module": course.modules.get().pk, "title": "Une voix", "kind": "hologram"}
    admin.post("courses_course_lesson", course.pk, data=data)
    assert lessons_of(course) == []


def test_it_lacks_what_its_kind_needs_and_nothing_else() -> None:
    lesson = a_written_podcast()
    assert [item.code for item in check(lesson.module.course).blocking] == []
    Lesson.objects.update(address="")
    assert [item.code for item in check(lesson.module.course).blocking] == ["address_missing"]


def test_one_that_is_text_is_nothing_without_its_text(monkeypatch: pytest.MonkeyPatch) -> None:
    lesson = a_written_podcast()
    monkeypatch.setitem(KINDS, PODCAST.name, replace(PODCAST, is_text=True, element=_nothing))
    assert [item.code for item in check(lesson.module.course).blocking] == ["empty_lesson"]


def _nothing(material: Material) -> str:
    return ""


def test_readers_see_it_with_its_name_and_its_drawing() -> None:
    course = published(a_written_podcast())
    client = Client()
    shown = client.get(f"/en/courses/{course.slug}").content.decode()
    assert "icons.svg#clock" in shown
    assert "icons.svg#podcast" not in shown
    lesson = lessons_of(course)[0]
    page = client.get(f"/en/courses/{course.slug}/lessons/{lesson.pk}").content.decode()
    assert 'href="https://example.org/voice.xml"' in html.unescape(page)


def test_it_is_completed_as_the_table_of_verbs_says() -> None:
    lesson = a_written_podcast()
    course, learner = published(lesson), a_learner()
    enrolment, _is_new = enrol(person=learner, course=course)
    (row,) = [one for one in sendable() if one.kind == PODCAST.name and one.completes]
    said = say(learner, an_item(enrolment.id, lesson=lesson.id, verb=row.verb))
    assert said[0].status == "stored"
    fold_all()
    assert Progress.objects.get(enrolment=enrolment.id).state == "completed"


def test_what_its_rows_do_not_allow_is_refused() -> None:
    lesson = a_written_podcast()
    course, learner = published(lesson), a_learner()
    enrolment, _is_new = enrol(person=learner, course=course)
    said = say(learner, an_item(enrolment.id, lesson=lesson.id, verb="answered"))
    assert said[0].code == "verb_not_accepted"


def test_it_goes_out_as_text_and_comes_back(tmp_path) -> None:
    lesson = a_written_podcast()
    course = lesson.module.course
    archive = tmp_path / f"{uuid4()}.zip"
    export_course(course, archive)
    Lesson.objects.filter(pk=lesson.pk).update(address="https://example.org/other")
    import_course(archive, name="course.zip", organisation=course.organisation, into=course)
    lesson.refresh_from_db()
    assert (lesson.kind, lesson.address) == (PODCAST.name, "https://example.org/voice.xml")
