"""The public page of a certificate: for anybody, in no index, and silent about the rest."""

import json
from datetime import UTC, datetime
from typing import cast
from urllib.parse import quote, unquote, urlsplit

import pytest
from django.core.cache import cache
from django.db import connection
from django.http import HttpResponse
from django.test import Client
from django.utils import timezone

from campus.accounts import consents
from campus.accounts.models import Consent
from courses.models import Skill
from tests import world
from tests.trainers import a_staff_member
from tests.workers.certificates.working import a_credential, a_signed_team, work
from tests.workers.certificates.written import an_achievement
from workers.certificates.authoring.publishing import publish
from workers.certificates.models import Credential
from workers.certificates.signed.documents import digest

pytestmark = pytest.mark.django_db


def test_anybody_sees_that_a_certificate_is_valid() -> None:
    credential = a_credential(world.a_learner("Awa Diop"))
    page = Client(headers={"Accept-Language": "en"}).get(f"/verify/{credential.id}")
    said = page.content.decode()
    assert page.status_code == 200
    assert "This certificate is valid" in said
    assert "A. D." in said
    assert "Diop" not in said
    assert credential.evidence[0] not in said


def test_the_holder_sees_her_name() -> None:
    awa = world.a_learner("Awa Diop")
    client = Client(headers={"Accept-Language": "en"})
    client.force_login(awa)
    said = client.get(f"/verify/{a_credential(awa).id}").content.decode()
    assert "Awa Diop" in said
    assert "Others see its initials only." in said


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
        "proof", "evidence", "document", "page", "status",
    }  # fmt: skip


UNKNOWN = ("x", "y" * 22, "z" * 200, "7Kq2mX9dTf4Rw8abcde.gh", "%00", "é", "a b")


@pytest.mark.parametrize("accept", ["text/html", "application/json"])
def test_every_unknown_id_gets_the_same_answer(accept: str) -> None:
    client = Client(headers={"Accept": accept})
    said = set()
    for id_ in UNKNOWN:
        answer = client.get(f"/verify/{id_}", headers={"X-Request-ID": "the-same-one"})
        assert answer.status_code == 404
        body = answer.content.decode().replace(f"/verify/{quote(unquote(id_))}", "HERE")
        del answer.headers["Content-Length"]  # the page links to itself in the other language
        said.add((body, tuple(sorted(answer.headers.items()))))
    assert len(said) == 1
    assert answer.headers["X-Robots-Tag"] == "noindex, nofollow"


def test_a_revocation_shows_at_once() -> None:
    id_ = a_credential().id
    client = Client(headers={"Accept-Language": "en"})
    assert "This certificate is valid" in client.get(f"/verify/{id_}").content.decode()
    Credential.objects.update(revoked_at=timezone.now(), revocation_reason="Issued by mistake.")
    said = client.get(f"/verify/{id_}").content.decode()
    assert "This certificate was revoked" in said
    assert "Issued by mistake." in said


def test_a_revoked_one_says_since_when_and_why() -> None:
    id_ = a_credential().id
    day = datetime(2026, 3, 5, 12, tzinfo=UTC)
    Credential.objects.update(revoked_at=day, revocation_reason="Issued by mistake.")
    said = Client(headers={"Accept-Language": "en"}).get(f"/verify/{id_}").content.decode()
    assert "<title>This certificate was revoked" in said
    assert "The campus revoked it on 5 March 2026." in said
    assert "Reason: Issued by mistake." in said


def test_of_an_erased_one_nothing_is_called_false_and_a_revocation_stays_told() -> None:
    id_ = a_credential().id
    client = Client(headers={"Accept-Language": "en"})
    with connection.cursor() as cursor:
        cursor.execute("SELECT certificates_erase(%s)", [[id_]])
    said = client.get(f"/verify/{id_}").content.decode()
    assert "This certificate was erased" in said
    assert "badge--bad" not in said
    assert "It had been revoked" not in said
    Credential.objects.update(revoked_at=timezone.now())
    assert "It had been revoked on" in client.get(f"/verify/{id_}").content.decode()


def test_an_unknown_address_leads_on_to_the_check_of_a_file() -> None:
    said = Client(headers={"Accept-Language": "en"}).get(f"/verify/{'y' * 22}").content.decode()
    assert '<a class="button" href="/verify">Check a certificate</a>' in said


def test_the_share_link_shows_the_whole_name_to_anybody() -> None:
    credential = a_credential(world.a_learner("Awa Diop"))
    Credential.objects.update(share_token="t" * 22)
    assert "Awa Diop" in Client().get(f"/verify/{credential.id}?share={'t' * 22}").content.decode()
    assert "Diop" not in Client().get(f"/verify/{credential.id}").content.decode()


def test_the_language_is_a_matter_of_the_query_and_the_address_stays() -> None:
    client, id_ = Client(headers={"Accept-Language": "fr"}), a_credential().id
    page = client.get(f"/verify/{id_}?language=en&share=x").content.decode()
    assert "This certificate is valid" in page
    assert f"/verify/{id_}?language=fr&amp;share=x" in page


def test_whoever_asks_too_often_is_told_to_wait() -> None:
    cache.clear()
    client = Client(headers={"Accept": "application/json"})
    answers = [client.get(f"/verify/{'y' * 22}") for _ in range(121)]
    cache.clear()
    assert [answer.status_code for answer in answers] == [404] * 120 + [429]
    assert answers[-1].headers["Retry-After"] == "60"


class TestWhatATeamEarned:
    """The members' credentials point at the team's by address and digest of its bytes."""

    @pytest.fixture
    def of(self) -> world.Followed:
        of = a_signed_team()
        consents.give(person=of.member, kind=Consent.Kind.NAME_ON_TEAM_CREDENTIAL)
        work()
        return of

    def asked(self, address: str) -> HttpResponse:
        path = urlsplit(address).path
        return cast(HttpResponse, Client(headers={"Accept": "application/vc"}).get(path))

    def test_its_bytes_have_the_digest_that_the_members_signed_evidence_names(
        self, of: world.Followed
    ) -> None:
        hers = Credential.objects.get(person=of.lead, achievement__target=of.track.id)
        (related,) = json.loads(hers.document)["relatedResource"]
        answer = self.asked(related["id"])
        assert answer.headers["Content-Type"] == related["mediaType"] == "application/vc"
        assert digest(answer.content) == related["digestSRI"]
        for person in (of.lead, of.member):
            assert person.name not in answer.content.decode()

    def test_also_once_another_took_its_place_and_not_once_it_is_erased(
        self, of: world.Followed
    ) -> None:
        team = Credential.objects.get(team=of.team)
        Credential.objects.filter(id=team.id).update(superseded_at=timezone.now())
        assert self.asked(f"/verify/{team.id}").content.decode() == team.document
        with connection.cursor() as cursor:
            cursor.execute("SELECT certificates_erase(%s)", [[team.id]])
        answer = self.asked(f"/verify/{team.id}")
        assert answer.status_code == 404
        assert answer.headers["Content-Type"] == "application/problem+json"

    def test_nobody_gets_a_persons_document(self, of: world.Followed) -> None:
        hers = Credential.objects.get(person=of.lead, achievement__target=of.track.id)
        answer = self.asked(f"/verify/{hers.id}")
        assert answer.headers["Content-Type"] == "application/json"
        assert of.lead.name not in answer.content.decode()

    def test_the_page_shows_project_members_who_agreed_and_steps(self, of: world.Followed) -> None:
        team = Credential.objects.get(team=of.team)
        client = Client(headers={"Accept-Language": "en"})
        said = client.get(f"/verify/{team.id}").content.decode()
        for shown in (of.project.title, "Les courriers sont plus clairs.", of.member.name):
            assert shown in said
        assert of.lead.name not in said
        assert of.coach.name not in said
        Credential.objects.filter(id=team.id).update(superseded_at=timezone.now())
        assert of.member.name not in client.get(f"/verify/{team.id}").content.decode()

    def test_a_members_page_leads_to_the_teams(self, of: world.Followed) -> None:
        team = Credential.objects.get(team=of.team)
        hers = Credential.objects.get(person=of.lead, achievement__target=of.track.id)
        said = Client().get(f"/verify/{hers.id}").content.decode()
        assert f'/verify/{team.id}"' in said


def test_the_page_shows_length_content_and_what_a_skill_means() -> None:
    course = world.a_published_course(lessons=("article", "quiz"))
    achievement = an_achievement(course)
    skill = Skill.objects.create(
        key="clear", title={"fr": "Clarté"}, alignment="https://esco.example/skill/1", code="S1"
    )
    achievement.skills.create(skill=skill, level=3)
    publish(achievement=achievement, by=a_staff_member())
    awa = world.a_learner("Awa Diop")
    world.finish(awa, course)
    work()
    id_ = Credential.objects.get(person=awa, achievement=achievement).id
    said = Client(headers={"Accept-Language": "fr"}).get(f"/verify/{id_}").content.decode()
    report = Client(headers={"Accept": "application/json"}).get(f"/verify/{id_}").json()
    for shown in ("1 leçon, 1 quiz", 'href="https://esco.example/skill/1"', report["because"]):
        assert shown in said
    assert {"label": "Contenu", "value": "1 leçon, 1 quiz"} in report["facts"]
    (shown_skill,) = report["skills"]
    assert (shown_skill["address"], shown_skill["code"]) == ("https://esco.example/skill/1", "S1")
    assert "Diop" not in said + json.dumps(report)


def test_a_browser_that_accepts_anything_gets_the_page() -> None:
    accept = "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8"
    page = Client(headers={"Accept": accept}).get(f"/verify/{a_credential().id}")
    assert page.headers["Content-Type"].startswith("text/html")
