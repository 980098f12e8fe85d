"""Lets the database refuse every change to what was issued but its end, its sharing, its erasure.

Fills what the credentials of before did not have: the digest of their document, and the name that
each holder of one is taken to have confirmed.
"""

from django.db import migrations

FREEZE = """
CREATE OR REPLACE FUNCTION certificates_frozen() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    may_change text[] := coalesce(TG_ARGV::text[], '{}');
BEGIN
    IF to_jsonb(NEW) - may_change IS DISTINCT FROM to_jsonb(OLD) - may_change
        AND NOT certificates_are_being_erased() THEN
        RAISE EXCEPTION '% is frozen: what was issued is superseded or revoked, never changed',
            TG_TABLE_NAME USING ERRCODE = 'integrity_constraint_violation';
    END IF;
    RETURN NEW;
END $$;

-- Only in the function below, and in nothing else that the application's role can say.
CREATE FUNCTION certificates_are_being_erased() RETURNS boolean LANGUAGE sql STABLE AS $$
    SELECT current_setting('campus.erasing', true) = 'yes' AND current_user =
        (SELECT tableowner FROM pg_tables
         WHERE schemaname = current_schema AND tablename = 'certificates_credential')
$$;

DROP TRIGGER credential_is_frozen ON certificates_credential;
UPDATE certificates_credential
SET document_digest = encode(sha256(convert_to(document, 'UTF8')), 'hex');
CREATE TRIGGER credential_is_frozen BEFORE UPDATE ON certificates_credential
FOR EACH ROW EXECUTE FUNCTION certificates_frozen('revoked_at', 'revoked_by_id',
    'revocation_reason', 'superseded_at', 'share_token');

CREATE TRIGGER token_is_frozen BEFORE UPDATE ON certificates_credentialtoken
FOR EACH ROW EXECUTE FUNCTION certificates_frozen();

CREATE TRIGGER picture_is_frozen BEFORE UPDATE ON certificates_picture
FOR EACH ROW EXECUTE FUNCTION certificates_frozen();

-- What is left names nobody: that something was issued, when, for what, and the digest of the text
-- that the holder may still have. Of a team's credential the words go, and the team stays.
CREATE FUNCTION certificates_erase(credentials text[]) RETURNS bigint
LANGUAGE plpgsql SECURITY DEFINER SET search_path FROM CURRENT AS $$
DECLARE erased bigint;
BEGIN
    PERFORM set_config('campus.erasing', 'yes', true);
    DELETE FROM certificates_certificatedocument WHERE credential_id = ANY(credentials);
    DELETE FROM certificates_credentialtoken WHERE credential_id = ANY(credentials);
    DELETE FROM certificates_namerequest WHERE credential_id = ANY(credentials);
    UPDATE certificates_credential SET recipient_name = '', document = '', face = '{}',
        person_id = NULL, team_id = NULL, subject = gen_random_uuid(), share_token = '',
        rule = '[]', evidence = '[]', erased_at = statement_timestamp()
    WHERE id = ANY(credentials) AND erased_at IS NULL;
    GET DIAGNOSTICS erased = ROW_COUNT;
    PERFORM set_config('campus.erasing', 'no', true);
    RETURN erased;
END $$;

INSERT INTO certificates_confirmedname (person_id, name, confirmed_at)
SELECT DISTINCT ON (person_id) person_id, recipient_name, issued_at
FROM certificates_credential WHERE person_id IS NOT NULL AND recipient_name <> ''
ORDER BY person_id, issued_at DESC;
"""


class Migration(migrations.Migration):
    dependencies = [("certificates", "0003_issued_for_ever")]
    operations = [migrations.RunSQL(FREEZE)]
