"""`/api/v1/credentials`: mine and my teams', as data, as signed text, as PDF; nobody else's."""

import json
from datetime import timedelta

import pytest
from django.utils import timezone

from campus.owed.models import Owed
from tests import world
from tests.api import Api, assert_problem
from tests.workers.certificates.working import (
    a_credential,
    a_signed_team,
    an_issued_credential,
    work,
)
from workers.certificates.holding import asking
from workers.certificates.issuers.signing import issuer_documents
from workers.certificates.models import Credential
from workers.certificates.pages.rendering import DOCUMENT
from workers.certificates.signed import proofs

pytestmark = pytest.mark.django_db


def test_my_credentials_are_listed_with_their_addresses() -> None:
    awa = world.a_learner("Awa Diop")
    credential = a_credential(awa)
    (shown,) = Api(awa).results("/credentials")
    assert shown["id"] == credential.id
    assert shown["status"] == "valid"
    assert shown["recipient"] == "Awa Diop"
    assert shown["verify_url"].endswith(f"/verify/{credential.id}")
    assert shown["pdf_url"].endswith(f"/api/v1/credentials/{credential.id}.pdf")
    assert Api(awa).get(f"/credentials/{credential.id}").json() == shown


def test_a_members_list_holds_hers_and_her_teams() -> None:
    of = a_signed_team()
    work()
    teams = [shown["team"] for shown in Api(of.member).results("/credentials")]
    assert sorted(teams, key=str) == [str(of.team.id), None, None]


@pytest.mark.parametrize("suffix", ["", ".pdf", ".json"])
def test_somebody_elses_looks_like_one_that_is_not_there(suffix: str) -> None:
    id_ = a_credential(world.a_learner()).id
    marc = Api(world.a_learner("Marc Roy"))
    hers = assert_problem(marc.get(f"/credentials/{id_}{suffix}"), 404, "not_found")
    none = assert_problem(marc.get(f"/credentials/{'x' * 22}{suffix}"), 404, "not_found")
    assert hers["detail"] == none["detail"]


@pytest.mark.parametrize("path", ["", "/x", "/x.pdf", "/x.json"])
def test_nobody_comes_in_without_signing_in(path: str) -> None:
    assert_problem(Api().get(f"/credentials{path}"), 401, "not_signed_in")


def test_the_json_is_the_exact_text_that_was_signed() -> None:
    awa = world.a_learner()
    credential = a_credential(awa)
    answer = Api(awa).get(f"/credentials/{credential.id}.json")
    assert answer.headers["Content-Type"] == "application/vc"
    assert answer.content.decode() == credential.document
    assert proofs.verify(json.loads(answer.content), issuer_documents())


def test_the_pdf_is_the_one_that_was_kept_and_asking_again_costs_nothing() -> None:
    awa = world.a_learner()
    credential = a_credential(awa)
    answer = Api(awa).get(f"/credentials/{credential.id}.pdf")
    assert answer.headers["Content-Type"] == "application/pdf"
    assert answer.content == bytes(credential.certificate.body)
    again = Api(awa).get(
        f"/credentials/{credential.id}.pdf", **{"If-None-Match": answer.headers["ETag"]}
    )
    assert again.status_code == 304


def test_asking_for_a_pdf_that_is_not_there_has_a_worker_make_it(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Nobody works here: the answer says when to ask again, and the work is owed once."""
    monkeypatch.setattr(asking, "LONGEST_SECONDS", 0.1)
    awa = world.a_learner()
    id_ = an_issued_credential(awa).id
    Owed.objects.filter(kind=DOCUMENT).delete()
    for _again in range(2):
        answer = Api(awa).get(f"/credentials/{id_}.pdf")
        assert_problem(answer, 404, "document_not_ready")
        assert int(answer.headers["Retry-After"]) > 0
    assert Api(awa).results("/credentials")[0]["pdf_url"].endswith(f"/{id_}.pdf")
    assert Owed.objects.filter(kind=DOCUMENT, key=id_).count() == 1
    work()
    assert Api(awa).get(f"/credentials/{id_}.pdf").status_code == 200


def test_asking_issues_nothing() -> None:
    awa = world.a_learner()
    world.finish(awa, world.a_published_course())
    assert Api(awa).results("/credentials") == []
    assert not Credential.objects.exists()


def several(number: int) -> tuple[world.User, list[str]]:
    """So many credentials of one person, some of the same second; their ids, newest first."""
    awa = world.a_learner()
    first = a_credential(awa)
    now = timezone.now().replace(microsecond=0)
    for n in range(2, number + 1):
        twin = Credential.objects.get(id=first.id)
        twin.id, twin.period = f"{number:04d}{n:018d}", n
        twin.status_list = twin.status_index = None
        twin.issued_at = now + timedelta(seconds=n // 2)
        twin.save(force_insert=True)
    rows = Credential.objects.filter(person=awa).order_by("-issued_at", "-id")
    return awa, list(rows.values_list("id", flat=True))


def test_pages_hold_each_credential_once_there_and_back() -> None:
    awa, ids = several(7)
    api, found, address = Api(awa), [], "/credentials?limit=3"
    while address:
        page = api.get(address).json()
        found.append([shown["id"] for shown in page["results"]])
        address = page["next"] and page["next"].split("/api/v1")[1]
    assert found == [ids[:3], ids[3:6], ids[6:]]
    back = api.get(page["previous"].split("/api/v1")[1]).json()
    assert [shown["id"] for shown in back["results"]] == ids[3:6]


def test_a_list_takes_as_many_queries_for_many_as_for_one(
    django_assert_max_num_queries: object,
) -> None:
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    counts = []
    for number in (1, 30):
        awa, _ids = several(number)
        api = Api(awa)
        with CaptureQueriesContext(
            connection,
        ) as queries:
            assert len(api.results("/credentials?limit=100")) == number
        counts.append(len(queries))
    assert counts[0] == counts[1]
