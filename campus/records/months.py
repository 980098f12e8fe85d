"""Owns the log's partitions: a month exists before its first record comes."""

from django.db import connection

_AHEAD = 3


def prepare() -> int:
    """Make the partitions of this month and the next three; answers how many were made.

    The months are counted in UTC. A function of the log's owner makes them, since the
    application's own role may not create tables.
    """
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT count(*) FILTER (WHERE records_prepare_month("
            "(now() AT TIME ZONE 'UTC' + make_interval(months => n))::date))"
            " FROM generate_series(0, %s) n",
            [_AHEAD],
        )
        row = cursor.fetchone()
    return int(row[0])
