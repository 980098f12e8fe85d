"""`/api/v1/me/team-certificate-name`: my consent, given and taken back by me alone."""

import pytest
from django.core.cache import cache
from django.utils import timezone

from campus.accounts.models import Consent
from campus.owed.models import Owed
from tests import world
from tests.api import Api, assert_problem
from workers.certificates.ends.agreeing import TEAM_NAMES

pytestmark = pytest.mark.django_db
PATH = "/me/team-certificate-name"


@pytest.fixture(autouse=True)
def _from_the_start() -> None:
    cache.clear()


def put(api: Api) -> int:
    return int(api.client.put(f"/api/v1{PATH}").status_code)


def test_it_is_given_and_taken_back_and_each_is_kept_with_its_date() -> None:
    awa, before = world.a_learner("Awa Diop"), timezone.now()
    api = Api(awa)
    assert api.get(PATH).json() == {"agreed": False}  # type: ignore[attr-defined]
    assert put(api) == 200
    assert api.get(PATH).json() == {"agreed": True}  # type: ignore[attr-defined]
    assert api.delete(PATH).status_code == 204
    assert api.get(PATH).json() == {"agreed": False}  # type: ignore[attr-defined]
    kept = Consent.objects.get(person=awa, kind=Consent.Kind.NAME_ON_TEAM_CREDENTIAL)
    assert kept.withdrawn_at
    assert before < kept.given_at < kept.withdrawn_at
    assert Owed.objects.get(kind=TEAM_NAMES).key == str(awa.id)


def test_nobody_says_it_for_somebody_else() -> None:
    awa, marc = world.a_learner("Awa Diop"), world.a_learner("Marc Roy")
    put(Api(awa))
    assert not Consent.objects.filter(person=marc).exists()
    assert_problem(Api().get(PATH), 401, "not_signed_in")


def test_whoever_changes_her_mind_too_often_waits() -> None:
    api = Api(world.a_learner())
    assert [put(api) for _ in range(7)] == [200] * 6 + [429]
