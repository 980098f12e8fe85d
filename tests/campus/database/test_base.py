"""The database: what is asked at every request is planned once, and a lost server is noticed."""

import time
from collections.abc import Iterator
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from campus.database.base import DatabaseWrapper, prepared

ASKED = "SELECT %s::text || 'x' AS asked_at_every_request"


@pytest.fixture
def of_its_own(db: None) -> Iterator[DatabaseWrapper]:
    """Another connection to the same database, with the same settings."""
    own: Any = connection.copy()
    own.ensure_connection()
    yield own
    own.close()


def _prepared(cursor: Any) -> int:
    cursor.execute("SELECT count(*) FROM pg_prepared_statements WHERE statement LIKE %s", ["%x'%"])
    return int(cursor.fetchone()[0])


def test_a_statement_is_prepared_once(
    of_its_own: DatabaseWrapper,
) -> None:
    with of_its_own.prepared() as cursor:
        for number in range(3):
            cursor.execute(ASKED, [str(number)])
            assert cursor.fetchone() == (f"{number}x",)
    with of_its_own.cursor() as cursor:
        assert _prepared(cursor) == 1


def test_whoever_watches_is_told_its_text(db: None) -> None:
    with CaptureQueriesContext(connection) as queries, prepared() as cursor:
        cursor.execute(ASKED, ["1"])
    assert [query["sql"] for query in queries.captured_queries] == [ASKED]


def test_behind_a_pooler_nothing_is_prepared(of_its_own: DatabaseWrapper) -> None:
    of_its_own.close()
    of_its_own.settings_dict = {
        **of_its_own.settings_dict,
        "OPTIONS": {**of_its_own.settings_dict["OPTIONS"], "prepare_threshold": 0},
    }
    with of_its_own.prepared() as cursor:
        cursor.execute(ASKED, ["a"])
        assert cursor.fetchone() == ("ax",)
    with of_its_own.cursor() as cursor:
        assert _prepared(cursor) == 0


@pytest.mark.django_db
def test_it_counts_among_the_queries(django_assert_num_queries: Any) -> None:
    with django_assert_num_queries(1), prepared() as cursor:
        cursor.execute(ASKED, ["a"])


def test_a_living_connection_is_usable_without_a_question(of_its_own: DatabaseWrapper) -> None:
    with of_its_own.cursor() as cursor:
        cursor.execute("SELECT pg_backend_pid()")
        assert of_its_own.is_usable()
    with connection.cursor() as cursor:
        pid = of_its_own.connection.info.backend_pid
        cursor.execute("SELECT query FROM pg_stat_activity WHERE pid = %s", [pid])
        assert cursor.fetchone() == ("SELECT pg_backend_pid()",)


def test_a_connection_whose_server_left_is_not_usable(of_its_own: DatabaseWrapper) -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_terminate_backend(%s)", [of_its_own.connection.info.backend_pid])
    until = time.monotonic() + 10
    while of_its_own.is_usable() and time.monotonic() < until:
        time.sleep(0.01)
    assert not of_its_own.is_usable()
