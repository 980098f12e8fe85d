"""Lets a search by several filters pass over what cannot meet them without looking it up.

Beside each key lie marks of all the keys of its statement, so one index tells of most statements
that they lack another key. Two frequent keys that hardly ever meet are searched no slower for it.
-1 says nothing: so do rows from before, and statements that inherit the keys of others.

An index is read alone, without the table, only where pages are known to be visible to all: the
vacuum that learns this comes after every few thousand rows.
"""

from typing import ClassVar

from django.db import migrations

MARKS = """
ALTER TABLE records_mention ADD COLUMN marks bigint NOT NULL DEFAULT -1;
ALTER TABLE records_mention DROP CONSTRAINT records_mention_pkey;
ALTER TABLE records_mention ADD PRIMARY KEY (key, stored_at, id) INCLUDE (marks);
ALTER TABLE records_mention SET (
    autovacuum_vacuum_insert_threshold = 20000, autovacuum_vacuum_insert_scale_factor = 0.01,
    autovacuum_analyze_scale_factor = 0.02
);
"""


class Migration(migrations.Migration):
    dependencies: ClassVar = [("records", "0004_attachments")]
    operations: ClassVar = [migrations.RunSQL(MARKS)]
