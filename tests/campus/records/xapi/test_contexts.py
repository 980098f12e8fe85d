"""Contexts: what only some statements may say, and what came with the second version."""

import pytest

from campus.records.xapi.refusals import Malformed
from campus.records.xapi.statements import accepted
from campus.records.xapi.versions import Version
from tests.campus.records.xapi.samples import AGENT, GROUP, TEAM, changed, plain, within
from tests.campus.records.xapi.twins import REF

BOTH = pytest.mark.parametrize("version", Version)


@BOTH
@pytest.mark.parametrize("name", ["revision", "platform"])
@pytest.mark.parametrize("object_", [AGENT, GROUP, REF, within()["object"]])
def test_only_of_an_activity_a_context_tells_revision_and_platform(version, name, object_):
    accepted(plain(context={name: "1"}), "", version)
    accepted(plain(object=object_, context={"language": "fr"}), "", version)
    with pytest.raises(Malformed) as refused:
        accepted(plain(object=object_, context={name: "1"}), "", version)
    assert (refused.value.code, refused.value.pointer) == ("not_of_activity", f"/context/{name}")


CONTEXT_AGENT = {"objectType": "contextAgent", "agent": AGENT, "relevantTypes": ["urn:coach"]}
CONTEXT_GROUP = {"objectType": "contextGroup", "group": TEAM, "relevantTypes": ["urn:crew"]}
RELATED = [("contextAgents", CONTEXT_AGENT, "agent"), ("contextGroups", CONTEXT_GROUP, "group")]


@pytest.mark.parametrize(("name", "related", "who"), RELATED)
def test_context_agents_and_groups_came_with_the_second_version(name, related, who):
    statement = plain(context={name: [related]})
    assert accepted(statement, "", Version.V2) == statement
    with pytest.raises(Malformed) as refused:
        accepted(statement, "", Version.V1)
    assert (refused.value.code, refused.value.pointer) == ("unknown_property", f"/context/{name}")


@pytest.mark.parametrize(("name", "related", "who"), RELATED)
def test_each_of_them_has_its_type_and_whom_it_is_about(name, related, who):
    sub = {"objectType": "SubStatement", **plain(context={name: [related]})}
    accepted(plain(object=sub), "", Version.V2)
    accepted(plain(context={name: [changed(related, "/relevantTypes", ...)]}), "", Version.V2)
    other = GROUP if who == "agent" else AGENT
    for wrong in (
        changed(related, "/objectType", "Should fail"),
        changed(related, "/objectType", ...),
        changed(related, f"/{who}", {"key": "Should fail"}),
        changed(related, f"/{who}", other),
        changed(related, f"/{who}", ...),
        changed(related, "/relevantTypes", []),
        changed(related, "/relevantTypes", ["abc"]),
        changed(related, "/relevantTypes", "urn:x"),
        {**related, "member": []},
    ):
        for statement in (plain(), sub):
            with pytest.raises(Malformed):
                accepted({**statement, "context": {name: [wrong]}}, "", Version.V2)
    with pytest.raises(Malformed):
        accepted(plain(context={name: related}), "", Version.V2)
