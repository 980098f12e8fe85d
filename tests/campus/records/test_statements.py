"""A record's statement is xAPI, canonical, and names nobody by anything but a pseudonym."""

import json
from dataclasses import replace
from datetime import UTC, datetime, timedelta, timezone
from uuid import UUID, uuid4

from hypothesis import given
from hypothesis import strategies as st

from campus.records.statements import canonical_statement
from campus.records.verbs import VERBS

IRI = "https://campus.example"


def _statement(record) -> dict:
    return json.loads(canonical_statement(record, campus_iri=IRI))


def test_a_completed_lesson_as_a_statement(a_record):
    record = a_record(result={"duration": "PT5M"})
    assert _statement(record) == {
        "id": str(record.id),
        "actor": {
            "objectType": "Agent",
            "account": {"homePage": IRI, "name": str(record.actor)},
        },
        "verb": {"id": "http://adlnet.gov/expapi/verbs/completed"},
        "object": {"id": f"{IRI}/lessons/{record.object}"},
        "context": {"registration": str(record.registration)},
        "timestamp": "2026-03-02T09:30:00+00:00",
        "result": {"duration": "PT5M"},
    }


def test_a_team_is_a_group(a_record):
    record = a_record(learner_kind="team", object_kind="project", verb="approved")
    assert _statement(record)["actor"]["objectType"] == "Group"


def test_whoever_attests_is_the_instructor(a_record):
    coach = uuid4()
    record = a_record(object_kind="step", verb="attended", asserted_actor=coach)
    instructor = _statement(record)["context"]["instructor"]
    assert instructor["account"] == {"homePage": IRI, "name": str(coach)}


def test_what_xapi_does_not_know_travels_as_an_extension(a_record):
    record = a_record(result={"progress": 0.5, "duration": "PT1M"})
    assert _statement(record)["result"] == {
        "duration": "PT1M",
        "extensions": {f"{IRI}/x/progress": 0.5},
    }


def test_the_person_herself_is_nowhere_in_it(a_record):
    record = a_record()
    assert str(record.learner) not in canonical_statement(record, campus_iri=IRI).decode()


def test_every_verb_has_an_iri_of_its_own():
    assert len({verb.iri for verb in VERBS.values()}) == len(VERBS)


@given(
    response=st.dictionaries(st.text(max_size=5), st.lists(st.text(max_size=5), max_size=3)),
    offset=st.integers(-14, 14),
)
def test_neither_key_order_nor_zone_changes_a_byte(response, offset):
    at = datetime(2026, 3, 2, 9, 30, 0, 123456, tzinfo=UTC)
    record = _fixed(response, at)
    turned = dict(reversed(response.items()))
    elsewhere = at.astimezone(timezone(timedelta(hours=offset)))
    assert canonical_statement(record, campus_iri=IRI) == canonical_statement(
        replace(_fixed(turned, elsewhere)), campus_iri=IRI
    )


def _fixed(response, at):
    from campus.records.statements import NewRecord

    one = UUID(int=1)
    return NewRecord(
        id=one,
        learner=one,
        actor=one,
        registration=one,
        object_kind="lesson",
        object=one,
        verb="answered",
        occurred_at=at,
        result={"response": response},
    )
