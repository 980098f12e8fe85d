"""`/api/v1/credentials/{id}.jwt` is made by a worker when first asked for, `.png` at once."""

import threading
from datetime import timedelta

import pytest
from django.db import connection
from django.utils import timezone

from campus.owed.claiming import do_owed
from campus.owed.models import Owed
from tests import world
from tests.api import Api, assert_problem
from tests.workers.certificates.working import an_issued_credential
from workers.certificates.holding import asking, baking
from workers.certificates.holding.tokening import VC_JWT, make_token, token_of
from workers.certificates.issuers.signing import issuer_documents
from workers.certificates.models import Credential, CredentialToken
from workers.certificates.signed import proofs, tokens


@pytest.fixture
def nobody_waits(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(asking, "LONGEST_SECONDS", 0)


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
        found.append(token_of(credential))
        connection.close()

    asking = threading.Thread(target=ask)
    asking.start()
    deadline = threading.Event()
    while not do_owed(VC_JWT) and asking.is_alive():
        deadline.wait(0.02)
    asking.join()
    assert found == [CredentialToken.objects.get().text]


@pytest.mark.django_db
@pytest.mark.usefixtures("nobody_waits")
def test_one_that_was_parked_is_tried_again_later(mine: tuple[Api, Credential]) -> None:
    api, credential = mine
    api.get(f"/credentials/{credential.id}.jwt")
    Owed.objects.filter(kind=VC_JWT).update(parked_at=timezone.now(), tries=3)
    assert_problem(api.get(f"/credentials/{credential.id}.jwt"), 404, "document_not_ready")
    assert Owed.objects.get(kind=VC_JWT).parked_at
    Owed.objects.filter(kind=VC_JWT).update(parked_at=timezone.now() - timedelta(minutes=2))
    api.get(f"/credentials/{credential.id}.jwt")
    assert Owed.objects.get(kind=VC_JWT).parked_at is None


@pytest.mark.django_db
class TestABadge:
    def test_it_carries_the_signed_document(self, mine: tuple[Api, Credential]) -> None:
        api, credential = mine
        answer = api.get(f"/credentials/{credential.id}.png")
        assert answer.headers["Content-Type"] == "image/png"
        assert baking.unbake(answer.content) == credential.document
        again = api.get(f"/credentials/{credential.id}.png")
        assert again.headers["ETag"] == answer.headers["ETag"]

    def test_somebody_elses_is_not_there(self, mine: tuple[Api, Credential]) -> None:
        _api, credential = mine
        marc = Api(world.a_learner("Marc Roy"))
        assert_problem(marc.get(f"/credentials/{credential.id}.png"), 404, "not_found")
        assert_problem(Api().get(f"/credentials/{credential.id}.png"), 401, "not_signed_in")
