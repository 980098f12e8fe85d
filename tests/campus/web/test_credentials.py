"""My certificates: what each is worth, its files, its link, and the name on it."""

from collections.abc import Callable
from datetime import UTC, datetime
from urllib.parse import parse_qs, urlsplit

import pytest
from django.test import Client
from django.utils import timezone

from campus.accounts.models import User
from campus.web.credentials import linkedin
from courses.models import CourseCompletion
from tests import world
from tests.trainers import a_staff_member
from tests.workers.certificates.working import a_credential, a_signed_team, work
from tracks.teams import add_member, remove_member
from workers.certificates.ends import correcting
from workers.certificates.models import ConfirmedName, Credential, NameRequest

pytestmark = pytest.mark.django_db
SignedIn = Callable[[User], Client]


def page(client: Client, path: str) -> str:
    return client.get(f"/en/{path}").content.decode()


def test_each_says_where_it_stands(signed_in: SignedIn) -> None:
    awa = world.a_learner("Awa Diop")
    id_ = a_credential(awa).id
    assert "valid</span>" in page(signed_in(awa), "certificates")
    Credential.objects.filter(id=id_).update(superseded_at=timezone.now())
    assert "replaced</span>" in page(signed_in(awa), "certificates")


def test_its_page_offers_every_file(signed_in: SignedIn) -> None:
    awa = world.a_learner("Awa Diop")
    id_ = a_credential(awa).id
    said = page(signed_in(awa), f"certificates/{id_}")
    for form in ("pdf", "png", "json", "jwt"):
        assert f'href="/api/v1/credentials/{id_}.{form}"' in said


def test_an_ended_one_is_nowhere_called_valid_and_makes_no_new_link(signed_in: SignedIn) -> None:
    awa = world.a_learner("Awa Diop")
    id_, client = a_credential(awa).id, signed_in(awa)
    assert "Make a link that shows my name" in page(client, f"certificates/{id_}")
    Credential.objects.update(revoked_at=timezone.now(), revocation_reason="By mistake.")
    said = page(client, f"certificates/{id_}")
    assert "Reason: By mistake." in said
    assert "Whoever checks it is told so, with the reason." in said
    assert "that it has ended" in said
    assert "Make a link that shows my name" not in said
    Credential.objects.update(share_token="t" * 22)
    assert "Switch the link off" in page(client, f"certificates/{id_}")


def test_one_that_took_the_place_of_another_leads_back_to_it(signed_in: SignedIn) -> None:
    awa, staff = world.a_learner("Awa Diop"), a_staff_member()
    old = a_credential(awa)
    asked = correcting.ask(person=awa, credential=old, name="Awa Diop-Roy")
    correcting.accept(request=asked, by=staff, answer="With pleasure.")
    client, new = signed_in(awa), Credential.objects.get(supersedes=old)
    assert f'href="/en/certificates/{old.id}"' in page(client, f"certificates/{new.id}")
    said = page(client, f"certificates/{old.id}")
    assert f'href="/en/certificates/{new.id}"' in said
    assert "the campus agreed to “Awa Diop-Roy”" in said
    assert "With pleasure." in said


def test_nobody_else_has_it(signed_in: SignedIn) -> None:
    id_ = a_credential(world.a_learner("Awa Diop")).id
    marc = signed_in(world.a_learner("Marc Roy"))
    assert marc.get(f"/en/certificates/{id_}").status_code == 404
    assert marc.post(f"/en/certificates/{id_}/share", {"share": "on"}).status_code == 404
    assert marc.post(f"/en/certificates/{id_}/name", {"name": "X Y"}).status_code == 404


def test_the_share_link_goes_on_and_off(signed_in: SignedIn) -> None:
    awa = world.a_learner("Awa Diop")
    id_, client = a_credential(awa).id, signed_in(awa)
    client.post(f"/en/certificates/{id_}/share", {"share": "on"})
    token = Credential.objects.get(id=id_).share_token
    assert token
    assert f"/verify/{id_}?share={token}" in page(client, f"certificates/{id_}")
    assert "Awa Diop" in Client().get(f"/verify/{id_}?share={token}").content.decode()
    client.post(f"/en/certificates/{id_}/share", {"share": "off"})
    assert "Diop" not in Client().get(f"/verify/{id_}?share={token}").content.decode()


def test_linkedin_gets_the_title_the_issuer_the_month_and_the_number() -> None:
    credential = a_credential()
    asked = parse_qs(urlsplit(linkedin(credential)).query)
    assert asked["name"] == [credential.title]
    assert asked["certId"] == [credential.id]
    assert asked["issueYear"] == [str(timezone.localtime(credential.issued_at).year)]
    assert asked["certUrl"][0].endswith(f"/verify/{credential.id}")
    assert asked["organizationName"]


def test_linkedin_is_told_the_months_that_the_page_says() -> None:
    late = datetime(2026, 11, 30, 23, 30, tzinfo=UTC)  # in Paris the first of December
    credential = Credential(id="y" * 22, issued_at=late, valid_until=late.replace(year=2028))
    asked = parse_qs(urlsplit(linkedin(credential)).query)
    assert (asked["issueYear"], asked["issueMonth"]) == (["2026"], ["12"])
    assert (asked["expirationYear"], asked["expirationMonth"]) == (["2028"], ["12"])


def test_whoever_joined_afterwards_coached_or_left_has_what_she_earned(
    signed_in: SignedIn,
) -> None:
    of = a_signed_team()
    work()
    team = Credential.objects.get(team=of.team)
    add_member(team=of.team, person=(late := world.a_learner("Zoé Roy")), role="member")
    remove_member(membership=of.team.memberships.get(person=of.member))
    for person, has_it in ((of.lead, True), (of.member, True), (late, False), (of.coach, False)):
        assert (f"/certificates/{team.id}" in page(signed_in(person), "certificates")) is has_it
        answer = signed_in(person).get(f"/api/v1/credentials/{team.id}")
        assert answer.status_code == (200 if has_it else 404)


def test_before_that_she_is_asked_whether_the_page_shows_her_name(signed_in: SignedIn) -> None:
    awa = world.a_learner("Awa Diop")
    credential, client = a_credential(awa), signed_in(awa)
    assert "show your name?" in page(client, f"certificates/{credential.id}")
    client.post(f"/en/certificates/{credential.id}/share", {"share": "on"})
    said = page(client, f"certificates/{credential.id}")
    assert "show your name?" not in said
    assert "share%3D" in said


def test_a_wrong_name_is_asked_for_and_its_state_is_shown(signed_in: SignedIn) -> None:
    awa = world.a_learner("Awa Diop")
    id_, client = a_credential(awa).id, signed_in(awa)
    sent = client.post(f"/en/certificates/{id_}/name", {"name": "Awa Diop-Roy", "reason": "Mariée"})
    assert sent.status_code == 302
    assert NameRequest.objects.get(credential=id_).name == "Awa Diop-Roy"
    said = page(client, f"certificates/{id_}")
    assert "you asked for “Awa Diop-Roy”" in said
    assert "<textarea" not in said


def test_what_is_no_name_is_said_beside_the_field(signed_in: SignedIn) -> None:
    awa = world.a_learner("Awa Diop")
    id_ = a_credential(awa).id
    answer = signed_in(awa).post(f"/en/certificates/{id_}/name", {"name": " ", "reason": "Faux"})
    assert answer.status_code == 200
    assert 'aria-invalid="true"' in answer.content.decode()
    assert "Faux" in answer.content.decode()
    assert not NameRequest.objects.exists()


class TestACertificateThatWaitsForHerName:
    def test_she_is_asked_and_confirming_issues_it(self, signed_in: SignedIn) -> None:
        awa = world.a_learner("Awa Diop")
        ConfirmedName.objects.filter(person=awa).delete()
        world.finish(awa, world.a_published_course())
        work()
        client = signed_in(awa)
        assert not Credential.objects.exists()
        for path in ("learning", "certificates"):
            assert "Your certificate waits for your name" in page(client, path)
        client.post("/en/certificates/name", {"name": "Awa Diop"})
        work()
        assert Credential.objects.get(person=awa).recipient_name == "Awa Diop"
        assert "waits for your name" not in page(client, "learning")

    def test_a_members_share_of_a_track_waits_too(self, signed_in: SignedIn) -> None:
        of = a_signed_team(confirmed=False)
        work()
        CourseCompletion.objects.all().delete()
        assert "Your certificate waits for your name" in page(signed_in(of.member), "certificates")
        assert "waits for your name" not in page(signed_in(of.lead), "certificates")
        ConfirmedName.objects.filter(person=of.coach).delete()
        assert "waits for your name" not in page(signed_in(of.coach), "certificates")

    def test_what_is_no_name_is_refused(self, signed_in: SignedIn) -> None:
        awa = world.a_learner("Awa Diop")
        ConfirmedName.objects.filter(person=awa).delete()
        answer = signed_in(awa).post("/en/certificates/name", {"name": "   "})
        assert 'aria-invalid="true"' in answer.content.decode()
        assert not ConfirmedName.objects.filter(person=awa).exists()

    def test_who_has_completed_nothing_is_not_asked(self, signed_in: SignedIn) -> None:
        awa = world.a_learner("Awa Diop")
        ConfirmedName.objects.filter(person=awa).delete()
        assert "waits for your name" not in page(signed_in(awa), "learning")
