"""What was read is taken whole or not at all, once, into a bank or into a quiz."""

from dataclasses import replace

import pytest

from campus.errors import Conflict, Invalid
from courses.models import Lesson, QuestionBank, Skill
from courses.questionimports.formats import read_questions
from courses.questionimports.shapes import Read
from courses.questionimports.taking import look, take
from courses.quizform.shapes import WrittenChoice, WrittenQuestion
from courses.quizzes import questioning
from tests.trainers import a_trainer
from tests.world import a_draft, an_organisation, quiz_of

pytestmark = pytest.mark.django_db
GIFT = "Vrai ? {T}\n\nQui ? {=un ~deux}\n\nParlez. {}\n"


def a_bank(title: str = "Réserve") -> QuestionBank:
    return QuestionBank.objects.create(organisation=an_organisation(), title=title)


def a_quiz() -> Lesson:
    return quiz_of(a_draft(lessons=("quiz",)))


def read(text: str = GIFT) -> Read:
    return read_questions(text.encode(), language="fr")


def many(count: int, begin: int = 0) -> Read:
    choices = (WrittenChoice("a", True), WrittenChoice("b"))
    asked = tuple(WrittenQuestion(f"Question {n} ?", choices) for n in range(begin, begin + count))
    return Read(asked, tuple(range(1, count + 1)))


def test_a_look_writes_nothing_and_says_all() -> None:
    bank = a_bank()
    found = look(read(), to=bank)
    assert [one.prompt for one in found.questions] == ["Vrai ?", "Qui ?"]
    assert [one.line for one in found.left_out] == [5]
    assert not bank.questions.exists()


def test_questions_join_a_bank_behind_those_that_are_there() -> None:
    bank = a_bank()
    take(read("Un ? {T}"), to=bank, by=None)
    take(read(), to=bank, by=None)
    assert [one.prompt for one in bank.questions.all()] == ["Un ?", "Vrai ?", "Qui ?"]
    true = bank.questions.get(prompt="Vrai ?")
    assert [(one.text, one.is_correct) for one in true.choices.all()] == [
        ("Vrai", True), ("Faux", False),
    ]  # fmt: skip


def test_the_same_file_twice_doubles_nothing_and_says_so() -> None:
    bank = a_bank()
    take(read(), to=bank, by=None)
    again = take(read(), to=bank, by=None)
    assert bank.questions.count() == 2
    assert again.questions == ()
    assert [one.line for one in again.known] == [1, 3]
    assert "word for word" in again.known[0].detail


def test_the_same_question_twice_in_a_file_is_taken_once() -> None:
    found = look(read("Vrai ? {T}\n\nVrai ? {T}"), to=a_bank())
    assert (len(found.questions), [one.line for one in found.known]) == (1, [3])


def test_one_that_asks_the_same_with_other_answers_is_taken_and_said() -> None:
    bank = a_bank()
    take(read("Qui ? {=un ~deux}"), to=bank, by=None)
    found = take(read("Qui ? {=un ~trois}"), to=bank, by=None)
    assert (len(found.questions), len(found.notes)) == (1, 1)


def test_questions_join_a_quiz_and_its_editors_elsewhere_notice() -> None:
    lesson = a_quiz()
    had, trainer = lesson.questions.count(), a_trainer(lesson.module.course.organisation)
    changed = lesson.module.course.changed_at
    take(read(), to=lesson, by=trainer)
    now = Lesson.objects.select_related("module__course").get(pk=lesson.pk)
    assert now.questions.count() == had + 2
    assert (now.version, now.changed_by) == (lesson.version + 1, trainer)
    assert now.module.course.changed_at > changed
    with pytest.raises(Conflict):
        questioning.save_quiz(lesson=lesson, by=None, version=lesson.version, questions=[])


def test_what_is_no_longer_what_was_seen_is_not_taken() -> None:
    bank = a_bank()
    seen = look(read(), to=bank).seen
    take(read("Vrai ? {T}"), to=bank, by=None)
    with pytest.raises(Conflict, match="look again"):
        take(read(), to=bank, by=None, seen=seen)
    assert bank.questions.count() == 1
    take(read(), to=bank, by=None, seen=look(read(), to=bank).seen)
    assert bank.questions.count() == 2


def test_a_skill_that_nobody_knows_leaves_its_question_out() -> None:
    text = "question;correct;skill\nUn ?;vrai;ecoute\nDeux ?;vrai;nulle-part\n"
    Skill.objects.create(key="ecoute", title={"fr": "Écoute"})
    bank = a_bank()
    found = take(read(text), to=bank, by=None)
    assert [str(one) for one in found.left_out] == [
        "Line 3, “Deux ?”: No skill is called “nulle-part”: write one of the campus's skills, or "
        "none."
    ]
    assert bank.questions.get().skill == Skill.objects.get()


def test_nothing_to_take_is_refused_with_every_line() -> None:
    bank = a_bank()
    with pytest.raises(Invalid, match=r"Line 1, “Parlez\.”") as refused:
        take(read("Parlez. {}\n\nRien."), to=bank, by=None)
    assert [one.pointer for one in refused.value.faults] == ["1", "3"]


def test_a_bank_takes_two_thousand_and_a_quiz_what_its_page_holds() -> None:
    bank, lesson = a_bank(), a_quiz()
    take(many(1100), to=bank, by=None)
    assert bank.questions.count() == 1100
    assert [one.prompt for one in bank.questions.all()][-1] == "Question 1099 ?"
    before = lesson.questions.count()
    with pytest.raises(Invalid, match="question bank") as refused:
        take(many(501 - before), to=lesson, by=None)
    assert refused.value.code == "too_many_questions"
    lesson.refresh_from_db()
    assert (lesson.questions.count(), lesson.version) == (before, 1)
    take(many(500 - before), to=lesson, by=None)
    assert lesson.questions.count() == 500


def test_one_that_cannot_be_written_leaves_the_draft_as_it_was() -> None:
    lesson = a_quiz()
    before = questioning.written_questions(lesson.questions.all())
    fine = many(3)
    spoilt = replace(fine.questions[2], choices=())
    with pytest.raises(Invalid):
        take(replace(fine, questions=(*fine.questions[:2], spoilt)), to=lesson, by=None)
    lesson.refresh_from_db()
    assert questioning.written_questions(lesson.questions.all()) == before
    assert lesson.version == 1
