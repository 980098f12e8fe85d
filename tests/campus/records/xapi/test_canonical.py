"""The bytes of a statement that are kept, and which statements say the same."""

import json
from datetime import UTC, datetime

import pytest

from campus.records.xapi.canonical import are_same, canonical, completed
from campus.records.xapi.statements import accepted
from campus.records.xapi.versions import Version
from tests.campus.records.xapi.samples import (
    AGENT,
    ATTACHMENT,
    OTHER,
    TEAM,
    UUID_1,
    UUID_2,
    changed,
    full,
    plain,
    within,
)

BOTH = pytest.mark.parametrize("version", Version)


def _same(one, other, version):
    pair = (accepted(one, "", version), accepted(other, "", version))
    assert are_same(*pair, version) is are_same(*reversed(pair), version)
    return are_same(*pair, version)


@BOTH
def test_what_is_kept_is_sorted_and_without_what_the_server_sets(version):
    kept = canonical(accepted(full(version="1.0.3"), "", version), version)
    as_json = json.loads(kept)
    assert list(as_json) == sorted(as_json)
    assert {"stored", "authority"}.isdisjoint(as_json)
    assert as_json["version"] == "1.0.3"
    assert as_json["timestamp"] == "2026-03-02T09:30:00.123Z"
    assert as_json["id"] == UUID_1


def test_a_statement_without_version_gets_that_of_its_door():
    assert json.loads(canonical(plain(), Version.V1))["version"] == "1.0.0"
    assert json.loads(canonical(plain(), Version.V2))["version"] == "2.0.0"


@BOTH
def test_the_order_of_properties_leaves_no_trace(version):
    turned = dict(reversed(full().items()))
    assert canonical(accepted(turned, "", version), version) == canonical(
        accepted(full(), "", version), version
    )


def test_an_answer_has_what_the_server_sets():
    stored = datetime(2026, 3, 5, 12, tzinfo=UTC)
    answered = completed(plain(), stored=stored, authority=OTHER)
    assert answered == plain(
        stored="2026-03-05T12:00:00.000Z",
        timestamp="2026-03-05T12:00:00.000Z",
        authority=OTHER,
        version="1.0.0",
    )
    kept = plain(timestamp="2026-03-02T09:30:00.000Z", version="2.0.0", stored="", authority={})
    answered = completed(kept, stored=stored, authority=OTHER)
    assert (answered["timestamp"], answered["version"]) == (kept["timestamp"], "2.0.0")
    assert (answered["stored"], answered["authority"]) == ("2026-03-05T12:00:00.000Z", OTHER)


# What is changed, and what stands there instead.
STILL_THE_SAME = [
    ("/id", UUID_2),
    ("/id", ...),
    ("/stored", "2026-03-05T00:00:00Z"),
    ("/authority", OTHER),
    ("/version", "1.0.0"),
    ("/timestamp", ...),
    ("/timestamp", "2026-03-02T09:30:00.1239Z"),
    ("/attachments", []),
    ("/attachments/0/display", {"fr": "Essai"}),
    ("/verb/display", {"fr": "fait"}),
    ("/verb/display", ...),
    ("/object/definition", ...),
    ("/object/definition/name", {"de": "Einführung"}),
    ("/object/objectType", ...),
    ("/actor/objectType", ...),
    ("/actor/mbox", "mailto:ada@EXAMPLE.org"),
    ("/result/duration", "PT4H35M59.149S"),
    ("/context/contextActivities/parent", [{"id": "https://example.org/course", "definition": {}}]),
    ("/context/registration", UUID_1.upper()),
    ("/context/language", "FR-fr"),
    ("/context/statement/id", UUID_2.upper()),
]
NOT_THE_SAME = [
    ("/actor/mbox", "mailto:Ada@example.org"),
    ("/actor/name", "Ada"),
    ("/verb/id", "urn:x"),
    ("/object/id", "https://example.org/activities/Intro"),
    ("/object", AGENT | {"objectType": "Agent"}),
    ("/result/score/raw", 6),
    ("/result/success", ...),
    ("/result/duration", "PT4H35M59.15S"),
    ("/result/response", "A"),
    ("/result/extensions", {"urn:x": None}),
    ("/context/registration", UUID_2),
    ("/context/team", ...),
    ("/context/contextActivities/parent", [{"id": "https://example.org/other"}]),
    ("/context/contextActivities", {"grouping": {"id": "https://example.org/course"}}),
]


@BOTH
@pytest.mark.parametrize(("pointer", "instead"), STILL_THE_SAME)
def test_two_statements_say_the_same(version, pointer, instead):
    assert _same(full(version="1.0.3"), changed(full(version="1.0.3"), pointer, instead), version)


@BOTH
@pytest.mark.parametrize(("pointer", "instead"), NOT_THE_SAME)
def test_two_statements_do_not(version, pointer, instead):
    one = changed(full(), "/context/revision", ...)
    one = changed(one, "/context/platform", ...)
    assert _same(one, one, version)
    assert not _same(one, changed(one, pointer, instead), version)


def test_another_instant_makes_another_statement_in_the_first_version_only():
    later = changed(full(), "/timestamp", "2026-03-02T09:30:01Z")
    assert not _same(full(), later, Version.V1)
    assert _same(full(), later, Version.V2)


@BOTH
def test_the_members_of_a_group_stand_in_no_order(version):
    members = [AGENT, OTHER]
    group = {"objectType": "Group", "member": members}
    turned = {**group, "member": members[::-1]}
    assert _same(plain(actor=group), plain(actor=turned), version)
    assert not _same(plain(actor=group), plain(actor={**group, "member": [AGENT]}), version)
    assert _same(plain(context={"team": group}), plain(context={"team": turned}), version)


@BOTH
def test_a_sub_statement_is_compared_like_its_statement(version):
    for pointer, instead in (
        ("/object/verb/display", ...),
        ("/object/object/definition", ...),
        ("/object/attachments", [ATTACHMENT, ATTACHMENT]),
        ("/object/timestamp", "2026-03-02T09:30:00.123Z"),
    ):
        assert _same(within(), changed(within(), pointer, instead), version)
    for pointer, instead in (("/object/actor", TEAM), ("/object/verb/id", "urn:x")):
        assert not _same(within(), changed(within(), pointer, instead), version)


@BOTH
def test_statements_that_are_kept_in_the_same_bytes_say_the_same(version):
    one = accepted(full(), "", version)
    assert are_same(json.loads(canonical(one, version)), one, version)
