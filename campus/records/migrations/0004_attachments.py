"""Keeps the data of attachments, and lets statements that refer to others be found and erased.

Data is kept once for each client: whoever knows only the digest of another's data gets none of it.
What a statement mentions goes with it when a person is erased, whoever made the statement.
"""

from typing import ClassVar

from django.db import migrations

ATTACHMENTS = """
CREATE TABLE records_attachment (
    client uuid NOT NULL,
    sha2 text NOT NULL,
    content_type text NOT NULL,
    body bytea NOT NULL,
    PRIMARY KEY (client, sha2)
);
CREATE TABLE records_attached (
    statement uuid NOT NULL,
    client uuid NOT NULL,
    sha2 text NOT NULL,
    PRIMARY KEY (statement, sha2),
    CONSTRAINT what_is_attached_is_kept
        FOREIGN KEY (client, sha2) REFERENCES records_attachment (client, sha2)
);
CREATE INDEX records_attached_by_data ON records_attached (client, sha2);
"""

ASSERTERS = """
CREATE INDEX records_by_asserter ON records_record (asserted_by, stored_at)
    WHERE asserted_by IS NOT NULL;
"""

ERASE = """
CREATE OR REPLACE FUNCTION records_erase(person uuid) RETURNS bigint
LANGUAGE plpgsql SECURITY DEFINER SET search_path FROM CURRENT AS $$
DECLARE
    erased bigint;
    hers uuid[];
BEGIN
    PERFORM set_config('campus.erasing', 'yes', true);
    hers := ARRAY(SELECT id FROM records_record WHERE learner = person
        AND learner_kind = 'person' AND (client IS NOT NULL OR object_kind = 'statement'));
    DELETE FROM records_mention WHERE id = ANY(hers);
    WITH gone AS (
        DELETE FROM records_attached WHERE statement = ANY(hers) RETURNING statement, client, sha2
    )
    DELETE FROM records_attachment a USING gone g
    WHERE a.client = g.client AND a.sha2 = g.sha2 AND NOT EXISTS (
        SELECT 1 FROM records_attached o WHERE o.client = a.client AND o.sha2 = a.sha2
            AND o.statement <> ALL(hers));
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


class Migration(migrations.Migration):
    dependencies: ClassVar = [("records", "0003_clients_and_documents")]
    operations: ClassVar = [
        migrations.RunSQL(ATTACHMENTS),
        migrations.RunSQL(ASSERTERS),
        migrations.RunSQL(ERASE),
    ]
