"""The switch for my name on my teams' certificates, wherever it is shown."""

from collections.abc import Callable

import pytest
from django.core.cache import cache
from django.test import Client

from campus.accounts.models import User
from tests import world
from tests.workers.certificates.working import a_signed_team, work
from workers.certificates.ends.agreeing import has_agreed
from workers.certificates.models import Credential

pytestmark = pytest.mark.django_db
SignedIn = Callable[[User], Client]
GIVE, TAKE = "Show my name on the team’s certificates", "Take my name off the team’s certificates"
POST = "/en/account/team-names"


@pytest.fixture
def of() -> world.Followed:
    cache.clear()
    followed = a_signed_team()
    work()
    return followed


def test_it_stands_on_her_account_and_with_what_the_team_earned(
    of: world.Followed, signed_in: SignedIn
) -> None:
    team = Credential.objects.get(team=of.team)
    for person, path in (
        (of.member, "/en/account"),
        (of.member, f"/en/certificates/{team.id}"),
        (of.lead, f"/en/teams/{of.team.id}"),
    ):
        client = signed_in(person)
        assert GIVE in client.get(path).content.decode()
        answer = client.post(POST, {"agree": "yes", "next": path})
        assert (answer.status_code, answer.headers["Location"]) == (302, path)
        assert has_agreed(person)
        assert TAKE in client.get(path).content.decode()
        client.post(POST, {"agree": "no", "next": path})
        assert not has_agreed(person)


def test_who_learns_in_no_team_is_not_asked(of: world.Followed, signed_in: SignedIn) -> None:
    assert GIVE not in signed_in(world.a_learner("Zoé Roy")).get("/en/account").content.decode()
    assert GIVE not in signed_in(of.coach).get(f"/en/teams/{of.team.id}").content.decode()


def test_it_leads_back_to_no_other_site(of: world.Followed, signed_in: SignedIn) -> None:
    answer = signed_in(of.member).post(POST, {"agree": "yes", "next": "https://evil.example/"})
    assert answer.headers["Location"] == "/en/account"
