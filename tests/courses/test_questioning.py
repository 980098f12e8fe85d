"""Writing questions of the draft: ids that live on, conflicts, copies."""

from dataclasses import replace

import pytest

from campus.errors import Conflict, Invalid
from courses.models import Lesson, Question, QuestionBank
from courses.quizform.shapes import WrittenChoice, WrittenQuestion
from courses.quizzes import questioning
from courses.quizzes.questioning import written_questions
from tests.trainers import a_trainer
from tests.world import a_draft, quiz_of

pytestmark = pytest.mark.django_db


def a_quiz() -> Lesson:
    return quiz_of(a_draft(lessons=("quiz",)))


def a_bank(lesson: Lesson, title: str = "Réserve") -> QuestionBank:
    return QuestionBank.objects.create(organisation=lesson.module.course.organisation, title=title)


def asked(prompt: str, *words: str, right: int = 0) -> WrittenQuestion:
    choices = tuple(WrittenChoice(one, n == right) for n, one in enumerate(words or ("a", "b")))
    return WrittenQuestion(prompt, choices)


def save(lesson: Lesson, *questions: WrittenQuestion, **more: object) -> Lesson:
    lesson.refresh_from_db()
    given = {"by": None, "version": lesson.version} | more
    return questioning.save_quiz(lesson=lesson, questions=questions, **given)  # type: ignore[arg-type]


def test_a_quiz_is_saved_at_once_and_its_draft_is_changed() -> None:
    lesson = a_quiz()
    before = lesson.module.course.changed_at
    saved = save(lesson, asked("Quoi ?"), rules={"mode": "practice"}, mastery=0.5)
    assert (saved.version, saved.mastery, saved.quiz.mode) == (lesson.version + 1, 0.5, "practice")
    assert [one.prompt for one in lesson.questions.all()] == ["Quoi ?"]
    saved.module.course.refresh_from_db()
    assert saved.module.course.changed_at > before


def test_what_somebody_saved_meanwhile_is_not_overwritten() -> None:
    lesson = a_quiz()
    save(lesson, asked("Hers"))
    with pytest.raises(Conflict) as refused:
        questioning.save_quiz(lesson=lesson, by=None, version=1, questions=[asked("Mine")])
    assert refused.value.code == "edited_meanwhile"
    assert [one.prompt for one in lesson.questions.all()] == ["Hers"]


def test_ids_live_on_through_new_words_in_another_order() -> None:
    lesson = a_quiz()
    save(lesson, asked("Un ?", "a", "b"), asked("Deux ?", "c", "d"))
    one, two = written_questions(lesson.questions.all())
    turned = replace(two, choices=(replace(two.choices[1], text="D"), two.choices[0]))
    save(lesson, turned, replace(one, prompt="Le premier ?"), asked("Neuf ?"))
    now = written_questions(lesson.questions.all())
    assert [q.id for q in now[:2]] == [two.id, one.id]
    assert [c.id for c in now[0].choices] == [c.id for c in turned.choices]
    assert [q.prompt for q in now] == ["Deux ?", "Le premier ?", "Neuf ?"]


def test_without_ids_words_tell_and_then_places() -> None:
    lesson = a_quiz()
    save(lesson, asked("Un ?"), asked("Deux ?"))
    one, two = (str(row.pk) for row in lesson.questions.all())
    save(lesson, asked("Deux ?"), asked("Un autre ?"))
    kept = {row.prompt: str(row.pk) for row in lesson.questions.all()}
    assert kept["Deux ?"] == two
    assert one not in kept.values() or kept["Un autre ?"] == one


def test_a_question_nobody_could_answer_leaves_the_draft_as_it_was() -> None:
    lesson = a_quiz()
    before = written_questions(lesson.questions.all())
    with pytest.raises(Invalid, match="Question 2"):
        save(lesson, asked("Quoi ?"), asked("Et ?", "a", "b", right=9))
    lesson.refresh_from_db()
    assert (written_questions(lesson.questions.all()), lesson.version) == (before, 1)


def test_an_unknown_skill_is_named() -> None:
    with pytest.raises(Invalid, match="nulle-part"):
        save(a_quiz(), replace(asked("Quoi ?"), skill="nulle-part"))


def test_questions_are_copied_between_a_quiz_and_a_bank() -> None:
    lesson = a_quiz()
    bank = a_bank(lesson)
    copies = questioning.copy_questions(questions=lesson.questions.all(), to=bank)
    assert [one.prompt for one in copies] == [one.prompt for one in lesson.questions.all()]
    assert not {one.pk for one in copies} & {one.pk for one in lesson.questions.all()}
    version = lesson.version
    questioning.copy_questions(questions=copies[:1], to=lesson)
    lesson.refresh_from_db()
    assert (lesson.questions.count(), lesson.version) == (3, version + 1)


def test_part_of_a_bank_is_saved_and_the_rest_stays() -> None:
    lesson = a_quiz()
    bank = a_bank(lesson)
    rows = questioning.add_questions(
        to=bank, questions=[asked("Un ?"), asked("Deux ?"), asked("3")]
    )
    held = rows[:2]
    stamp = questioning.stamp_of(Question.objects.filter(pk__in=[one.pk for one in held]))
    first, _second = written_questions(held)
    questioning.save_bank_questions(
        bank=bank, held=held, stamp=stamp, questions=[replace(first, prompt="Un !")]
    )
    assert [one.prompt for one in bank.questions.all()] == ["Un !", "3"]
    with pytest.raises(Conflict):
        questioning.save_bank_questions(bank=bank, held=held[:1], stamp=stamp, questions=[first])


def test_a_question_is_copied_moved_and_removed() -> None:
    lesson = a_quiz()
    first, second = lesson.questions.all()
    (copy,) = questioning.copy_questions(questions=[first], to=lesson)
    assert [one.pk for one in lesson.questions.all()] == [first.pk, second.pk, copy.pk]
    questioning.move_question(question=copy, way="up")
    assert [one.pk for one in lesson.questions.all()] == [first.pk, copy.pk, second.pk]
    questioning.remove_questions(questions=[copy])
    assert copy.pk not in {one.pk for one in lesson.questions.all()}


def test_who_saved_it_is_kept() -> None:
    lesson = a_quiz()
    trainer = a_trainer(lesson.module.course.organisation)
    assert save(lesson, asked("Quoi ?"), by=trainer).changed_by == trainer
