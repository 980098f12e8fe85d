"""Lets a month be made while somebody reads the log, and never holds an append up.

A partition made in place needs the whole log for itself: behind one long reader it waited, and
every append behind it. Made apart and then attached, it needs only the partition of what lies
beyond all months, to which no append comes; for that it waits a second, and the next time again.
"""

from typing import ClassVar

from django.db import migrations

PREPARE = """
CREATE OR REPLACE FUNCTION records_prepare_month(day date) RETURNS boolean
LANGUAGE plpgsql SECURITY DEFINER SET search_path FROM CURRENT SET lock_timeout = '1s' AS $$
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
    EXECUTE format('CREATE TABLE %I (LIKE records_record INCLUDING DEFAULTS '
        'INCLUDING CONSTRAINTS INCLUDING STORAGE)', name);
    PERFORM records_guard(name::regclass);
    FOR other IN SELECT DISTINCT a.grantee FROM pg_class c, aclexplode(c.relacl) a
        WHERE c.oid = name::regclass AND a.grantee NOT IN (c.relowner, 0)
    LOOP
        EXECUTE format('REVOKE ALL ON %I FROM %s', name, other::regrole);
    END LOOP;
    EXECUTE format('ALTER TABLE records_record ATTACH PARTITION %I '
        'FOR VALUES FROM (%L) TO (%L)', name, first, beyond);
    RETURN true;
END $$;
"""


class Migration(migrations.Migration):
    dependencies: ClassVar = [("records", "0005_marks")]
    operations: ClassVar = [migrations.RunSQL(PREPARE)]
