"""Makes the log: partitioned by month, unique by id, closed against change by rights and triggers.

Two guards, because one role may do everything where an operator gives a single `DATABASE_URL`:
triggers refuse UPDATE, DELETE and TRUNCATE for every role, and where the application connects as
another role than the owner, that role has no such right either. Erasure of a person is one
function that runs as the owner.
"""

from typing import ClassVar

from django.conf import settings
from django.db import migrations, models
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations.state import StateApps

TABLES = """
CREATE TABLE records_id (
    id uuid NOT NULL PRIMARY KEY,
    stored_at timestamptz NOT NULL
) PARTITION BY HASH (id);

DO $$ BEGIN
    FOR n IN 0..7 LOOP
        EXECUTE format('CREATE TABLE records_id_%s PARTITION OF records_id '
            'FOR VALUES WITH (MODULUS 8, REMAINDER %s)', n, n);
    END LOOP;
END $$;

CREATE SEQUENCE records_position;

CREATE TABLE records_record (
    id uuid NOT NULL,
    stored_at timestamptz NOT NULL,
    position bigint NOT NULL DEFAULT nextval('records_position'),
    occurred_at timestamptz,
    learner_kind text NOT NULL CHECK (learner_kind IN ('person', 'team')),
    learner uuid,
    registration uuid,
    object_kind text,
    object uuid,
    release uuid,
    verb text,
    score double precision CHECK (score BETWEEN -1 AND 1),
    trust text CHECK (trust IN ('declared', 'observed', 'graded', 'attested')),
    asserted_by uuid,
    statement text,
    salt bytea,
    hash bytea NOT NULL,
    erased_at timestamptz,
    PRIMARY KEY (id, stored_at),
    CONSTRAINT erased_whole_or_not_at_all CHECK (CASE WHEN erased_at IS NULL
        THEN num_nulls(occurred_at, learner, registration, object_kind, object, verb, trust,
            statement, salt) = 0
        ELSE num_nonnulls(occurred_at, learner, registration, object_kind, object, release, verb,
            score, trust, asserted_by, statement, salt) = 0 END)
) PARTITION BY RANGE (stored_at);

CREATE INDEX records_by_registration ON records_record (registration, object);
CREATE INDEX records_by_learner ON records_record (learner);
CREATE INDEX records_by_position ON records_record (position);
CREATE TABLE records_record_beyond PARTITION OF records_record DEFAULT;

CREATE TABLE records_owed (
    number bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    shard smallint NOT NULL,
    id uuid NOT NULL,
    stored_at timestamptz NOT NULL
) WITH (autovacuum_vacuum_scale_factor = 0, autovacuum_vacuum_threshold = 5000,
        autovacuum_vacuum_cost_delay = 0);
CREATE INDEX records_owed_by_shard ON records_owed (shard, number);
"""

# The months lie in UTC. A month is made ahead of its first record by the scheduler; should that
# have failed for months, records land in `records_record_beyond` and are not lost. The owner's
# default privileges would let the application change a new table, so it is closed at once.
PARTITIONS = """
CREATE FUNCTION records_prepare_month(day date) RETURNS boolean
LANGUAGE plpgsql SECURITY DEFINER SET search_path FROM CURRENT AS $$
DECLARE
    first timestamptz := date_trunc('month', day::timestamp) AT TIME ZONE 'UTC';
    beyond timestamptz := (date_trunc('month', day::timestamp) + interval '1 month')
        AT TIME ZONE 'UTC';
    name text := 'records_record_' || to_char(day, 'YYYYMM');
    other oid;
BEGIN
    IF to_regclass(name) IS NOT NULL OR EXISTS (
        SELECT 1 FROM records_record_beyond WHERE stored_at >= first AND stored_at < beyond)
    THEN RETURN false; END IF;
    EXECUTE format('CREATE TABLE %I PARTITION OF records_record FOR VALUES FROM (%L) TO (%L)',
        name, first, beyond);
    PERFORM records_guard(name::regclass);
    FOR other IN SELECT DISTINCT a.grantee FROM pg_class c, aclexplode(c.relacl) a
        WHERE c.oid = name::regclass AND a.grantee NOT IN (c.relowner, 0)
    LOOP
        EXECUTE format('REVOKE ALL ON %I FROM %s', name, other::regrole);
    END LOOP;
    RETURN true;
END $$;
"""

# An erased row keeps its id, when it was stored and its hash; even the registration goes, since an
# enrolment is a person too as long as its row stands. `campus.erasing` is set by records_erase only,
# for its own transaction. It is a seat belt, not a lock: the lock is that the application's role owns
# nothing and has no right to change the log.
GUARDS = """
CREATE FUNCTION records_refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'UPDATE' AND current_setting('campus.erasing', true) = 'yes' THEN
        RETURN NULL;
    END IF;
    RAISE EXCEPTION 'the log of learning records is append-only: % refused', TG_OP
        USING ERRCODE = 'insufficient_privilege';
END $$;

-- A statement's trigger fires only for the table it names, so each partition gets its own.
CREATE FUNCTION records_guard(log regclass) RETURNS void LANGUAGE plpgsql AS $$
BEGIN
    EXECUTE format('CREATE TRIGGER append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON %s '
        'FOR EACH STATEMENT EXECUTE FUNCTION records_refuse_change()', log);
END $$;

-- What she attested about others stays, without her: the statement names her by a pseudonym that
-- leads nowhere any more.
CREATE FUNCTION records_erase(person uuid) RETURNS bigint
LANGUAGE plpgsql SECURITY DEFINER SET search_path FROM CURRENT AS $$
DECLARE erased bigint;
BEGIN
    PERFORM set_config('campus.erasing', 'yes', true);
    UPDATE records_record SET occurred_at = NULL, learner = NULL, registration = NULL,
        object_kind = NULL, object = NULL, release = NULL, verb = NULL, score = NULL,
        trust = NULL, asserted_by = NULL, statement = NULL, salt = NULL,
        erased_at = statement_timestamp()
    WHERE learner = person AND learner_kind = 'person';
    GET DIAGNOSTICS erased = ROW_COUNT;
    UPDATE records_record SET asserted_by = NULL WHERE asserted_by = person;
    PERFORM set_config('campus.erasing', 'no', true);
    RETURN erased;
END $$;
"""

GUARDED = """
SELECT records_guard('records_record'), records_guard('records_record_beyond'),
    records_guard('records_id');
DO $$ BEGIN
    FOR n IN 0..7 LOOP PERFORM records_guard(('records_id_' || n)::regclass); END LOOP;
    FOR n IN 0..3 LOOP
        PERFORM records_prepare_month((now() AT TIME ZONE 'UTC' + make_interval(months => n))::date);
    END LOOP;
END $$;
"""

WITHDRAW_RIGHTS = """
DO $$
DECLARE log regclass;
BEGIN
    IF {role} = current_user THEN RETURN; END IF;
    FOR log IN SELECT c.oid::regclass FROM pg_class c
        WHERE c.relkind IN ('r', 'p') AND c.relname ~ '^records_(record|id)'
    LOOP
        EXECUTE format('REVOKE ALL ON %s FROM %I', log, {role});
    END LOOP;
    EXECUTE format('GRANT SELECT, INSERT ON records_record, records_id TO %I', {role});
END $$;
"""


def withdraw_rights(_apps: StateApps, editor: BaseDatabaseSchemaEditor) -> None:
    """Leave the application's role only reading and appending, where it is not the owner."""
    role = "'" + str(settings.APPLICATION_ROLE).replace("'", "''") + "'"
    editor.execute(WITHDRAW_RIGHTS.replace("{role}", role), params=None)


class Migration(migrations.Migration):
    initial = True
    dependencies: ClassVar = []
    operations: ClassVar = [
        migrations.RunSQL(TABLES, "DROP TABLE records_owed, records_record, records_id"),
        migrations.RunSQL(GUARDS, migrations.RunSQL.noop),
        migrations.RunSQL(PARTITIONS, migrations.RunSQL.noop),
        migrations.RunSQL(GUARDED, migrations.RunSQL.noop),
        migrations.RunPython(withdraw_rights, migrations.RunPython.noop),
        migrations.CreateModel(
            name="LearningRecord",
            fields=[
                ("pk", models.CompositePrimaryKey("id", "stored_at", primary_key=True)),
                ("id", models.UUIDField()),
                ("stored_at", models.DateTimeField()),
            ],
            options={"managed": False, "db_table": "records_record"},
        ),
    ]
