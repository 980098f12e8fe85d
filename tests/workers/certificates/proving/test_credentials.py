"""`verify_credentials` proves both ways, and names what was planted."""

from io import StringIO
from typing import Any
from uuid import uuid4

import pytest
from django.core.management import CommandError, call_command
from django.db import connection
from django.utils import timezone

from campus.records.models import LearningRecord
from tests import world
from tests.trainers import a_staff_member
from tests.workers.certificates.working import a_credential, a_signed_team, work
from workers.certificates.ends.erasing import erase_holder
from workers.certificates.ends.revoking import revoke
from workers.certificates.models import CertificateDocument, Credential
from workers.certificates.proving.credentials import verify
from workers.progress.folding.shards import fold_all

pytestmark = pytest.mark.django_db


def plant(credential: Credential, **changes: Any) -> Credential:
    """The database refuses to change a credential, so a false one stands beside it."""
    twin = Credential.objects.get(id=credential.id)
    twin.id, twin.period = "planted".ljust(22, "-"), 9
    twin.status_list = twin.status_index = None
    for name, value in changes.items():
        setattr(twin, name, value)
    twin.save(force_insert=True)
    return twin


def differences() -> str:
    return "\n".join(verify().differences)


def test_what_was_issued_by_the_rules_is_proved() -> None:
    a_credential()
    a_signed_team()
    work()
    found = verify()
    assert found.differences == []
    assert found.credentials == 6
    assert found.records > 6


def test_a_changed_name_is_named() -> None:
    credential = a_credential()
    plant(credential, document=credential.document.replace("Awa", "Eve"))
    assert "planted---------------: proof does not hold" in differences()


def test_another_evidence_than_the_signed_one_is_named() -> None:
    credential = a_credential()
    plant(credential, evidence=credential.evidence[1:])
    said = differences()
    assert "evidence does not hold" in said
    assert "does not meet 1 parts of its rule" in said


def test_records_that_the_log_lacks_are_named() -> None:
    credential = a_credential()
    plant(credential, evidence=[str(uuid4()), *credential.evidence[1:]])
    assert "the log lacks 1 of the 2 records" in differences()


def test_a_rule_that_asks_for_more_is_named() -> None:
    credential = a_credential()
    more = {"registration": str(uuid4()), "object": str(uuid4()), "any_of": [["passed", "graded"]]}
    plant(credential, rule=[*credential.rule, more])
    assert "does not meet 1 parts of its rule" in differences()


def test_another_pdf_than_the_one_made_is_named() -> None:
    twin = plant(a_credential())
    CertificateDocument.objects.create(
        credential=twin, digest="0" * 64, body=b"%PDF", rendered_at=timezone.now()
    )
    assert "document does not hold" in differences()


def test_somebody_entitled_without_a_credential_is_named() -> None:
    enrolment = world.finish(world.a_learner(), world.a_published_course())
    fold_all()
    said = differences()
    assert f"work:{enrolment.work_id}:{enrolment.person_id}:1: the rule holds" in said
    work()
    assert differences() == ""


def a_team_with_somebody_erased() -> Credential:
    """Her certificates and her learning; the team's certificate stands on both members' records."""
    of = a_signed_team()
    work()
    erase_holder(of.member)
    with connection.cursor() as cursor:
        cursor.execute("SELECT records_erase(%s)", [of.member.id])
    return Credential.objects.get(team=of.team)


def test_a_teams_credential_outlives_the_records_of_a_member() -> None:
    a_team_with_somebody_erased()
    found, out = verify(), StringIO()
    assert found.differences == []
    assert found.erased > 0
    call_command("verify_credentials", stdout=out)
    assert f"{found.erased} more were erased" in out.getvalue()


def test_what_no_erased_record_can_have_met_is_named_still() -> None:
    team = a_team_with_somebody_erased()
    erased = verify().erased
    more = [
        {"registration": str(uuid4()), "object": str(uuid4()), "any_of": [["passed", "graded"]]}
        for _ in range(erased + 1)
    ]
    plant(team, rule=[*team.rule, *more])
    assert "does not meet" in differences()


def test_what_somebody_who_stays_did_not_do_is_named_still() -> None:
    team = a_team_with_somebody_erased()
    of_lead = next(
        id_
        for id_ in team.evidence
        if LearningRecord.objects.filter(id=id_, erased_at=None, learner_kind="person").exists()
    )
    plant(team, evidence=[id_ for id_ in team.evidence if id_ != of_lead])
    assert "does not meet 1 parts of its rule" in differences()


def test_a_revoked_credential_is_no_difference() -> None:
    revoke(credential=a_credential(), by=a_staff_member(), reason="Erreur de saisie")
    assert differences() == ""


def test_the_command_says_so_and_fails_only_where_something_differs() -> None:
    credential, out = a_credential(), StringIO()
    call_command("verify_credentials", stdout=out)
    assert "1 credentials proved on 2 records" in out.getvalue()
    plant(credential, evidence=[])
    with pytest.raises(CommandError, match="4 credentials differ"):
        call_command("verify_credentials", stdout=out)
