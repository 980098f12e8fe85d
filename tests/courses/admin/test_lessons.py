"""The lesson editor: the text, its preview, its place in the course."""

from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from courses.drafting.attaching import attach
from courses.files import blobs
from courses.models import Course, Lesson, ReleaseLesson
from courses.releases.publishing import publish
from tests.trainers import Admin, a_trainer, errors_of
from tests.world import a_draft, an_organisation, lessons_of

pytestmark = pytest.mark.django_db

TEXT = """# Un titre

Un [lien](article-2.md) et ![un plan](images/plan.png), puis une [fiche](fiche.pdf).

::: tip À noter
Une *astuce*.
:::

| a | b |
|---|---|
| 1 | 2 |
"""
PNG = bytes.fromhex(
    "89504e470d0a1a0a0000000d4948445200000001000000010802000000907753de000"
    "0000c49444154789c631009b70700012d00ab03521d9f0000000049454e44ae426082"
)


def preview(admin: Admin, lesson: Lesson, text: str) -> dict[str, Any]:
    response = admin.post("courses_lesson_preview", lesson.id, data={"text": text})
    assert response.status_code == 200
    answer: dict[str, Any] = response.json()
    return answer


def released_html(lesson: Lesson) -> str:
    row = (
        ReleaseLesson.objects.select_related("blob").filter(lesson=lesson).latest("release__number")
    )
    return blobs.read(row.blob).decode()


@pytest.mark.parametrize(
    "text", [TEXT, "Un mot.", "<script>alert(1)</script>\n\nTexte", "[rien](a.md)"]
)
def test_the_preview_is_exactly_what_is_published(text: str) -> None:
    course = a_draft()
    attach(course=course, path="images/plan.png", body=PNG)
    attach(course=course, path="fiche.pdf", body=b"%PDF-1.4 fiche")
    lesson, _other = lessons_of(course)
    admin = Admin(a_trainer(course.organisation))
    shown = preview(admin, lesson, text)
    admin.save("courses_lesson_change", lesson.id, change={"source": text})
    publish(course=course, by=None)
    assert shown["html"] == released_html(lesson)


@pytest.mark.parametrize("kind", ["video", "file", "link", "quiz"])
def test_the_preview_of_every_kind_is_exactly_what_is_published(kind: str) -> None:
    course = a_draft(lessons=(kind,))
    (lesson,) = lessons_of(course)
    shown = preview(Admin(a_trainer(course.organisation)), lesson, lesson.source)
    publish(course=course, by=None)
    assert shown["html"] == released_html(lesson)


def test_the_preview_changes_nothing_and_says_what_to_check() -> None:
    course = a_draft()
    lesson = lessons_of(course)[0]
    before = Lesson.objects.values().get(id=lesson.id)
    shown = preview(Admin(a_trainer(course.organisation)), lesson, "Voir [là](nulle-part.md).")
    assert "nulle-part.md" in shown["findings"][0]
    assert Lesson.objects.values().get(id=lesson.id) == before


def test_a_text_beyond_the_limits_is_said_not_shown() -> None:
    course = a_draft()
    shown = preview(Admin(a_trainer(course.organisation)), lessons_of(course)[0], "> " * 2_000)
    assert shown["html"] == ""
    assert shown["findings"]


def test_a_stranger_gets_no_preview_and_a_foreign_page_asks_in_vain() -> None:
    course = a_draft()
    lesson = lessons_of(course)[0]
    stranger = Admin(a_trainer(an_organisation()))
    assert stranger.post("courses_lesson_preview", lesson.id, data={"text": "a"}).status_code == 404
    forged = Client(enforce_csrf_checks=True)
    forged.force_login(a_trainer(course.organisation))
    address = reverse("admin:courses_lesson_preview", args=[lesson.id])
    assert forged.post(address, {"text": "a"}).status_code == 403


def test_a_lesson_of_another_organisation_is_neither_seen_nor_written_to() -> None:
    course, hers = a_draft(), a_draft(organisation=an_organisation())
    stranger = Admin(a_trainer(hers.organisation))
    lesson = lessons_of(course)[0]
    assert stranger.get("courses_lesson_change", lesson.id).status_code == 404
    data = {"title": "Intruse", "module": lesson.module_id, "kind": "article"}
    assert "Select a valid choice" in errors_of(stranger.post("courses_lesson_add", data=data))
    own = lessons_of(hers)[0]
    moved = stranger.save("courses_lesson_change", own.id, change={"module": lesson.module_id})
    assert "Select a valid choice" in errors_of(moved)


def test_a_new_lesson_comes_last_and_can_be_linked_to() -> None:
    course = a_draft()
    admin = Admin(a_trainer(course.organisation))
    module = course.modules.get()
    admin.post(
        "courses_lesson_add", data={"title": "Et après ?", "module": module.id, "kind": "quiz"}
    )
    new = lessons_of(course)[-1]
    assert (new.title, new.path, new.move_on) == ("Et après ?", "et-apres.md", "Passed")


def order(course: Course) -> list[str]:
    return [lesson.title for lesson in lessons_of(course)]


def test_a_lesson_moves_down_and_on_into_the_next_module() -> None:
    course = a_draft(lessons=("article", "link"))
    admin = Admin(a_trainer(course.organisation))
    admin.post("courses_module_add", data={"course": course.id, "title": "Suite"})
    first, second = lessons_of(course)
    admin.post("courses_course_move", course.id, data={"move": f"down lesson {first.id}"})
    assert order(course) == [second.title, first.title]
    admin.post("courses_course_move", course.id, data={"move": f"down lesson {first.id}"})
    first.refresh_from_db()
    assert first.module.title == "Suite"
    admin.post("courses_course_move", course.id, data={"move": f"up lesson {first.id}"})
    assert order(course) == [second.title, first.title]


def test_a_module_moves_up_with_its_lessons() -> None:
    course = a_draft()
    admin = Admin(a_trainer(course.organisation))
    admin.post("courses_module_add", data={"course": course.id, "title": "Suite"})
    last = course.modules.last()
    assert last is not None
    admin.post("courses_course_move", course.id, data={"move": f"up module {last.id}"})
    assert course.modules.first() == last


@pytest.mark.parametrize("move", ["", "up", "up lesson", "up lesson nonsense", "up module {other}"])
def test_a_move_of_nothing_or_of_anothers_lesson_is_not_found(move: str) -> None:
    course, other = a_draft(), a_draft(organisation=an_organisation())
    admin = Admin(a_trainer(course.organisation))
    named = move.format(other=other.modules.get().id)
    response = admin.post("courses_course_move", course.id, data={"move": named})
    assert response.status_code == 404


def test_an_archived_lesson_has_no_place_to_move_to() -> None:
    course = a_draft()
    admin = Admin(a_trainer(course.organisation))
    lesson = lessons_of(course)[0]
    admin.post("courses_lesson_archive", lesson.id, data={})
    data = {"move": f"down lesson {lesson.id}"}
    assert admin.post("courses_course_move", course.id, data=data).status_code == 404


def test_no_form_of_a_lesson_asks_for_an_id_or_for_json() -> None:
    course = a_draft(lessons=("article", "video", "quiz", "file", "link"))
    admin = Admin(a_trainer(course.organisation))
    for lesson in lessons_of(course):
        form = admin.get("courses_lesson_change", lesson.id).context["adminform"].form
        kinds = {type(field).__name__ for field in form.fields.values()}
        assert not kinds & {"JSONField", "UUIDField"}


def test_a_preview_reads_no_more_of_a_long_course_than_of_a_short_one() -> None:
    counts, texts = [], []
    for many in (2, 30):
        course = a_draft(lessons=("article",) * many)
        lesson = lessons_of(course)[0]
        admin = Admin(a_trainer(course.organisation))
        text = "Un [lien](article-2.md), un [autre](article-2.md#titre)."
        preview(admin, lesson, text)
        with CaptureQueriesContext(connection) as asked:
            preview(admin, lesson, text)
        counts.append(len(asked))
        texts.append(sum('"courses_lesson"."source"' in one["sql"] for one in asked))
    assert counts[0] == counts[1]
    # The lesson itself, and the one that a link leads into.
    assert texts == [2, 2]
