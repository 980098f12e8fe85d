"""Makes the catalogue searchable: dictionaries without accents, the vector, words, the revision.

The extensions are trusted: the owner of the database may add them.
"""

from datetime import UTC, datetime
from typing import ClassVar

import django.contrib.postgres.indexes
import django.contrib.postgres.search
from django.db import migrations, models
from django.db.models import Q

import courses.models.listing

DICTIONARIES = """
CREATE EXTENSION IF NOT EXISTS unaccent;
CREATE EXTENSION IF NOT EXISTS pg_trgm;
CREATE TEXT SEARCH CONFIGURATION campus_french (COPY = french);
ALTER TEXT SEARCH CONFIGURATION campus_french
    ALTER MAPPING FOR hword, hword_part, word WITH unaccent, french_stem;
CREATE TEXT SEARCH CONFIGURATION campus_english (COPY = english);
ALTER TEXT SEARCH CONFIGURATION campus_english
    ALTER MAPPING FOR hword, hword_part, word WITH unaccent, english_stem;
CREATE TEXT SEARCH CONFIGURATION campus_simple (COPY = simple);
ALTER TEXT SEARCH CONFIGURATION campus_simple
    ALTER MAPPING FOR hword, hword_part, word WITH unaccent, simple;
"""
NO_DICTIONARIES = """
DROP TEXT SEARCH CONFIGURATION campus_french;
DROP TEXT SEARCH CONFIGURATION campus_english;
DROP TEXT SEARCH CONFIGURATION campus_simple;
"""

# Without its accent, French stemming leaves the second e of "évaluée", which "évalué" has not.
# Texts are cut, because a vector holds at most 1 MB and a course may have 5,000 lessons.
# The title's words are kept as they are written too: to complete what is being typed, and to find
# titles made of words that say nothing elsewhere. A name with dots in it is several words. `SET search_path` lets a backup be restored.
FUNCTIONS = r"""
CREATE FUNCTION courses_words(words text) RETURNS text
LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$ SELECT translate(left(words, 50000), './@_', '    ') $$;
CREATE FUNCTION courses_stems(language text, words text) RETURNS tsvector
LANGUAGE sql IMMUTABLE PARALLEL SAFE SET search_path FROM CURRENT AS $$
    SELECT CASE language
        WHEN 'en' THEN to_tsvector('campus_english', courses_words(words))
        ELSE to_tsvector('campus_french',
            regexp_replace(courses_words(words), '[ée]e(s?)\M', 'e\1', 'gi'))
        END
$$;
CREATE FUNCTION courses_vector(
    language text, title text, summary text, topics text, skills jsonb, names text
) RETURNS tsvector
LANGUAGE sql IMMUTABLE PARALLEL SAFE SET search_path FROM CURRENT AS $$
    SELECT setweight(courses_stems(language, title) || to_tsvector('campus_simple', courses_words(title)), 'A')
        || setweight(courses_stems(language, summary), 'B')
        || setweight(courses_stems(language, topics)
            || courses_stems('fr', coalesce((SELECT string_agg(skill #>> '{title,fr}', ' ')
                FROM jsonb_array_elements(skills) AS one(skill)), ''))
            || courses_stems('en', coalesce((SELECT string_agg(skill #>> '{title,en}', ' ')
                FROM jsonb_array_elements(skills) AS one(skill)), '')), 'C')
        || setweight(to_tsvector('campus_simple', courses_words(names)), 'D')
$$;
"""
NO_FUNCTIONS = """
DROP FUNCTION courses_vector(text, text, text, text, jsonb, text);
DROP FUNCTION courses_stems(text, text);
DROP FUNCTION courses_words(text);
"""

# Organisations stand below courses and cannot call `courses.catalogue.revising.bump`; cards and filters
# show their names. A draft is saved whole by its form: what readers see of the row is compared.
REVISION = """
INSERT INTO courses_cataloguerevision (id, token, files)
VALUES (1, gen_random_uuid(), gen_random_uuid());
CREATE FUNCTION courses_bump_revision() RETURNS trigger
LANGUAGE plpgsql SET search_path FROM CURRENT AS $$
BEGIN
    UPDATE courses_cataloguerevision SET token = gen_random_uuid();
    RETURN NULL;
END $$;
CREATE TRIGGER organisation_is_in_the_catalogue AFTER UPDATE ON accounts_organisation
    FOR EACH ROW WHEN ((OLD.name, OLD.slug) IS DISTINCT FROM (NEW.name, NEW.slug))
    EXECUTE FUNCTION courses_bump_revision();
CREATE TRIGGER course_is_in_the_catalogue AFTER UPDATE ON courses_course
    FOR EACH ROW WHEN ((OLD.slug, OLD.archived_at, OLD.organisation_id)
        IS DISTINCT FROM (NEW.slug, NEW.archived_at, NEW.organisation_id))
    EXECUTE FUNCTION courses_bump_revision();
CREATE TRIGGER skill_is_in_the_catalogue AFTER UPDATE ON courses_skill
    FOR EACH ROW WHEN ((OLD.key, OLD.title) IS DISTINCT FROM (NEW.key, NEW.title))
    EXECUTE FUNCTION courses_bump_revision();
"""
NO_REVISION = """
DROP TRIGGER skill_is_in_the_catalogue ON courses_skill;
DROP TRIGGER course_is_in_the_catalogue ON courses_course;
DROP TRIGGER organisation_is_in_the_catalogue ON accounts_organisation;
DROP FUNCTION courses_bump_revision();
"""

# What a listing says is repeated when its course is published anew; these are filled at once.
FILL = """
UPDATE courses_listing AS l
SET topics = l.other_words, names = l.authors,
    listed_at = (SELECT min(r.published_at) FROM courses_courserelease r
        WHERE r.course_id = l.course_id);
INSERT INTO courses_word (word, shown)
SELECT DISTINCT word, word FROM courses_listing l,
    regexp_split_to_table(concat_ws(' ', l.title_words, l.summary_words, l.other_words), '[^[:alpha:]]+')
        AS split(word)
WHERE length(word) BETWEEN 4 AND 40
ON CONFLICT DO NOTHING;
"""

EPOCH = datetime(2026, 1, 1, tzinfo=UTC)


class Migration(migrations.Migration):
    dependencies: ClassVar = [("accounts", "0002_the_campus"), ("courses", "0003_the_quizzes")]

    operations: ClassVar = [
        migrations.RunSQL(DICTIONARIES, NO_DICTIONARIES),
        migrations.RunSQL(FUNCTIONS, NO_FUNCTIONS),
        migrations.CreateModel(
            name="CatalogueRevision",
            fields=[
                ("id", models.PositiveSmallIntegerField(default=1, primary_key=True, serialize=False)),
                ("token", models.UUIDField()),
                ("files", models.UUIDField()),
            ],
            options={
                "constraints": [
                    models.CheckConstraint(condition=Q(id=1), name="one_catalogue_revision")
                ],
            },
        ),
        migrations.CreateModel(
            name="Word",
            fields=[
                ("word", models.TextField(primary_key=True, serialize=False)),
                ("shown", models.TextField()),
            ],
        ),
        migrations.RunSQL(REVISION, NO_REVISION),
        migrations.AddField("listing", "topics", models.TextField(default=""), preserve_default=False),
        migrations.AddField("listing", "names", models.TextField(default=""), preserve_default=False),
        migrations.AddField(
            "listing", "listed_at", models.DateTimeField(default=EPOCH), preserve_default=False
        ),
        migrations.RunSQL(FILL, migrations.RunSQL.noop),
        migrations.RemoveField("listing", "summary_words"),
        migrations.RemoveField("listing", "other_words"),
        migrations.AddField(
            "listing",
            "vector",
            models.GeneratedField(
                db_persist=True,
                expression=courses.models.listing.Vector(
                    "language", "title", "summary", "topics", "skills", "names"
                ),
                output_field=django.contrib.postgres.search.SearchVectorField(),
            ),
        ),
        migrations.AddIndex(
            "listing",
            django.contrib.postgres.indexes.GinIndex(
                fields=["vector"], name="listing_by_words", fastupdate=False
            ),
        ),
        migrations.AddIndex(
            "word",
            django.contrib.postgres.indexes.GistIndex(
                fields=["word"], name="word_by_likeness", opclasses=["gist_trgm_ops"]
            ),
        ),
    ]
