"""Owns what every request saves: statements are planned once, a living server is not asked."""

import select
from typing import Any, Self, cast

import psycopg
from django.db import connection
from django.db.backends.postgresql import base, operations
from django.db.backends.utils import CursorWrapper


class Preparing(psycopg.Cursor[Any]):
    """Prepares whatever it executes."""

    def execute(self, query: Any, params: Any = None, **_options: Any) -> Self:
        return super().execute(query, params, prepare=True)


class Operations(operations.DatabaseOperations):
    """Django's own; of a prepared statement it tells the text, in which no values ever were."""

    def last_executed_query(self, cursor: Any, sql: Any, params: Any) -> str:
        return super().last_executed_query(cursor, sql, params) or str(sql)


class DatabaseWrapper(base.DatabaseWrapper):
    """Django's own, with a cursor that prepares and a cheaper look at the connection's health."""

    ops_class = Operations

    def get_connection_params(self) -> dict[str, Any]:
        """A threshold of 0 is never: psycopg calls that None, which no address can spell."""
        params: dict[str, Any] = super().get_connection_params()
        return params | {"prepare_threshold": params["prepare_threshold"] or None}

    def prepared(self) -> CursorWrapper:
        self.close_if_health_check_failed()
        self.ensure_connection()
        with self.wrap_database_errors:
            cursor: CursorWrapper = cast(Any, self)._prepare_cursor(Preparing(self.connection))
            return cursor

    def is_usable(self) -> bool:
        """A server that lives has nothing to say on an idle connection; one that left, has."""
        return _is_silent(self.connection) or super().is_usable()


def prepared() -> CursorWrapper:
    """A cursor for a statement that is the same at every request: PostgreSQL plans it once.

    Behind a pooler that cannot keep prepared statements, `DATABASE_URL` ends in
    `?prepare_threshold=0`, and it is a cursor like any other.
    """
    return cast(DatabaseWrapper, connection).prepared()


def _is_silent(open_connection: Any) -> bool:
    if open_connection is None or open_connection.closed:
        return False
    waiting = select.poll()
    waiting.register(open_connection.fileno(), select.POLLIN)
    return not waiting.poll(0)
