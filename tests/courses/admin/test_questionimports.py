"""Questions of other formats in the admin: looked at first, then taken, in banks and quizzes."""

import re
from html import unescape
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.http import HttpResponse

from courses.models import Lesson, QuestionBank
from courses.quizzes.questioning import written_questions
from tests.courses.moodle_exports import EXPORT, LAUGHS
from tests.trainers import Admin, a_staff_member, a_trainer, errors_of
from tests.world import a_draft, an_organisation, quiz_of

pytestmark = pytest.mark.django_db
GIFT = "Vrai ? {T#Non.#Oui.}\n\nQui <i>est</i> là ? {=un ~%50%deux}\n\nParlez. {}\n"
PAGES = {"bank": "courses_questionbank_import", "quiz": "courses_lesson_import_questions"}


def an_owner(kind: str) -> tuple[QuestionBank | Lesson, Admin]:
    quiz = quiz_of(a_draft(lessons=("quiz",)))
    quiz.questions.all().delete()
    organisation = quiz.module.course.organisation
    bank = QuestionBank.objects.create(organisation=organisation, title="Réserve")
    return (bank if kind == "bank" else quiz), Admin(a_trainer(organisation))


def said(response: HttpResponse) -> str:
    assert response.status_code == 200, response.status_code
    return unescape(response.content.decode())


def send(admin: Admin, kind: str, owner: Any, text: str | bytes, **more: str) -> HttpResponse:
    """As text in the form, or as a file."""
    sent: dict[str, Any] = {"written_as": "", "text": "", **more}
    if isinstance(text, bytes):
        sent["file"] = SimpleUploadedFile("questions.txt", text)
    else:
        sent["text"] = text
    return admin.post(PAGES[kind], owner.pk, data=sent)


def looked(admin: Admin, kind: str, owner: Any, text: str | bytes) -> tuple[str, str, str]:
    """The address of the look, its page, and what it has seen."""
    answer = send(admin, kind, owner, text)
    assert answer.status_code == 302, errors_of(answer)
    address = answer.headers["Location"]
    page = said(admin.client.get(address))
    found = re.search(r'name="seen" value="(\w+)"', page)
    assert found
    return address, page, found[1]


@pytest.mark.parametrize("kind", ["bank", "quiz"])
def test_questions_are_looked_at_then_taken(kind: str) -> None:
    owner, admin = an_owner(kind)
    address, page, seen = looked(admin, kind, owner, GIFT)
    assert "2 questions can be taken." in page
    assert "1 is left out." in page
    assert "Line 5, “Parlez.”: An answer in one's own words" in page
    assert "Qui <em>est</em> là ?" in page
    assert not owner.questions.exists()
    taken = admin.client.post(address, {"seen": seen})
    assert admin.said(taken) == "2 questions taken."
    assert [one.kind for one in owner.questions.all()] == ["truefalse", "single"]
    assert admin.client.get(address).status_code == 302, "what was taken is kept no longer"


@pytest.mark.parametrize("kind", ["bank", "quiz"])
def test_the_look_marks_what_is_right_and_shows_every_word(kind: str) -> None:
    owner, admin = an_owner(kind)
    _address, page, _seen = looked(admin, kind, owner, EXPORT.encode())
    for words in ("Valence", "50 % of the points", "Au sud.", "#Droit", "Romans", "Regardez.",
                  "± 0.01", "Goes with nothing.", "Points: 2", "la mairie"):  # fmt: skip
        assert words in page, words
    right = re.findall(r'<li class="answer answer--key">.*?</li>', page, re.S)
    assert "Valence" in right[0]
    assert not any("Romans" in one for one in right)
    assert "To look at" in page


def test_a_file_sent_twice_is_not_taken_twice() -> None:
    owner, admin = an_owner("bank")
    address, _page, seen = looked(admin, "bank", owner, GIFT)
    admin.client.post(address, {"seen": seen})
    _address, page, _seen = looked(admin, "bank", owner, GIFT)
    assert "2 are there already." in page
    assert "Take these" not in page
    assert owner.questions.count() == 2


def test_what_somebody_changed_meanwhile_is_looked_at_again() -> None:
    owner, ines = an_owner("bank")
    address, _page, seen = looked(ines, "bank", owner, GIFT)
    other, _seen_page, his = looked(ines, "bank", owner, "Vrai ? {T#Non.#Oui.}")
    ines.client.post(other, {"seen": his})
    page = said(ines.client.post(address, {"seen": seen}))
    assert "Nothing was taken." in page
    assert "look again" in page
    assert owner.questions.count() == 1
    again = re.search(r'name="seen" value="(\w+)"', page)
    assert again
    ines.client.post(address, {"seen": again[1]})
    assert owner.questions.count() == 2


@pytest.mark.parametrize(
    ("sent", "reason"),
    [
        (b"\x89PNG\r\n\x1a\n\0\0", "not text"),
        (b"PK\x03\x04word/document.xml", "archive or an office document"),
        ("Un ? {T}\n\nDéjà ? {T}".encode("windows-1252"), "Line 3: This is not UTF-8"),
        (b"Un ? {T}\n\n" * 10_000, "Line 4001: The file has more than 2000 questions"),
        (LAUGHS.encode(), "Line 2: This XML declares entities"),
        (b"x" * (20 * 2**20 + 1), "more than 20 MB"),
        (b" ", "nothing in it"),
        (b"", "empty"),
        ("", "one of the two"),
        ("x" * 1_000_001, "at most 1000000 characters"),
        ("Bonjour.", "none of the formats"),
    ],
)
def test_what_cannot_be_read_is_said_on_the_form(sent: str | bytes, reason: str) -> None:
    owner, admin = an_owner("quiz")
    before = written_questions(owner.questions.all())
    shown = send(admin, "quiz", owner, sent)
    assert reason in said(shown)
    assert written_questions(owner.questions.all()) == before
    owner.refresh_from_db()
    assert owner.version == 1  # type: ignore[union-attr]


def test_reasons_are_in_the_trainer_s_language() -> None:
    owner, _admin = an_owner("bank")
    assert isinstance(owner, QuestionBank)
    french = Admin(a_trainer(owner.organisation), language="fr")
    shown = send(french, "bank", owner, "Un ? {T}\n\nDéjà ? {T}".encode("windows-1252"))
    assert "Ligne 3" in said(shown)


def test_what_was_pasted_stays_on_the_form() -> None:
    owner, admin = an_owner("bank")
    assert "Bonjour, bonjour." in said(send(admin, "bank", owner, "Bonjour, bonjour."))


def test_a_format_may_be_named() -> None:
    owner, admin = an_owner("bank")
    shown = send(admin, "bank", owner, "Un ? {T}", written_as="moodle")
    assert "Line 1: This XML is broken" in said(shown)
    assert send(admin, "bank", owner, "Un ? {T}", written_as="gift").status_code == 302


def test_when_all_is_left_out_the_look_says_why_and_takes_nothing() -> None:
    owner, admin = an_owner("bank")
    address, page, seen = looked(admin, "bank", owner, "Parlez. {}")
    assert "Line 1, “Parlez.”" in page
    assert "Take th" not in page
    assert "Nothing was taken." in said(admin.client.post(address, {"seen": seen}))


def test_a_long_file_is_looked_at_page_by_page() -> None:
    owner, admin = an_owner("bank")
    text = "\n\n".join(f"Question {n} ? {{T}}" for n in range(120))
    address, page, _seen = looked(admin, "bank", owner, text)
    assert "Page 1 of 3" in page
    assert "Question 50 ?" not in page
    assert "Question 119 ?" in said(admin.client.get(f"{address}&page=3"))


@pytest.mark.parametrize(
    "text",
    [
        "[html]<p onclick\\=x()>a<script>x()</script></p> {=<b onclick\\=x()>u</b> ~v}",
        "[html]<svg/onload\\=x()> {=a ~b}",
        "[markdown]<b onclick\\=x()>u</b> {=<script>x()</script> ~v#<b onclick\\=x()>}",
        "question;correct\n<b onclick=x()>a</b> ?;<script>x()</script>\n",
    ],
)  # fmt: skip
def test_texts_are_harmless_on_the_look(text: str) -> None:
    owner, admin = an_owner("bank")
    answer = send(admin, "bank", owner, text)
    raw = admin.client.get(answer.headers["Location"]).content.decode()
    assert "<script>x" not in raw
    assert "<b onclick" not in raw
    assert "<svg/" not in raw


@pytest.mark.parametrize("kind", ["bank", "quiz"])
def test_only_whoever_sent_it_to_this_place_may_take_it(kind: str) -> None:
    owner, admin = an_owner(kind)
    address, _page, seen = looked(admin, kind, owner, GIFT)
    other = Admin(a_trainer(an_organisation()))
    staff = Admin(a_staff_member())
    for somebody in (other, staff):
        assert somebody.client.get(address).status_code == 404
        assert somebody.client.post(address, {"seen": seen}).status_code == 404
    assert admin.client.get(address[:-3]).status_code == 404
    assert other.get(PAGES[kind], owner.pk).status_code == 404
    assert staff.get(PAGES[kind], owner.pk).status_code == 200
    quiz = quiz_of(a_draft(lessons=("quiz",)))
    bank = QuestionBank.objects.create(organisation=quiz.module.course.organisation, title="Autre")
    elsewhere = bank if kind == "bank" else quiz
    moved = address.replace(str(owner.pk), str(elsewhere.pk))
    assert admin.client.get(moved).status_code == 404
    assert not owner.questions.exists()


def test_a_quiz_leads_to_its_import_and_a_bank_to_its_own() -> None:
    quiz, admin = an_owner("quiz")
    bank = QuestionBank.objects.get()
    assert f"/lesson/{quiz.pk}/quiz/import/" in said(admin.get("courses_lesson_quiz", quiz.pk))
    shown = said(admin.get("courses_questionbank_questions", bank.pk))
    assert f"/questionbank/{bank.pk}/import/" in shown
