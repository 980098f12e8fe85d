"""My name on what my team earned: hers to give and to take back, also once it was issued."""

import pytest
from django.db import transaction

from campus.outbox.models import OutboxMail
from campus.owed.claiming import do_owed
from campus.owed.models import Owed
from tests import world
from tests.racing import another_process, wait_until_blocked
from tests.trainers import a_staff_member
from tests.workers.certificates.ends.test_correcting import corrected
from tests.workers.certificates.ends.test_revoking import is_withdrawn
from tests.workers.certificates.working import a_signed_team, work
from tracks.teams import add_member, remove_member
from workers.certificates.ends.agreeing import TEAM_NAMES, agree, carry_out, has_agreed, take_back
from workers.certificates.ends.revoking import revoke
from workers.certificates.issuers.signing import issuer_documents
from workers.certificates.issuing.handling import issue
from workers.certificates.models import Credential
from workers.certificates.proving.credentials import verify
from workers.certificates.signed import proofs
from workers.certificates.verifying.reporting import report
from workers.doorbells import HANDLERS
from workers.progress.folding.earning import track_key
from workers.progress.folding.shards import fold_all
from workers.progress.folding.teams import TEAM_PROGRESS


def an_issued_teams() -> world.Followed:
    of = a_signed_team()
    work()
    OutboxMail.objects.all().delete()
    return of


def of_team(of: world.Followed) -> Credential:
    """The one in force."""
    return Credential.objects.get(team=of.team, superseded_at=None, revoked_at=None)


def do() -> None:
    do_owed(TEAM_NAMES)
    assert not Owed.objects.filter(kind=TEAM_NAMES).exists()


@pytest.mark.django_db
class TestOneThatWasIssued:
    def test_it_is_replaced_by_one_that_names_her_and_the_members_are_told(self) -> None:
        of = an_issued_teams()
        old = of_team(of)
        assert "Marc Roy" not in old.face["people"]
        agree(person=of.member)
        do()
        new = of_team(of)
        assert new.supersedes_id == old.id
        assert "Marc Roy" in new.face["people"]
        assert "Lina Costa" not in new.face["people"]
        assert proofs.verify(proofs.parse(new.document), issuer_documents())
        assert (is_withdrawn(old), is_withdrawn(new)) == (True, False)
        told = {mail.recipients[0]: mail.text for mail in OutboxMail.objects.all()}
        assert set(told) == {of.lead.email, of.member.email}
        assert all(new.face["verify_address"] in text for text in told.values())
        work()
        assert verify().differences == []

    def test_taking_it_back_replaces_it_by_one_that_does_not(self) -> None:
        of = an_issued_teams()
        agree(person=of.member)
        do()
        named = of_team(of)
        assert "Marc Roy" in report(named.id, viewer=None).people
        take_back(person=of.member)
        do()
        assert "Marc Roy" not in str(of_team(of).face)
        assert of_team(of).supersedes_id == named.id
        assert "Marc Roy" not in str(report(named.id, viewer=None))

    def test_those_are_told_who_earned_it_whoever_is_in_the_team_today(self) -> None:
        of = an_issued_teams()
        add_member(team=of.team, person=world.a_learner("Zoé Roy"), role="member")
        remove_member(membership=of.team.memberships.get(person=of.lead))
        agree(person=of.member)
        do()
        told = [mail.recipients[0] for mail in OutboxMail.objects.all()]
        assert sorted(told) == sorted([of.lead.email, of.member.email])

    def test_a_change_of_mind_before_the_worker_came_replaces_nothing(self) -> None:
        of = an_issued_teams()
        agree(person=of.member)
        take_back(person=of.member)
        do()
        assert Credential.objects.filter(team=of.team).count() == 1
        assert not OutboxMail.objects.exists()

    def test_saying_the_same_again_owes_nothing(self) -> None:
        of = an_issued_teams()
        take_back(person=of.member)
        assert not Owed.objects.filter(kind=TEAM_NAMES).exists()
        agree(person=of.member)
        do()
        agree(person=of.member)
        assert not Owed.objects.filter(kind=TEAM_NAMES).exists()
        carry_out(str(of.member.id))
        assert Credential.objects.filter(team=of.team).count() == 2

    def test_who_had_no_share_in_it_is_never_named(self) -> None:
        of = an_issued_teams()
        add_member(team=of.team, person=(late := world.a_learner("Zoé Roy")), role="member")
        for person in (late, of.coach):
            agree(person=person)
        do()
        assert Credential.objects.filter(team=of.team).count() == 1

    def test_what_was_revoked_stays_as_it_is(self) -> None:
        of = an_issued_teams()
        revoke(credential=of_team(of), by=a_staff_member(), reason="Une erreur.")
        agree(person=of.member)
        do()
        assert Credential.objects.filter(team=of.team).count() == 1

    def test_a_worker_knows_what_to_do_of_it(self) -> None:
        assert HANDLERS[TEAM_NAMES] is carry_out


@pytest.mark.django_db
class TestWhichOneFollows:
    """The members' own go on pointing at the one before, whose address tells it."""

    def test_a_teams_tells_anybody(self) -> None:
        of = an_issued_teams()
        old = of_team(of)
        agree(person=of.member)
        do()
        assert report(old.id, viewer=None).superseded_by == of_team(of).id

    def test_no_former_name_leads_to_the_present_one(self) -> None:
        of = an_issued_teams()
        agree(person=of.member)
        do()
        named = of_team(of)
        hers = Credential.objects.get(person=of.member, achievement__target=of.track.id)
        corrected(hers, "Marie Roy")
        assert report(named.id, viewer=None).superseded_by is None
        assert report(named.id, viewer=of.lead).superseded_by == of_team(of).id


@pytest.mark.django_db(transaction=True)
def test_two_who_agree_at_once_are_both_named_by_one_new_certificate() -> None:
    of = an_issued_teams()
    old = of_team(of)
    for person in of.learners:
        agree(person=person)
    with another_process() as run:
        with transaction.atomic():
            carry_out(str(of.lead.id))
            other = run(carry_out, str(of.member.id))
            wait_until_blocked()
        other.result(timeout=20)
    new = of_team(of)
    assert new.supersedes_id == old.id
    assert {"Marc Roy", "Lina Costa"} <= set(new.face["people"].split(", "))
    assert all(has_agreed(person) for person in of.learners)


@pytest.mark.django_db(transaction=True)
def test_who_agrees_while_it_is_being_issued_is_named_soon_after() -> None:
    of = a_signed_team()
    fold_all()
    do_owed(TEAM_PROGRESS)
    with another_process() as run:
        with transaction.atomic():
            issue(track_key(of.track.id))
            late = run(agree, person=of.member)
            wait_until_blocked()
            assert "Marc Roy" not in of_team(of).face["people"]
        late.result(timeout=20)
    do()
    assert "Marc Roy" in of_team(of).face["people"]
