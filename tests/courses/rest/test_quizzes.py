"""Attempts through the API: begin, save, hand in, read; and what is told of the key, and when."""

import json
from datetime import timedelta
from uuid import uuid4

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from courses.enrolment import enrol
from courses.models import Attempt, Choice, Enrolment, Lesson, Question, ReleaseBlob, ReleaseLesson
from courses.releases.publishing import publish
from tests import world
from tests.api import Api, assert_problem
from tests.world import an_item

pytestmark = pytest.mark.django_db

EXPLANATION, FEEDBACK = "CANARI-EXPLICATION", "CANARI-RETOUR"


def joined(course, name="Awa Diop") -> tuple[Api, Enrolment]:
    enrolment, _ = enrol(person=world.a_learner(name), course=course)
    return Api(enrolment.person), enrolment


def begin(api: Api, quiz: Lesson, enrolment: Enrolment, **more):
    return api.post(f"/quizzes/{quiz.id}/attempts", {"enrolment": str(enrolment.id), **more})


def a_path(quiz: Lesson, attempt: dict, what: str = "") -> str:
    return f"/quizzes/{quiz.id}/attempts/{attempt['id']}{what}"


def test_an_attempt_from_beginning_to_end():
    course, quiz = world.a_quiz(attempts_allowed=2, time_limit_minutes=20)
    api, enrolment = joined(course)
    answer = begin(api, quiz, enrolment)
    attempt = answer.json()
    assert answer.status_code == 201
    assert (attempt["number"], attempt["attempts_left"], attempt["result"]) == (1, 1, None)
    assert 1190 < attempt["seconds_left"] <= 1200
    assert [q["kind"] for q in attempt["questions"]] == list(world.EVERY_KIND)
    again = begin(api, quiz, enrolment)
    assert (again.status_code, again.json()["id"]) == (200, attempt["id"])

    right = world.right_answers(quiz)
    saved = api.post(a_path(quiz, attempt, "/answers"), {"answers": right})
    assert (saved.status_code, saved.json()["submitted_at"]) == (200, None)
    assert api.get(a_path(quiz, attempt)).json()["answers"] == right

    done = api.post(a_path(quiz, attempt, "/submit"), {})
    assert done.status_code == 200
    result = done.json()["result"]
    assert (result["scaled"], result["is_passed"], result["was_cut_off"]) == (1.0, True, False)
    assert api.post(a_path(quiz, attempt, "/submit"), {"answers": {}}).json()["result"] == result
    (listed,) = api.results(f"/quizzes/{quiz.id}/attempts")
    assert (listed["id"], listed["scaled"]) == (attempt["id"], 1.0)


def test_attempts_are_listed_newest_first_in_pages():
    course, quiz = world.a_quiz(kinds=("single",))
    api, enrolment = joined(course)
    for _time in range(3):
        attempt = begin(api, quiz, enrolment).json()
        api.post(a_path(quiz, attempt, "/submit"), {})
    page = api.get(f"/quizzes/{quiz.id}/attempts?limit=2").json()
    assert [one["number"] for one in page["results"]] == [3, 2]
    rest = api.get(page["next"].split("/api/v1")[1]).json()
    assert [one["number"] for one in rest["results"]] == [1]
    assert Api(world.a_learner("Eve")).results(f"/quizzes/{quiz.id}/attempts") == []


@pytest.mark.parametrize("size", [1, 30])
def test_the_list_takes_the_same_queries_for_any_number(size):
    course, quiz = world.a_quiz(kinds=("single",))
    api, enrolment = joined(course)
    item = lambda: an_item(enrolment.id, lesson=quiz.id, verb="answered", result={"response": {}})  # noqa: E731
    world.say(enrolment.person, *(item() for _ in range(size)))
    with CaptureQueriesContext(connection) as queries:
        assert len(api.results(f"/quizzes/{quiz.id}/attempts?limit=100")) == size
    assert len(queries) == 3


def test_what_is_refused_says_why():
    course, quiz = world.a_quiz(attempts_allowed=1, time_limit_minutes=5)
    api, enrolment = joined(course)
    assert_problem(begin(api, quiz, joined(course, "Eve")[1]), 404, "unknown_enrolment")
    assert_problem(begin(api, quiz, enrolment, code="NOBODY"), 404, "unknown_code")
    article = world.a_published_course(lessons=("article",))
    other = enrol(person=enrolment.person, course=article)[0]
    assert_problem(begin(api, quiz, other), 404, "foreign_lesson")
    assert_problem(begin(api, world.lessons_of(article)[0], other), 404, "foreign_lesson")
    attempt = begin(api, quiz, enrolment).json()
    unknown = {"answers": {str(uuid4()): ["x"]}}
    assert_problem(api.post(a_path(quiz, attempt, "/answers"), unknown), 400, "unknown_question")
    odd = api.post(a_path(quiz, attempt, "/submit"), {"answers": {"a/b": ["x"]}})
    assert [one["pointer"] for one in odd.json()["errors"]] == ["/answers/a~1b"]
    assert_problem(api.post(a_path(quiz, attempt, "/answers"), {}), 400, "invalid")
    other_quiz = world.a_quiz()[1]
    assert_problem(api.get(a_path(other_quiz, attempt)), 404, "unknown_attempt")
    Attempt.objects.update(due_at=timezone.now() - timedelta(minutes=1))
    late = {"answers": world.right_answers(quiz)}
    assert_problem(api.post(a_path(quiz, attempt, "/answers"), late), 409, "time_over")
    assert_problem(api.post(a_path(quiz, attempt, "/submit"), late), 409, "time_over")
    assert api.post(a_path(quiz, attempt, "/submit"), {}).json()["result"]["was_cut_off"] is True
    assert_problem(begin(api, quiz, enrolment), 409, "no_attempt_left")


def test_a_nul_in_an_answer_is_refused():
    course, quiz = world.a_quiz(kinds=("text",))
    api, enrolment = joined(course)
    attempt = begin(api, quiz, enrolment).json()
    answers = {"answers": {attempt["questions"][0]["id"]: ["a\0b"]}}
    assert api.post(a_path(quiz, attempt, "/answers"), answers).status_code == 400


def test_a_team_joins_by_code_and_sees_names_but_no_ids_of_others():
    course, quiz = world.a_quiz(is_team=True)
    (awa, hers), (ben, his) = joined(course, "Awa"), joined(course, "Ben")
    attempt = begin(awa, quiz, hers).json()
    answer = begin(ben, quiz, his, code=attempt["team"]["code"])
    theirs = answer.json()
    assert (answer.status_code, theirs["id"]) == (201, attempt["id"])
    assert theirs["team"]["members"] == ["Awa", "Ben"]
    assert theirs["enrolment"] == str(his.id)
    assert str(hers.id) not in answer.content.decode()


def test_a_lesson_tells_the_rules_of_its_quiz():
    _course, quiz = world.a_quiz(attempts_allowed=2, drawn=("text",) * 4, draw=3)
    lesson = Api().get(f"/lessons/{quiz.id}").json()
    assert lesson["quiz"] == {
        "mode": "graded",
        "attempts_allowed": 2,
        "time_limit_minutes": None,
        "shows_key": "submitted",
        "is_team": False,
        "questions": 7 + 3,
        "needs_attempt": True,
        "questions_digest": None,
    }
    assert (lesson["questions"], lesson["mastery"]) == (None, 0.7)
    article = world.a_published_course(lessons=("article",))
    assert Api().get(f"/lessons/{world.lessons_of(article)[0].id}").json()["quiz"] is None


def test_practice_ships_its_key_with_its_questions():
    _course, quiz = world.a_quiz(mode="practice")
    rules = Api().get(f"/lessons/{quiz.id}").json()["quiz"]
    blob = Api().get(f"/blobs/{rules['questions_digest']}").json()
    assert set(blob["key"]) == set(world.right_answers(quiz))
    assert rules["needs_attempt"] is False


class Canary:
    """A quiz whose key, explanations and feedback are easily found in any answer."""

    def __init__(self, **rules):
        self.course, self.quiz = world.a_quiz(**rules)
        Question.objects.update(explanation=EXPLANATION, hint="INDICE")
        Choice.objects.update(feedback=FEEDBACK)
        Choice.objects.filter(question__kind="text").update(text="SECRET-TEXTE")
        Choice.objects.filter(question__kind="number").update(text="777123")
        publish(course=self.course, by=None)
        self.course.refresh_from_db()
        self.api, self.enrolment = joined(self.course)
        self.browser = self.api.client

    def look(self, *answers) -> bytes:
        """Everything a learner can ask for now, and these answers."""
        page = f"/fr/courses/{self.course.slug}/lessons/{self.quiz.id}"
        paths = [f"/quizzes/{self.quiz.id}/attempts", f"/lessons/{self.quiz.id}"]
        paths += [f"/courses/{self.course.slug}", "/progress", f"/progress/{self.enrolment.id}/why"]
        paths += [f"/blobs/{d}" for d in ReleaseBlob.objects.values_list("blob_id", flat=True)]
        pages = [page]
        for attempt in Attempt.objects.all():
            paths.append(f"/quizzes/{self.quiz.id}/attempts/{attempt.id}")
            pages.append(f"{page}/attempts/{attempt.id}")
        bodies = [self.api.get(path).content for path in paths]
        bodies += [self.browser.get(one).content for one in pages]
        return b"\n".join([*bodies, *(one.content for one in answers)])

    def tells(self, body: bytes) -> bool:
        secrets = (EXPLANATION, FEEDBACK, "SECRET-TEXTE", "777123", '"right"', "answer--right")
        found = {secret for secret in secrets if secret.encode() in body}
        assert b"INDICE" in body, "hints are there: the questions were asked"
        return bool(found)

    def begin(self):
        return begin(self.api, self.quiz, self.enrolment)

    def submit(self, answers):
        attempt = {"id": Attempt.objects.latest("started_at").id}
        return self.api.post(a_path(self.quiz, attempt, "/submit"), {"answers": answers})


@pytest.mark.parametrize(
    ("shows_key", "told_when"),
    [
        ("submitted", ["failed once", "passed"]),
        ("passed", ["passed"]),
        ("never", []),
    ],
)
def test_the_key_is_told_when_the_rules_say_so_and_never_before(shows_key, told_when):
    canary = Canary(attempts_allowed=5, shows_key=shows_key)
    told = []
    begun = canary.begin()
    assert not canary.tells(canary.look(begun))
    attempt = begun.json()
    wrong = world.wrong_answers(canary.quiz)
    saved = canary.api.post(a_path(canary.quiz, attempt, "/answers"), {"answers": wrong})
    assert not canary.tells(canary.look(saved))
    if canary.tells(canary.look(canary.submit(wrong))):
        told.append("failed once")
    canary.begin()
    # What she types herself would be found in her own answers.
    chosen = canary.quiz.questions.exclude(kind__in=("text", "number"))
    right = {str(question.id): world.right_answer(question) for question in chosen}
    passed = canary.submit(right)
    assert passed.json()["result"]["is_passed"] is True
    if canary.tells(canary.look(passed)):
        told.append("passed")
    assert told == told_when


@pytest.mark.parametrize(("shows_key", "is_told"), [("passed", True), ("never", False)])
def test_the_key_is_told_to_whoever_has_no_attempt_left(shows_key, is_told):
    canary = Canary(attempts_allowed=2, shows_key=shows_key)
    for number in range(2):
        begun = canary.begin()
        assert not canary.tells(canary.look(begun))
        done = canary.submit(world.wrong_answers(canary.quiz))
        assert canary.tells(canary.look(done)) is (is_told and number == 1)


@pytest.mark.parametrize(("shows_key", "is_told"), [("submitted", True), ("passed", False)])
def test_answers_sent_as_records_follow_the_same_rules(shows_key, is_told):
    canary = Canary(shows_key=shows_key)
    assert not canary.tells(canary.look())
    result = {"response": world.wrong_answers(canary.quiz)}
    item = an_item(canary.enrolment.id, lesson=canary.quiz.id, verb="answered", result=result)
    receipt = canary.api.post("/records", {"records": [item]})
    assert receipt.json()["results"][0]["status"] == "stored"
    assert not canary.tells(receipt.content + b"INDICE")
    assert canary.tells(canary.look()) is is_told


def test_the_source_of_a_release_is_served_nowhere():
    canary = Canary()
    row = ReleaseLesson.objects.get(lesson=canary.quiz, release=canary.course.current_release)
    for digest in (row.source_id, row.asked_id, row.release.source_id):
        assert Api().get(f"/blobs/{digest}").status_code == 404
    assert EXPLANATION in row.source.body, "the campus itself keeps it"
    assert EXPLANATION not in json.dumps(Api().get(f"/lessons/{canary.quiz.id}").json())


def test_a_door_takes_few_queries():
    course, quiz = world.a_quiz(time_limit_minutes=10)
    api, enrolment = joined(course)
    with CaptureQueriesContext(connection) as beginning:
        attempt = begin(api, quiz, enrolment).json()
    answers = {"answers": world.right_answers(quiz)}
    with CaptureQueriesContext(connection) as submitting:
        api.post(a_path(quiz, attempt, "/submit"), answers)
    counts = [
        sum("SAVEPOINT" not in one["sql"] for one in queries.captured_queries)
        for queries in (beginning, submitting)
    ]
    assert max(counts) <= 13, counts
