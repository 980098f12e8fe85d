"""Makes the log hold what other systems state, be sealed, and take back what is voided.

- A statement of another system has a `client` and an `authority`; it has a learner only where it
  moves somebody's progress. What it mentions is in `records_mention`, by which it is found.
- `records_void` says which statement another one voided. The voided one stays as it was.
- `records_seal` holds roots over the log's hashes; a seal is made where no transaction can still
  bring a record below its last position.
- `records_owed` is ordered by the position of the record, so that a client can wait for its own.
"""

from typing import ClassVar

from django.conf import settings
from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations.state import StateApps

from campus.records.durations import active_seconds

COLUMNS = """
ALTER TABLE records_record
    ADD COLUMN seconds integer CHECK (seconds >= 0),
    ADD COLUMN client uuid,
    ADD COLUMN authority text,
    DROP CONSTRAINT records_record_learner_kind_check,
    DROP CONSTRAINT erased_whole_or_not_at_all;
ALTER TABLE records_record
    ADD CONSTRAINT records_record_learner_kind_check
        CHECK (learner_kind IN ('person', 'team', 'stranger')),
    ADD CONSTRAINT strangers_have_no_learner
        CHECK (erased_at IS NOT NULL OR (learner IS NULL) = (learner_kind = 'stranger')),
    ADD CONSTRAINT erased_whole_or_not_at_all CHECK (CASE WHEN erased_at IS NULL
        THEN num_nulls(statement, salt) = 0 AND (client IS NULL) = (authority IS NULL)
            AND num_nulls(occurred_at, registration, object_kind, object, verb, trust) =
                CASE WHEN learner_kind = 'stranger' THEN 6 ELSE 0 END
            AND (client IS NOT NULL OR learner_kind <> 'stranger')
        ELSE num_nonnulls(occurred_at, learner, registration, object_kind, object, release, verb,
            score, seconds, trust, asserted_by, client, authority, statement, salt) = 0 END);

CREATE INDEX records_by_time ON records_record (stored_at, id);
CREATE INDEX records_by_learner_and_time ON records_record (learner, stored_at);
CREATE INDEX records_by_object ON records_record (object, stored_at);
CREATE INDEX records_by_verb ON records_record (verb, stored_at);
DROP INDEX records_by_learner;
"""

OWED = """
ALTER TABLE records_owed ADD COLUMN position bigint;
UPDATE records_owed o SET position = r.position
    FROM records_record r WHERE r.id = o.id AND r.stored_at = o.stored_at;
DROP INDEX records_owed_by_shard;
ALTER TABLE records_owed DROP COLUMN number, ADD PRIMARY KEY (position);
CREATE INDEX records_owed_by_shard ON records_owed (shard, position);
"""

# `key` is 128 bits of a digest of what is mentioned and in which role, so every kind of filter is
# one probe of one index, newest first.
BESIDE = """
CREATE TABLE records_mention (
    key uuid NOT NULL,
    stored_at timestamptz NOT NULL,
    id uuid NOT NULL,
    PRIMARY KEY (key, stored_at, id)
);
CREATE INDEX records_mention_by_id ON records_mention (id);

CREATE TABLE records_void (
    voided uuid NOT NULL PRIMARY KEY,
    by uuid NOT NULL,
    stored_at timestamptz NOT NULL DEFAULT statement_timestamp()
);

CREATE TABLE records_seal (
    number bigint NOT NULL PRIMARY KEY CHECK (number > 0),
    after bigint NOT NULL,
    last bigint NOT NULL CHECK (last > after),
    records bigint NOT NULL CHECK (records >= 0),
    root bytea NOT NULL,
    sealed_at timestamptz NOT NULL DEFAULT statement_timestamp()
);
CREATE UNIQUE INDEX records_seals_follow_each_other ON records_seal (after);

CREATE TABLE records_seal_next (
    is_next boolean NOT NULL DEFAULT true PRIMARY KEY CHECK (is_next),
    position bigint NOT NULL,
    horizon xid8 NOT NULL
);

SELECT records_guard('records_void'), records_guard('records_seal');
"""

ERASE = """
CREATE OR REPLACE FUNCTION records_erase(person uuid) RETURNS bigint
LANGUAGE plpgsql SECURITY DEFINER SET search_path FROM CURRENT AS $$
DECLARE erased bigint;
BEGIN
    PERFORM set_config('campus.erasing', 'yes', true);
    DELETE FROM records_mention WHERE id IN (SELECT id FROM records_record
        WHERE learner = person AND learner_kind = 'person' AND client IS NOT NULL);
    UPDATE records_record SET occurred_at = NULL, learner = NULL, registration = NULL,
        object_kind = NULL, object = NULL, release = NULL, verb = NULL, score = NULL,
        seconds = NULL, trust = NULL, asserted_by = NULL, client = NULL, authority = NULL,
        statement = NULL, salt = NULL, erased_at = statement_timestamp()
    WHERE learner = person AND learner_kind = 'person';
    GET DIAGNOSTICS erased = ROW_COUNT;
    UPDATE records_record SET asserted_by = NULL WHERE asserted_by = person;
    PERFORM set_config('campus.erasing', 'no', true);
    RETURN erased;
END $$;
"""

WITHDRAW_RIGHTS = """
DO $$
BEGIN
    IF {role} = current_user THEN RETURN; END IF;
    EXECUTE format('REVOKE ALL ON records_mention, records_void, records_seal FROM %I', {role});
    EXECUTE format('GRANT SELECT, INSERT ON records_mention, records_void, records_seal TO %I',
        {role});
END $$;
"""


def withdraw_rights(_apps: StateApps, editor: BaseDatabaseSchemaEditor) -> None:
    """Leave the application's role only reading and appending, where it is not the owner."""
    role = "'" + str(settings.APPLICATION_ROLE).replace("'", "''") + "'"
    editor.execute(WITHDRAW_RIGHTS.replace("{role}", role), params=None)


SAID = """
SELECT DISTINCT statement::jsonb #>> '{result,duration}' FROM records_record
WHERE statement IS NOT NULL
"""
# The trigger lets the owner change rows only as erasing does; what the statements say stays.
ERASING = "SELECT set_config('campus.erasing', %s, true)"
COUNTED = """
UPDATE records_record r SET seconds = said.seconds
FROM unnest(%s::text[], %s::int[]) AS said(duration, seconds)
WHERE r.statement IS NOT NULL AND r.statement::jsonb #>> '{result,duration}' = said.duration
"""


def count_seconds(_apps: StateApps, editor: BaseDatabaseSchemaEditor) -> None:
    """Time spent that was said before there was a column for it."""
    with editor.connection.cursor() as cursor:
        cursor.execute(SAID)
        said = {text: active_seconds(text) for (text,) in cursor.fetchall()}
        cursor.execute(ERASING, ["yes"])
        cursor.execute(COUNTED, [list(said), list(said.values())])
        cursor.execute(ERASING, ["no"])


class Migration(migrations.Migration):
    dependencies: ClassVar = [("records", "0001_initial")]
    operations: ClassVar = [
        migrations.RunSQL(COLUMNS),
        migrations.RunPython(count_seconds, migrations.RunPython.noop),
        migrations.RunSQL(OWED),
        migrations.RunSQL(BESIDE),
        migrations.RunSQL(ERASE),
        migrations.RunPython(withdraw_rights, migrations.RunPython.noop),
    ]
