"""The public page of a certificate: for anybody, in no index, and silent about the rest."""

import pytest
from django.test import Client

from tests import world
from tests.workers.certificates.working import a_credential

pytestmark = pytest.mark.django_db


def test_anybody_sees_that_a_certificate_is_valid() -> None:
    credential = a_credential(world.a_learner("Awa Diop"))
    page = Client(headers={"Accept-Language": "en"}).get(f"/verify/{credential.id}")
    said = page.content.decode()
    assert page.status_code == 200
    assert "This certificate is valid" in said
    assert "A. D." in said
    assert "Awa" not in said
    assert credential.evidence[0] not in said


def test_the_holder_sees_her_name() -> None:
    awa = world.a_learner("Awa Diop")
    client = Client()
    client.force_login(awa)
    assert "Awa Diop" in client.get(f"/verify/{a_credential(awa).id}").content.decode()


def test_it_speaks_the_readers_language() -> None:
    id_ = a_credential().id
    page = Client(headers={"Accept-Language": "fr"}).get(f"/verify/{id_}")
    assert "Cette attestation est valide" in page.content.decode()


@pytest.mark.parametrize("accept", ["text/html", "application/json"])
def test_no_index_keeps_it_and_no_other_site_learns_its_address(accept: str) -> None:
    page = Client(headers={"Accept": accept}).get(f"/verify/{a_credential().id}")
    assert page.headers["X-Robots-Tag"] == "noindex, nofollow"
    assert page.headers["Cache-Control"] == "private, no-store"
    assert page.headers["Referrer-Policy"] == "no-referrer"


def test_a_machine_gets_json() -> None:
    id_ = a_credential().id
    report = Client(headers={"Accept": "application/json"}).get(f"/verify/{id_}").json()
    assert report["status"] == "valid"
    assert {finding["code"] for finding in report["findings"]} == {
        "proof", "evidence", "document", "status",
    }  # fmt: skip


@pytest.mark.parametrize("accept", ["text/html", "application/json"])
def test_every_unknown_id_gets_the_same_answer(accept: str) -> None:
    client = Client(headers={"Accept": accept})
    answers = {client.get(f"/verify/{id_}").status_code for id_ in ("x", "y" * 22, "z" * 200)}
    assert answers == {404}


def test_a_browser_that_accepts_anything_gets_the_page() -> None:
    accept = "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8"
    page = Client(headers={"Accept": accept}).get(f"/verify/{a_credential().id}")
    assert page.headers["Content-Type"].startswith("text/html")
