"""What was issued stays: the database refuses to take back an end, or anything at all."""

from importlib import import_module
from types import SimpleNamespace

import psycopg
import pytest
from django.apps import apps
from django.db import DatabaseError, IntegrityError, ProgrammingError, connection, transaction
from django.db.models import Model
from django.utils import timezone

from campus.accounts.consents import give
from campus.accounts.models import Consent
from tests import world
from tests.trainers import a_staff_member
from tests.workers.certificates.ends.test_correcting import corrected
from tests.workers.certificates.working import a_credential, a_signed_team, work
from workers.certificates.ends.revoking import revoke
from workers.certificates.models import (
    AchievementVersion,
    CertificateDocument,
    Credential,
    CredentialToken,
    IssuerKey,
    Picture,
    StatusList,
)
from workers.certificates.rules.bitstrings import EMPTY

KEPT: list[type[Model]] = [
    CertificateDocument,
    CredentialToken,
    Credential,
    AchievementVersion,
    IssuerKey,
    Picture,
    StatusList,
]
upgrade = import_module("workers.certificates.migrations.0005_once_and_for_ever")


def refuses(statement: str, *, why: str = "frozen") -> None:
    with pytest.raises(DatabaseError, match=why), transaction.atomic():
        connection.cursor().execute(statement)


@pytest.mark.django_db
class TestAnEnd:
    def test_a_revocation_is_not_taken_back_nor_told_otherwise(self) -> None:
        revoke(credential=a_credential(), by=a_staff_member(), reason="Une fraude.")
        for change in (
            "revoked_at = NULL",
            "revoked_at = now()",
            "revocation_reason = ''",
            "revoked_by_id = NULL",
        ):
            refuses(f"UPDATE certificates_credential SET {change}")
        assert Credential.objects.get().revocation_reason == "Une fraude."

    def test_there_is_no_reason_for_what_is_in_force(self) -> None:
        a_credential()
        refuses("UPDATE certificates_credential SET revocation_reason = 'Une fraude.'")

    def test_what_was_replaced_stays_so_and_may_be_revoked_still(self) -> None:
        old = a_credential()
        corrected(old)
        refuses("UPDATE certificates_credential SET superseded_at = NULL")
        refuses(f"UPDATE certificates_credential SET superseded_at = now() WHERE id = '{old.id}'")
        Credential.objects.filter(id=old.id).update(revoked_at=timezone.now())

    def test_a_bit_once_set_stays_and_others_may_follow(self) -> None:
        a_credential()
        StatusList.objects.update(bits=b"\x80" + EMPTY[1:])
        for bits in (EMPTY, b"\x40" + EMPTY[1:], b"\x80", b""):
            with pytest.raises(IntegrityError, match="frozen"), transaction.atomic():
                StatusList.objects.update(bits=bits)
        StatusList.objects.update(bits=b"\xc0" + EMPTY[1:])

    def test_an_archived_key_ends_and_changes_in_nothing_else(self) -> None:
        a_credential()
        refuses("UPDATE certificates_issuerkey SET public_key = 'z123'")
        refuses("UPDATE certificates_issuerkey SET did = 'did:web:example.org'")
        IssuerKey.objects.update(retired_at=timezone.now())


@pytest.mark.django_db
class TestDeleting:
    @pytest.mark.parametrize("model", KEPT)
    def test_the_application_has_no_right_to(self, model: type[Model], two_roles: None) -> None:
        with pytest.raises(ProgrammingError, match="permission denied"), transaction.atomic():
            model._default_manager.all()._raw_delete("default")
        refuses(f"TRUNCATE {model._meta.db_table} CASCADE", why="permission denied")

    def test_erasing_is_for_the_application_and_nobody_else(self) -> None:
        asked = "SELECT has_function_privilege(%s, 'certificates_erase(text[])', 'EXECUTE')"
        with connection.cursor() as cursor:
            for role, may in (("public", False), (connection.settings_dict["USER"], True)):
                cursor.execute(asked, [role])
                assert cursor.fetchone() == (may,)


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("model", KEPT)
def test_not_even_the_owner_deletes(model: type[Model], owner: psycopg.Connection) -> None:
    for statement in ("DELETE FROM {}", "TRUNCATE {} CASCADE"):
        with pytest.raises(psycopg.errors.InsufficientPrivilege, match="kept for ever"):
            owner.execute(statement.format(model._meta.db_table).encode())


@pytest.mark.django_db(transaction=True)
class TestAnUpgrade:
    def test_a_teams_says_whom_it_names(self, owner: psycopg.Connection) -> None:
        """By the name of that time; a name that is only part of another's names nobody."""
        of = a_signed_team()
        for person in of.learners:
            give(person=person, kind=Consent.Kind.NAME_ON_TEAM_CREDENTIAL)
        world.User.objects.filter(id=of.coach.id).update(name="Marc")
        work()
        hers = Credential.objects.get(achievement__target=of.track.id, person=of.member)
        corrected(hers, "Marie Roy")
        rows = Credential.objects.filter(subject_kind="team").order_by("superseded_at")
        before = [row.people_named for row in rows]
        assert before == [[of.lead.id, of.member.id]] * 2
        with owner.transaction():
            owner.execute(upgrade.ERASING, ["yes"])
            owner.execute("UPDATE certificates_credential SET people_named = '{}'")
        with owner.transaction():
            upgrade.say_who_is_named(apps, SimpleNamespace(connection=owner))
        assert [row.people_named for row in rows.all()] == before

    def test_what_was_corrected_before_leaves_room_for_the_index(
        self, owner: psycopg.Connection
    ) -> None:
        corrected(corrected(a_credential()), "Awa Ndiaye-Sow")
        made = "SELECT indexdef FROM pg_indexes WHERE indexname = 'one_first_credential_per_period'"
        row = owner.execute(made).fetchone()
        owner.execute("DROP INDEX one_first_credential_per_period")
        assert row
        owner.execute(row[0].encode())
