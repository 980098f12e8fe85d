"""Erases a person whole, and closes a month made by the owner to the application as well.

An erased row keeps its id, when it was stored and its hash. Registration and object went with the
rest: an enrolment is a person too, as long as its row stands. The rights on a new month came from
the owner's default privileges, which allow the application to change what is not a log.
"""

from typing import ClassVar

from django.db import migrations

COLUMNS = """
ALTER TABLE records_record
    DROP CONSTRAINT erased_whole_or_not_at_all,
    ALTER occurred_at DROP NOT NULL, ALTER registration DROP NOT NULL,
    ALTER object_kind DROP NOT NULL, ALTER object DROP NOT NULL,
    ALTER verb DROP NOT NULL, ALTER trust DROP NOT NULL,
    ADD CONSTRAINT erased_whole_or_not_at_all CHECK (CASE WHEN erased_at IS NULL
        THEN num_nulls(occurred_at, learner, registration, object_kind, object, verb, trust,
            statement, salt) = 0
        ELSE num_nonnulls(occurred_at, learner, registration, object_kind, object, release, verb,
            score, trust, asserted_by, statement, salt) = 0 END);
"""

ERASE = """
CREATE OR REPLACE FUNCTION records_erase(person uuid) RETURNS bigint
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
    PERFORM set_config('campus.erasing', 'no', true);
    RETURN erased;
END $$;
"""

MONTHS = """
CREATE OR REPLACE FUNCTION records_prepare_month(day date) RETURNS boolean
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


class Migration(migrations.Migration):
    dependencies: ClassVar = [("records", "0001_initial")]
    operations: ClassVar = [
        migrations.RunSQL(COLUMNS, migrations.RunSQL.noop),
        migrations.RunSQL(ERASE, migrations.RunSQL.noop),
        migrations.RunSQL(MONTHS, migrations.RunSQL.noop),
    ]
