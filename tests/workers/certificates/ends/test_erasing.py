"""Erasing a holder leaves nothing that names her here, and all that proves what she kept."""

import hashlib
import io
import time
import zipfile
from collections.abc import Callable

import pytest
from django.apps import apps
from django.core.mail import send_mail
from django.db import connection, transaction
from django.utils import timezone

from campus.accounts.consents import give
from campus.accounts.models import Consent, User
from campus.errors import NotFound
from campus.jobs.models import Job
from campus.outbox.models import OutboxMail
from campus.owed.claiming import do_owed
from tests import world
from tests.racing import another_process
from tests.trainers import a_staff_member
from tests.workers.certificates.ends.test_correcting import corrected
from tests.workers.certificates.ends.test_revoking import is_withdrawn
from tests.workers.certificates.working import (
    a_credential,
    a_signed_team,
    an_issued_credential,
    attend,
    work,
)
from tracks.teams import sign_outcome
from workers.certificates.ends.correcting import ask
from workers.certificates.ends.erasing import erase_holder
from workers.certificates.ends.revoking import revoke
from workers.certificates.ends.sharing import switch_on
from workers.certificates.issuers.signing import issuer_documents
from workers.certificates.issuing import exporting
from workers.certificates.issuing.sweeping import find_unissued
from workers.certificates.models import (
    Achievement,
    CertificateDocument,
    Credential,
    NameRequest,
)
from workers.certificates.pages import rendering
from workers.certificates.pages.rendering import render_document
from workers.certificates.proving.credentials import verify
from workers.certificates.signed import proofs
from workers.certificates.statuses.standing import status_of
from workers.doorbells import HANDLERS

CANARY = "Zénobie Canari-Wëstön"


def where_it_stands(text: str) -> set[str]:
    """Every column of the tables of certificates and of mail that holds it, bytes and JSON too."""
    found = set()
    certificates, outbox = map(apps.get_app_config, ("certificates", "outbox"))
    for model in (*certificates.get_models(), *outbox.get_models()):
        table = model._meta.db_table
        for field in model._meta.concrete_fields:
            quoted = connection.ops.quote_name(field.column)
            holds = f"position(%s in {quoted}::text) > 0"
            if field.get_internal_type() == "BinaryField":
                holds = f"position(convert_to(%s, 'UTF8') in {quoted}) > 0"
            with connection.cursor() as cursor:
                cursor.execute(f"SELECT 1 FROM {table} WHERE {holds} LIMIT 1", [text])
                if cursor.fetchone():
                    found.add(f"{table}.{field.column}")
    return found


def a_holder() -> User:
    """With a credential, a corrected one, a revoked one, an open request and a link."""
    zoe = world.a_learner(CANARY)
    revoked = an_issued_credential(zoe)
    revoke(credential=revoked, by=a_staff_member(), reason=f"{CANARY} n’a pas assisté.")
    newest = corrected(an_issued_credential(zoe), f"{CANARY} Junior")
    ask(person=zoe, credential=newest, name=f"{CANARY} Senior", reason=f"Je suis {CANARY}.")
    switch_on(person=zoe, credential=newest)
    CertificateDocument.objects.create(
        credential=newest, digest="0" * 64, body=CANARY.encode(), rendered_at=timezone.now()
    )
    return zoe


@pytest.mark.django_db
class TestAHolder:
    def test_nothing_in_any_table_names_her_any_more(self) -> None:
        zoe = a_holder()
        assert where_it_stands(CANARY) >= {
            "certificates_credential.recipient_name",
            "certificates_credential.document",
            "certificates_credential.face",
            "certificates_credential.revocation_reason",
            "certificates_certificatedocument.body",
            "certificates_confirmedname.name",
            "certificates_namerequest.name",
            "certificates_namerequest.reason",
            "outbox_outboxmail.text",
        }
        erase_holder(zoe)
        assert where_it_stands(CANARY) == set()
        assert where_it_stands(str(zoe.id)) == set()
        assert where_it_stands(zoe.email) == set()
        assert not CertificateDocument.objects.exists()
        assert not NameRequest.objects.exists()

    def test_her_own_copy_still_verifies(self) -> None:
        one = an_issued_credential(world.a_learner(CANARY))
        kept = one.document
        erase_holder(one.person)  # type: ignore[arg-type]
        left = Credential.objects.get()
        assert proofs.verify(proofs.parse(kept), issuer_documents())
        assert hashlib.sha256(kept.encode()).hexdigest() == left.document_digest
        assert not is_withdrawn(left)
        assert status_of(left, timezone.now()) == "erased"

    def test_that_of_others_stays_as_it_is(self) -> None:
        marc = an_issued_credential(world.a_learner("Marc Roy"))
        erase_holder(a_holder())
        left = Credential.objects.get(person=marc.person)
        assert (left.document, left.face) == (marc.document, marc.face)

    def test_nothing_is_issued_or_made_anew(self) -> None:
        zoe = world.a_learner(CANARY)
        an_issued_credential(zoe)
        erase_holder(zoe)
        find_unissued()
        work()
        assert Credential.objects.filter(person=zoe).count() == 0
        assert not CertificateDocument.objects.exists()
        assert verify().differences == []

    def test_once_more_changes_nothing(self) -> None:
        zoe = a_holder()
        erase_holder(zoe)
        before = list(Credential.objects.order_by("id").values())
        assert (erase_holder(zoe).own, erase_holder(zoe).of_teams) == (0, 0)
        assert list(Credential.objects.order_by("id").values()) == before

    def test_nothing_goes_when_the_transaction_fails(self) -> None:
        one = an_issued_credential(world.a_learner(CANARY))
        with transaction.atomic():
            erase_holder(one.person)  # type: ignore[arg-type]
            transaction.set_rollback(True)
        assert Credential.objects.get().recipient_name == CANARY


def a_team_that_names_her() -> tuple[world.Followed, Credential]:
    of = world.a_team_with_a_track()
    User.objects.filter(id=of.member.id).update(name=CANARY)
    of.member.confirmed_name.name = CANARY
    of.member.confirmed_name.save()
    of.member.refresh_from_db()
    for person in of.learners:
        give(person=person, kind=Consent.Kind.NAME_ON_TEAM_CREDENTIAL)
        world.finish(person, of.course)
    attend(of, *of.learners)
    sign_outcome(project=of.project, coach=of.coach, outcome="Les courriers sont plus clairs.")
    work()
    return of, Credential.objects.get(team=of.team)


@pytest.mark.django_db
class TestATeam:
    def test_another_without_her_name_replaces_the_teams(self) -> None:
        of, team = a_team_that_names_her()
        assert CANARY in team.face["people"]
        erased = erase_holder(of.member)
        assert erased.of_teams == 1
        live = Credential.objects.get(team=of.team)
        assert (live.supersedes_id, live.superseded_at) == (team.id, None)
        assert "Lina Costa" in live.face["people"]
        assert "1" in live.face["people"]
        team.refresh_from_db()
        assert (team.document, team.face, team.team_id) == ("", {}, None)
        assert is_withdrawn(team)
        work()
        assert where_it_stands(CANARY) == set()
        assert verify().differences == []

    def test_a_revoked_one_stays_revoked_without_her_name(self) -> None:
        of, team = a_team_that_names_her()
        revoke(credential=team, by=a_staff_member(), reason="Le projet n’a pas eu lieu.")
        erase_holder(of.member)
        work()
        left = Credential.objects.get(team=of.team)
        assert left.revoked_at
        assert left.revocation_reason == "Le projet n’a pas eu lieu."
        assert is_withdrawn(left)
        assert where_it_stands(CANARY) == set()

    def test_one_that_does_not_name_her_stays(self) -> None:
        of = a_signed_team()
        work()
        team = Credential.objects.get(team=of.team)
        assert erase_holder(of.member).of_teams == 0
        assert Credential.objects.get(team=of.team).document == team.document
        assert verify().differences == []


@pytest.mark.django_db(transaction=True)
def test_no_page_is_kept_that_was_being_made_meanwhile(monkeypatch: pytest.MonkeyPatch) -> None:
    """The render has read her name and not kept its page yet: the erasure waits, then takes it."""
    one = an_issued_credential(world.a_learner(CANARY))
    assert one.person
    with another_process() as run:
        waiting = []

        def slowly(*_: object, **__: object) -> bytes:
            waiting.append(run(erase_holder, one.person))
            time.sleep(1)
            return CANARY.encode()

        monkeypatch.setattr(rendering, "sign_page", slowly)
        monkeypatch.setattr(rendering, "typeset_credential", lambda _one: b"")
        render_document(one.id)
        assert waiting[0].result().own == 1
    assert where_it_stands(CANARY) == set()


@pytest.mark.django_db
def test_a_real_page_goes_too() -> None:
    one = a_credential(world.a_learner(CANARY))
    assert CertificateDocument.objects.exists()
    erase_holder(one.person)  # type: ignore[arg-type]
    assert not CertificateDocument.objects.exists()


def an_archive(of: Credential) -> tuple[Job, User]:
    staff = a_staff_member()
    return exporting.start_export(achievement=of.achievement, by=staff), staff


def pack(job: Job, report: Callable[[int, int], object] = lambda _done, _total: None) -> None:
    """As the worker for long work does it, with what it says of how far it is."""
    exporting.export_asked(job, report)  # type: ignore[arg-type]
    Job.objects.filter(pk=job.pk).update(state=Job.State.DONE, ended_at=timezone.now())


def table_in(job: Job, staff: User) -> str:
    achievement = Achievement.objects.get(pk=job.arguments["achievement"])
    with exporting.made(achievement=achievement, job_id=job.pk, by=staff) as file:
        archive = zipfile.ZipFile(io.BytesIO(file.read()))
    return archive.read("certificates.csv").decode("utf-8-sig")


@pytest.mark.django_db
class TestAnArchive:
    def test_one_that_holds_hers_is_there_no_more(self) -> None:
        one = a_credential(world.a_learner(CANARY))
        other = a_credential(world.a_learner("Marc Roy"), title="Autre chose")
        (job, staff), (others, of_others) = an_archive(one), an_archive(other)
        pack(job)
        pack(others)
        assert CANARY in table_in(job, staff)
        erase_holder(one.person)  # type: ignore[arg-type]
        do_owed(exporting.FORGOTTEN)
        with pytest.raises(NotFound):
            table_in(job, staff)
        assert "Marc Roy" in table_in(others, of_others)

    def test_one_that_was_being_made_is_made_without_her(self) -> None:
        one = a_credential(world.a_learner(CANARY))
        job, staff = an_archive(one)
        pack(job, lambda _done, _total: erase_holder(one.person))  # type: ignore[arg-type]
        assert CANARY not in table_in(job, staff)

    def test_the_worker_knows_what_is_owed(self) -> None:
        assert HANDLERS[exporting.FORGOTTEN] is exporting.forget_archives


@pytest.mark.django_db
class TestMail:
    def test_what_certificates_wrote_to_her_goes_and_what_others_wrote_only_once_sent(self) -> None:
        zoe, marc = world.a_learner(CANARY), world.a_learner("Marc Roy")
        an_issued_credential(zoe)
        an_issued_credential(marc)
        send_mail("Campus", "Votre compte est effacé.", None, [zoe.email])
        erase_holder(zoe)
        to_her = OutboxMail.objects.filter(recipients=[zoe.email])
        assert list(to_her.values_list("text", flat=True)) == ["Votre compte est effacé."]
        assert OutboxMail.objects.filter(recipients=[marc.email]).count() == 1
