"""Previews: who was sent the link reads a draft or a release as learners would, for some days."""

from datetime import timedelta

import pytest
from django.http import HttpResponse
from django.test import Client
from django.utils import timezone
from django.utils.translation import override

from campus.audit.models import Deed
from campus.errors import Invalid, NotFound
from courses.drafting.attaching import attach
from courses.drafting.reviewing import comment
from courses.models import Course, Lesson
from courses.releases.previews import find_preview, make_link
from courses.releases.publishing import publish
from tests.world import a_draft, a_person, a_published_course, a_quiz, lessons_of

pytestmark = pytest.mark.django_db
PNG = bytes.fromhex(
    "89504e470d0a1a0a0000000d4948445200000001000000010804000000b51c0c02"
    "0000000b4944415478da6364f80f00010501012718e3660000000049454e44ae426082"
)


def _link(course: Course, number: int | None = None, days: int = 7) -> str:
    release = course.releases.get(number=number) if number else None
    return make_link(course=course, release=release, by=a_person(), days=days).token


def _get(address: str) -> HttpResponse:
    return Client(headers={"Accept-Language": "en"}).get(address)


def _lesson(token: str, lesson: Lesson) -> HttpResponse:
    return _get(f"/en/previews/{token}/lessons/{lesson.id}")


@pytest.fixture
def draft() -> Course:
    course = a_draft(lessons=("article", "quiz", "link"))
    first, quiz, _link = lessons_of(course)
    attach(course=course, path="images/plan.png", body=PNG)
    text = f"Un brouillon. ![Un plan](images/plan.png)\n\n[la suite]({quiz.path})"
    Lesson.objects.filter(pk=first.pk).update(source=text)
    return course


def test_a_stranger_with_the_link_reads_the_draft_with_its_pictures_and_links(
    draft: Course,
) -> None:
    token = _link(draft)
    first, quiz, _other = lessons_of(draft)
    outline = _get(f"/en/previews/{token}")
    assert first.title in outline.content.decode()
    shown = _lesson(token, first).content.decode()
    assert "Un brouillon." in shown
    assert f"/en/previews/{token}/lessons/{quiz.id}" in shown
    assert "/api/v1/blobs/" not in shown
    picture = f"/previews/{token}/files/{draft.media.get().blob_id}"
    assert picture in shown
    assert b"".join(_get(picture)) == PNG
    assert _get(f"/api/v1/blobs/{draft.media.get().blob_id}").status_code == 404


def test_its_pages_are_kept_by_nobody_and_found_by_nobody(draft: Course) -> None:
    token, first = _link(draft), lessons_of(draft)[0]
    addresses = [
        f"/en/previews/{token}",
        f"/en/previews/{token}/lessons/{first.id}",
        f"/previews/{token}/files/{draft.media.get().blob_id}",
    ]
    for address in addresses:
        response = _get(address)
        assert response.status_code == 200
        assert response["Cache-Control"] == "no-store"
        assert "noindex" in response["X-Robots-Tag"]
        assert response["Referrer-Policy"] == "no-referrer"


def test_a_quiz_is_asked_without_its_key(draft: Course) -> None:
    quiz = lessons_of(draft)[1]
    question = quiz.questions.first()
    type(question).objects.filter(pk=question.pk).update(explanation="CANARI")
    shown = _lesson(_link(draft), quiz).content.decode()
    assert "Question 1" in shown
    assert "peut-être" in shown
    assert "CANARI" not in shown
    assert "is_correct" not in shown


def test_a_lesson_that_is_not_ready_says_what_it_lacks(draft: Course) -> None:
    link = lessons_of(draft)[2]
    Lesson.objects.filter(pk=link.pk).update(address="")
    shown = _lesson(_link(draft), link)
    assert shown.status_code == 200
    assert "https://" in shown.content.decode()


def test_a_draft_is_read_as_it_is_now_a_release_as_it_was() -> None:
    course = a_published_course()
    first = lessons_of(course)[0]
    of_draft, of_release = _link(course), _link(course, 1)
    Lesson.objects.filter(pk=first.pk).update(source="La suite.")
    assert "La suite." in _lesson(of_draft, first).content.decode()
    assert "La suite." not in _lesson(of_release, first).content.decode()
    publish(course=course, by=None)
    assert "La suite." not in _lesson(of_release, first).content.decode()


@pytest.mark.parametrize("spoil", [str.swapcase, lambda token: token[:-1], lambda _token: "x"])
def test_a_link_that_nobody_signed_opens_nothing(spoil: object, draft: Course) -> None:
    token = spoil(_link(draft))  # type: ignore[operator]
    first = lessons_of(draft)[0]
    assert _get(f"/en/previews/{token}").status_code == 404
    assert _lesson(token, first).status_code == 404
    assert _get(f"/previews/{token}/files/{draft.media.get().blob_id}").status_code == 404


def test_a_link_is_over_after_its_days(draft: Course) -> None:
    token = _link(draft, days=2)
    now = timezone.now()
    assert find_preview(token, now=now + timedelta(hours=47))
    with override("en"), pytest.raises(NotFound, match="over"):
        find_preview(token, now=now + timedelta(hours=49))


def test_a_link_is_over_with_its_draft(draft: Course) -> None:
    token, other = _link(draft), _link(a_draft("Un autre"))
    draft.delete()
    with pytest.raises(NotFound) as refused:
        find_preview(token)
    assert refused.value.code == "preview_over"
    assert _get(f"/en/previews/{token}").status_code == 404
    assert _get(f"/en/previews/{other}").status_code == 200


def test_a_link_opens_one_course_only(draft: Course) -> None:
    other = a_draft("Un autre")
    attach(course=other, path="images/autre.png", body=PNG + b" ")
    token = _link(draft)
    assert _lesson(token, lessons_of(other)[0]).status_code == 404
    assert _get(f"/previews/{token}/files/{'0' * 64}").status_code == 404
    files = set(other.media.values_list("blob_id", flat=True)) - set(
        draft.media.values_list("blob_id", flat=True)
    )
    for digest in files:
        assert _get(f"/previews/{token}/files/{digest}").status_code == 404


def test_a_link_for_a_year_is_refused_and_one_for_a_week_is_noted(draft: Course) -> None:
    with override("en"), pytest.raises(Invalid, match="30 days"):
        _link(draft, days=365)
    assert not Deed.objects.exists()
    _link(draft)
    assert Deed.objects.get().deed == "preview.linked"


def test_nothing_can_be_sent_to_a_preview(draft: Course) -> None:
    token, quiz = _link(draft), lessons_of(draft)[1]
    shown = _lesson(token, quiz).content.decode()
    assert "/answers" not in shown
    assert Client().post(f"/en/previews/{token}/lessons/{quiz.id}").status_code == 405


def test_a_drawn_quiz_is_shown_as_one_attempt_asks_it() -> None:
    """Of seven questions of its own and a bank of ten, what is drawn and no more."""
    course, quiz = a_quiz(kinds=("single",) * 7, drawn=("single",) * 10, draw=3)
    of_draft, of_release = _lesson(_link(course), quiz), _lesson(_link(course, 1), quiz)
    for shown in (of_draft, of_release):
        assert len(shown.context["questions"]) == 10
        assert "An attempt asks 10 of 17 questions" in shown.content.decode()
    draws = {
        tuple(one.id for one in _lesson(_link(course), quiz).context["questions"])
        for _n in range(5)
    }
    assert len(draws) > 1


def test_a_colleague_with_the_link_comments_on_what_she_reads(draft: Course) -> None:
    """She need not write the course; its authors find the comment where they settle others."""
    token, first, colleague = _link(draft), lessons_of(draft)[0], a_person("Chloé Petit")
    client = Client(headers={"Accept-Language": "en"})
    client.force_login(colleague)
    form = {"text": "Trop long.", "lesson": str(first.id)}
    sent = client.post(f"/en/previews/{token}/comments", form)
    assert sent.headers["Location"] == f"/en/previews/{token}/lessons/{first.id}"
    client.post(f"/en/previews/{token}/comments", {"text": "Le tout me plaît."})
    on_lesson, on_course = draft.comments.order_by("written_at")
    assert (on_lesson.author, on_lesson.lesson, on_lesson.text) == (colleague, first, "Trop long.")
    assert on_course.lesson is None
    shown = client.get(sent.headers["Location"]).content.decode()
    assert "Trop long." in shown
    assert "Le tout me plaît." not in shown
    assert "Le tout me plaît." in client.get(f"/en/previews/{token}").content.decode()


def test_her_comments_are_hers_and_the_authors_to_read(draft: Course) -> None:
    token = _link(draft)
    comment(course=draft, by=a_person(), text="Entre nous.")
    other = Client()
    other.force_login(a_person())
    assert "Entre nous." not in other.get(f"/en/previews/{token}").content.decode()
    stranger = _get(f"/en/previews/{token}").content.decode()
    assert "Entre nous." not in stranger
    assert "Sign in to comment" in stranger


def test_nobody_comments_without_a_name_a_link_or_a_word(draft: Course) -> None:
    token, foreign = _link(draft), lessons_of(a_draft("Un autre"))[0]
    assert Client().post(f"/en/previews/{token}/comments", {"text": "?"}).status_code == 302
    client = Client()
    client.force_login(a_person())
    for address, form, status in (
        ("signed~by~nobody", {"text": "?"}, 404),
        (token, {"text": " "}, 400),
        (token, {"text": "?", "lesson": str(foreign.id)}, 404),
        (token, {"text": "?", "lesson": "x"}, 404),
    ):
        assert client.post(f"/en/previews/{address}/comments", form).status_code == status
    assert not draft.comments.exists()
