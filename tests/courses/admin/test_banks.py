"""The list of a bank's questions: narrowed by what one asks for, with figures in words."""

from html import unescape
from typing import Any

import pytest
from django.http import HttpResponse
from django.utils.translation import override

from courses.admin.bankquestions import Listed
from courses.models import Question, QuestionBank, Skill
from courses.quizzes.statistics import QuestionStatistics
from tests.trainers import Admin, a_trainer
from tests.world import a_draft, an_organisation, quiz_of

pytestmark = pytest.mark.django_db
FIRST, SECOND = "Que veut dire **clarté** ?", "Combien font deux et deux ?"


def a_bank() -> tuple[QuestionBank, Admin]:
    bank = QuestionBank.objects.create(organisation=an_organisation(), title="Réserve")
    skill = Skill.objects.create(key="clarte", title={"fr": "Clarté"})
    first = Question.objects.create(
        bank=bank, position=1, kind="single", prompt=FIRST, tags=["langue"], skill=skill, level=2
    )
    first.choices.create(position=1, text="Être compris", is_correct=True)
    first.choices.create(position=2, text="Être bref")
    Question.objects.create(bank=bank, position=2, kind="number", prompt=SECOND, tags=["calcul"])
    return bank, Admin(a_trainer(bank.organisation))


def said(response: HttpResponse) -> str:
    assert response.status_code == 200
    return unescape(response.content.decode())


@pytest.mark.parametrize(
    "asked",
    [{"q": "CLARTÉ"}, {"kind": "single"}, {"tag": "langue"}, {"skill": "clarte"}, {"level": "2"}],
)
def test_each_filter_keeps_what_fits_and_nothing_else(asked: dict[str, str]) -> None:
    bank, admin = a_bank()
    everything = said(admin.get("courses_questionbank_questions", bank.pk))
    assert (FIRST in everything, SECOND in everything) == (True, True)
    found = said(admin.get("courses_questionbank_questions", bank.pk, **asked))
    assert (FIRST in found, SECOND in found) == (True, False)


@pytest.mark.parametrize(
    "asked", [{"level": "x"}, {"kind": "\0"}, {"q": "\0"}, {"tag": "a" * 5_000}]
)
def test_an_address_that_makes_no_sense_is_answered_nevertheless(asked: dict[str, str]) -> None:
    bank, admin = a_bank()
    assert admin.get("courses_questionbank_questions", bank.pk, **asked).status_code == 200


def test_questions_are_copied_into_a_quiz_and_live_apart() -> None:
    bank, admin = a_bank()
    quiz = quiz_of(a_draft(lessons=("quiz",), organisation=bank.organisation))
    quiz.questions.all().delete()
    theirs = quiz_of(a_draft(lessons=("quiz",), organisation=an_organisation()))
    first = bank.questions.get(position=1)
    data: dict[str, Any] = {"do": "copy", "question": [first.pk]}
    before = theirs.questions.count()
    for to in (theirs, quiz):
        admin.post("courses_questionbank_chosen", bank.pk, data=data | {"to": to.pk})
    assert theirs.questions.count() == before
    copied = quiz.questions.get()
    assert (copied.prompt, copied.tags, copied.level) == (FIRST, ["langue"], 2)
    assert copied.pk != first.pk


def figures(answered: int, difficulty: float, discrimination: float) -> Listed:
    found = QuestionStatistics(answered, answered, difficulty, discrimination)
    return Listed(Question(prompt="?"), found)


@pytest.mark.parametrize(
    ("one", "hard", "telling", "is_warned"),
    [
        (figures(30, 0.95, 0.45), "very easy", "tells apart very well", False),
        (figures(30, 0.55, 0.25), "neither easy nor hard", "tells apart a little", False),
        (figures(30, 0.25, 0.1), "hard", "hardly tells apart", True),
        (figures(30, 0.0, -0.3), "very hard", "misleads", True),
        (figures(29, 0.0, -0.3), "", "", False),
    ],
)
def test_figures_are_said_in_words_once_enough_people_answered(
    one: Listed, hard: str, telling: str, is_warned: bool
) -> None:
    with override("en"):
        assert (one.how_hard, one.how_telling, bool(one.warning)) == (hard, telling, is_warned)


def test_another_organisation_s_trainer_finds_no_bank() -> None:
    bank, hers = a_bank()
    other = Admin(a_trainer(an_organisation("Ailleurs")))
    for page in ("questions", "write", "change", "delete"):
        name = f"courses_questionbank_{page}"
        assert hers.get(name, bank.pk).status_code == 200, page
        assert other.get(name, bank.pk).status_code == 404, page
