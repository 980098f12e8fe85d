"""The pages of a course's releases: compare, go back, take into the draft, previews, history."""

import re
from typing import Any

import pytest
from django.conf import settings

from campus.audit.models import Deed
from courses.drafting.reviewing import comment
from courses.models import Comment, Course, Lesson
from courses.releases.correcting import correct
from courses.releases.publishing import publish
from tests.trainers import Admin, a_staff_member, a_trainer
from tests.world import a_draft, a_published_course, an_organisation, lessons_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def course() -> Course:
    course = a_published_course()
    Lesson.objects.filter(pk=lessons_of(course)[0].pk).update(source="La deuxième idée.")
    publish(course=course, by=None, note="Une idée")
    course.refresh_from_db()
    return course


@pytest.fixture
def admin(course: Course) -> Admin:
    return Admin(a_trainer(course.organisation))


def test_the_list_names_every_release_with_its_note(course: Course, admin: Admin) -> None:
    shown = admin.get("courses_course_releases", course.id).content.decode()
    assert "Release 1" in shown
    assert "Release 2" in shown
    assert "Une idée" in shown


def test_a_draft_that_was_never_published_has_an_empty_list() -> None:
    draft = a_draft()
    admin = Admin(a_trainer(draft.organisation))
    assert "not published yet" in admin.get("courses_course_releases", draft.id).content.decode()
    assert admin.get("courses_course_compare", draft.id).status_code == 200


@pytest.mark.parametrize(
    ("before", "after", "sign"), [("1", "2", "<ins>"), ("2", "1", "<del>"), ("1", "draft", "<ins>")]
)
def test_any_two_are_compared(
    before: str, after: str, sign: str, course: Course, admin: Admin
) -> None:
    page = admin.get("courses_course_compare", course.id, before=before, after=after)
    shown = page.content.decode()
    assert re.search(rf"{sign}[^\n]*deuxième", shown), shown


@pytest.mark.parametrize("named", ["3", "x", "99999999999", "-1"])
def test_a_release_that_is_not_there_is_not_found(named: str, course: Course, admin: Admin) -> None:
    assert admin.get("courses_course_compare", course.id, before=named).status_code == 404


def test_a_release_without_sources_says_so(course: Course, admin: Admin) -> None:
    course.releases.get(number=1).lessons.update(source=None)
    page = admin.get("courses_course_compare", course.id, before="1", after="2")
    assert "before the campus kept" in page.content.decode()


def test_going_back_asks_first(course: Course, admin: Admin) -> None:
    assert admin.get("courses_course_back", course.id, 1).status_code == 200
    assert course.releases.count() == 2
    admin.post("courses_course_back", course.id, 1, data={"note": "Retour"})
    assert course.releases.get(number=3).restores.number == 1


def test_what_is_current_is_not_gone_back_to(course: Course, admin: Admin) -> None:
    shown = admin.post("courses_course_back", course.id, 2, data={"note": ""})
    assert "nothing to go back to" in shown.content.decode()


def test_taking_into_the_draft_asks_first(course: Course, admin: Admin) -> None:
    first = lessons_of(course)[0]
    assert admin.get("courses_course_into_draft", course.id, 1).status_code == 200
    assert Lesson.objects.get(pk=first.pk).source == "La deuxième idée."
    admin.post("courses_course_into_draft", course.id, 1, data={})
    assert Lesson.objects.get(pk=first.pk).source != "La deuxième idée."
    assert course.releases.count() == 2


def test_a_link_to_a_preview_is_shown_and_works(course: Course, admin: Admin) -> None:
    """The link leads to where pages are served, whatever host the admin was asked for by."""
    sent = {"release": "1", "days": "7"}
    admin.client.defaults["HTTP_HOST"] = "localhost"
    made = admin.post("courses_course_preview_link", course.id, data=sent)
    said = admin.said(made)
    (address,) = re.findall(r'href="([^"]+)"', said)
    assert address.startswith(f"{settings.CAMPUS_PUBLIC_URL}/fr/previews/")
    assert f">{address}<" in said
    assert Admin().client.get(address.removeprefix(settings.CAMPUS_PUBLIC_URL)).status_code == 200


@pytest.mark.parametrize(("is_corrected", "act"), [(True, correct), (False, publish)])
def test_going_back_says_that_corrections_are_taken_back_where_there_are_any(
    is_corrected: bool, act: Any, course: Course, admin: Admin
) -> None:
    Lesson.objects.filter(pk=lessons_of(course)[0].pk).update(source="La troisième idée.")
    act(course=course, by=None)
    shown = admin.get("courses_course_back", course.id, 2).content.decode()
    assert ("corrections are taken back" in shown) is is_corrected


def test_a_link_for_ever_is_refused(course: Course, admin: Admin) -> None:
    made = admin.post("courses_course_preview_link", course.id, data={"days": "4000"})
    assert "30 days" in admin.said(made)


def test_the_history_says_who_did_what(course: Course, admin: Admin) -> None:
    admin.post("courses_course_back", course.id, 1, data={"note": ""})
    shown = admin.get("courses_course_history", course.id).content.decode()
    assert "goes back to release 1" in shown
    assert "Inès Moreau" in shown
    assert "Published release 2" in shown


def test_the_history_of_another_course_is_not_mixed_in(course: Course, admin: Admin) -> None:
    other = a_published_course("Ailleurs", organisation=course.organisation)
    shown = admin.get("courses_course_history", other.id)
    assert len(shown.context["told"]) == 1


def test_authors_and_staff_comment_and_settle(course: Course, admin: Admin) -> None:
    lesson = lessons_of(course)[0]
    admin.post(
        "courses_course_comment", course.id, data={"text": "Trop long.", "lesson": lesson.id}
    )
    staff = Admin(a_staff_member())
    staff.post("courses_course_comment", course.id, data={"text": "Un titre plus clair ?"})
    shown = admin.get("courses_course_change", course.id).content.decode()
    assert "Trop long." in shown
    assert "Un titre plus clair ?" in shown
    first = Comment.objects.get(lesson=lesson)
    staff.post("courses_course_settle", course.id, data={"comment": first.id, "deed": "settle"})
    first.refresh_from_db()
    assert first.settled_by.name == "Paul Girard"
    admin.post("courses_course_settle", course.id, data={"comment": first.id, "deed": "reopen"})
    first.refresh_from_db()
    assert first.settled_at is None
    told = ["comment.written", "comment.written", "comment.settled", "comment.reopened"]
    deeds = Deed.objects.filter(deed__startswith="comment").order_by("at", "id")
    assert list(deeds.values_list("deed", flat=True)) == told


def test_a_comment_is_shown_as_text(course: Course, admin: Admin) -> None:
    admin.post("courses_course_comment", course.id, data={"text": "<script>alert(1)</script>"})
    assert "<script>alert(1)" not in admin.get("courses_course_change", course.id).content.decode()


@pytest.mark.parametrize("text", ["", "   ", "x" * 5001])
def test_a_comment_that_says_nothing_or_too_much_is_refused(
    text: str, course: Course, admin: Admin
) -> None:
    made = admin.post("courses_course_comment", course.id, data={"text": text})
    assert "Write your comment" in admin.said(made)
    assert not Comment.objects.exists()


def test_another_organisation_finds_none_of_it(course: Course) -> None:
    stranger = Admin(a_trainer(an_organisation("Ailleurs")))
    for page in ("releases", "history", "compare"):
        assert stranger.get(f"courses_course_{page}", course.id).status_code == 404
    for page in ("back", "into_draft"):
        assert stranger.post(f"courses_course_{page}", course.id, 1, data={}).status_code == 404
    for page in ("comment", "settle", "preview_link"):
        assert stranger.post(f"courses_course_{page}", course.id, data={}).status_code == 404


def test_a_comment_on_a_lesson_of_another_course_is_refused(course: Course, admin: Admin) -> None:
    other = a_published_course("Ailleurs")
    lesson = lessons_of(other)[0]
    sent = {"text": "Ici ?", "lesson": lesson.id}
    assert admin.post("courses_course_comment", course.id, data=sent).status_code == 404
    theirs = comment(course=other, by=a_staff_member(), text="À elles.")
    sent = {"comment": theirs.id, "deed": "settle"}
    assert admin.post("courses_course_settle", course.id, data=sent).status_code == 404


def test_the_page_of_a_lesson_shows_its_comments(course: Course, admin: Admin) -> None:
    lesson = lessons_of(course)[0]
    admin.post("courses_course_comment", course.id, data={"text": "Ici.", "lesson": lesson.id})
    shown = admin.get("courses_lesson_change", lesson.id).content.decode()
    assert "Ici." in shown
    assert "Your comment on this lesson" in shown
