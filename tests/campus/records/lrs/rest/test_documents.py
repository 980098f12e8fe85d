"""The doors of documents: kept as they came, found again, never overwritten unseen."""

import json
from urllib.parse import quote
from uuid import uuid4

import pytest
from django.db import transaction

from campus.records.lrs import documents
from campus.records.lrs.documents import Kind, Shelf
from campus.records.models import XapiDocument
from tests import racing
from tests.api import assert_problem
from tests.campus.records.lrs.asking import (
    AGENT,
    DOCUMENTS,
    STATE,
    V1,
    V2,
    Store,
    ask,
    params_of,
)

pytestmark = pytest.mark.django_db
BOTH = pytest.mark.parametrize("version", [V1, V2])
KINDS = pytest.mark.parametrize("address", list(DOCUMENTS))
PROFILES = pytest.mark.parametrize("address", [each for each in DOCUMENTS if each != STATE])


def _tag(store, address, **changed):
    return ask(store, "GET", address, params_of(address, **changed)).headers["ETag"]


@BOTH
@KINDS
def test_a_document_comes_back_byte_for_byte_with_its_type(version, address):
    store, body = Store(version=version), bytes(range(256))
    assert ask(store, "POST", address, params_of(address), body, "image/png").status_code == 204
    found = ask(store, "GET", address, params_of(address))
    assert (found.status_code, found.content) == (200, body)
    assert found.headers["Content-Type"] == "image/png"
    assert found.headers["Content-Disposition"] == "attachment"
    assert "GMT" in found.headers["Last-Modified"]
    tag = found.headers["ETag"]
    assert (len(tag), tag[0], tag[41]) == (42, '"', '"')


@KINDS
def test_a_document_that_is_not_there_is_404_and_gone_is_gone(address):
    store, given = Store(), params_of(address)
    assert_problem(ask(store, "GET", address, given), 404, "not_found")
    assert ask(store, "DELETE", address, given).status_code == 204
    ask(store, "PUT", address, given, {"a": 1})
    assert ask(store, "DELETE", address, given).status_code == 204
    assert ask(store, "GET", address, given).status_code == 404


@KINDS
def test_head_tells_of_a_document_without_its_body(address):
    store, given = Store(), params_of(address)
    ask(store, "PUT", address, given, {"a": 1})
    got, head = ask(store, "GET", address, given), ask(store, "HEAD", address, given)
    assert (head.status_code, head.content) == (200, b"")
    for name in ("ETag", "Last-Modified", "Content-Type", "Content-Length"):
        assert head.headers[name] == got.headers[name]


@KINDS
def test_who_has_the_document_already_is_not_sent_it_again(address):
    store, given = Store(), params_of(address)
    ask(store, "PUT", address, given, {"a": 1})
    response = ask(store, "GET", address, given, If_None_Match=_tag(store, address))
    assert (response.status_code, response.content) == (304, b"")
    assert ask(store, "GET", address, given, If_None_Match='"x"').status_code == 200


@BOTH
@KINDS
def test_the_top_level_of_json_is_merged_by_post(version, address):
    store, given = Store(version=version), params_of(address)
    assert ask(store, "POST", address, given, {"car": {"a": 1}, "b": 1}).status_code == 204
    assert ask(store, "POST", address, given, {"car": {"c": 2}}).status_code == 204
    found = ask(store, "GET", address, given)
    assert found.json() == {"car": {"c": 2}, "b": 1}
    assert found.headers["Content-Type"] == "application/json"


@BOTH
@KINDS
@pytest.mark.parametrize(
    ("body", "content_type"),
    [(b"abc", "text/plain"), (b"{", "application/json"), (b"[1]", "application/json")],
)
def test_what_cannot_be_merged_changes_nothing(version, address, body, content_type):
    store, given = Store(version=version), params_of(address)
    ask(store, "POST", address, given, {"a": 1})
    assert ask(store, "POST", address, given, body, content_type).status_code == 400
    assert ask(store, "GET", address, given).json() == {"a": 1}


@KINDS
def test_json_is_not_merged_into_what_is_none(address):
    store, given = Store(), params_of(address)
    ask(store, "PUT", address, given, b"abc", "application/octet-stream")
    assert_problem(ask(store, "POST", address, given, {"a": 1}), 400, "not_json")
    assert ask(store, "GET", address, given).content == b"abc"


@KINDS
@pytest.mark.parametrize("body", [b"1", b"true", b""])
def test_a_new_document_may_be_anything(address, body):
    store, given = Store(), params_of(address)
    form = "application/x-www-form-urlencoded"
    assert ask(store, "POST", address, given, body, form).status_code == 204
    assert ask(store, "GET", address, given).content == body


# Preconditions


@BOTH
@KINDS
@pytest.mark.parametrize("method", ["PUT", "POST", "DELETE"])
def test_a_wrong_tag_is_412_and_changes_nothing_and_the_right_one_passes(version, address, method):
    store, given = Store(version=version), params_of(address)
    ask(store, "POST", address, given, {"a": 1})
    for wrong in ('"1234"', "1234", f'"{"1" * 40}"'):
        response = ask(store, method, address, given, {"b": 2}, If_Match=wrong)
        assert_problem(response, 412, "precondition_failed")
        assert ask(store, "GET", address, given).json() == {"a": 1}
    right = _tag(store, address)
    assert ask(store, method, address, given, {"b": 2}, If_Match=right).status_code == 204
    after = ask(store, "GET", address, given)
    expected = {"PUT": {"b": 2}, "POST": {"a": 1, "b": 2}}.get(method)
    assert (after.json() if after.status_code == 200 else None) == expected
    if expected:
        assert after.headers["ETag"] != right


@BOTH
@KINDS
def test_if_none_match_writes_only_where_there_is_nothing(version, address):
    store, given = Store(version=version), params_of(address)
    assert ask(store, "PUT", address, given, {"a": 1}, If_None_Match="*").status_code == 204
    response = ask(store, "PUT", address, given, {"b": 2}, If_None_Match="*")
    assert_problem(response, 412, "precondition_failed")
    assert ask(store, "GET", address, given).json() == {"a": 1}


@BOTH
@PROFILES
def test_a_profile_is_not_replaced_unseen(version, address):
    store, given = Store(version=version), params_of(address)
    ask(store, "POST", address, given, {"a": 1})
    problem = assert_problem(ask(store, "PUT", address, given, {"b": 2}), 409, "document_exists")
    assert "If-Match" in problem["detail"]
    assert ask(store, "GET", address, given).json() == {"a": 1}


@PROFILES
def test_a_new_profile_is_put_without_precondition_in_2_0_only(address):
    given = params_of(address)
    refused = ask(Store(version=V1), "PUT", address, given, {"a": 1})
    assert_problem(refused, 400, "precondition_missing")
    assert ask(Store(version=V1), "GET", address, given).status_code == 404
    assert ask(Store(version=V2), "PUT", address, given, {"a": 1}).status_code == 204


@BOTH
def test_a_new_state_is_put_without_precondition(version):
    response = ask(Store(version=version), "PUT", STATE, params_of(STATE), {"a": 1})
    assert response.status_code == 204


@pytest.mark.parametrize(("version", "status"), [(V1, 204), (V2, 409)])
def test_a_state_is_replaced_unseen_in_1_0_3_only(version, status):
    store, given = Store(version=version), params_of(STATE)
    ask(store, "PUT", STATE, given, {"a": 1})
    assert ask(store, "PUT", STATE, given, {"b": 2}).status_code == status
    kept = {"b": 2} if version == V1 else {"a": 1}
    assert ask(store, "GET", STATE, given).json() == kept


# Many


@BOTH
@KINDS
def test_without_a_name_the_names_are_listed(version, address):
    store = Store(version=version)
    name = "stateId" if address == STATE else "profileId"
    assert ask(store, "GET", address, params_of(address, **{name: None})).json() == []
    for each in ("b", "a", "é"):
        ask(store, "POST", address, params_of(address, **{name: each}), {"a": 1})
    response = ask(store, "GET", address, params_of(address, **{name: None}))
    assert sorted(response.json()) == ["a", "b", "é"]
    assert "GMT" in response.headers["Last-Modified"]


@KINDS
def test_the_names_stored_since_are_listed_the_moment_itself_left_out(address):
    store = Store()
    name = "stateId" if address == STATE else "profileId"
    for each in ("old", "new"):
        ask(store, "PUT", address, params_of(address, **{name: each}), {"a": 1})
    moment = XapiDocument.objects.get(name="old").stored_at
    since = params_of(address, **{name: None, "since": moment.isoformat()})
    assert ask(store, "GET", address, since).json() == ["new"]
    since["since"] = "not a timestamp"
    assert ask(store, "GET", address, since).status_code == 400


def test_states_of_a_registration_are_others_than_those_without():
    store, one, other = Store(), str(uuid4()), str(uuid4())
    for registration in (None, one, other):
        given = params_of(STATE, registration=registration)
        ask(store, "PUT", STATE, given, {"of": registration})
    ask(store, "PUT", STATE, params_of(STATE, registration=one, stateId="second"), {})
    assert ask(store, "GET", STATE, params_of(STATE)).json() == {"of": None}
    found = ask(store, "GET", STATE, params_of(STATE, registration=one.upper()))
    assert found.json() == {"of": one}
    named = params_of(STATE, stateId=None, registration=one)
    assert sorted(ask(store, "GET", STATE, named).json()) == ["bookmark", "second"]
    together = ask(store, "GET", STATE, params_of(STATE, stateId=None)).json()
    assert sorted(together) == ["bookmark", "second"]


def test_all_states_of_an_agent_in_an_activity_are_deleted_at_once():
    store, one = Store(), str(uuid4())
    for changed in ({}, {"stateId": "b"}, {"registration": one}, {"activityId": "x:other"}):
        ask(store, "PUT", STATE, params_of(STATE, **changed), {"a": 1})
    of_one = params_of(STATE, stateId=None, registration=one)
    assert ask(store, "DELETE", STATE, of_one).status_code == 204
    assert sorted(ask(store, "GET", STATE, params_of(STATE, stateId=None)).json()) == [
        "b",
        "bookmark",
    ]
    assert ask(store, "DELETE", STATE, params_of(STATE, stateId=None)).status_code == 204
    assert ask(store, "GET", STATE, params_of(STATE, stateId=None)).json() == []
    assert ask(store, "GET", STATE, params_of(STATE, activityId="x:other")).status_code == 200


@PROFILES
def test_profiles_are_deleted_one_by_one(address):
    store = Store()
    ask(store, "PUT", address, params_of(address), {"a": 1})
    given = params_of(address, profileId=None)
    assert_problem(ask(store, "DELETE", address, given), 400, "missing")
    assert ask(store, "GET", address, params_of(address)).status_code == 200


def test_documents_of_one_kind_are_none_of_another():
    store = Store()
    for address in DOCUMENTS:
        ask(store, "PUT", address, params_of(address), {"of": address})
    for address in DOCUMENTS:
        assert ask(store, "GET", address, params_of(address)).json() == {"of": address}


def test_an_agent_is_told_by_her_identifier_alone():
    store, named = Store(), {**AGENT, "name": "Rick", "objectType": "Agent"}
    ask(store, "PUT", STATE, params_of(STATE), {"a": 1})
    assert ask(store, "GET", STATE, params_of(STATE, agent=named)).status_code == 200
    other = {"account": {**AGENT["account"], "name": "Other"}}
    assert ask(store, "GET", STATE, params_of(STATE, agent=other)).status_code == 404


# What is refused


WRONG = [
    (STATE, {"activityId": None}),
    (STATE, {"agent": None}),
    (STATE, {"activityId": "no iri"}),
    (STATE, {"agent": "not JSON"}),
    (STATE, {"agent": True}),
    (STATE, {"agent": {"objectType": "Group", **AGENT}}),
    (STATE, {"agent": {}}),
    (STATE, {"agent": {**AGENT, "mbox": "mailto:a@b.example"}}),
    (STATE, {"registration": "true"}),
    (STATE, {"profileId": "x"}),
    (STATE, {"StateId": "x"}),
    ("/xapi/activities/profile", {"activityId": None}),
    ("/xapi/activities/profile", {"agent": AGENT}),
    ("/xapi/agents/profile", {"agent": None}),
    ("/xapi/agents/profile", {"agent": {"name": "Nobody"}}),
    ("/xapi/agents/profile", {"registration": str(uuid4())}),
]


@BOTH
@pytest.mark.parametrize("method", ["GET", "HEAD", "PUT", "POST", "DELETE"])
@pytest.mark.parametrize(("address", "changed"), WRONG)
def test_wrong_parameters_are_400_by_any_method(version, method, address, changed):
    store = Store(version=version)
    given = params_of(address, **changed)
    assert ask(store, method, address, given, {"a": 1}).status_code == 400
    assert not XapiDocument.objects.exists()


@KINDS
def test_a_name_is_needed_to_write(address):
    store, name = Store(), "stateId" if address == STATE else "profileId"
    for method in ("PUT", "POST"):
        response = ask(store, method, address, params_of(address, **{name: None}), {"a": 1})
        assert_problem(response, 400, "missing")


def test_since_goes_with_lists_only():
    store, since = Store(), "2026-01-01T00:00:00Z"
    assert ask(store, "GET", STATE, params_of(STATE, since=since)).status_code == 400
    nameless = params_of(STATE, stateId=None, since=since)
    assert ask(store, "DELETE", STATE, nameless).status_code == 400
    assert ask(store, "GET", STATE, nameless).status_code == 200


def test_a_name_may_hold_anything_but_nul():
    store = Store()
    for name in ("", " ", "a/b?c&d", "é" * 3000):
        given = params_of(STATE, stateId=name)
        assert ask(store, "PUT", STATE, given, {"a": 1}).status_code == 204
        assert ask(store, "GET", STATE, given).status_code == 200
    path = f"{STATE}?activityId=x:y&agent={quote(json.dumps(AGENT))}&stateId=a%00"
    assert ask(store, "PUT", path, None, {"a": 1}).status_code == 400


# Two at once


def _send(store, method, body, **headers):
    return ask(store, method, STATE, params_of(STATE), body, **headers).status_code


def _both(store, method, first, second, **headers):
    """What two get, of whom the second begins while the first has not ended; did it wait?"""
    with racing.another_process() as run:
        with transaction.atomic():
            got = _send(store, method, first, **headers)
            later = run(_send, store, method, second, **headers)
            is_blocked = _is_soon_blocked()
        return got, later.result(timeout=10), is_blocked


def _is_soon_blocked():
    try:
        racing.wait_until(racing.is_blocked)
    except AssertionError:
        return False
    return True


@pytest.mark.django_db(transaction=True)
def test_two_that_post_at_once_both_count():
    store = Store()
    assert _both(store, "POST", {"a": 1}, {"b": 2}) == (204, 204, True)
    assert ask(store, "GET", STATE, params_of(STATE)).json() == {"a": 1, "b": 2}


@pytest.mark.django_db(transaction=True)
def test_of_two_that_write_first_at_once_one_is_told():
    store = Store()
    assert _both(store, "PUT", {"a": 1}, {"b": 2}, If_None_Match="*") == (204, 412, True)
    assert ask(store, "GET", STATE, params_of(STATE)).json() == {"a": 1}


@pytest.mark.django_db(transaction=True)
def test_of_two_that_saw_the_same_document_one_is_told():
    store = Store()
    _send(store, "PUT", {"seed": 0})
    seen = _tag(store, STATE)
    assert _both(store, "PUT", {"a": 1}, {"b": 2}, If_Match=seen) == (204, 412, True)
    assert ask(store, "GET", STATE, params_of(STATE)).json() == {"a": 1}


@pytest.mark.django_db(transaction=True)
def test_without_the_lock_one_of_two_is_lost(monkeypatch):
    """The control of the races above."""
    store = Store()
    _send(store, "POST", {"seed": 0})
    monkeypatch.setattr(documents, "_lock", lambda place: None)
    got = _both(store, "POST", {"a": 1}, {"b": 2})
    assert got[:2] == (204, 204)
    found = ask(store, "GET", STATE, params_of(STATE)).json()
    assert found == {"seed": 0, "b": 2}


# Forgetting


def test_everything_kept_about_an_agent_can_be_forgotten():
    store = Store()
    for address in DOCUMENTS:
        ask(store, "PUT", address, params_of(address), {"a": 1})
    other = {"mbox": "mailto:other@example.org"}
    ask(store, "PUT", STATE, params_of(STATE, agent=other), {"a": 1})
    assert documents.forget(AGENT) == 2
    left = XapiDocument.objects.values_list("shelf", flat=True)
    activity = DOCUMENTS[STATE]["activityId"]
    assert {*left} == {
        Shelf(Kind.ACTIVITY_PROFILE, activity=activity).key,
        Shelf(Kind.STATE, activity=activity, agent=other).key,
    }
