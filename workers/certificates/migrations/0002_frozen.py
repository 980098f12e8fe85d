"""Lets the database refuse changes to what was issued: only a revocation may be written."""

from django.db import migrations

FREEZE = """
CREATE FUNCTION certificates_frozen() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    may_change text[] := coalesce(TG_ARGV::text[], '{}');
BEGIN
    IF to_jsonb(NEW) - may_change IS DISTINCT FROM to_jsonb(OLD) - may_change THEN
        RAISE EXCEPTION '% is frozen: what was issued is superseded or revoked, never changed',
            TG_TABLE_NAME USING ERRCODE = 'integrity_constraint_violation';
    END IF;
    RETURN NEW;
END $$;

CREATE TRIGGER credential_is_frozen BEFORE UPDATE ON certificates_credential
FOR EACH ROW EXECUTE FUNCTION certificates_frozen('revoked_at', 'revocation_reason');

CREATE TRIGGER version_is_frozen BEFORE UPDATE ON certificates_achievementversion
FOR EACH ROW EXECUTE FUNCTION certificates_frozen();

CREATE TRIGGER certificate_is_frozen BEFORE UPDATE ON certificates_certificatedocument
FOR EACH ROW EXECUTE FUNCTION certificates_frozen();
"""

THAW = """
DROP TRIGGER certificate_is_frozen ON certificates_certificatedocument;
DROP TRIGGER version_is_frozen ON certificates_achievementversion;
DROP TRIGGER credential_is_frozen ON certificates_credential;
DROP FUNCTION certificates_frozen();
"""


class Migration(migrations.Migration):
    dependencies = [("certificates", "0001_initial")]
    operations = [migrations.RunSQL(FREEZE, THAW)]
