"""My name is wrong: asked once, decided by staff, and another certificate takes its place."""

import hashlib
from typing import Any

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from campus.accounts.consents import give
from campus.accounts.models import Consent
from campus.audit.models import Deed
from campus.errors import Conflict, Invalid, NotAllowed, NotFound
from campus.outbox.models import OutboxMail
from campus.owed.claiming import do_owed
from campus.owed.models import Owed
from tests import world
from tests.trainers import a_staff_member
from tests.workers.certificates.ends.test_revoking import is_withdrawn
from tests.workers.certificates.working import a_signed_team, an_issued_credential, work
from workers.certificates.ends import correcting, replacing
from workers.certificates.ends.correcting import CORRECTION, accept, ask, refuse
from workers.certificates.ends.revoking import revoke
from workers.certificates.ends.sharing import switch_on
from workers.certificates.issuers.keys import NoSigningKey
from workers.certificates.issuers.signing import issuer_documents
from workers.certificates.models import Credential, NameRequest
from workers.certificates.naming import confirmed_name
from workers.certificates.pages.rendering import DOCUMENT
from workers.certificates.proving.credentials import verify
from workers.certificates.signed import documents, proofs
from workers.certificates.statuses import lists as statuslist
from workers.certificates.statuses.standing import status_of
from workers.certificates.verifying.reporting import report


def corrected(one: Credential, name: str = "Awa Ndiaye") -> Credential:
    assert one.person
    request = ask(person=one.person, credential=one, name=name, reason="Mon mariage.")
    accept(request=request, by=a_staff_member())
    return Credential.objects.get(supersedes=one)


def no_key(*_: Any, **__: Any) -> Any:
    raise NoSigningKey("none in this process")


@pytest.mark.django_db
class TestAsking:
    def test_a_request_waits_for_staff(self) -> None:
        one = an_issued_credential()
        assert one.person
        request = ask(person=one.person, credential=one, name=" Awa  Ndiaye ", reason="Mariage")
        assert (request.name, request.decided_at) == ("Awa Ndiaye", None)
        assert Credential.objects.get().recipient_name == "Awa Diop"

    def test_only_its_holder_asks(self) -> None:
        one = an_issued_credential()
        with pytest.raises(NotFound):
            ask(person=world.a_learner("Marc Roy"), credential=one, name="Marc Roy")
        assert not NameRequest.objects.exists()

    def test_there_is_one_open_request_for_a_certificate(self) -> None:
        one = an_issued_credential()
        assert one.person
        request = ask(person=one.person, credential=one, name="Awa Ndiaye")
        with pytest.raises(Conflict) as refused:
            ask(person=one.person, credential=one, name="Awa Sow")
        assert refused.value.code == "request_open"
        with pytest.raises(IntegrityError), transaction.atomic():
            NameRequest.objects.create(credential=one, name="x", asked_at=timezone.now())
        refuse(request=request, by=a_staff_member(), answer="Un justificatif, s’il vous plaît.")
        assert ask(person=one.person, credential=one, name="Awa Sow")

    @pytest.mark.parametrize(
        ("name", "code"), [("Awa\u200b Diop", "name_unchanged"), ("…", "name_missing")]
    )
    def test_what_changes_nothing_or_is_no_name_is_refused(self, name: str, code: str) -> None:
        one = an_issued_credential()
        assert one.person
        with pytest.raises(Invalid) as refused:
            ask(person=one.person, credential=one, name=name)
        assert refused.value.code == code

    def test_what_has_ended_is_not_corrected(self) -> None:
        one = an_issued_credential()
        assert one.person
        revoke(credential=one, by=a_staff_member(), reason="Une erreur.")
        with pytest.raises(Conflict) as refused:
            ask(person=one.person, credential=one, name="Awa Ndiaye")
        assert refused.value.code == "already_revoked"


@pytest.mark.django_db
class TestAccepting:
    def test_another_takes_its_place_with_all_but_the_name(self) -> None:
        old = an_issued_credential()
        new = corrected(old)
        old.refresh_from_db()
        assert (old.recipient_name, new.recipient_name) == ("Awa Diop", "Awa Ndiaye")
        now = timezone.now()
        assert (status_of(old, now), status_of(new, now)) == ("superseded", "valid")
        for kept in ("version_id", "subject", "period", "issued_at", "rule", "evidence", "title"):
            assert getattr(new, kept) == getattr(old, kept)
        assert is_withdrawn(old)
        assert not is_withdrawn(new)
        assert confirmed_name(new.person) == "Awa Ndiaye"  # type: ignore[arg-type]

    def test_the_new_document_is_signed_and_says_when_the_first_was_issued(self) -> None:
        old = an_issued_credential()
        new = corrected(old)
        before, after = proofs.parse(old.document), proofs.parse(new.document)
        assert proofs.verify(after, issuer_documents())
        assert after["validFrom"] == before["validFrom"]
        assert after["id"] == f"https://campus.example/verify/{new.id}"
        assert after["credentialSubject"]["identifier"][0]["identityHash"] == "Awa Ndiaye"
        assert after["credentialSubject"]["id"] != before["credentialSubject"]["id"]
        assert "Awa Diop" not in new.document
        assert old.id not in new.document
        assert new.document_digest == hashlib.sha256(new.document.encode()).hexdigest()

    def test_the_link_that_she_shares_moves_on(self) -> None:
        old = an_issued_credential()
        assert old.person
        token = switch_on(person=old.person, credential=old)
        new = corrected(old)
        old.refresh_from_db()
        assert (old.share_token, new.share_token) == ("", token)
        assert report(new.id, viewer=None, share=token).recipient == "Awa Ndiaye"
        assert report(old.id, viewer=None, share=token).recipient == "A. D."

    def test_its_small_print_names_the_last_correction_only(self) -> None:
        once = corrected(an_issued_credential())
        twice = corrected(once, "Awa Ndiaye-Sow")
        assert twice.face["small_print"] == once.face["small_print"]

    def test_its_page_shows_the_new_name_and_address(self) -> None:
        old = an_issued_credential()
        new = corrected(old)
        assert new.face["name"] == "Awa Ndiaye"
        assert "Awa Diop" not in str(new.face)
        assert old.id not in str(new.face)
        assert Owed.objects.filter(kind=DOCUMENT, key=new.id).exists()

    def test_she_is_told_and_staff_are_noted(self) -> None:
        old = an_issued_credential()
        OutboxMail.objects.all().delete()
        new = corrected(old)
        mail = OutboxMail.objects.get()
        assert new.face["verify_address"] in mail.text
        deed = Deed.objects.get(deed="name_request.accepted")
        assert deed.object == old.id
        assert "Awa" not in deed.title

    def test_it_may_be_corrected_again_and_nobody_issues_another(self) -> None:
        old = an_issued_credential()
        newest = corrected(corrected(old), "Awa Ndiaye-Sow")
        work()
        assert Credential.objects.count() == 3
        live = Credential.objects.get(superseded_at=None)
        assert live.id == newest.id
        assert verify().differences == []

    def test_only_staff_decide_and_only_once(self) -> None:
        one, staff = an_issued_credential(), a_staff_member()
        assert one.person
        request = ask(person=one.person, credential=one, name="Awa Ndiaye")
        with pytest.raises(NotAllowed):
            accept(request=request, by=one.person)
        with pytest.raises(NotAllowed):
            refuse(request=request, by=one.person, answer="Non.")
        accept(request=request, by=staff)
        with pytest.raises(Conflict) as refused:
            refuse(request=request, by=staff, answer="Non.")
        assert refused.value.code == "already_decided"
        assert Credential.objects.count() == 2

    def test_a_process_without_a_key_leaves_the_making_to_a_worker(
        self, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        one = an_issued_credential()
        assert one.person
        request = ask(person=one.person, credential=one, name="Awa Ndiaye")
        with monkeypatch.context() as here:
            here.setattr(replacing, "sign", no_key)
            here.setattr(statuslist, "signer", no_key)
            accept(request=request, by=a_staff_member())
        one.refresh_from_db()
        assert one.superseded_at is None
        assert Owed.objects.filter(kind=CORRECTION, key=str(request.id)).exists()
        do_owed(CORRECTION)
        assert Credential.objects.get(supersedes=one).recipient_name == "Awa Ndiaye"
        correcting.carry_out(str(request.id))  # once more changes nothing
        assert Credential.objects.count() == 2


@pytest.mark.django_db
class TestRefusing:
    def test_she_is_told_why_and_nothing_changes(self) -> None:
        one = an_issued_credential()
        assert one.person
        request = ask(person=one.person, credential=one, name="Reine des neiges")
        OutboxMail.objects.all().delete()
        refuse(request=request, by=a_staff_member(), answer="Ce n’est pas votre nom.")
        assert "Ce n’est pas votre nom." in OutboxMail.objects.get().text
        assert Credential.objects.get().superseded_at is None
        assert Deed.objects.filter(deed="name_request.refused").exists()

    def test_not_without_an_answer(self) -> None:
        one = an_issued_credential()
        assert one.person
        request = ask(person=one.person, credential=one, name="Awa Ndiaye")
        with pytest.raises(Invalid):
            refuse(request=request, by=a_staff_member(), answer=" ")


@pytest.mark.django_db
def test_a_team_that_shows_her_name_shows_the_right_one_from_then_on() -> None:
    of = a_signed_team()
    give(person=of.member, kind=Consent.Kind.NAME_ON_TEAM_CREDENTIAL)
    work()
    team = Credential.objects.get(team=of.team)
    assert "Marc Roy" in team.face["people"]
    hers = Credential.objects.get(achievement__target=of.track.id, person=of.member)
    new = corrected(hers, "Marie Roy")
    live = Credential.objects.get(team=of.team, superseded_at=None)
    assert live.supersedes_id == team.id
    assert "Marie Roy" in live.face["people"]
    assert "Marc Roy" not in str(live.face)
    (related,) = proofs.parse(new.document)["relatedResource"]
    assert related["id"].endswith(f"/verify/{live.id}")
    assert related["digestSRI"] == documents.digest(live.document.encode())
    assert proofs.verify(proofs.parse(new.document), issuer_documents())
    work()
    assert verify().differences == []
