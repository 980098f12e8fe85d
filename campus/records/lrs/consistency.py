"""Owns up to when everything stored can be found: `X-Experience-API-Consistent-Through`."""

from datetime import datetime

from django.db import connection

# A statement that is being stored has a time already, and is seen only when its transaction ends.
# One that has not written anything for so long is reading, as reports and backups do.
_THROUGH = """
SELECT least(statement_timestamp(), min(
    CASE WHEN backend_xid IS NULL THEN query_start ELSE xact_start END))
FROM pg_stat_activity
WHERE datname = current_database() AND pid <> pg_backend_pid()
    AND backend_type = 'client backend' AND (backend_xid IS NOT NULL
        OR (state = 'active' AND query_start > statement_timestamp() - interval '2 seconds'))
"""


def consistent_through() -> datetime:
    """Since when the oldest transaction that writes has been going on; now where there is none."""
    with connection.cursor() as cursor:
        cursor.execute(_THROUGH)
        through: datetime = cursor.fetchone()[0]
    return through
