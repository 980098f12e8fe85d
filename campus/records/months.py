"""Owns the log's partitions: a month exists before its first record comes."""

import logging

from django.db import OperationalError, connection, transaction
from psycopg.errors import LockNotAvailable

_AHEAD = 3

_PREPARE = """
SELECT records_prepare_month((now() AT TIME ZONE 'UTC' + make_interval(months => %s))::date)
"""

log = logging.getLogger(__name__)


def prepare() -> int:
    """Make the partitions of this month and the next three; answers how many were made.

    The months are counted in UTC. A function of the log's owner makes them, since the
    application's own role may not create tables. One that would have to wait for a long reader is
    made the next time.
    """
    return sum(_prepare(months) for months in range(_AHEAD + 1))


def _prepare(months: int) -> bool:
    try:
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(_PREPARE, [months])
            row = cursor.fetchone()
    except OperationalError as fault:
        if not isinstance(fault.__cause__, LockNotAvailable):
            raise
        log.warning("the month %s from now is made the next time: the log is being read", months)
        return False
    return bool(row[0])
