"""A quiz on one page: rules, draws and questions, as a form or as text, losing nothing."""

import re
from html import unescape
from html.parser import HTMLParser
from typing import Any

import pytest
from django.http import HttpResponse
from django.urls import reverse

from campus.accounts.models import User
from courses.models import Attempt, Course, Draw, Lesson, QuestionBank, Quiz
from courses.quizzes.questioning import written_questions
from courses.releases.publishing import publish
from tests.trainers import Admin, a_staff_member, a_trainer
from tests.world import (
    EVERY_KIND,
    a_draft,
    a_question_of,
    an_organisation,
    quiz_of,
    right_answer,
    wrong_answer,
)

pytestmark = pytest.mark.django_db
PAGES = (
    "courses_lesson_quiz",
    "courses_lesson_try",
    "courses_lesson_copy_questions",
    "courses_lesson_write_quiz",
)


class _Fields(HTMLParser):
    """What a browser would send of the page's form, unchanged."""

    def __init__(self) -> None:
        super().__init__()
        self.sent: dict[str, list[str]] = {}
        self.area = self.select = ""
        self.text = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        name = given.get("name", "")
        if tag == "textarea" and name:
            self.area, self.text = name, ""
        elif tag == "select":
            self.select = name
        elif tag == "option" and self.select and "selected" in given:
            self.sent[self.select] = [given.get("value", "")]
        elif tag == "input" and name:
            is_box = given.get("type") in ("checkbox", "radio")
            if not is_box or "checked" in given:
                self.sent.setdefault(name, []).append(given.get("value", "on" if is_box else ""))

    def handle_endtag(self, tag: str) -> None:
        if tag == "textarea" and self.area:
            self.sent[self.area] = [self.text.removeprefix("\n")]
            self.area = ""

    def handle_data(self, data: str) -> None:
        self.text += data


def sent(response: HttpResponse) -> dict[str, list[str]]:
    assert response.status_code == 200, response.status_code
    page = response.content.decode()
    begin = page.find("data-editor-part")
    found = _Fields()
    found.feed(page[begin:] if begin > 0 else page)
    return found.sent


def a_written_quiz() -> tuple[Course, Lesson, Admin]:
    """One question of each kind, with all that a question may have."""
    course = a_draft(lessons=("quiz",))
    quiz = quiz_of(course)
    quiz.questions.all().delete()
    for kind in EVERY_KIND:
        question = a_question_of(kind, lesson=quiz)
        question.hint, question.explanation, question.points = (
            "Un *indice*",
            "Parce que\n\n- si",
            2.5,
        )
        question.tags, question.level = ["données", "droit"], 2
        question.gives_partial_credit = kind in ("multiple", "ordering", "matching")
        question.save()
        choice = question.choices.all()[0]
        choice.feedback = "> cité\n\nBien."
        choice.save()
    return course, quiz, Admin(a_trainer(course.organisation))


def said(response: HttpResponse) -> str:
    return unescape(response.content.decode())


def words_and_ids(quiz: Lesson) -> Any:
    return written_questions(quiz.questions.select_related("skill").prefetch_related("choices"))


def test_saved_unchanged_a_quiz_of_every_kind_is_what_it_was() -> None:
    _course, quiz, admin = a_written_quiz()
    before = words_and_ids(quiz)
    data = sent(admin.get("courses_lesson_quiz", quiz.id))
    assert admin.post("courses_lesson_quiz", quiz.id, data=data | {"do": "save"}).status_code == 302
    assert words_and_ids(quiz) == before


def test_from_form_to_text_and_back_nothing_is_lost_not_even_ids() -> None:
    _course, quiz, admin = a_written_quiz()
    before = words_and_ids(quiz)
    data = sent(admin.get("courses_lesson_quiz", quiz.id))
    for way in ("text", "form", "text", "form"):
        data = sent(admin.post("courses_lesson_quiz", quiz.id, data=data | {"do": way}))
        assert data["as"] == [way]
    admin.post("courses_lesson_quiz", quiz.id, data=data | {"do": "save"})
    assert words_and_ids(quiz) == before


def test_saved_as_text_ids_stay_with_words_that_stayed() -> None:
    _course, quiz, admin = a_written_quiz()
    before = words_and_ids(quiz)
    data = sent(admin.get("courses_lesson_quiz", quiz.id, **{"as": "text"}))
    admin.post("courses_lesson_quiz", quiz.id, data=data | {"do": "save"})
    assert words_and_ids(quiz) == before


def test_text_that_cannot_be_read_stays_and_its_line_is_named() -> None:
    _course, quiz, admin = a_written_quiz()
    before = words_and_ids(quiz)
    data = sent(admin.get("courses_lesson_quiz", quiz.id, **{"as": "text"}))
    data["text"] = ["## Combien ?\n\n- [ ] un\n- [ ] deux\n"]
    for deed in ("form", "save"):
        shown = admin.post("courses_lesson_quiz", quiz.id, data=data | {"do": deed})
        assert "Line 1:" in said(shown)
        assert sent(shown)["text"] == data["text"]
    assert words_and_ids(quiz) == before
    data["text"] = ["Bonjour\n\n## Combien ?\n\n- [ ] un\n- [x] deux\n"]
    shown = admin.post("courses_lesson_quiz", quiz.id, data=data | {"do": "save"})
    assert "Line 1: Only questions stand here" in said(shown)


def test_questions_are_added_duplicated_moved_and_removed_before_anything_is_saved() -> None:
    course = a_draft(lessons=("quiz",))
    quiz = quiz_of(course)
    admin = Admin(a_trainer(course.organisation))
    before = words_and_ids(quiz)
    data = sent(admin.get("courses_lesson_quiz", quiz.id))
    for deed in ("add matching", "duplicate 0", "down 0", "remove 2", "choice 0", "unchoice 0 1"):
        data = sent(admin.post("courses_lesson_quiz", quiz.id, data=data | {"do": deed}))
    assert data["questions"] == ["3"]
    assert data["q2-kind"] == ["matching"]
    assert [data["q0-id"], data["q1-id"]] == [[""], [before[0].id]]
    assert words_and_ids(quiz) == before


def test_a_new_quiz_is_written_from_nothing_with_its_rules() -> None:
    course = a_draft(lessons=("quiz",))
    quiz = quiz_of(course)
    quiz.questions.all().delete()
    admin = Admin(a_trainer(course.organisation))
    data = sent(admin.get("courses_lesson_quiz", quiz.id))
    for deed in ("add number", "add truefalse"):
        data = sent(admin.post("courses_lesson_quiz", quiz.id, data=data | {"do": deed}))
    data |= {
        "q0-prompt": ["Pi ?"], "q0-c0-text": ["3,14"], "q0-c0-tolerance": ["0,01"],
        "q1-prompt": ["Vrai ?"], "q1-right": ["1"], "mastery": ["80"], "mode": ["graded"],
        "attempts_allowed": ["3"], "time_limit_minutes": ["20"], "shuffles_choices": ["on"],
        "shows_key": ["passed"], "do": ["save"],
    }  # fmt: skip
    answer = admin.post("courses_lesson_quiz", quiz.id, data=data)
    assert answer.status_code == 302, said(answer)
    number, true = words_and_ids(quiz)
    assert [(one.text, one.tolerance) for one in number.choices] == [("3.14", 0.01)]
    assert [(one.text, one.is_correct) for one in true.choices] == [("Vrai", False), ("Faux", True)]
    rules = Quiz.objects.get(lesson=quiz)
    assert (rules.attempts_allowed, rules.time_limit_minutes, rules.shows_key) == (3, 20, "passed")
    assert rules.shuffles_choices
    assert Lesson.objects.get(id=quiz.id).mastery == 0.8


@pytest.mark.parametrize(
    ("change", "reason"),
    [
        ({"mastery": ["180"]}, "less than or equal to 100"),
        ({"attempts_allowed": ["0"]}, "greater than or equal to 1"),
        ({"time_limit_minutes": ["x"]}, "whole number"),
        ({"q0-points": ["beaucoup"]}, "is no number"),
        ({"q0-prompt": [" "]}, "says nothing"),
        ({"q0-right": []}, "No choice of this question is right"),
    ],
)
def test_what_does_not_fit_is_said_and_what_was_typed_stays(change: Any, reason: str) -> None:
    _course, quiz, admin = a_written_quiz()
    before = words_and_ids(quiz)
    data = sent(admin.get("courses_lesson_quiz", quiz.id)) | {"q1-prompt": ["Neuf"]}
    shown = admin.post("courses_lesson_quiz", quiz.id, data=data | change | {"do": "save"})
    assert reason in said(shown)
    assert sent(shown)["q1-prompt"] == ["Neuf"]
    assert words_and_ids(quiz) == before


def test_nobody_overwrites_what_she_did_not_see() -> None:
    course, quiz, ines = a_written_quiz()
    marc = Admin(a_trainer(course.organisation, name="Marc Roy"))
    hers = sent(ines.get("courses_lesson_quiz", quiz.id)) | {"q0-prompt": ["D’Inès"]}
    his = sent(marc.get("courses_lesson_quiz", quiz.id)) | {"q0-prompt": ["De Marc"]}
    assert marc.post("courses_lesson_quiz", quiz.id, data=his | {"do": "save"}).status_code == 302
    shown = ines.post("courses_lesson_quiz", quiz.id, data=hers | {"do": "save"})
    text = said(shown)
    assert "Marc Roy" in text
    assert "De Marc" in text
    assert sent(shown)["q0-prompt"] == ["D’Inès"]
    assert words_and_ids(quiz)[0].prompt == "De Marc"
    again = sent(shown)
    assert ines.post("courses_lesson_quiz", quiz.id, data=again | {"do": "save"}).status_code == 302
    assert words_and_ids(quiz)[0].prompt == "D’Inès"


def test_draws_say_how_many_questions_fit_and_are_kept() -> None:
    course = a_draft(lessons=("quiz",))
    quiz = quiz_of(course)
    bank = QuestionBank.objects.create(organisation=course.organisation, title="Banque")
    for level in (1, 2, 2):
        a_question_of("single", bank=bank, level=level)
    admin = Admin(a_trainer(course.organisation))
    data = sent(admin.get("courses_lesson_quiz", quiz.id))
    data = sent(admin.post("courses_lesson_quiz", quiz.id, data=data | {"do": "draw"}))
    assert data["draws"] == ["1"]
    data |= {"d0-bank": [str(bank.pk)], "d0-count": ["2"], "d0-level": ["2"]}
    shown = admin.post("courses_lesson_quiz", quiz.id, data=data | {"do": "count"})
    assert "2 questions fit" in said(shown)
    few = admin.post("courses_lesson_quiz", quiz.id, data=data | {"d0-level": ["1"], "do": "count"})
    assert "Only 1" in said(few)
    assert admin.post("courses_lesson_quiz", quiz.id, data=data | {"do": "save"}).status_code == 302
    draw = Draw.objects.get(quiz=quiz.quiz)
    assert (draw.bank, draw.count, draw.level) == (bank, 2, 2)
    assert "2 questions drawn from “Banque”" in said(admin.get("courses_lesson_change", quiz.id))


def test_another_organisation_s_bank_is_no_choice() -> None:
    _course, quiz, admin = a_written_quiz()
    theirs = QuestionBank.objects.create(organisation=an_organisation(), title="À eux")
    data = sent(admin.get("courses_lesson_quiz", quiz.id))
    data |= {"draws": ["1"], "d0-bank": [str(theirs.pk)], "d0-count": ["1"], "do": ["save"]}
    shown = admin.post("courses_lesson_quiz", quiz.id, data=data)
    assert "Select a valid choice" in said(shown)
    assert not Draw.objects.exists()


def test_a_draft_is_tried_as_a_learner_graded_and_recorded_nowhere() -> None:
    _course, quiz, admin = a_written_quiz()
    shown = admin.get("courses_lesson_try", quiz.id)
    seed = sent(shown)["seed"]
    for answer, verdict in ((right_answer, "Passed"), (wrong_answer, "Not passed")):
        data: dict[str, Any] = {"seed": seed}
        for question in quiz.questions.all():
            data |= as_typed(question, answer(question))
        told = said(admin.post("courses_lesson_try", quiz.id, data=data))
        assert f"<strong>{verdict}</strong>" in told
    assert "Parce que" in told
    assert not Attempt.objects.exists()


def as_typed(question: Any, response: list[str]) -> dict[str, Any]:
    name = f"question-{question.id}"
    if question.kind == "ordering":
        places = [f"{id_}={n}" for n, id_ in enumerate(response, start=1)]
        return {f"place-{question.id}": places}
    return {name: response}


def test_the_preview_shows_what_is_typed_and_keeps_the_key() -> None:
    _course, quiz, admin = a_written_quiz()
    data = sent(admin.get("courses_lesson_quiz", quiz.id)) | {"q0-prompt": ["Un **mot** ?"]}
    told = admin.post("courses_lesson_quiz_preview", quiz.id, data=data).json()  # type: ignore[attr-defined]
    assert "Un <strong>mot</strong> ?" in told["html"]
    assert "Parce que" not in told["html"]
    assert "checked" not in told["html"]


def test_saved_questions_are_copied_into_a_bank() -> None:
    course, quiz, admin = a_written_quiz()
    bank = QuestionBank.objects.create(organisation=course.organisation, title="Banque")
    theirs = QuestionBank.objects.create(organisation=an_organisation(), title="À eux")
    first, second, *_rest = quiz.questions.all()
    data: dict[str, Any] = {"question": [first.pk, second.pk]}
    for to in (theirs.pk, ""):
        admin.post("courses_lesson_copy_questions", quiz.id, data=data | {"to": to})
    assert not theirs.questions.exists()
    admin.post("courses_lesson_copy_questions", quiz.id, data=data | {"to": bank.pk})
    assert [one.prompt for one in bank.questions.all()] == [first.prompt, second.prompt]
    assert quiz.questions.count() == len(EVERY_KIND)


@pytest.mark.parametrize("page", PAGES)
def test_another_organisation_s_trainer_finds_no_page_of_a_quiz(page: str) -> None:
    _course, quiz, hers = a_written_quiz()
    other = Admin(a_trainer(an_organisation()))
    for method in (other.get, lambda *a: other.post(*a, data={"do": "save"})):
        assert method(page, quiz.id).status_code == 404  # type: ignore[operator]
    assert hers.get(page, quiz.id).status_code in (200, 302)
    assert Admin(a_staff_member()).get(page, quiz.id).status_code in (200, 302)
    assert other.post("courses_lesson_quiz_preview", quiz.id, data={}).status_code == 404


def test_only_a_quiz_is_written_as_one() -> None:
    course = a_draft(lessons=("article", "quiz"))
    article = Lesson.objects.get(module__course=course, kind="article")
    admin = Admin(a_trainer(course.organisation))
    assert "Write the quiz" not in said(admin.get("courses_lesson_change", article.id))
    assert "Write the quiz" in said(admin.get("courses_lesson_change", quiz_of(course).id))
    for page in PAGES:
        assert admin.get(page, article.id).status_code == 404


def test_the_lesson_lists_its_questions_with_a_way_to_each() -> None:
    _course, quiz, admin = a_written_quiz()
    shown = said(admin.get("courses_lesson_change", quiz.id))
    assert f"/lesson/{quiz.id}/quiz/#question-6" in shown


def test_a_page_of_many_questions_asks_the_database_no_more(
    django_assert_max_num_queries: Any,
) -> None:
    _course, quiz, admin = a_written_quiz()
    with django_assert_max_num_queries(40):
        admin.get("courses_lesson_quiz", quiz.id)
    for _n in range(10):
        for kind in EVERY_KIND:
            a_question_of(kind, lesson=quiz)
    with django_assert_max_num_queries(40):
        admin.get("courses_lesson_quiz", quiz.id)


def test_a_person_of_no_organisation_is_led_to_the_sign_in(django_user_model: type[User]) -> None:
    quiz = quiz_of(a_draft(lessons=("quiz",)))
    assert Admin().get("courses_lesson_quiz", quiz.id).status_code == 302


def test_the_script_is_answered_the_editor_alone() -> None:
    _course, quiz, admin = a_written_quiz()
    data = sent(admin.get("courses_lesson_quiz", quiz.id)) | {"do": ["add number"]}
    address = reverse("admin:courses_lesson_quiz", args=[quiz.id])
    part = admin.client.post(address, data, headers={"X-Part": "editor"})
    assert part.status_code == 200
    assert 'name="q7-prompt"' in part.content.decode()
    assert "<html" not in part.content.decode()


def test_the_preview_is_the_html_that_learners_get() -> None:
    course, quiz, admin = a_written_quiz()
    Quiz.objects.filter(lesson=quiz).update(mode="practice", shuffles_choices=False)
    # Learners always get these two in an order of their own.
    quiz.questions.filter(kind__in=["ordering", "matching"]).delete()
    data = sent(admin.get("courses_lesson_quiz", quiz.id))
    shown = admin.post("courses_lesson_quiz_preview", quiz.id, data=data).json()["html"]  # type: ignore[attr-defined]
    publish(course=course, by=None)
    page = said(admin.client.get(f"/en/courses/{course.slug}/lessons/{quiz.id}"))
    questions = re.findall(r"<fieldset class=\"question\".*?</fieldset>", unescape(shown), re.S)
    assert len(questions) == len(EVERY_KIND) - 2
    for one in questions:
        assert one in page
