"""Finds tools, experts and labs by words; who agrees or no longer does changes the catalogue."""

from typing import ClassVar

import django.contrib.postgres.indexes
from django.db import migrations

import courses.models.resources

VECTOR = r"""
CREATE FUNCTION courses_texts(title jsonb, summary jsonb) RETURNS tsvector
LANGUAGE sql IMMUTABLE PARALLEL SAFE SET search_path FROM CURRENT AS $$
    SELECT courses_stems('fr', concat_ws(' ', title ->> 'fr', summary ->> 'fr'))
        || courses_stems('en', concat_ws(' ', title ->> 'en', summary ->> 'en'))
        || to_tsvector('campus_simple', courses_words(coalesce((
            SELECT string_agg(said #>> '{}', ' ') FROM (
                SELECT jsonb_path_query(title, '$.*')
                UNION ALL SELECT jsonb_path_query(summary, '$.*')
            ) AS all_of_it(said)), '')))
$$;
"""
NO_VECTOR = "DROP FUNCTION courses_texts(jsonb, jsonb);"

# The page of the catalogue shows some of them, and is kept while the revision stays.
REVISION = """
CREATE TRIGGER resource_is_in_the_catalogue AFTER INSERT OR UPDATE OR DELETE ON courses_resource
    FOR EACH STATEMENT EXECUTE FUNCTION courses_bump_revision();
CREATE TRIGGER resource_skill_is_in_the_catalogue
    AFTER INSERT OR UPDATE OR DELETE ON courses_resource_skills
    FOR EACH STATEMENT EXECUTE FUNCTION courses_bump_revision();
CREATE TRIGGER listed_person_is_in_the_catalogue AFTER INSERT OR UPDATE ON accounts_consent
    FOR EACH ROW WHEN (NEW.kind = 'listed') EXECUTE FUNCTION courses_bump_revision();
CREATE TRIGGER forgotten_person_is_in_the_catalogue AFTER DELETE ON accounts_consent
    FOR EACH ROW WHEN (OLD.kind = 'listed') EXECUTE FUNCTION courses_bump_revision();
"""
NO_REVISION = """
DROP TRIGGER forgotten_person_is_in_the_catalogue ON accounts_consent;
DROP TRIGGER listed_person_is_in_the_catalogue ON accounts_consent;
DROP TRIGGER resource_skill_is_in_the_catalogue ON courses_resource_skills;
DROP TRIGGER resource_is_in_the_catalogue ON courses_resource;
"""


class Migration(migrations.Migration):
    dependencies: ClassVar = [("accounts", "0003_listed"), ("courses", "0010_kinds_by_name")]

    operations: ClassVar = [
        migrations.RunSQL(VECTOR, NO_VECTOR),
        migrations.AddIndex(
            "resource",
            django.contrib.postgres.indexes.GinIndex(
                courses.models.resources.Words("title", "summary"), name="resource_by_words"
            ),
        ),
        migrations.RunSQL(REVISION, NO_REVISION),
    ]
