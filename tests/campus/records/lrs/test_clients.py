"""Clients of /xapi: a secret that nobody can read again, and scopes that mean what they say."""

from datetime import UTC, datetime
from uuid import uuid4

import pytest
from django.db import IntegrityError, transaction

from campus.audit.noting import deeds_about
from campus.errors import Invalid, NotAllowed
from campus.records.lrs.clients import (
    authority_of,
    change_client,
    find_client,
    has_scope,
    make_client,
    require,
    revoke,
)
from campus.records.models import Scope, XapiClient
from tests.trainers import a_staff_member

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 11, 23, tzinfo=UTC)


def test_a_client_is_found_by_its_key_and_secret_and_by_nothing_less():
    client, secret = make_client(name="LMS")
    other, other_secret = make_client(name="Autre")
    assert find_client(client.key, secret) == client
    assert find_client(other.key, other_secret) == other
    for key, wrong in ((client.key, other_secret), (client.key, ""), ("", secret), ("x", "")):
        assert find_client(key, wrong) is None


def test_the_secret_is_kept_nowhere():
    client, secret = make_client(name="LMS")
    row = XapiClient.objects.values().get(id=client.id)
    assert secret.encode() not in b"".join(
        each if isinstance(each, bytes) else str(each).encode() for each in row.values()
    )
    assert len(bytes(row["secret_hash"])) == 32


def test_a_revoked_client_is_found_no_more_and_it_is_noted_once():
    client, secret = make_client(name="LMS")
    person = a_staff_member()
    revoke(client=client, by=person, now=NOW)
    revoke(client=client, by=person, now=NOW)
    assert find_client(client.key, secret) is None
    deeds = [each.deed for each in deeds_about(client.id)]
    assert sorted(deeds) == ["client.made", "client.revoked"]


def test_all_stands_for_every_scope_but_that_to_assert():
    everything, _secret = make_client(name="LMS")
    assert all(has_scope(everything, scope) for scope in Scope if scope != Scope.ASSERT)
    assert not has_scope(everything, Scope.ASSERT)


def test_a_scope_opens_what_it_names_and_nothing_else():
    client, _secret = make_client(name="LMS", scopes=[Scope.STATE])
    require(client, Scope.PROFILE, Scope.STATE)
    with pytest.raises(NotAllowed) as refused:
        require(client, Scope.PROFILE, Scope.READ)
    assert refused.value.code == "scope_missing"
    assert "profile, statements/read" in refused.value.detail
    with pytest.raises(NotAllowed):
        require(client)


@pytest.mark.parametrize(
    ("scopes", "asserts_on"),
    [((), ()), ((Scope.ASSERT,), ()), ((Scope.ALL,), (uuid4(),))],
    ids=["nothing", "nowhere", "without the scope"],
)
def test_a_client_that_may_nothing_or_asserts_on_nothing_is_refused(scopes, asserts_on):
    with pytest.raises(Invalid):
        make_client(name="LMS", scopes=scopes, asserts_on=asserts_on)


def test_a_client_asserts_on_what_is_named_to_it():
    course = uuid4()
    client, _secret = make_client(name="LMS", scopes=[Scope.ASSERT], asserts_on=[course])
    client.refresh_from_db()
    assert client.asserts_on == [course]


def test_the_database_refuses_one_that_asserts_without_the_scope_or_may_nothing():
    client, _secret = make_client(name="LMS")
    for change in ({"asserts_on": [uuid4()]}, {"scopes": []}):
        with pytest.raises(IntegrityError), transaction.atomic():
            XapiClient.objects.filter(id=client.id).update(**change)


def test_a_change_keeps_key_and_secret():
    client, secret = make_client(name="LMS")
    change_client(
        client=client,
        name="LMS 2",
        scopes=[Scope.STATE],
        asserts_on=[],
        by=a_staff_member(),
    )
    found = find_client(client.key, secret)
    assert found is not None
    assert (found.name, found.scopes) == ("LMS 2", ["state"])


def test_a_client_answers_for_what_it_states_as_an_account_of_ours():
    client, _secret = make_client(name="LMS")
    assert authority_of(client) == {
        "objectType": "Agent",
        "name": "LMS",
        "account": {"homePage": "https://campus.example", "name": str(client.id)},
    }
