"""What a team earned: for those in it, its coach and campus staff; names by consent."""

import pytest
from django.test import Client
from django.utils import timezone

from campus.accounts.consents import give
from campus.accounts.models import Consent, User
from tests import world
from tests.trainers import a_staff_member
from tests.workers.certificates.working import a_signed_team, work
from workers.certificates.ends import correcting
from workers.certificates.models import Credential, TargetKind

pytestmark = pytest.mark.django_db


def asked(person: User, of: world.Followed) -> list[dict[str, str | None]]:
    client = Client()
    client.force_login(person)
    answer = client.get(f"/api/v1/teams/{of.team.id}/credentials")
    return list(answer.json()["results"]) if answer.status_code == 200 else []


def earned(person: User) -> Credential:
    """Hers of the track; she has another of its course."""
    return Credential.objects.get(person=person, achievement__target_kind=TargetKind.TRACK)


@pytest.fixture
def of() -> world.Followed:
    followed = a_signed_team()
    work()
    return followed


def test_the_team_is_named_and_members_only_where_they_agreed(of: world.Followed) -> None:
    names = {one["holder"]: one["name"] for one in asked(of.coach, of)}
    assert names == {"team": of.team.name, "person": None}
    Consent.objects.create(
        person=of.member, kind=Consent.Kind.NAME_ON_TEAM_CREDENTIAL, given_at=timezone.now()
    )
    shown = {one["name"] for one in asked(of.coach, of)}
    assert earned(of.member).recipient_name in shown
    assert earned(of.lead).recipient_name not in shown


def test_a_member_finds_the_address_of_her_own_and_of_the_teams_only(of: world.Followed) -> None:
    own = earned(of.member).id
    addresses = [one["verify_url"] for one in asked(of.member, of) if one["verify_url"]]
    assert sorted(address.rsplit("/", 1)[1] for address in addresses) == sorted(
        [own, Credential.objects.get(team=of.team).id]
    )


def test_a_former_name_stands_beside_the_present_one_for_nobody_else(of: world.Followed) -> None:
    give(person=of.member, kind=Consent.Kind.NAME_ON_TEAM_CREDENTIAL)
    old = earned(of.member)
    request = correcting.ask(person=of.member, credential=old, name="Marie Roy")
    staff = a_staff_member()
    correcting.accept(request=request, by=staff)
    for viewer in (of.coach, of.lead, staff):
        names = {one["name"] for one in asked(viewer, of)}
        assert "Marie Roy" in names
        assert old.recipient_name not in names
    assert {"Marie Roy", old.recipient_name} < {one["name"] for one in asked(of.member, of)}


def test_nobody_outside_the_team_learns_of_it(of: world.Followed) -> None:
    assert asked(world.a_learner("Zoé Roy"), of) == []


def test_the_teams_page_shows_them(of: world.Followed) -> None:
    client = Client()
    client.force_login(of.coach)
    said = client.get(f"/en/teams/{of.team.id}").content.decode()
    assert "a member who did not ask to be named" in said
    assert Credential.objects.get(team=of.team).id in said
