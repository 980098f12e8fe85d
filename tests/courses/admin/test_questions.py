"""Questions of a quiz as forms: answers, key, order."""

from typing import Any

import pytest

from courses.models import Question
from tests.trainers import Admin, a_trainer, errors_of
from tests.world import a_draft, an_organisation, lessons_of, quiz_of

pytestmark = pytest.mark.django_db


def answers(*rows: tuple[str, bool], **fields: Any) -> dict[str, Any]:
    data: dict[str, Any] = {
        "choices-TOTAL_FORMS": len(rows),
        "choices-INITIAL_FORMS": 0,
        "kind": "single",
        "prompt": "Par quoi commencer ?",
    }
    for number, (text, is_right) in enumerate(rows):
        data |= {f"choices-{number}-text": text, f"choices-{number}-position": number + 1}
        if is_right:
            data[f"choices-{number}-is_correct"] = "on"
    return data | fields


def test_a_question_is_written_with_its_answers_on_one_page() -> None:
    course = a_draft(lessons=("quiz",))
    quiz = quiz_of(course)
    quiz.questions.all().delete()
    data = answers(("Le problème", True), ("La solution", False), lesson=quiz.id)
    Admin(a_trainer(course.organisation)).post("courses_question_add", data=data)
    question = quiz.questions.get()
    assert list(question.choices.values_list("text", "is_correct")) == [
        ("Le problème", True),
        ("La solution", False),
    ]


@pytest.mark.parametrize(
    ("kind", "rows", "reason"),
    [
        ("single", [("a", True), ("b", True)], "exactly one"),
        ("single", [("a", False), ("b", False)], "exactly one"),
        ("multiple", [("a", False), ("b", False)], "at least one"),
        ("single", [("a", True)], "two answers"),
    ],
)
def test_a_question_without_a_fitting_key_is_refused(kind: str, rows: Any, reason: str) -> None:
    course = a_draft(lessons=("quiz",))
    quiz = quiz_of(course)
    before = quiz.questions.count()
    admin = Admin(a_trainer(course.organisation))
    refused = admin.post("courses_question_add", data=answers(*rows, lesson=quiz.id, kind=kind))
    assert reason in errors_of(refused)
    assert quiz.questions.count() == before


def test_a_question_of_several_right_answers_is_kept() -> None:
    course = a_draft(lessons=("quiz",))
    quiz = quiz_of(course)
    before = quiz.questions.count()
    data = answers(("a", True), ("b", True), lesson=quiz.id, kind="multiple")
    Admin(a_trainer(course.organisation)).post("courses_question_add", data=data)
    assert quiz.questions.count() == before + 1


def test_questions_are_only_written_into_ones_own_quizzes() -> None:
    theirs, hers = (
        a_draft(lessons=("quiz",)),
        a_draft(lessons=("article",), organisation=an_organisation()),
    )
    admin = Admin(a_trainer(hers.organisation))
    for lesson in (quiz_of(theirs), lessons_of(hers)[0]):
        data = answers(("a", True), ("b", False), lesson=lesson.id)
        assert "Select a valid choice" in errors_of(admin.post("courses_question_add", data=data))
    question = quiz_of(theirs).questions.first()
    assert question is not None
    assert admin.get("courses_question_change", question.id).status_code == 404
    assert admin.get("courses_question_delete", question.id).status_code == 404


def test_questions_change_places_and_go() -> None:
    course = a_draft(lessons=("quiz",))
    quiz = quiz_of(course)
    first, second = quiz.questions.all()
    admin = Admin(a_trainer(course.organisation))
    admin.post("courses_lesson_move", quiz.id, data={"move": f"down {first.id}"})
    assert list(quiz.questions.all()) == [second, first]
    admin.post("courses_question_delete", first.id, data={"post": "yes"})
    assert list(Question.objects.filter(lesson=quiz)) == [second]
