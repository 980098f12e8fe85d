"""A statement is found by whatever a query may ask for, and by nothing else."""

import json
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from campus.records.xapi.mentions import Role, agent_key, key, marks, mentions, target_key
from campus.records.xapi.queries import read_asked
from campus.records.xapi.statements import accepted
from campus.records.xapi.versions import Version
from tests.campus.records.xapi.samples import ACTIVITY, AGENT, UUID_1, UUID_2, VERB, plain


def _agent(name):
    return {"objectType": "Agent", "mbox": f"mailto:{name}@example.org"}


def _group(name, *members):
    group = {"objectType": "Group", "member": [_agent(each) for each in members]}
    return {**group, "mbox": f"mailto:{name}@example.org"} if name else group


def _activity(name):
    return {"id": f"https://example.org/{name}"}


SUB = {
    "objectType": "SubStatement",
    "actor": _group(None, "sub-actor"),
    "verb": {"id": "urn:sub-verb"},
    "object": _activity("sub-object"),
    "context": {
        "registration": UUID_2,
        "instructor": _agent("sub-instructor"),
        "contextActivities": {"other": _activity("sub-other")},
    },
}
STATEMENT = plain(
    actor=_group("crew", "member"),
    object=SUB,
    authority=_agent("authority"),
    context={
        "registration": UUID_1,
        "instructor": _agent("instructor"),
        "team": _group(None, "team-member"),
        "contextActivities": {"parent": _activity("parent"), "category": [_activity("category")]},
        "contextAgents": [{"objectType": "contextAgent", "agent": _agent("context-agent")}],
        "contextGroups": [{"objectType": "contextGroup", "group": _group("g", "context-member")}],
    },
)


def _is_found(statement, **asked):
    query = read_asked(asked).query
    return set(query.keys) <= mentions(accepted(statement, "", Version.V2))


@pytest.mark.parametrize("name", ["crew", "member"])
def test_an_agent_is_found_as_actor_or_as_a_member_of_it(name):
    agent = json.dumps(_agent(name))
    assert _is_found(STATEMENT, agent=agent)
    assert _is_found(STATEMENT, agent=agent, related_agents="true")


@pytest.mark.parametrize(
    "name",
    [
        "authority",
        "instructor",
        "team-member",
        "context-agent",
        "g",
        "context-member",
        "sub-actor",
        "sub-instructor",
    ],
)
def test_others_who_take_part_are_found_as_related_only(name):
    agent = json.dumps(_agent(name))
    assert not _is_found(STATEMENT, agent=agent)
    assert _is_found(STATEMENT, agent=agent, related_agents="true")


def test_an_agent_is_found_as_object():
    statement = plain(object=_agent("object"))
    assert _is_found(statement, agent=json.dumps(_agent("object")))
    assert not _is_found(statement, agent=json.dumps(_agent("subject")), related_agents="true")


def test_an_identified_group_is_asked_for_by_its_identifier_alone():
    group = {"objectType": "Group", "mbox": "mailto:crew@EXAMPLE.org", "name": "Crew"}
    assert _is_found(STATEMENT, agent=json.dumps(group))
    assert not _is_found(STATEMENT, agent=json.dumps({**group, "mbox": "mailto:Crew@example.org"}))


@pytest.mark.parametrize("name", ["parent", "category", "sub-object", "sub-other"])
def test_activities_of_contexts_are_found_as_related_only(name):
    iri = _activity(name)["id"]
    assert not _is_found(STATEMENT, activity=iri)
    assert _is_found(STATEMENT, activity=iri, related_activities="true")


def test_an_object_is_found_as_activity_and_as_related():
    assert _is_found(plain(), activity=ACTIVITY)
    assert _is_found(plain(), activity=ACTIVITY, related_activities="true")
    assert not _is_found(plain(), activity=f"{ACTIVITY}/", related_activities="true")


def test_verb_and_registration_are_those_of_the_statement_itself():
    assert _is_found(STATEMENT, verb=VERB, registration=UUID_1.upper())
    assert not _is_found(STATEMENT, verb="urn:sub-verb")
    assert not _is_found(STATEMENT, registration=UUID_2)
    assert not _is_found(STATEMENT, verb=VERB, registration=UUID_2)


def test_a_query_without_filters_finds_everything():
    assert _is_found(plain())
    assert _is_found(STATEMENT, limit="5", since="2026-01-01T00:00:00Z")


def test_a_statement_is_found_by_its_target():
    about = plain(object={"objectType": "StatementRef", "id": UUID_1})
    assert target_key(UUID(UUID_1)) in mentions(about)
    in_context = plain(context={"statement": {"objectType": "StatementRef", "id": UUID_1}})
    assert target_key(UUID(UUID_1)) not in mentions(in_context)


def test_keys_differ_by_role_and_by_where_a_name_ends():
    assert len({key(role, "x") for role in Role}) == len(Role)
    assert key(Role.AGENT, "a", "b") != key(Role.AGENT, "ab")


@pytest.mark.parametrize(
    "agent",
    [
        {"mbox": "mailto:a@b"},
        {"mbox_sha1sum": "a" * 40},
        {"openid": "https://a.b"},
        {"account": {"homePage": "https://a.b", "name": "c"}},
    ],
)
def test_an_agent_is_known_by_its_identifier_however_it_is_called(agent):
    named = {"objectType": "Agent", "name": "Ada", **agent}
    assert agent_key(agent) == agent_key(named) != agent_key(AGENT)
    assert agent_key(agent) != agent_key(agent, related=True)


def test_an_anonymous_group_has_no_key():
    assert agent_key(_group(None, "member")) is None


@given(st.sets(st.uuids(), max_size=12), st.sets(st.uuids(), max_size=4))
def test_what_has_keys_has_their_marks(its, asked):
    together = marks(its | asked)
    assert together & marks(asked) == marks(asked)
    assert -(2**63) <= together < 2**63


def test_what_lacks_a_key_hardly_ever_has_its_marks():
    its = marks(key(Role.ACTIVITY, str(number)) for number in range(10))
    others = [marks([key(Role.VERB, str(number))]) for number in range(1_000)]
    assert sum(its & other == other for other in others) < 150
