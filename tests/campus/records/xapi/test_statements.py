"""Statements of both versions: every refusal beside the twin that is accepted in its place."""

from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from campus.records.xapi.refusals import Malformed
from campus.records.xapi.statements import accepted
from campus.records.xapi.versions import Version
from tests.campus.records.xapi.samples import (
    ACTIVITY,
    AGENT,
    GROUP,
    OTHER,
    TEAM,
    VOIDED,
    changed,
    full,
    plain,
    within,
)
from tests.campus.records.xapi.twins import OF_STATEMENTS, REF

BOTH = pytest.mark.parametrize("version", Version)
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
    assert kept["timestamp"] == "2026-03-02T09:30:00.123Z"
    sent = full()
    for pointer in ("/context/contextActivities", "/timestamp"):
        kept, sent = changed(kept, pointer, ...), changed(sent, pointer, ...)
    assert kept == sent


@BOTH
def test_a_sub_statement_is_kept_in_the_same_form(version):
    sub = accepted(within(), "", version)["object"]
    assert sub["timestamp"] == "2026-03-02T09:30:00.123Z"
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
