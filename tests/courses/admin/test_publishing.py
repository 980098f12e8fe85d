"""The publish page: what it says will change, what it finds, and what the button does."""

import pytest

from courses.models import Course, CourseRelease
from tests.trainers import Admin, a_trainer
from tests.world import a_draft, a_published_course, lessons_of

pytestmark = pytest.mark.django_db


def test_publishing_makes_the_next_release_and_says_where_it_is() -> None:
    course = a_published_course()
    trainer = a_trainer(course.organisation)
    admin = Admin(trainer)
    admin.save("courses_lesson_change", lessons_of(course)[0].id, change={"source": "Neuf."})
    response = admin.post("courses_course_publish", course.id, data={"note": "Un mot"})
    release = CourseRelease.objects.get(course=course, number=2)
    assert (release.published_by, release.note) == (trainer, "Un mot")
    assert f"/fr/courses/{course.slug}" in admin.said(response)


def test_an_unchanged_draft_is_not_published_twice() -> None:
    course = a_published_course()
    admin = Admin(a_trainer(course.organisation))
    response = admin.post("courses_course_publish", course.id, data={"note": ""})
    assert "Nothing has changed" in admin.said(response)
    assert course.releases.count() == 1


def test_the_page_says_which_lessons_are_added_changed_and_taken_out() -> None:
    course = a_published_course(lessons=("article", "article", "article"))
    admin = Admin(a_trainer(course.organisation))
    first, second, _third = lessons_of(course)
    admin.save("courses_lesson_change", first.id, change={"source": "Tout autre chose."})
    admin.post("courses_lesson_archive", second.id, data={})
    new = {"title": "Toute neuve", "module": first.module_id, "kind": "article"}
    admin.post("courses_lesson_add", data=new)
    changes = admin.get("courses_course_publish", course.id).context["changes"]
    assert changes.changed == (first.title,)
    assert changes.removed == (second.title,)
    assert changes.added == ("Toute neuve",)
    assert changes.same == 1


def test_the_page_lists_links_to_nothing_and_images_nobody_described() -> None:
    course = a_draft()
    admin = Admin(a_trainer(course.organisation))
    text = "Voir [là](nulle-part.md).\n\n![](images/absente.png)"
    admin.save("courses_lesson_change", lessons_of(course)[0].id, change={"source": text})
    said = " ".join(
        words
        for _place, words in admin.get("courses_course_publish", course.id).context["findings"]
    )
    assert "nulle-part.md" in said
    assert "absente.png" in said


def test_the_findings_are_said_in_the_language_of_the_trainer() -> None:
    course = a_draft()
    trainer = a_trainer(course.organisation)
    admin = Admin(trainer, language="fr")
    text = "Voir [là](nulle-part.md)."
    admin.save("courses_lesson_change", lessons_of(course)[0].id, change={"source": text})
    findings = admin.get("courses_course_publish", course.id).context["findings"]
    assert "ne mène nulle part" in findings[0][1]


def test_an_empty_course_is_not_published() -> None:
    course = a_draft(lessons=())
    admin = Admin(a_trainer(course.organisation))
    response = admin.post("courses_course_publish", course.id, data={"note": ""})
    assert Course.objects.get(id=course.id).current_release is None
    assert response.status_code in (200, 302)


def test_looking_at_the_publish_page_publishes_nothing() -> None:
    course = a_draft()
    assert (
        Admin(a_trainer(course.organisation)).get("courses_course_publish", course.id).status_code
        == 200
    )
    assert not CourseRelease.objects.filter(course=course).exists()
