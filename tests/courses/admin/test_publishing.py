"""The publish page: what it says will change, what it finds, and what the button does."""

import pytest
from django.http import HttpResponse

from courses.models import Course, CourseRelease, Lesson
from tests.trainers import Admin, a_trainer
from tests.world import a_draft, a_published_course, lessons_of

pytestmark = pytest.mark.django_db
LONG = "Une phrase de plus, assez longue pour que la leçon ne semble pas inachevée. " * 3


def _publish(admin: Admin, course: Course, **sent: str) -> HttpResponse:
    """As who looked at the page, and ticked that she did."""
    stamp = admin.get("courses_course_publish", course.id).context["checked"].stamp
    data = {"note": "", "accepts": "on", "stamp": stamp, **sent}
    return admin.post("courses_course_publish", course.id, data=data)


def test_publishing_makes_the_next_release_and_says_where_it_is() -> None:
    course = a_published_course()
    trainer = a_trainer(course.organisation)
    admin = Admin(trainer)
    admin.save("courses_lesson_change", lessons_of(course)[0].id, change={"source": "Neuf."})
    response = _publish(admin, course, note="Un mot")
    release = CourseRelease.objects.get(course=course, number=2)
    assert (release.published_by, release.note) == (trainer, "Un mot")
    assert f"/fr/courses/{course.slug}" in admin.said(response)


def test_an_unchanged_draft_is_not_published_twice() -> None:
    course = a_published_course()
    admin = Admin(a_trainer(course.organisation))
    response = _publish(admin, course)
    assert "Nothing has changed" in admin.said(response)
    assert course.releases.count() == 1


def _codes(page: HttpResponse) -> set[str]:
    return {item.code for item in page.context["checked"].items}


def test_the_page_says_which_lessons_are_added_changed_and_taken_out() -> None:
    course = a_published_course(lessons=("article", "article", "article"))
    admin = Admin(a_trainer(course.organisation))
    first, second, _third = lessons_of(course)
    admin.save("courses_lesson_change", first.id, change={"source": "Tout autre chose."})
    admin.post("courses_lesson_archive", second.id, data={})
    new = {"title": "Toute neuve", "module": first.module_id, "kind": "article"}
    admin.post("courses_lesson_add", data=new)
    page = admin.get("courses_course_publish", course.id)
    assert {one.title: one.state for one in page.context["difference"].lessons} == {
        first.title: "changed",
        second.title: "removed",
        "Toute neuve": "added",
    }
    assert page.context["difference"].same == 1
    assert "Tout autre chose." in page.content.decode()


def test_a_lesson_without_a_word_stops_the_publication() -> None:
    course = a_draft()
    first = lessons_of(course)[0]
    Lesson.objects.filter(pk=first.pk).update(source=" ")
    admin = Admin(a_trainer(course.organisation))
    page = admin.get("courses_course_publish", course.id)
    assert [item.code for item in page.context["checked"].blocking] == ["empty_lesson"]
    sent = _publish(admin, course)
    assert "is empty" in sent.content.decode()
    assert not CourseRelease.objects.filter(course=course).exists()


@pytest.mark.parametrize(("ticked", "releases"), [("", 0), ("on", 1)])
def test_warnings_are_ticked_before_anything_is_published(ticked: str, releases: int) -> None:
    course = a_draft(lessons=("video",))
    admin = Admin(a_trainer(course.organisation))
    assert "captions_unseen" in _codes(admin.get("courses_course_publish", course.id))
    _publish(admin, course, accepts=ticked)
    assert CourseRelease.objects.filter(course=course).count() == releases


def test_a_draft_that_somebody_changed_meanwhile_is_shown_again() -> None:
    course = a_published_course()
    admin = Admin(a_trainer(course.organisation))
    first = lessons_of(course)[0]
    admin.save("courses_lesson_change", first.id, change={"source": LONG})
    stamp = admin.get("courses_course_publish", course.id).context["checked"].stamp
    admin.save("courses_lesson_change", first.id, change={"source": f"{LONG} Encore."})
    sent = {"note": "", "accepts": "on", "stamp": stamp}
    shown = admin.post("courses_course_publish", course.id, data=sent)
    assert "look again" in shown.content.decode()
    assert course.releases.count() == 1
    again = {bound.html_name: bound.value() or "" for bound in shown.context["form"]}
    assert not again.pop("accepts")
    admin.post("courses_course_publish", course.id, data={**again, "accepts": "on"})
    assert course.releases.count() == 2


@pytest.mark.parametrize(("has_looked", "releases"), [(False, 0), (True, 1)])
def test_what_nobody_looked_at_is_not_published(has_looked: bool, releases: int) -> None:
    course = a_draft()
    admin = Admin(a_trainer(course.organisation))
    shown = _publish(admin, course, **({} if has_looked else {"stamp": ""}))
    assert ("look again" in shown.content.decode()) is not has_looked
    assert course.releases.count() == releases


def test_a_correction_is_published_from_the_page() -> None:
    course = a_published_course()
    admin = Admin(a_trainer(course.organisation))
    first = lessons_of(course)[0]
    admin.save("courses_lesson_change", first.id, change={"source": LONG})
    _publish(admin, course, how="correction")
    assert course.releases.get(number=2).corrects == course.releases.get(number=1)


def test_more_than_words_is_refused_as_a_correction_and_the_page_says_why() -> None:
    course = a_published_course()
    admin = Admin(a_trainer(course.organisation))
    first = lessons_of(course)[0]
    admin.save("courses_lesson_change", first.id, change={"source": LONG, "minutes": "3"})
    shown = _publish(admin, course, note="Un mot", how="correction")
    assert "more than a correction" in shown.content.decode()
    assert "Un mot" in shown.content.decode()
    assert course.releases.count() == 1


def test_the_page_lists_links_to_nothing_and_images_nobody_described() -> None:
    course = a_draft()
    admin = Admin(a_trainer(course.organisation))
    first = lessons_of(course)[0]
    text = "Voir [là](nulle-part.md).\n\n![](images/absente.png)"
    admin.save("courses_lesson_change", first.id, change={"source": text})
    page = admin.get("courses_course_publish", course.id)
    found = {item.code: item for item in page.context["checked"].warnings}
    assert "nulle-part.md" in found["unresolved_link"].said
    assert "absente.png" in found["missing_image"].said
    assert found["missing_image"].line == 3
    assert f"/lesson/{first.id}/change/?line=3" in page.content.decode()


def test_the_findings_are_said_in_the_language_of_the_trainer() -> None:
    course = a_draft()
    admin = Admin(a_trainer(course.organisation), language="fr")
    text = "Voir [là](nulle-part.md)."
    admin.save("courses_lesson_change", lessons_of(course)[0].id, change={"source": text})
    page = admin.get("courses_course_publish", course.id)
    assert any("ne mène nulle part" in item.said for item in page.context["checked"].warnings)


def test_an_empty_course_is_not_published() -> None:
    course = a_draft(lessons=())
    admin = Admin(a_trainer(course.organisation))
    response = _publish(admin, course)
    assert Course.objects.get(id=course.id).current_release is None
    assert response.status_code in (200, 302)


def test_looking_at_the_publish_page_publishes_nothing() -> None:
    course = a_draft()
    assert (
        Admin(a_trainer(course.organisation)).get("courses_course_publish", course.id).status_code
        == 200
    )
    assert not CourseRelease.objects.filter(course=course).exists()
