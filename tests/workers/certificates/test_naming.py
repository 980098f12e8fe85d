"""She confirms the name that her certificates show; what waited for it is owed at once."""

import pytest
from django.db import connection, transaction

from campus.accounts.consents import give
from campus.accounts.models import Consent
from campus.errors import Conflict, Invalid
from campus.owed.claiming import do_owed
from campus.owed.models import Owed
from tests import world
from tests.racing import another_process, wait_until_blocked
from tests.workers.certificates.working import a_credential, a_signed_team, work
from workers.certificates.ends.agreeing import agree
from workers.certificates.models import Credential
from workers.certificates.naming import (
    TEAM_NAMES,
    confirm,
    confirmed_name,
    held_names,
    may_change,
)
from workers.progress.folding.earning import CREDENTIAL, course_key, track_key
from workers.progress.folding.shards import fold_all


@pytest.mark.django_db
class TestConfirming:
    def test_a_name_is_kept_as_it_will_be_shown(self) -> None:
        awa = world.a_learner("Awa Diop", is_confirmed=False)
        assert confirmed_name(awa) is None
        assert confirm(person=awa, name="  Awa\u202e  Diop ") == "Awa Diop"
        assert confirmed_name(awa) == "Awa Diop"

    @pytest.mark.parametrize(("name", "code"), [("", "name_missing"), ("a" * 201, "name_too_long")])
    def test_what_is_no_name_is_refused(self, name: str, code: str) -> None:
        awa = world.a_learner(is_confirmed=False)
        with pytest.raises(Invalid) as refused:
            confirm(person=awa, name=name)
        assert refused.value.code == code
        assert confirmed_name(awa) is None

    def test_a_name_of_two_hundred_letters_is_not(self) -> None:
        assert confirm(person=world.a_learner(), name="é" * 200) == "é" * 200

    def test_it_may_change_until_a_certificate_shows_it(self) -> None:
        awa = world.a_learner("Awa Diop")
        assert may_change(awa)
        confirm(person=awa, name="Awa Ndiaye")
        a_credential(awa)
        assert not may_change(awa)
        with pytest.raises(Conflict) as refused:
            confirm(person=awa, name="Awa Sow")
        assert refused.value.code == "name_is_on_certificates"
        assert confirm(person=awa, name="Awa Ndiaye") == confirmed_name(awa) == "Awa Ndiaye"

    def test_a_teams_certificate_that_names_her_is_one_that_shows_it(self) -> None:
        of = a_signed_team()
        give(person=of.member, kind=Consent.Kind.NAME_ON_TEAM_CREDENTIAL)
        work()
        own = Credential.objects.filter(person__in=[of.member, of.lead]).values_list(
            "id", flat=True
        )
        with connection.cursor() as cursor:
            cursor.execute("SELECT certificates_erase(%s)", [list(own)])
        assert not may_change(of.member)
        assert may_change(of.lead)


@pytest.mark.django_db
class TestWhatWaited:
    def test_a_course_she_completed_is_owed(self) -> None:
        awa = world.a_learner(is_confirmed=False)
        enrolment = world.finish(awa, world.a_published_course())
        work()
        Owed.objects.all().delete()
        confirm(person=awa, name="Awa Diop")
        key = course_key(enrolment.work_id, awa.id, 1)
        assert list(Owed.objects.filter(kind=CREDENTIAL).values_list("key", flat=True)) == [key]

    def test_a_track_that_her_team_completed_is_owed(self) -> None:
        of = a_signed_team()
        work()
        confirm(person=of.member, name="Marc Roy")  # the same name: nothing is owed again
        assert not Owed.objects.filter(kind=CREDENTIAL, key=track_key(of.track.id)).exists()
        of.member.confirmed_name.delete()
        confirm(person=of.member, name="Marc Roy")
        assert Owed.objects.filter(kind=CREDENTIAL, key=track_key(of.track.id)).exists()

    def test_her_teams_that_she_agreed_to_be_named_by_name_her(self) -> None:
        of = a_signed_team(confirmed=False)
        agree(person=of.member)
        work()
        do_owed(TEAM_NAMES)
        confirm(person=of.member, name="Marc Roy")
        work()
        do_owed(TEAM_NAMES)
        live = Credential.objects.get(team=of.team, superseded_at=None)
        assert "Marc Roy" in live.face["people"]

    def test_nothing_is_owed_to_whoever_completed_nothing(self) -> None:
        confirm(person=world.a_learner(is_confirmed=False), name="Awa Diop")
        assert not Owed.objects.filter(kind=CREDENTIAL).exists()


@pytest.mark.django_db(transaction=True)
def test_whoever_confirms_and_whoever_issues_do_not_wait_for_each_other() -> None:
    """A worker has what is owed, then her name: had she that first, both would wait for ever."""
    awa = world.a_learner("Awa Diop")
    world.finish(awa, world.a_published_course())
    fold_all()
    with another_process() as run:
        with transaction.atomic():
            assert Owed.objects.select_for_update().get(kind=CREDENTIAL)
            late = run(confirm, person=awa, name="Awa Sow")
            wait_until_blocked()
            assert held_names([awa.id]) == {awa.id: "Awa Diop"}
        assert late.result(timeout=20) == "Awa Sow"
