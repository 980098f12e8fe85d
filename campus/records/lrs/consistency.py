"""Owns up to when everything stored can be found: `X-Experience-API-Consistent-Through`."""

from datetime import datetime

from django.db import connection

# A statement that is being stored has a time already, and is seen only when its transaction ends.
_THROUGH = """
SELECT least(statement_timestamp(), min(
    CASE WHEN backend_xid IS NULL THEN query_start ELSE xact_start END))
FROM pg_stat_activity
WHERE datname = current_database() AND pid <> pg_backend_pid()
    AND (backend_xid IS NOT NULL OR state = 'active')
"""


def consistent_through() -> datetime:
    """Since when the oldest transaction that writes has been going on; now where there is none."""
    with connection.cursor() as cursor:
        cursor.execute(_THROUGH)
        through: datetime = cursor.fetchone()[0]
    return through
