"""Lets one end only once, and nothing that was issued go; says by id whom a team's names.

Two guards, as of the log of learning records: triggers refuse it to every role, for one role may do
everything where an operator gives a single `DATABASE_URL`; and where the application connects as
another role than the owner, that role has no right to delete.
"""

import re
from collections.abc import Iterator
from typing import Any, ClassVar
from uuid import UUID

import django.contrib.postgres.fields
from django.conf import settings
from django.db import migrations, models
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations.state import StateApps

KEPT = (
    "certificates_credential",
    "certificates_certificatedocument",
    "certificates_credentialtoken",
    "certificates_achievementversion",
    "certificates_issuerkey",
    "certificates_statuslist",
    "certificates_picture",
)

GUARDS = """
CREATE FUNCTION certificates_end_once() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF certificates_are_being_erased() THEN RETURN NEW; END IF;
    IF OLD.superseded_at IS NOT NULL AND NEW.superseded_at IS DISTINCT FROM OLD.superseded_at
        OR (OLD.revoked_at IS NOT NULL OR NEW.revoked_at IS NULL)
        AND (NEW.revoked_at, NEW.revoked_by_id, NEW.revocation_reason) IS DISTINCT FROM
            (OLD.revoked_at, OLD.revoked_by_id, OLD.revocation_reason)
    THEN
        RAISE EXCEPTION 'the end of a credential is frozen: it is written once, and stays'
            USING ERRCODE = 'integrity_constraint_violation';
    END IF;
    RETURN NEW;
END $$;

CREATE TRIGGER credential_ends_once BEFORE UPDATE ON certificates_credential
FOR EACH ROW EXECUTE FUNCTION certificates_end_once();

CREATE FUNCTION certificates_bits_grow() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    before varbit := ('x' || encode(OLD.bits, 'hex'))::varbit;
    after varbit := ('x' || encode(NEW.bits, 'hex'))::varbit;
BEGIN
    IF length(before) <> length(after) OR before & after <> before THEN
        RAISE EXCEPTION 'the bits of a status list are frozen: what was withdrawn stays so'
            USING ERRCODE = 'integrity_constraint_violation';
    END IF;
    RETURN NEW;
END $$;

CREATE TRIGGER bits_only_grow BEFORE UPDATE ON certificates_statuslist
FOR EACH ROW WHEN (OLD.bits IS DISTINCT FROM NEW.bits)
EXECUTE FUNCTION certificates_bits_grow();

CREATE TRIGGER list_is_frozen BEFORE UPDATE ON certificates_statuslist
FOR EACH ROW EXECUTE FUNCTION certificates_frozen('bits', 'document', 'signed_at', 'is_open');

CREATE TRIGGER key_is_frozen BEFORE UPDATE ON certificates_issuerkey
FOR EACH ROW EXECUTE FUNCTION certificates_frozen('retired_at', 'compromised_at');

CREATE FUNCTION certificates_refuse_deletion() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'DELETE' AND certificates_are_being_erased() THEN RETURN NULL; END IF;
    RAISE EXCEPTION '% is kept for ever: % refused', TG_TABLE_NAME, TG_OP
        USING ERRCODE = 'insufficient_privilege';
END $$;

CREATE OR REPLACE FUNCTION certificates_erase(credentials text[]) RETURNS bigint
LANGUAGE plpgsql SECURITY DEFINER SET search_path FROM CURRENT AS $$
DECLARE erased bigint;
BEGIN
    PERFORM set_config('campus.erasing', 'yes', true);
    DELETE FROM certificates_certificatedocument WHERE credential_id = ANY(credentials);
    DELETE FROM certificates_credentialtoken WHERE credential_id = ANY(credentials);
    DELETE FROM certificates_namerequest WHERE credential_id = ANY(credentials);
    UPDATE certificates_credential SET recipient_name = '', document = '', face = '{}',
        person_id = NULL, team_id = NULL, subject = gen_random_uuid(), share_token = '',
        rule = '[]', evidence = '[]', people_named = '{}', revocation_reason = '',
        erased_at = statement_timestamp()
    WHERE id = ANY(credentials) AND erased_at IS NULL;
    GET DIAGNOSTICS erased = ROW_COUNT;
    PERFORM set_config('campus.erasing', 'no', true);
    RETURN erased;
END $$;
REVOKE ALL ON FUNCTION certificates_erase(text[]) FROM PUBLIC;
"""

KEEP = """
CREATE TRIGGER is_kept BEFORE DELETE OR TRUNCATE ON {table}
FOR EACH STATEMENT EXECUTE FUNCTION certificates_refuse_deletion();
"""

RIGHTS = """
DO $$
BEGIN
    IF {role} = current_user THEN RETURN; END IF;
    EXECUTE format('REVOKE DELETE, TRUNCATE ON {tables} FROM %I', {role});
    EXECUTE format('GRANT EXECUTE ON FUNCTION certificates_erase(text[]) TO %I', {role});
END $$;
"""

# The triggers let the owner change rows only as erasing does.
ERASING = "SELECT set_config('campus.erasing', %s, true)"
SAID = "UPDATE certificates_credential SET people_named = %s::uuid[] WHERE id = %s"


def withdraw_rights(_apps: StateApps, editor: BaseDatabaseSchemaEditor) -> None:
    """Leave the application's role no right to delete, where it is not the owner."""
    role = "'" + str(settings.APPLICATION_ROLE).replace("'", "''") + "'"
    rights = RIGHTS.replace("{role}", role).replace("{tables}", ", ".join(KEPT))
    editor.execute(rights, params=None)


def say_who_is_named(apps: StateApps, editor: BaseDatabaseSchemaEditor) -> None:
    """On what was issued to teams before: the members whose whole name it shows."""
    rows = apps.get_model("certificates", "Credential").objects.filter(
        subject_kind="team", erased_at=None
    )
    named = {row.id: _shown_on(row, apps) for row in rows.only("id", "team_id", "face")}
    with editor.connection.cursor() as cursor:
        cursor.execute(ERASING, ["yes"])
        for id_, people in named.items():
            cursor.execute(SAID, [people, id_])
        cursor.execute(ERASING, ["no"])


def _shown_on(credential: Any, apps: StateApps) -> list[UUID]:
    shown = credential.face.get("people", "")
    memberships = apps.get_model("tracks", "Membership").objects.filter(team=credential.team_id)
    people = memberships.select_related("person").order_by("joined_at", "id") if shown else ()
    return list(
        dict.fromkeys(
            one.person_id
            for one in people
            if any(_is_among(name, shown) for name in _names(one.person, apps))
        )
    )


def _names(person: Any, apps: StateApps) -> Iterator[str]:
    """The present one, the confirmed one, and those of her own certificates."""
    yield person.name
    for model, field in (("ConfirmedName", "name"), ("Credential", "recipient_name")):
        rows = apps.get_model("certificates", model).objects.filter(person=person.pk)
        yield from rows.values_list(field, flat=True)


def _is_among(name: str, shown: str) -> bool:
    """Of "Awa Diop, Marc Roy and 2 other people", in the languages of the campus."""
    whole = rf"(?:^|, ){re.escape(name)}(?:$|, | (?:and|et) \d)"
    return bool(name) and re.search(whole, shown) is not None


class Migration(migrations.Migration):
    dependencies: ClassVar = [("certificates", "0004_what_may_change")]
    operations: ClassVar = [
        migrations.AddField(
            model_name="credential",
            name="people_named",
            field=django.contrib.postgres.fields.ArrayField(
                base_field=models.UUIDField(), default=list, size=None
            ),
        ),
        migrations.AddConstraint(
            model_name="credential",
            constraint=models.UniqueConstraint(
                condition=models.Q(("supersedes", None)),
                fields=("subject_kind", "subject", "achievement", "period"),
                name="one_first_credential_per_period",
            ),
        ),
        migrations.RunPython(say_who_is_named, migrations.RunPython.noop),
        migrations.RunSQL(GUARDS, migrations.RunSQL.noop),
        *(migrations.RunSQL(KEEP.format(table=table), migrations.RunSQL.noop) for table in KEPT),
        migrations.RunPython(withdraw_rights, migrations.RunPython.noop),
    ]
