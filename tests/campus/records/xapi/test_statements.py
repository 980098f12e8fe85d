"""Statements of both versions: every refusal beside the twin that is accepted in its place."""

from contextlib import suppress
from uuid import UUID, uuid4

import pytest
from hypothesis import given
from hypothesis import strategies as st

from campus.records.xapi.refusals import Malformed
from campus.records.xapi.statements import accepted, read_post, read_put
from campus.records.xapi.versions import Version
from tests.campus.records.xapi.samples import (
    ACTIVITY,
    AGENT,
    ATTACHMENT,
    GROUP,
    OTHER,
    TEAM,
    UUID_1,
    UUID_2,
    VOIDED,
    changed,
    full,
    plain,
    within,
)

BOTH = pytest.mark.parametrize("version", Version)
REF = {"objectType": "StatementRef", "id": UUID_1}
WORD, NUMBER, THING = "should fail", 12345, {"key": "should fail"}

# Where, what is refused there and why, and what is accepted in its place (`...`: nothing).
OF_STATEMENTS = [
    ("/actor", ..., "missing", GROUP),
    ("/verb", ..., "missing", {"id": "urn:x"}),
    ("/object", ..., "missing", {"id": "urn:x"}),
    ("/iD", UUID_1, "unknown_property", ...),
    ("/timeStamp", "2026-03-02T09:30:00Z", "unknown_property", ...),
    ("/extra", 1, "unknown_property", ...),
    ("/id", NUMBER, "wrong_type", UUID_2),
    ("/id", THING, "wrong_type", UUID_2.upper()),
    ("/id", "AA97B177-9383-4934-8543-0F91A7A028368", "not_a_uuid", ...),
    ("/timestamp", "01/011/2015", "not_a_timestamp", "2026-03-02 09:30:00Z"),
    ("/timestamp", "2008-09-15T15:53:00.601-00:00", "not_a_timestamp", "2008-09-15T15:53:00.601Z"),
    ("/timestamp", None, "wrong_type", ...),
    ("/timestamp", "", "not_a_timestamp", "2999-03-02T09:30:00Z"),
    ("/stored", WORD, "not_a_timestamp", ...),
    ("/attachments", ATTACHMENT, "wrong_type", []),
    ("/attachments/0", NUMBER, "wrong_type", ATTACHMENT),
    ("/attachments/0/usageType", WORD, "not_an_iri", "urn:x"),
    ("/attachments/0/usageType", ..., "missing", "urn:x"),
    ("/attachments/0/display", "Essay", "wrong_type", {}),
    ("/attachments/0/display/something", "Essay", "not_a_language", ...),
    ("/attachments/0/description", NUMBER, "wrong_type", {"es-MX": "Ensayo"}),
    ("/attachments/0/contentType", NUMBER, "wrong_type", "image/jpeg"),
    ("/attachments/0/contentType", "text", "not_a_media_type", "text/plain"),
    ("/attachments/0/length", "27", "wrong_type", 0),
    ("/attachments/0/length", -1, "wrong_type", 1),
    ("/attachments/0/length", 27.5, "wrong_type", 27),
    ("/attachments/0/length", True, "wrong_type", 1),
    ("/attachments/0/sha2", NUMBER, "wrong_type", "a" * 128),
    ("/attachments/0/sha2", "", "not_a_sha2", "A" * 64),
    ("/attachments/0/fileUrl", WORD, "not_an_iri", ...),
    ("/attachments/0/fileURL", "http://a/b", "unknown_property", ...),
    # Actors
    ("/actor", "ada", "wrong_type", OTHER),
    ("/actor/objectType", "agent", "not_listed", "Agent"),
    ("/actor/objectType", "Activity", "not_listed", ...),
    ("/actor/objectType", '"objectType": "Agent"', "not_listed", ...),
    ("/actor/name", None, "wrong_type", ""),
    ("/actor/mbox", ..., "not_one_identifier", "mailto:b@c"),
    ("/actor/openid", "https://ada.example.org", "not_one_identifier", ...),
    ("/actor/mbox", "ada@example.org", "not_a_mailto", "mailto:ada@example.org"),
    ("/actor/member", [OTHER], "unknown_property", ...),
    ("/actor", {"mbox_sha1sum": "abc"}, "not_a_sha1", {"mbox_sha1sum": "a" * 40}),
    ("/actor", {"openid": "ab=c://x"}, "not_an_iri", {"openid": "https://a.b"}),
    ("/actor", {"account": "4711"}, "wrong_type", OTHER),
    ("/actor", {"account": {"name": "4711"}}, "missing", OTHER),
    ("/actor", {"account": {"homePage": "http://a"}}, "missing", OTHER),
    ("/actor", {"account": {"homePage": "a.b", "name": "c"}}, "not_an_iri", OTHER),
    ("/actor", {"account": {"homePage": "http://a", "name": THING}}, "wrong_type", OTHER),
    ("/actor", {"objectType": "Group"}, "no_member", GROUP),
    ("/actor", {"objectType": "Group", "member": []}, "no_member", TEAM),
    ("/actor", {"objectType": "Group", "member": OTHER}, "wrong_type", GROUP),
    ("/actor", {"objectType": "Group", "member": [TEAM]}, "not_listed", {**TEAM, "member": []}),
    ("/actor", {**TEAM, **OTHER}, "not_one_identifier", TEAM),
    ("/actor", {"member": [OTHER]}, "unknown_property", {"objectType": "Group", "member": [OTHER]}),
    # Verbs
    ("/verb/id", ..., "missing", "urn:x"),
    ("/verb/id", "adlnet.gov/completed", "not_an_iri", "http://adlnet.gov/completed"),
    ("/verb/display", "done", "wrong_type", {}),
    ("/verb/display/en-US", None, "wrong_type", "done"),
    ("/verb/display/a12345", "done", "not_a_language", ...),
    # Objects
    ("/object/objectType", "activity", "not_listed", ...),
    ("/object/objectType", "Thing", "not_listed", "Activity"),
    ("/object/id", ..., "missing", ACTIVITY),
    ("/object/id", "ab=c://should.fail.com", "not_an_iri", "urn:x"),
    ("/object/definition", WORD, "wrong_type", {}),
    ("/object/definition/name", NUMBER, "wrong_type", {"zh-Hans-CN": "x"}),
    ("/object/definition/description/zh-z-aaa-z-bbb-c-ccc", "x", "not_a_language", ...),
    ("/object/definition/type", WORD, "not_an_iri", ...),
    ("/object/definition/moreInfo", None, "wrong_type", ...),
    ("/object/definition/extensions", WORD, "wrong_type", {}),
    ("/object/definition/extensions/should fail", True, "not_an_iri", ...),
    ("/object/definition/interactionType", "true-faLse", "not_listed", "true-false"),
    ("/object/definition/interactionType", "http://a/b", "not_listed", "long-fill-in"),
    ("/object/definition/interactionType", ..., "missing", "other"),
    ("/object/definition/correctResponsesPattern", "a", "wrong_type", []),
    ("/object/definition/correctResponsesPattern", [1], "wrong_type", ["1"]),
    ("/object/definition/choices", THING, "wrong_type", []),
    ("/object/definition/choices/0", WORD, "wrong_type", {"id": "c"}),
    ("/object/definition/choices/0/id", NUMBER, "wrong_type", "c"),
    ("/object/definition/choices/0/id", ..., "missing", "c"),
    ("/object/definition/choices/1/id", "a", "id_twice", "c"),
    ("/object/definition/choices/0/description", {"x1": "a"}, "not_a_language", {"ja": "あ"}),
    ("/object/definition/steps", [{"id": "a"}, {"id": "a"}], "id_twice", [{"id": "a"}]),
    ("/object/definition/scale", [{}], "missing", [{"id": "a"}]),
    ("/object/definition/source", {}, "wrong_type", [{"id": "a"}]),
    ("/object/definition/target", [{"id": "a", "x": 1}], "unknown_property", [{"id": "a"}]),
    # Results
    ("/result", WORD, "wrong_type", {}),
    ("/result/score", NUMBER, "wrong_type", {}),
    ("/result/score/scaled", 1.01, "out_of_range", 1.0),
    ("/result/score/scaled", -1.00001, "out_of_range", -1),
    ("/result/score/scaled", "0.5", "wrong_type", 0.6767676),
    ("/result/score/scaled", True, "wrong_type", 1),
    ("/result/score/raw", 10.5, "out_of_range", 10),
    ("/result/score/raw", -0.5, "out_of_range", 0),
    ("/result/score/min", 10, "out_of_range", 5),
    ("/result/score/max", "100", "wrong_type", 100.6767676),
    ("/result/success", "yes", "wrong_type", False),
    ("/result/completion", "false", "wrong_type", True),
    ("/result/response", NUMBER, "wrong_type", ""),
    ("/result/duration", "P4W1D", "not_a_duration", "P4W"),
    ("/result/duration", NUMBER, "wrong_type", "PT1H0M0.123456S"),
    ("/result/extensions", "x", "wrong_type", {"urn:x": {"any": None}}),
    # Contexts
    ("/context", [], "wrong_type", {}),
    ("/context/registration", None, "wrong_type", UUID_2),
    ("/context/registration", WORD, "not_a_uuid", ...),
    ("/context/instructor", THING, "unknown_property", GROUP),
    ("/context/team", AGENT, "not_listed", GROUP),
    ("/context/team", {"mbox": "mailto:a@b"}, "missing", TEAM),
    ("/context/contextActivities", WORD, "wrong_type", ...),
    ("/context/contextActivities", {}, "empty", {"other": []}),
    ("/context/contextActivities/sibling", {"id": "urn:x"}, "unknown_property", ...),
    ("/context/contextActivities/parent", {"id": WORD}, "not_an_iri", {"id": "urn:x"}),
    ("/context/contextActivities/grouping", [{"id": "urn:x"}, THING], "missing", [{"id": "urn:x"}]),
    ("/context/contextActivities/category", [AGENT], "missing", {"id": "urn:x"}),
    ("/context/revision", NUMBER, "wrong_type", "3"),
    ("/context/platform", THING, "wrong_type", ""),
    ("/context/language", "something", "not_a_language", "cmn"),
    ("/context/statement", UUID_1, "wrong_type", REF),
    ("/context/statement/id", "x", "not_a_uuid", UUID_1),
    ("/context/statement/objectType", ..., "missing", "StatementRef"),
    ("/context/extensions", {"example.com/wrong": 1}, "not_an_iri", {"urn:right": 1}),
]
_TOP = ("id", "iD", "stored", "version", "authority")
OF_SUB_STATEMENTS = [row for row in OF_STATEMENTS if row[0].split("/")[1] not in _TOP]


def _or_nothing(value, pointer, new):
    """`...` in place of what stands there; where nothing stands, nothing is to be taken away."""
    with suppress(KeyError):
        return changed(value, pointer, new)
    return value


@BOTH
@pytest.mark.parametrize(("pointer", "refused", "code", "instead"), OF_STATEMENTS)
def test_a_statement_is_refused_where_its_twin_is_accepted(
    version, pointer, refused, code, instead
):
    _assert_twins(full(), "", version, pointer, refused, code, instead)


@BOTH
@pytest.mark.parametrize(("pointer", "refused", "code", "instead"), OF_SUB_STATEMENTS)
def test_so_is_a_sub_statement(version, pointer, refused, code, instead):
    _assert_twins(within(), "/object", version, pointer, refused, code, instead)


def _assert_twins(statement, prefix, version, pointer, refused, code, instead):
    accepted(_or_nothing(statement, prefix + pointer, instead), "", version)
    with pytest.raises(Malformed) as raised:
        accepted(changed(statement, prefix + pointer, refused), "", version)
    assert raised.value.code == code
    parent = (prefix + pointer).rsplit("/", 1)[0]
    assert raised.value.pointer.startswith(parent)
    assert raised.value.detail.endswith(".")


@BOTH
def test_the_least_and_the_fullest_statement_are_accepted(version):
    assert accepted(plain(), "", version) == plain()
    kept = accepted(full(), "", version)
    assert kept["context"]["contextActivities"] == {
        "parent": [{"id": "https://example.org/course"}]
    }
    assert changed(kept, "/context/contextActivities", 0) == changed(
        full(), "/context/contextActivities", 0
    )


@BOTH
def test_context_activities_are_kept_in_arrays_within_a_sub_statement_too(version):
    sub = accepted(within(), "", version)["object"]
    assert sub["context"]["contextActivities"]["parent"] == [{"id": "https://example.org/course"}]


@BOTH
@pytest.mark.parametrize("name", ["id", "stored", "version", "authority"])
def test_a_sub_statement_has_nothing_that_only_a_stored_one_has(version, name):
    accepted(within(), "", version)
    with pytest.raises(Malformed) as refused:
        accepted(within(**{name: full(version="1.0.0")[name]}), "", version)
    assert (refused.value.code, refused.value.pointer) == ("unknown_property", f"/object/{name}")


@BOTH
def test_a_sub_statement_holds_no_other(version):
    accepted(within(object=REF, context={}), "", version)
    with pytest.raises(Malformed) as refused:
        accepted(within(object=within()["object"]), "", version)
    assert (refused.value.code, refused.value.pointer) == (
        "not_listed",
        "/object/object/objectType",
    )


@BOTH
@pytest.mark.parametrize("object_", [AGENT, GROUP, TEAM, REF, {"id": ACTIVITY}])
def test_an_object_says_its_type_unless_it_is_an_activity(version, object_):
    accepted(plain(object=object_), "", version)
    untyped = {name: value for name, value in object_.items() if name != "objectType"}
    if object_ == {"id": ACTIVITY}:
        accepted(plain(object=untyped), "", version)
    else:
        with pytest.raises(Malformed):
            accepted(plain(object=untyped), "", version)


@BOTH
@pytest.mark.parametrize("name", ["revision", "platform"])
@pytest.mark.parametrize("object_", [AGENT, GROUP, REF, within()["object"]])
def test_only_of_an_activity_a_context_tells_revision_and_platform(version, name, object_):
    accepted(plain(context={name: "1"}), "", version)
    accepted(plain(object=object_, context={"language": "fr"}), "", version)
    with pytest.raises(Malformed) as refused:
        accepted(plain(object=object_, context={name: "1"}), "", version)
    assert (refused.value.code, refused.value.pointer) == ("not_of_activity", f"/context/{name}")


@BOTH
def test_only_a_statement_is_voided(version):
    accepted(plain(verb={"id": VOIDED}, object=REF), "", version)
    for object_ in ({"id": ACTIVITY}, AGENT, within()["object"]):
        with pytest.raises(Malformed) as refused:
            accepted(plain(verb={"id": VOIDED}, object=object_), "", version)
        assert refused.value.code == "not_a_statement_ref"
    with pytest.raises(Malformed):
        accepted(plain(verb={"id": VOIDED}, object={"objectType": "StatementRef"}), "", version)


@BOTH
def test_a_group_that_asserts_is_an_application_and_a_person(version):
    pair = {"objectType": "Group", "member": [OTHER, AGENT]}
    accepted(plain(authority=AGENT), "", version)
    accepted(plain(authority=pair), "", version)
    for wrong, code in (
        ({**pair, "mbox": "mailto:a@b"}, "not_anonymous"),
        ({**pair, "openid": "https://a.b"}, "not_anonymous"),
        (TEAM, "not_anonymous"),
        ({**pair, "member": [OTHER]}, "not_two"),
        ({**pair, "member": [OTHER, AGENT, OTHER]}, "not_two"),
        ({"objectType": "Group"}, "no_member"),
    ):
        with pytest.raises(Malformed) as refused:
            accepted(plain(authority=wrong), "", version)
        assert refused.value.code == code


@pytest.mark.parametrize("given", ["1.0", "1.0.0", "1.0.9"])
def test_a_statement_may_say_the_first_version_at_both_doors(given):
    for version in Version:
        assert accepted(plain(version=given), "", version)["version"] == given


@pytest.mark.parametrize("given", ["2.0", "2.0.0"])
def test_a_statement_may_say_the_second_version_at_its_own_door_only(given):
    assert accepted(plain(version=given), "", Version.V2)
    with pytest.raises(Malformed):
        accepted(plain(version=given), "", Version.V1)


@BOTH
@pytest.mark.parametrize("given", [1, "", "should fail", "0.9.9", "1.1.0", "2.1.0", "1.0."])
def test_a_statement_may_say_no_other_version(version, given):
    with pytest.raises(Malformed) as refused:
        accepted(plain(version=given), "", version)
    assert refused.value.pointer == "/version"


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


@BOTH
def test_a_post_holds_one_statement_or_many(version):
    assert read_post(plain(), version) == [plain()]
    assert read_post([plain(), plain(id=UUID_1), plain(id=UUID_2), plain()], version)[3] == plain()
    assert read_post([], version) == []


@BOTH
def test_a_batch_is_refused_whole_where_one_of_it_is(version):
    with pytest.raises(Malformed) as refused:
        read_post([plain(), plain(verb={"id": "x"})], version)
    assert refused.value.pointer == "/1/verb/id"
    for neither in (None, "x", 1, [[]], [plain(), None]):
        with pytest.raises(Malformed):
            read_post(neither, version)


@BOTH
def test_two_of_a_batch_have_two_ids(version):
    read_post([plain(id=UUID_1), plain(id=UUID_2)], version)
    with pytest.raises(Malformed) as refused:
        read_post([plain(id=UUID_1), plain(), plain(id=UUID_1.upper())], version)
    assert (refused.value.code, refused.value.pointer) == ("id_twice", "/2/id")


@BOTH
def test_a_put_statement_has_the_id_of_its_request(version):
    id_ = UUID(UUID_1)
    assert read_put(plain(), id_, version)["id"] == UUID_1
    assert read_put(plain(id=UUID_1.upper()), id_, version)["id"] == UUID_1
    with pytest.raises(Malformed) as refused:
        read_put(plain(id=str(uuid4())), id_, version)
    assert refused.value.pointer == "/id"
    with pytest.raises(Malformed):
        read_put([plain()], id_, version)


_POINTERS = sorted({row[0] for row in OF_STATEMENTS})
_ANY = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(max_size=9),
    lambda inner: (
        st.lists(inner, max_size=2)
        | st.dictionaries(
            st.sampled_from(["id", "objectType", "member", "en", "x"]), inner, max_size=3
        )
    ),
    max_leaves=5,
)


@given(st.sampled_from(_POINTERS), _ANY, st.sampled_from(list(Version)))
def test_whatever_stands_anywhere_is_accepted_or_refused_and_nothing_else(pointer, value, version):
    for statement, prefix in ((full(), ""), (within(), "/object")):
        with suppress(Malformed):
            accepted(changed(statement, prefix + pointer, value), "", version)
