"""Tools are for all; a person is shown while she agrees to it, and not a moment longer."""

import pytest
from django.test import Client

from campus.accounts import consents
from campus.accounts.models import Consent
from courses.catalogue.resourcing import listed
from tests.api import Api
from tests.standing import a_resource
from tests.world import a_person

pytestmark = pytest.mark.django_db
LISTED = Consent.Kind.LISTED


def test_a_tool_is_shown_once_it_is_public() -> None:
    shown, hidden = a_resource(), a_resource(is_public=False)
    assert list(listed()) == [shown]
    assert Api().get(f"/resources/{hidden.slug}").status_code == 404


@pytest.mark.parametrize("kind", ["expert", "lab"])
def test_a_person_is_shown_only_while_she_agrees(kind: str, client: Client) -> None:
    person = a_person("Chloé Petit")
    resource = a_resource(kind, person=person)
    assert list(listed()) == []
    consents.give(person=person, kind=LISTED)
    assert list(listed(kind=kind)) == [resource]
    assert client.get(f"/fr/resources/{resource.slug}").status_code == 200
    consents.take_back(person=person, kind=LISTED)
    assert list(listed()) == []
    assert client.get(f"/fr/resources/{resource.slug}").status_code == 404
    assert Api().results(f"/resources?kind={kind}") == []


def test_another_agreement_is_not_this_one() -> None:
    person = a_person()
    a_resource("expert", person=person)
    consents.give(person=person, kind=Consent.Kind.NAMED_TO_MANAGER)
    assert list(listed()) == []


def test_she_is_asked_on_her_account_and_agrees_with_a_click(client: Client) -> None:
    person = a_person()
    a_resource("expert", person=person, title="Conception de formulaires")
    client.force_login(person)
    assert "Conception de formulaires" in client.get("/fr/account").content.decode()
    client.post("/fr/account/listed", {"agree": "yes"})
    assert listed().count() == 1
    client.post("/fr/account/listed", {"agree": "no"})
    assert listed().count() == 0
    assert Consent.objects.filter(person=person, kind=LISTED).count() == 1


def test_resources_are_told_by_kind_and_fields() -> None:
    a_resource("tool")
    (told,) = Api().results("/resources?kind=tool&fields=kind,title")
    assert told == {"kind": "tool", "title": {"fr": "Outil tool"}}
    assert Api().get("/resources?kind=person").status_code == 400


def test_a_list_of_resources_takes_as_many_queries_for_many(django_assert_num_queries) -> None:
    for _one in range(3):
        a_resource()
    with django_assert_num_queries(2):
        Api().results("/resources")
    for _one in range(17):
        a_resource()
    with django_assert_num_queries(2):
        Api().results("/resources")
