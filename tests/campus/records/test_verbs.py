"""Each kind of object is completed by using nothing but the table of verbs."""

import pytest

from campus.records.verbs import VERBS, accepted, sendable, table
from courses.enrolment import enrol
from courses.kinds import KINDS
from tests import world
from tests.world import an_item, say
from workers.progress.folding.shards import fold_all
from workers.progress.models import Progress

VALUES = {"duration": "PT5M", "progress": 0.5}


def _completing(object_: str, kind: str):
    return next(
        row for row in sendable() if (row.object, row.kind) == (object_, kind) and row.completes
    )


@pytest.mark.parametrize("kind", list(KINDS))
@pytest.mark.django_db
def test_every_kind_of_lesson_is_completed_by_the_row_that_says_so(kind):
    course = world.a_published_course(lessons=(kind,))
    learner, lesson = world.a_learner(), world.lessons_of(course)[0]
    enrolment, _ = enrol(person=learner, course=course)
    row = _completing("lesson", kind)
    result = {name: world.right_answers(lesson) for name in row.needs if name == "response"}

    item = an_item(enrolment.id, lesson=lesson.id, verb=row.verb, **_if_any(result))
    assert say(learner, item)[0].status == "stored"

    fold_all()
    assert Progress.objects.get(enrolment=enrolment.id).state == "completed"


@pytest.mark.django_db
def test_a_workshop_is_completed_by_the_row_that_says_so():
    of = world.a_team_with_a_track()
    workshop = of.step("workshop")
    enrolment = of.track.enrolments.get(person=of.member)
    row = _completing("step", "workshop")
    assert row.said_by == "lead"

    item = an_item(enrolment.id, step=workshop.step_id, verb=row.verb)
    assert say(of.coach, item)[0].status == "stored"

    fold_all()
    assert enrolment.step_states.get(step=workshop.step_id).state == "completed"


@pytest.mark.django_db
@pytest.mark.parametrize("row", [row for row in sendable() if row.object == "lesson"], ids=str)
def test_every_row_a_client_may_send_is_taken_with_all_its_fields(row):
    course = world.a_published_course(lessons=(row.kind,))
    learner, lesson = world.a_learner(), world.lessons_of(course)[0]
    enrolment, _ = enrol(person=learner, course=course)
    values = VALUES | {"response": {}}
    result = {name: values[name] for name, _meaning in row.result}
    item = an_item(enrolment.id, lesson=lesson.id, verb=row.verb, **_if_any(result))
    assert say(learner, item)[0].status == "stored"


def _if_any(result: dict) -> dict:
    return {"result": result} if result else {}


def test_no_combination_stands_twice_in_the_table():
    keys = [(row.object, row.kind, row.verb) for row in table()]
    assert len(keys) == len(set(keys))


def test_every_verb_of_the_table_is_known_and_every_needed_field_allowed():
    for row in table():
        assert row.verb in VERBS
        assert set(row.needs) <= {name for name, _meaning in row.result}


def test_what_only_the_campus_says_cannot_be_sent():
    assert accepted("lesson", "quiz", "passed") not in sendable()
    assert accepted("lesson", "quiz", "answered") in sendable()
