"""The door for records: what is bad is refused alone, with its code; everything else is stored."""

import json
from datetime import UTC, datetime, timedelta
from uuid import uuid4

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from campus.errors import Invalid
from campus.records.models import LearningRecord
from campus.records.receiving import MOST_RECORDS, Received, receive
from courses.enrolment import enrol
from tests import world
from tests.world import an_item, say

DEEP = 100_000


@pytest.fixture
def course(db):
    return world.a_published_course(lessons=("article", "video", "quiz"))


@pytest.fixture
def learner(db):
    return world.a_learner()


@pytest.fixture
def enrolment(learner, course):
    return enrol(person=learner, course=course)[0]


def _at(**later: float) -> str:
    return (datetime.now(UTC) + timedelta(**later)).isoformat()


# What a client may get wrong about a record that completes an article, and the answer it gets.
BAD_FIELDS = [
    ("an unknown key", {"colour": "red"}, "malformed"),
    ("an unknown key in the result", {"result": {"colour": "red"}}, "malformed"),
    ("a number for a verb", {"verb": 7}, "malformed"),
    ("no id that is one", {"id": "seven"}, "malformed"),
    ("a null id", {"id": None}, "malformed"),
    ("a result that is a list", {"result": []}, "malformed"),
    ("a duration in words", {"result": {"duration": "5 minutes"}}, "malformed"),
    ("a duration and a line", {"result": {"duration": "PT5M\n"}}, "malformed"),
    ("a duration in other digits", {"result": {"duration": "PT٥M"}}, "malformed"),
    ("an endless duration", {"result": {"duration": f"PT{'9' * 60}S"}}, "malformed"),
    ("no object", {"lesson": None}, "no_object"),
    ("two objects", {"step": str(uuid4())}, "no_object"),
    ("the future", {"at": _at(days=365)}, "from_the_future"),
    ("the end of time", {"at": "9999-12-31T23:59:59-14:00"}, "from_the_future"),
    ("the beginning of time", {"at": "0001-01-01T00:00:00+14:00"}, "too_old"),
    ("a year before anybody learnt here", {"at": "1969-12-31T23:59:59Z"}, "too_old"),
    ("a year of five digits", {"at": "10000-01-01T00:00:00Z"}, "malformed"),
    ("a day that is none", {"at": "2026-02-30T00:00:00Z"}, "malformed"),
    ("a time in words", {"at": "yesterday"}, "malformed"),
    ("a time without an offset", {"at": "2026-03-01T09:00:00"}, "no_offset"),
    ("a verb nobody knows", {"verb": "liked"}, "verb_not_accepted"),
    ("a verb of the campus", {"verb": "passed"}, "verb_not_accepted"),
    ("a verb of quizzes", {"verb": "answered"}, "verb_not_accepted"),
    ("a verb of steps", {"verb": "attended"}, "verb_not_accepted"),
    ("a verb with a NUL", {"verb": "completed\0"}, "verb_not_accepted"),
    ("a result field of another verb", {"result": {"progress": 0.5}}, "result_not_accepted"),
    ("a lesson of no course", {"lesson": str(uuid4())}, "foreign_lesson"),
    ("an enrolment of nobody", {"enrolment": str(uuid4())}, "unknown_enrolment"),
    ("a step of no track", {"lesson": None, "step": str(uuid4())}, "unknown_enrolment"),
]


@pytest.mark.parametrize(
    ("change", "code"),
    [(change, code) for _name, change, code in BAD_FIELDS],
    ids=[name for name, _change, _code in BAD_FIELDS],
)
def test_a_record_with_a_fault_is_refused_alone(change, code, learner, enrolment, course):
    lessons = world.lessons_of(course)
    bad = world.done(enrolment, lessons[0]) | change
    bad = {name: value for name, value in bad.items() if value is not None or name == "id"}

    receipts = say(
        learner, world.done(enrolment, lessons[0]), bad, world.done(enrolment, lessons[1])
    )

    assert [receipt.status for receipt in receipts] == ["stored", "refused", "stored"]
    assert receipts[1].code == code
    assert receipts[1].detail
    assert receipts[1].id == bad["id"]
    assert LearningRecord.objects.filter(object_kind="lesson").count() == 2


BAD_RESULTS = [
    ("progress without a share", "progressed", {}, "result_missing"),
    ("a share above one", "progressed", {"progress": 1.01}, "malformed"),
    ("a share below nothing", "progressed", {"progress": -0.01}, "malformed"),
    ("a share beyond all numbers", "progressed", {"progress": 10**400}, "malformed"),
    ("a share in words", "progressed", {"progress": "half"}, "malformed"),
    ("no answers", "answered", {}, "result_missing"),
    ("answers in a list", "answered", {"response": ["a"]}, "malformed"),
    ("an answer that is no list", "answered", {"response": {"q": "a"}}, "malformed"),
    ("a NUL in a question", "answered", {"response": {"q\0": ["a"]}}, "malformed"),
    ("a NUL in an answer", "answered", {"response": {"q": ["a\0"]}}, "malformed"),
    ("half a character", "answered", {"response": {"q": ["\ud800"]}}, "malformed"),
    ("too many answers", "answered", {"response": {"q": ["a"] * 101}}, "malformed"),
    ("too many questions", "answered", {"response": {str(n): [] for n in range(501)}}, "malformed"),
    ("a long name", "answered", {"response": {"q" * 101: []}}, "malformed"),
]


@pytest.mark.parametrize(
    ("verb", "result", "code"),
    [case[1:] for case in BAD_RESULTS],
    ids=[case[0] for case in BAD_RESULTS],
)
def test_a_result_with_a_fault_is_refused_alone(verb, result, code, learner, enrolment, course):
    article, _video, quiz = world.lessons_of(course)
    lesson = quiz if verb == "answered" else article
    bad = an_item(enrolment.id, lesson=lesson.id, verb=verb, result=result)
    receipts = say(learner, bad, world.done(enrolment, article))
    assert [(r.status, r.code) for r in receipts] == [("refused", code), ("stored", None)]


RAW = [
    ("an unfinished text", b'{"id": "'),
    ("a list", b"[]"),
    ("a null", b"null"),
    ("a number", b"7"),
    ("nothing", b""),
    ("a word", b"NaN"),
    ("bytes that are no text", b'{"id": "\xff\xfe"}'),
    ("a deep list", b"[" * DEEP + b"]" * DEEP),
    ("a deep value of an unknown key", b'{"a": ' + b"[" * DEEP + b"]" * DEEP + b"}"),
    ("a deep result", b'{"result": ' + b'{"a": ' * DEEP + b"1" + b"}" * DEEP + b"}"),
]


@pytest.mark.parametrize("raw", [raw for _name, raw in RAW], ids=[name for name, _raw in RAW])
def test_an_item_that_is_no_record_is_refused_alone(raw, learner, enrolment, course):
    receipts = say(learner, raw, world.done(enrolment, world.lessons_of(course)[0]))
    assert [(r.status, r.code) for r in receipts] == [("refused", "malformed"), ("stored", None)]
    assert receipts[0].id is None


def test_a_number_that_json_does_not_know_is_refused(learner, enrolment, course):
    lesson = world.lessons_of(course)[0]
    item = an_item(enrolment.id, lesson=lesson.id, verb="progressed", result={"progress": 0.5})
    for number in ("NaN", "Infinity", "-Infinity", "1e999"):
        raw = json.dumps(item).replace("0.5", number).encode()
        assert [(r.status, r.code) for r in say(learner, raw)] == [("refused", "malformed")]
    assert [r.status for r in say(learner, item)] == ["stored"]


def test_a_lesson_of_another_course_is_refused(learner, enrolment):
    foreign = world.lessons_of(world.a_published_course())[0]
    receipt = say(learner, world.done(enrolment, foreign))[0]
    assert (receipt.status, receipt.code) == ("refused", "foreign_lesson")


def test_nobody_records_in_the_enrolment_of_another(enrolment, course):
    intruder = world.a_learner("Zoé Blanc")
    receipt = say(intruder, world.done(enrolment, world.lessons_of(course)[0]))[0]
    assert (receipt.status, receipt.code) == ("refused", "unknown_enrolment")
    assert not LearningRecord.objects.filter(object_kind="lesson").exists()


def test_a_clock_that_is_a_little_fast_is_forgiven(learner, enrolment, course):
    lesson = world.lessons_of(course)[0]
    assert say(learner, world.done(enrolment, lesson, at=_at(minutes=4)))[0].status == "stored"
    late = say(learner, world.done(enrolment, lesson, at=_at(minutes=6)))[0]
    assert late.code == "from_the_future"


def test_a_record_of_a_week_ago_is_stored_with_its_own_time(learner, enrolment, course):
    at = datetime(2026, 3, 1, 8, 0, tzinfo=UTC)
    say(learner, world.done(enrolment, world.lessons_of(course)[0], at="2026-03-01T09:00:00+01:00"))
    record = LearningRecord.objects.get(object_kind="lesson")
    assert record.occurred_at == at
    assert record.stored_at > at + timedelta(days=1)


def test_five_hundred_records_are_taken(learner, enrolment, course):
    lesson = world.lessons_of(course)[0]
    receipts = say(learner, *(world.done(enrolment, lesson) for _ in range(MOST_RECORDS)))
    assert {receipt.status for receipt in receipts} == {"stored"}


def test_of_five_hundred_and_one_none_is_taken(learner, enrolment, course):
    lesson = world.lessons_of(course)[0]
    item = json.dumps(world.done(enrolment, lesson)).encode()
    with pytest.raises(Invalid) as refused:
        receive(person=learner, items=[item] * (MOST_RECORDS + 1))
    assert refused.value.code == "too_many_records"
    assert not LearningRecord.objects.filter(object_kind="lesson").exists()


def test_an_empty_batch_is_answered_with_nothing(learner):
    assert receive(person=learner, items=[]) == Received([], None)


def test_sending_again_is_a_duplicate_and_other_content_a_conflict(learner, enrolment, course):
    item = world.done(enrolment, world.lessons_of(course)[0])
    other = item | {"verb": "experienced"}
    assert [r.status for r in say(learner, item, item, other)] == [
        "stored",
        "duplicate",
        "conflict",
    ]
    again = say(learner, item, other)
    assert [(r.status, r.code) for r in again] == [("duplicate", None), ("conflict", "id_taken")]


def test_an_id_of_another_person_is_a_conflict(learner, enrolment, course):
    lesson = world.lessons_of(course)[0]
    item = world.done(enrolment, lesson)
    say(learner, item)
    other = world.a_learner("Zoé Blanc")
    hers, _ = enrol(person=other, course=course)
    assert say(other, item | {"enrolment": str(hers.id)})[0].status == "conflict"


def test_an_id_in_capitals_is_the_same_id(learner, enrolment, course):
    item = world.done(enrolment, world.lessons_of(course)[0])
    say(learner, item)
    assert say(learner, item | {"id": item["id"].upper()})[0].status == "duplicate"


def test_the_number_of_queries_does_not_grow_with_the_batch(learner, enrolment, course):
    counts = []
    lesson = world.lessons_of(course)[0]
    say(learner, world.done(enrolment, lesson))  # as a process that has seen this release
    for size in (10, 400):
        items = [json.dumps(world.done(enrolment, lesson)).encode() for _ in range(size)]
        with CaptureQueriesContext(connection) as queries:
            receive(person=learner, items=items)
        counts.append(len(queries))
    assert counts[0] == counts[1]
