"""Statements as they are answered: with ids alone, or in the reader's language."""

import pytest

from campus.records.xapi.formats import canonical, ids
from campus.records.xapi.languages import preferences
from campus.records.xapi.statements import accepted
from campus.records.xapi.versions import Version
from tests.campus.records.xapi.samples import (
    ACTIVITY,
    AGENT,
    GROUP,
    OTHER,
    TEAM,
    UUID_1,
    VERB,
    full,
    plain,
    within,
)


def _kept(statement):
    return accepted(statement, "", Version.V2)


def _canonical(statement, accept_language=None, definitions=None, displays=None):
    return canonical(
        _kept(statement),
        definitions=definitions or {},
        displays=displays or {},
        wanted=preferences(accept_language),
    )


@pytest.mark.parametrize(
    ("actor", "shown"),
    [
        ({**AGENT, "name": "Ada"}, AGENT),
        (OTHER, OTHER),
        ({**TEAM, "name": "Team"}, {"objectType": "Group", "mbox": TEAM["mbox"]}),
        (GROUP, {"objectType": "Group", "member": [AGENT, OTHER]}),
    ],
)
def test_ids_show_of_an_actor_what_tells_it_from_others(actor, shown):
    assert ids(_kept(plain(actor=actor)))["actor"] == shown


def test_ids_reach_everywhere():
    shown = ids(_kept(within()))["object"]
    assert shown["verb"] == {"id": VERB}
    assert shown["object"] == {"id": ACTIVITY}
    assert shown["context"]["team"] == {"objectType": "Group", "mbox": TEAM["mbox"]}
    assert shown["context"]["contextActivities"] == {
        "parent": [{"id": "https://example.org/course"}]
    }
    assert shown["result"] == within()["object"]["result"]


def test_ids_reach_agents_and_groups_of_the_context():
    related = {
        "contextAgents": [{"objectType": "contextAgent", "agent": {**AGENT, "name": "Ada"}}],
        "contextGroups": [
            {"objectType": "contextGroup", "group": TEAM, "relevantTypes": ["urn:x"]}
        ],
    }
    shown = ids(_kept(plain(context=related)))["context"]
    assert shown["contextAgents"][0]["agent"] == AGENT
    assert shown["contextGroups"][0]["group"] == {"objectType": "Group", "mbox": TEAM["mbox"]}
    assert shown["contextGroups"][0]["relevantTypes"] == ["urn:x"]


def test_ids_leave_a_reference_and_what_is_kept_alone():
    statement = _kept(plain(object={"objectType": "StatementRef", "id": UUID_1}))
    assert ids(statement)["object"] == {"objectType": "StatementRef", "id": UUID_1}
    before = _kept(full())
    ids(before)
    assert before == _kept(full())


def test_canonical_shows_one_language_of_each_text():
    shown = _canonical(full(), "fr")
    assert shown["verb"]["display"] == {"fr": "a terminé"}
    assert shown["object"]["definition"]["name"] == {"fr": "Introduction"}
    assert shown["object"]["definition"]["description"] == {"en": "The first of all."}
    assert shown["object"]["definition"]["choices"] == full()["object"]["definition"]["choices"]
    assert shown["object"]["definition"]["extensions"] == {"https://example.org/x": None}


def test_canonical_leaves_actors_as_they_were():
    assert _canonical(full(actor=GROUP))["actor"] == GROUP


def test_canonical_shows_what_the_store_knows():
    known = {"name": {"de": "Einführung", "fr": "Présentation"}, "type": "urn:type"}
    shown = _canonical(
        full(), "fr, en;q=0.5", definitions={ACTIVITY: known}, displays={VERB: {"en": "did"}}
    )
    assert shown["object"]["definition"] == {"name": {"fr": "Présentation"}, "type": "urn:type"}
    assert shown["verb"]["display"] == {"en": "did"}
    assert shown["object"]["objectType"] == "Activity"


def test_canonical_defines_what_a_statement_only_names():
    known = {"name": {"en": "Course"}}
    shown = _canonical(plain(), definitions={ACTIVITY: known})
    assert shown["object"] == {"id": ACTIVITY, "definition": known}
    assert _canonical(plain())["object"] == {"id": ACTIVITY}


def test_canonical_reaches_contexts_and_sub_statements():
    known = {"name": {"en": "Course", "fr": "Cours"}}
    shown = _canonical(within(), "fr", definitions={"https://example.org/course": known})["object"]
    assert shown["verb"]["display"] == {"fr": "a terminé"}
    parent = shown["context"]["contextActivities"]["parent"][0]
    assert parent["definition"] == {"name": {"fr": "Cours"}}
