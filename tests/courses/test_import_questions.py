"""`manage.py import_questions`: what is taken and what is left out, said in English."""

import io
from pathlib import Path
from uuid import uuid4

import pytest
from django.core.management import CommandError, call_command

from courses.models import QuestionBank
from tests.world import a_draft, an_organisation, quiz_of

pytestmark = pytest.mark.django_db
GIFT = "Vrai ? {T}\n\nQui ? {=un ~deux}\n\nParlez. {}\n\nUn mot {=a =*#b}\n"


@pytest.fixture
def file(tmp_path: Path) -> Path:
    path = tmp_path / "questions.txt"
    path.write_text(GIFT)
    return path


def a_bank(title: str = "Réserve") -> QuestionBank:
    return QuestionBank.objects.create(organisation=an_organisation(), title=title)


def run(path: Path, **options: object) -> str:
    out = io.StringIO()
    call_command("import_questions", path, stdout=out, **options)
    return out.getvalue()


def test_a_dry_run_says_what_would_be_taken_and_takes_nothing(file: Path) -> None:
    bank = a_bank()
    assert run(file, bank="Réserve", dry_run=True).splitlines() == [
        "1: truefalse: Vrai ?",
        "3: single: Qui ?",
        "7: text: Un mot",
        "Left out:",
        "  Line 5, “Parlez.”: An answer in one's own words (essay) cannot be graded here.",
        "To look at:",
        "  Line 7, “Un mot”: What is said to any other answer is left out.",
        "Réserve: 3 questions would be taken, 0 there already, 1 left out.",
    ]
    assert not bank.questions.exists()


def test_questions_are_taken_by_the_bank_s_id_once(file: Path) -> None:
    bank = a_bank()
    assert "3 questions taken, 0 there already" in run(file, bank=str(bank.pk))
    assert "0 questions taken, 3 there already" in run(file, bank=str(bank.pk))
    assert bank.questions.count() == 3


def test_questions_are_taken_into_a_quiz(file: Path) -> None:
    lesson = quiz_of(a_draft(lessons=("quiz",)))
    assert "3 questions taken" in run(file, lesson=str(lesson.pk))
    assert lesson.questions.count() == 5


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (b"\x89PNG\r\n\x1a\n\0\0", "not text"),
        (b"", "nothing in it"),
        ("Un ? {T}\n\nDéjà ? {T}".encode("windows-1252"), "Line 3: This is not UTF-8"),
        (b"Parlez. {}", "Line 1, “Parlez.”"),
        (b"Un ? {T}\n\n" * 10_000, "2000"),
        (b"x" * (20 * 2**20 + 1), "20 MB"),
    ],
)
def test_what_cannot_be_taken_is_refused(file: Path, data: bytes, reason: str) -> None:
    bank = a_bank()
    file.write_bytes(data)
    with pytest.raises(CommandError, match=reason):
        run(file, bank="Réserve")
    with pytest.raises(CommandError):
        run(file, bank="Réserve", dry_run=True)
    assert not bank.questions.exists()


def test_a_file_a_bank_and_a_quiz_that_are_not_there_are_named(file: Path) -> None:
    a_bank()
    a_bank()
    with pytest.raises(CommandError, match="say one by id"):
        run(file, bank="Réserve")
    with pytest.raises(CommandError, match="No question bank is called “Ailleurs”"):
        run(file, bank="Ailleurs")
    article = a_draft(lessons=("article",)).modules.first().lessons.first()  # type: ignore[union-attr]
    for id_ in (str(uuid4()), "x", str(article.pk)):  # type: ignore[union-attr]
        with pytest.raises(CommandError, match="No quiz has the id"):
            run(file, lesson=id_)
    with pytest.raises(CommandError, match="No such file"):
        run(file.with_name("rien.txt"), bank=str(QuestionBank.objects.all()[0].pk))
