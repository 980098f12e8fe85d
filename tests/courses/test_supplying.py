"""Banks that quizzes draw from: neither they nor too many of their questions are deleted."""

import pytest

from campus.errors import Conflict
from courses.models import Draw, Question, QuestionBank
from courses.quizzes import questioning
from courses.quizzes.questioning import stamp_of, written_questions
from tests.trainers import Admin, a_trainer
from tests.world import a_draft, quiz_of

pytestmark = pytest.mark.django_db
DRAWN = "– Quiz"


def a_drawn_bank(*, count: int = 2, tag: str = "") -> tuple[QuestionBank, list[Question]]:
    """Three questions, two of them of the tag “a”, and a quiz that draws from them."""
    quiz = quiz_of(a_draft("Écrire simplement", lessons=("quiz",)))
    bank = QuestionBank.objects.create(
        organisation=quiz.module.course.organisation, title="Réserve"
    )
    for number, tags in enumerate((["a"], ["a"], []), start=1):
        question = Question.objects.create(
            bank=bank, position=number, kind="text", prompt=f"{number} ?", tags=tags
        )
        question.choices.create(text="oui", is_correct=True)
    Draw.objects.create(quiz=quiz.quiz, bank=bank, count=count, tag=tag)
    return bank, list(bank.questions.all())


def trainer_of(bank: QuestionBank) -> Admin:
    return Admin(a_trainer(bank.organisation))


def test_a_question_beyond_what_quizzes_draw_is_deleted() -> None:
    bank, (_first, _second, third) = a_drawn_bank(tag="a")
    questioning.remove_questions(questions=[third])
    assert bank.questions.count() == 2


def test_a_question_that_a_quiz_needs_is_not_and_the_quiz_is_named() -> None:
    bank, (first, _second, third) = a_drawn_bank(tag="a")
    with pytest.raises(Conflict, match=DRAWN) as refused:
        questioning.remove_questions(questions=[third, first])
    assert refused.value.code == "questions_are_drawn"
    assert bank.questions.count() == 3


def test_written_again_a_question_may_not_leave_what_a_quiz_draws_from() -> None:
    bank, held = a_drawn_bank(tag="a")
    stamp, (first, *rest) = stamp_of(held), written_questions(held)
    with pytest.raises(Conflict, match=DRAWN):
        questioning.save_bank_questions(bank=bank, held=held, stamp=stamp, questions=rest)
    questioning.save_bank_questions(bank=bank, held=held, stamp=stamp, questions=[first, rest[0]])
    assert [one.prompt for one in bank.questions.all()] == ["1 ?", "2 ?"]


def test_a_quiz_that_has_too_few_already_forbids_only_to_take_more_from_it() -> None:
    _bank, (first, _second, third) = a_drawn_bank(count=9, tag="a")
    questioning.remove_questions(questions=[third])
    with pytest.raises(Conflict, match=DRAWN):
        questioning.remove_questions(questions=[first])


def test_a_bank_that_a_quiz_draws_from_is_not_deleted_and_the_quiz_is_named() -> None:
    bank, _questions = a_drawn_bank()
    with pytest.raises(Conflict, match=DRAWN) as refused:
        questioning.remove_bank(bank=bank)
    assert refused.value.code == "bank_is_drawn_from"
    bank.draws.all().delete()
    questioning.remove_bank(bank=bank)
    assert not QuestionBank.objects.exists()


def test_the_trainer_is_told_which_quizzes_keep_a_bank() -> None:
    bank, _questions = a_drawn_bank()
    admin = trainer_of(bank)
    page = "courses_questionbank_delete"
    assert DRAWN in admin.said(admin.get(page, bank.pk))
    assert DRAWN in admin.said(admin.post(page, bank.pk, data={"post": "yes"}))
    bank.draws.all().delete()
    admin.post(page, bank.pk, data={"post": "yes"})
    assert not QuestionBank.objects.exists()


def test_the_trainer_is_told_which_quizzes_keep_a_question() -> None:
    bank, (first, second, third) = a_drawn_bank()
    admin = trainer_of(bank)
    page, data = "courses_questionbank_chosen", {"do": "remove", "question": [first.pk, second.pk]}
    assert DRAWN in admin.said(admin.post(page, bank.pk, data=data))
    assert bank.questions.count() == 3
    one = {"do": "remove", "question": [third.pk]}
    assert "Taken out: 1" in admin.said(admin.post(page, bank.pk, data=one))
    assert bank.questions.count() == 2
