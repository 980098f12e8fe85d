"""A link that shows the whole name, which its holder switches on and off."""

import pytest

from campus.errors import NotFound
from tests import world
from tests.workers.certificates.working import a_signed_team, an_issued_credential, work
from workers.certificates.ends.sharing import switch_off, switch_on
from workers.certificates.models import Credential


@pytest.mark.django_db
def test_on_again_is_the_same_link_and_after_off_another() -> None:
    one = an_issued_credential()
    assert one.person
    token = switch_on(person=one.person, credential=one)
    assert len(token) == 22
    assert switch_on(person=one.person, credential=one) == token
    switch_off(person=one.person, credential=one)
    switch_off(person=one.person, credential=one)
    assert Credential.objects.get().share_token == ""
    assert switch_on(person=one.person, credential=one) != token


@pytest.mark.django_db
def test_nobody_else_switches_it() -> None:
    one, marc = an_issued_credential(), world.a_learner("Marc Roy")
    with pytest.raises(NotFound):
        switch_on(person=marc, credential=one)
    with pytest.raises(NotFound):
        switch_off(person=marc, credential=one)


@pytest.mark.django_db
def test_a_teams_has_none() -> None:
    of = a_signed_team()
    work()
    with pytest.raises(NotFound):
        switch_on(person=of.lead, credential=Credential.objects.get(team=of.team))
