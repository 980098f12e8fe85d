"""A named person revokes with a reason; the register, the list and the holder learn of it."""

from datetime import timedelta

import pytest
from django.db import transaction
from django.utils import timezone

from campus.audit.models import Deed
from campus.errors import CampusError, Conflict, Invalid, NotAllowed
from campus.outbox.models import OutboxMail
from tests import world
from tests.racing import another_process, wait_until_blocked
from tests.trainers import a_staff_member
from tests.workers.certificates.working import a_signed_team, an_issued_credential, work
from workers.certificates.ends.revoking import revoke
from workers.certificates.issuing.handling import issue
from workers.certificates.models import Credential, StatusList
from workers.certificates.signed import proofs
from workers.certificates.statuses.lists import status_bit
from workers.certificates.statuses.standing import status_of
from workers.progress.folding.earning import course_key


def is_withdrawn(credential: Credential) -> bool:
    """As the world reads it."""
    found = StatusList.objects.get(id=credential.status_list_id)
    return status_bit(proofs.parse(found.document), credential.status_index or 0)


@pytest.mark.django_db
class TestRevoking:
    def test_the_register_the_list_the_audit_and_the_holder_learn_of_it(self) -> None:
        awa, staff = world.a_learner("Awa Diop"), a_staff_member()
        one = an_issued_credential(awa)
        assert not is_withdrawn(one)
        OutboxMail.objects.all().delete()
        revoke(credential=one, by=staff, reason="  Obtenue par un autre.  ")
        one.refresh_from_db()
        assert one.revoked_at
        assert timezone.now() - one.revoked_at < timedelta(minutes=1)
        assert (one.revoked_by, one.revocation_reason) == (staff, "Obtenue par un autre.")
        assert status_of(one, timezone.now()) == "revoked"
        assert is_withdrawn(one)
        deed = Deed.objects.get(deed="credential.revoked")
        assert (deed.by, deed.object, deed.title) == (staff, one.id, one.title)
        mail = OutboxMail.objects.get()
        assert mail.recipients == [awa.email]
        assert "Obtenue par un autre." in mail.text

    @pytest.mark.parametrize("reason", ["", "   "])
    def test_nobody_revokes_without_a_reason(self, reason: str) -> None:
        one = an_issued_credential()
        with pytest.raises(Invalid) as refused:
            revoke(credential=one, by=a_staff_member(), reason=reason)
        assert refused.value.code == "reason_missing"
        assert not is_withdrawn(one)

    def test_nobody_revokes_but_staff_of_the_campus(self) -> None:
        one = an_issued_credential()
        with pytest.raises(NotAllowed):
            revoke(credential=one, by=world.a_person("Sophie Nguyen"), reason="Une erreur.")
        assert not is_withdrawn(one)

    def test_what_was_revoked_is_not_revoked_again(self) -> None:
        one, staff = an_issued_credential(), a_staff_member()
        revoke(credential=one, by=staff, reason="La première.")
        with pytest.raises(Conflict) as refused:
            revoke(credential=one, by=staff, reason="La seconde.")
        assert refused.value.code == "already_revoked"
        one.refresh_from_db()
        assert one.revocation_reason == "La première."

    def test_what_was_revoked_is_not_issued_again_by_itself(self) -> None:
        awa = world.a_learner()
        one = an_issued_credential(awa)
        revoke(credential=one, by=a_staff_member(), reason="Une erreur.")
        issue(course_key(one.achievement.target, awa.id, 1))
        work()
        assert Credential.objects.count() == 1

    def test_a_teams_and_its_members_end_each_by_itself(self) -> None:
        of = a_signed_team()
        work()
        (team,) = Credential.objects.filter(team=of.team)
        members = Credential.objects.filter(achievement__target=of.track.id, team=None)
        OutboxMail.objects.all().delete()
        revoke(credential=team, by=a_staff_member(), reason="Le projet n’a pas eu lieu.")
        assert is_withdrawn(team)
        assert members.count() == 2
        assert not any(is_withdrawn(one) or one.revoked_at for one in members)
        told = {mail.recipients[0] for mail in OutboxMail.objects.all()}
        assert told == {of.lead.email, of.member.email}


@pytest.mark.django_db(transaction=True)
def test_of_two_that_revoke_at_once_one_is_told_that_it_was_done() -> None:
    one, staff = an_issued_credential(), a_staff_member()

    def second() -> str:
        try:
            revoke(credential=one, by=staff, reason="La seconde.")
        except CampusError as fault:
            return fault.code
        return ""

    with another_process() as run:
        with transaction.atomic():
            revoke(credential=one, by=staff, reason="La première.")
            waiting = run(second)
            wait_until_blocked()
        assert waiting.result() == "already_revoked"
    one.refresh_from_db()
    assert one.revocation_reason == "La première."
