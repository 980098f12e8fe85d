"""Names, erasures and corrections at the same moment: no live certificate says what must not stand.

In each, one transaction has done its work and not committed it while the other comes.
"""

from collections.abc import Callable
from concurrent.futures import Future
from typing import Any

import psycopg
import pytest
from django.db import IntegrityError, transaction

from campus.accounts.consents import give
from campus.accounts.models import Consent, User
from campus.errors import Conflict
from campus.owed.claiming import do_owed
from tests import world
from tests.racing import another_process, is_blocked, take_no_locks, wait_until
from tests.trainers import a_staff_member
from tests.workers.certificates.working import a_signed_team, work
from workers.certificates.ends.correcting import accept, ask
from workers.certificates.ends.erasing import erase_holder
from workers.certificates.ends.revoking import revoke
from workers.certificates.issuing import courses as course_credentials
from workers.certificates.issuing import tracks as track_credentials
from workers.certificates.issuing.handling import issue
from workers.certificates.models import Credential, NameRequest
from workers.certificates.naming import confirm, confirmed_name, names_of
from workers.progress.folding.earning import course_key, track_key
from workers.progress.folding.shards import fold_all
from workers.progress.folding.teams import TEAM_PROGRESS

pytestmark = pytest.mark.django_db(transaction=True)


def meanwhile(first: Callable[[], Any], then: Callable[..., Any], *args: Any, **named: Any) -> Any:
    """`then` comes while `first` is done and not committed; what `then` answers."""
    with another_process() as run:
        late: Future[Any]
        with transaction.atomic():
            first()
            late = run(then, *args, **named)
            wait_until(lambda: late.done() or is_blocked())
        return late.result(timeout=20)


def whoever_completed() -> tuple[User, str]:
    awa = world.a_learner("Awa Diop")
    enrolment = world.finish(awa, world.a_published_course())
    fold_all()
    return awa, course_key(enrolment.work_id, awa.id, 1)


def a_team_that_earned() -> world.Followed:
    """Both agree to be named; nothing is issued to the team yet."""
    of = a_signed_team()
    for person in of.learners:
        give(person=person, kind=Consent.Kind.NAME_ON_TEAM_CREDENTIAL)
    fold_all()
    do_owed(TEAM_PROGRESS)
    return of


def a_request(person: User, name: str) -> NameRequest:
    one = Credential.objects.get(
        person=person, achievement__target_kind="track", superseded_at=None
    )
    return ask(person=person, credential=one, name=name)


def said_of(person: User, name: str) -> bool:
    """Whether any certificate that is not erased says this name of hers, or is still hers."""
    there = Credential.objects.filter(erased_at=None)
    return there.filter(person=person).exists() or any(
        name in str(one.face) or person.id in one.people_named for one in there
    )


class TestIssuingAndErasing:
    def test_of_a_course(self) -> None:
        awa, key = whoever_completed()
        erased = meanwhile(lambda: issue(key), erase_holder, awa)
        assert erased.own == 1
        assert not said_of(awa, "Awa Diop")

    def test_of_a_course_would_leave_one_if_the_name_were_not_held(
        self, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(course_credentials, "held_names", names_of)
        awa, key = whoever_completed()
        assert meanwhile(lambda: issue(key), erase_holder, awa).own == 0
        assert said_of(awa, "Awa Diop")

    def test_of_a_team(self) -> None:
        of = a_team_that_earned()
        erased = meanwhile(lambda: issue(track_key(of.track.id)), erase_holder, of.member)
        # Of her own there is the course's too, where it is issued: here only the track's is.
        assert (erased.own, erased.of_teams) == (1, 1)
        assert not said_of(of.member, "Marc Roy")
        live = Credential.objects.get(team=of.team, superseded_at=None)
        assert "Lina Costa" in live.face["people"]

    def test_of_a_team_would_leave_her_if_the_names_were_not_held(
        self, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(track_credentials, "held_names", names_of)
        of = a_team_that_earned()
        meanwhile(lambda: issue(track_key(of.track.id)), erase_holder, of.member)
        assert said_of(of.member, "Marc Roy")

    def test_whoever_was_erased_first_is_issued_nothing(self) -> None:
        awa, key = whoever_completed()
        meanwhile(lambda: erase_holder(awa), issue, key)
        assert not Credential.objects.exists()


class TestIssuingAndConfirming:
    def test_a_name_that_is_on_its_way_to_a_certificate_is_not_changed(self) -> None:
        awa, key = whoever_completed()
        with pytest.raises(Conflict) as refused:
            meanwhile(lambda: issue(key), confirm, person=awa, name="Awa Sow")
        assert refused.value.code == "name_is_on_certificates"
        assert confirmed_name(awa) == Credential.objects.get().recipient_name == "Awa Diop"

    def test_it_would_be_if_the_name_were_not_held(self, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(course_credentials, "held_names", names_of)
        awa, key = whoever_completed()
        meanwhile(lambda: issue(key), confirm, person=awa, name="Awa Sow")
        assert confirmed_name(awa) != Credential.objects.get().recipient_name


class TestATeamOfTwo:
    def test_one_corrected_while_the_other_is_erased(self) -> None:
        of, staff = a_team_that_earned(), a_staff_member()
        work()
        request = a_request(of.member, "Marie Roy")
        meanwhile(lambda: accept(request=request, by=staff), erase_holder, of.lead)
        assert not said_of(of.lead, "Lina Costa")
        live = Credential.objects.get(team=of.team, superseded_at=None)
        assert live.people_named == [of.member.id]
        assert "Marie Roy" in live.face["people"]

    def test_both_corrected(self) -> None:
        of, staff = a_team_that_earned(), a_staff_member()
        work()
        first, second = a_request(of.member, "Marie Roy"), a_request(of.lead, "Lina Costa-Sow")
        meanwhile(lambda: accept(request=first, by=staff), accept, request=second, by=staff)
        live = Credential.objects.get(team=of.team, superseded_at=None)
        assert live.face["people"] == "Lina Costa-Sow, Marie Roy"

    def test_the_second_would_fail_if_teams_were_not_held(
        self, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        """The second has read what the first replaces; the database refuses to end that twice."""
        of, staff = a_team_that_earned(), a_staff_member()
        work()
        first, second = a_request(of.member, "Marie Roy"), a_request(of.lead, "Lina Costa-Sow")
        take_no_locks(monkeypatch)
        with pytest.raises(IntegrityError):
            meanwhile(lambda: accept(request=first, by=staff), accept, request=second, by=staff)


def issued_revoked_and_issued_by_whoever_had_looked_before(
    monkeypatch: pytest.MonkeyPatch,
) -> list[bool]:
    """Whether each there is now is revoked: a slow worker keeps its own once the first ended."""
    _awa, key = whoever_completed()
    issue(key)
    revoke(credential=Credential.objects.get(), by=a_staff_member(), reason="Une fraude.")
    monkeypatch.setattr(course_credentials, "held", lambda *_args: set())
    issue(key)
    return [one.revoked_at is not None for one in Credential.objects.order_by("issued_at")]


def test_what_was_revoked_leaves_no_room(monkeypatch: pytest.MonkeyPatch) -> None:
    assert issued_revoked_and_issued_by_whoever_had_looked_before(monkeypatch) == [True]


def test_it_would_without_the_index_of_firsts(
    monkeypatch: pytest.MonkeyPatch, owner: psycopg.Connection
) -> None:
    owner.execute("DROP INDEX one_first_credential_per_period")
    found = issued_revoked_and_issued_by_whoever_had_looked_before(monkeypatch)
    assert sorted(found) == [False, True]
