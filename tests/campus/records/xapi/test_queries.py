"""What a GET of statements may ask for; parameters are as strict as statements."""

import json
from datetime import UTC, datetime
from uuid import UUID

import pytest

from campus.records.xapi.formats import Format
from campus.records.xapi.parameters import check_alone, check_names, read_agent
from campus.records.xapi.queries import Asked, Query, read_asked
from campus.records.xapi.refusals import Malformed
from tests.campus.records.xapi.samples import AGENT, GROUP, TEAM, UUID_1


def test_nothing_asked_is_everything_as_it_is():
    assert read_asked({}) == Asked(Format.EXACT, has_attachments=False, query=Query())


def test_time_order_and_number_are_read():
    asked = read_asked(
        {
            "since": "2026-03-02T10:30:00+01:00",
            "until": "2026-03-03T00:00:00Z",
            "limit": "25",
            "ascending": "true",
            "format": "ids",
            "attachments": "true",
        }
    )
    assert asked.query == Query(
        since=datetime(2026, 3, 2, 9, 30, tzinfo=UTC),
        until=datetime(2026, 3, 3, tzinfo=UTC),
        limit=25,
        is_ascending=True,
    )
    assert (asked.format, asked.has_attachments) == (Format.IDS, True)


@pytest.mark.parametrize(
    ("name", "kept"), [("statementId", "statement"), ("voidedStatementId", "voided")]
)
def test_one_statement_is_asked_for_with_format_and_attachments_only(name, kept):
    asked = read_asked({name: UUID_1, "format": "canonical", "attachments": "false"})
    assert getattr(asked, kept) == UUID(UUID_1)
    assert (asked.query, asked.format) == (None, Format.CANONICAL)
    both = {"statementId": UUID_1, "voidedStatementId": UUID_1}
    for other in ("agent", "verb", "activity", "registration", "related_activities"):
        _refused({name: UUID_1, other: "true"}, "not_together", f"/{other}")
    for other in ("related_agents", "since", "until", "limit", "ascending"):
        _refused({name: UUID_1, other: "1"}, "not_together", f"/{other}")
    _refused(both, "not_together", "/voidedStatementId")


def _refused(parameters, code, pointer):
    with pytest.raises(Malformed) as refused:
        read_asked(parameters)
    assert (refused.value.code, refused.value.pointer) == (code, pointer)


@pytest.mark.parametrize(
    ("name", "wrong", "code", "right"),
    [
        ("statementId", "wrong", "not_a_uuid", UUID_1),
        ("voidedStatementId", "", "not_a_uuid", UUID_1.upper()),
        ("registration", "wrong", "not_a_uuid", UUID_1),
        ("verb", "not.a.valid.iri.com/verb", "not_an_iri", "urn:x"),
        ("activity", "not.a.valid.iri.com/activity", "not_an_iri", "urn:x"),
        ("agent", "wrong", "not_json", json.dumps(AGENT)),
        ("agent", "{}", "not_one_identifier", '{"mbox": "mailto:a@b"}'),
        ("agent", json.dumps(GROUP), "not_one_identifier", json.dumps(TEAM)),
        ("agent", '"x"', "wrong_type", json.dumps(AGENT)),
        ("agent", "null", "wrong_type", json.dumps(AGENT)),
        ("related_agents", "True", "not_listed", "true"),
        ("related_activities", "1", "not_listed", "false"),
        ("since", "yesterday", "not_a_timestamp", "2026-03-02 09:30:00Z"),
        ("until", "2026-03-02T09:30:00-00:00", "not_a_timestamp", "2026-03-02T09:30:00Z"),
        ("limit", "-1", "not_a_number", "0"),
        ("limit", "1.5", "not_a_number", "1"),
        ("limit", "٢", "not_a_number", "9" * 5000),
        ("limit", "", "not_a_number", "007"),
        ("format", "EXACT", "not_listed", "exact"),
        ("attachments", "", "not_listed", "true"),
        ("ascending", "yes", "not_listed", "true"),
    ],
)
def test_a_parameter_is_refused_where_its_twin_is_read(name, wrong, code, right):
    read_asked({name: right})
    _refused({name: wrong}, code, f"/{name}")


def test_a_fault_within_an_agent_is_named_within_it():
    _refused({"agent": '{"mbox": "mailto:a@b", "name": 1}'}, "wrong_type", "/agent/name")
    _refused({"agent": '{"mbox": "a", "name": NaN}'}, "not_json", "/agent/name")


@pytest.mark.parametrize("name", ["StatementId", "statementid", "unknown", "Format", "", "since "])
def test_an_unknown_or_wrongly_cased_parameter_is_refused(name):
    _refused({name: "x"}, "unknown_parameter", f"/{name}")


def test_required_parameters_are_missed():
    check_names(["activityId", "agent"], ["activityId", "agent", "since"], ["activityId"])
    with pytest.raises(Malformed) as refused:
        check_names(["agent"], ["activityId", "agent"], ["activityId", "agent"])
    assert (refused.value.code, refused.value.pointer) == ("missing", "/activityId")


def test_a_parameter_may_stand_alone_only():
    check_alone(["stateId", "agent"], "stateId", with_=["agent"])
    with pytest.raises(Malformed):
        check_alone(["stateId", "agent", "since"], "stateId", with_=["agent"])


def test_documents_belong_to_agents_not_to_groups():
    assert read_agent(json.dumps(AGENT)) == AGENT
    with pytest.raises(Malformed):
        read_agent(json.dumps(TEAM))
