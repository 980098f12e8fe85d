"""The campus moves to another domain, and whatever was issued before is proved as before."""

import json
from collections.abc import Iterator
from io import StringIO
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.test import Client

from campus.accounts.models import Organisation
from campus.owed.claiming import do_owed
from campus.records.fitting import faults_of
from campus.records.models import LearningRecord
from tests import world
from workers.certificates.issuers import keys
from workers.certificates.issuers.signing import issuer_documents
from workers.certificates.models import Credential
from workers.certificates.proving.credentials import verify
from workers.certificates.signed import proofs
from workers.certificates.statuses import lists as statuslist
from workers.progress.folding.earning import CREDENTIAL
from workers.progress.folding.shards import fold_all

pytestmark = pytest.mark.django_db
OLD, NEW = "https://campus.example", "https://new.example"


@pytest.fixture(autouse=True)
def any_host(settings: Any) -> Iterator[None]:
    settings.ALLOWED_HOSTS = ["campus.example", "new.example", "testserver"]
    keys.forget()
    yield
    keys.forget()


def issued(name: str = "Awa Diop", title: str = "Avant") -> Credential:
    holder = world.a_learner(name)
    world.finish(holder, world.a_published_course(title, lessons=("article",)))
    fold_all()
    do_owed(CREDENTIAL)
    return Credential.objects.get(person=holder)


def move(settings: Any, to: str = NEW, *before: str) -> str:
    settings.CAMPUS_IRI, settings.CAMPUS_FORMER_IRIS = to, before or (OLD,)
    out = StringIO()
    call_command("move_domain", to, stdout=out)
    return out.getvalue()


def at(host: str, path: str) -> Any:
    return Client().get(path, headers={"Host": host, "Accept": "application/json"})


def test_old_and_new_credentials_are_proved_with_what_anybody_archived(settings: Any) -> None:
    old = issued()
    archived = {"did:web:campus.example": at("campus.example", "/.well-known/did.json").json()}
    assert f"This campus is {NEW}; it was {OLD}." in move(settings)
    new = issued("Marc Roy", "Après")
    archived["did:web:new.example"] = at("new.example", "/.well-known/did.json").json()
    texts = {one.id: proofs.parse(one.document) for one in (old, new)}
    assert texts[old.id]["issuer"]["id"] == "did:web:campus.example"
    assert texts[new.id]["issuer"]["id"] == "did:web:new.example"
    assert texts[new.id]["id"] == f"{NEW}/verify/{new.id}"
    for document in texts.values():
        assert proofs.verify(document, archived)


def test_its_addresses_answer_under_both_domains(settings: Any) -> None:
    old = issued()
    move(settings)
    new = issued("Marc Roy", "Après")
    for host in ("campus.example", "new.example"):
        for credential in (old, new):
            assert at(host, f"/verify/{credential.id}").json()["status"] == "valid"
            assert at(host, f"/status/{credential.status_list_id}").status_code == 200
        assert at(host, "/.well-known/did.json").json()["id"] == f"did:web:{host}"
        assert at(host, "/issuer").json()["id"] == f"did:web:{host}"


def test_what_was_issued_before_is_revoked_in_its_own_list(settings: Any) -> None:
    old = issued()
    move(settings)
    new = issued("Marc Roy", "Après")
    assert old.status_list_id != new.status_list_id
    statuslist.withdraw([old])
    document = json.loads(at("campus.example", f"/status/{old.status_list_id}").content)
    assert document["issuer"] == "did:web:campus.example"
    assert statuslist.status_bit(document, old.status_index or 0)
    assert proofs.verify(document, issuer_documents())


def test_everything_is_proved_again_and_no_record_lies(settings: Any) -> None:
    issued()
    move(settings)
    issued("Marc Roy", "Après")
    assert verify().differences == []
    assert list(faults_of(LearningRecord.objects.all())) == []


def test_it_stops_unless_every_process_says_the_new_name(settings: Any) -> None:
    with pytest.raises(CommandError, match=f"Set CAMPUS_IRI={NEW}"):
        call_command("move_domain", NEW)
    assert Organisation.objects.get(is_campus=True).iri == OLD


def test_it_stops_where_the_old_name_would_be_forgotten(settings: Any) -> None:
    issued()
    settings.CAMPUS_IRI = NEW
    with pytest.raises(CommandError, match=f"CAMPUS_FORMER_IRIS to hold {OLD}"):
        call_command("move_domain", NEW)
    assert Organisation.objects.get(is_campus=True).iri == OLD


def test_it_moves_twice_and_back(settings: Any) -> None:
    first = issued()
    move(settings)
    move(settings, "https://third.example", OLD, NEW)
    move(settings, OLD, NEW, "https://third.example")
    last = issued("Marc Roy", "Après")
    for id_ in (first.id, last.id):
        text = Credential.objects.get(id=id_).document
        assert json.loads(text)["issuer"]["id"] == "did:web:campus.example"
        assert proofs.verify(proofs.parse(text), issuer_documents())


def test_a_move_to_where_it_is_already_is_refused(settings: Any) -> None:
    with pytest.raises(CommandError, match="already"):
        call_command("move_domain", OLD)
