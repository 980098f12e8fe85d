"""`/api/v1/credentials/{id}.jwt`: made by a worker when it is first asked for, then kept."""

import threading
from typing import Any

import pytest
from django.db import connection

from campus.owed.claiming import do_owed
from campus.owed.models import Owed
from tests import world
from tests.api import Api, assert_problem
from tests.workers.certificates.working import an_issued_credential
from workers.certificates import proofs, tokens, waiting
from workers.certificates.models import Credential, CredentialToken
from workers.certificates.signing import issuer_documents
from workers.certificates.tokening import VC_JWT, make_token


@pytest.fixture
def nobody_waits(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(waiting, "LONGEST_SECONDS", 0)


@pytest.fixture
def mine() -> tuple[Api, Credential]:
    awa = world.a_learner("Awa Diop")
    return Api(awa), an_issued_credential(awa)


@pytest.mark.django_db
@pytest.mark.usefixtures("nobody_waits")
class TestAToken:
    def test_it_is_owed_when_it_is_first_asked_for(self, mine: tuple[Api, Credential]) -> None:
        api, credential = mine
        assert not Owed.objects.filter(kind=VC_JWT).exists()
        answer = api.get(f"/credentials/{credential.id}.jwt")
        assert_problem(answer, 404, "document_not_ready")
        assert int(answer.headers["Retry-After"]) > 0
        assert Owed.objects.get(kind=VC_JWT).key == credential.id

    def test_it_says_what_the_document_says(self, mine: tuple[Api, Credential]) -> None:
        api, credential = mine
        api.get(f"/credentials/{credential.id}.jwt")
        assert do_owed(VC_JWT) == 1
        answer = api.get(f"/credentials/{credential.id}.jwt")
        assert answer.headers["Content-Type"] == "application/vc+jwt"
        token = tokens.verify_token(answer.content.decode(), issuer_documents())
        document = proofs.parse(credential.document)
        del document["proof"]
        assert token.credential == document

    def test_it_is_made_once_and_kept(self, mine: tuple[Api, Credential]) -> None:
        api, credential = mine
        make_token(credential.id)
        first = CredentialToken.objects.get().text
        make_token(credential.id)
        assert api.get(f"/credentials/{credential.id}.jwt").content.decode() == first
        assert not Owed.objects.filter(kind=VC_JWT).exists()

    def test_somebody_elses_is_not_there_and_not_owed(self, mine: tuple[Api, Credential]) -> None:
        _api, credential = mine
        marc = Api(world.a_learner("Marc Roy"))
        assert_problem(marc.get(f"/credentials/{credential.id}.jwt"), 404, "not_found")
        assert_problem(Api().get(f"/credentials/{credential.id}.jwt"), 401, "not_signed_in")
        assert not Owed.objects.filter(kind=VC_JWT).exists()


@pytest.mark.django_db(transaction=True)
def test_whoever_asks_waits_for_the_worker() -> None:
    credential = an_issued_credential()
    found: list[str] = []

    def ask() -> None:
        kept = CredentialToken.objects.values_list("text", flat=True)
        found.append(waiting.ask_for(VC_JWT, credential.id, find=kept.first))
        connection.close()

    asking = threading.Thread(target=ask)
    asking.start()
    deadline = threading.Event()
    while not do_owed(VC_JWT) and asking.is_alive():
        deadline.wait(0.02)
    asking.join()
    assert found == [CredentialToken.objects.get().text]


@pytest.mark.django_db
def test_one_waits_and_another_is_asked_to_come_again(monkeypatch: Any) -> None:
    monkeypatch.setattr(waiting, "_wait", lambda *_args, **_kwargs: pytest.fail("it waited"))
    with waiting._seat, pytest.raises(waiting.NotReady):
        waiting.ask_for(VC_JWT, "x" * 22, find=lambda: None)
