"""The two roles: one owns the tables and migrates, the other serves people and owns nothing.

What the second may do is given by default privileges *before* the tables exist, so that a
migration can take away more (the log's: no UPDATE, DELETE or TRUNCATE) and it stays taken.
"""

from collections.abc import Callable

import psycopg
from psycopg import sql

OWNER = "campus_owner"
APPLICATION = "campus"
DATABASE = "campus"
EXTENSIONS = ("unaccent", "pg_trgm")

RIGHTS = (
    "GRANT SELECT, INSERT, UPDATE, DELETE ON TABLES",
    "GRANT USAGE, SELECT ON SEQUENCES",
    "GRANT EXECUTE ON FUNCTIONS",
)


def make_roles_and_database(address: Callable[[str], str]) -> None:
    """Make what is missing; `address` gives the superuser's address of a database."""
    with psycopg.connect(address("postgres"), autocommit=True) as connection:
        for role in (OWNER, APPLICATION):
            if not _exists(connection, "SELECT 1 FROM pg_roles WHERE rolname = %s", role):
                connection.execute(sql.SQL("CREATE ROLE {} LOGIN").format(sql.Identifier(role)))
        if not _exists(connection, "SELECT 1 FROM pg_database WHERE datname = %s", DATABASE):
            connection.execute(
                sql.SQL("CREATE DATABASE {} OWNER {}").format(
                    sql.Identifier(DATABASE), sql.Identifier(OWNER)
                )
            )
    with psycopg.connect(address(DATABASE), autocommit=True) as connection:
        add_extensions(connection)


def add_extensions(connection: psycopg.Connection) -> None:
    """All are trusted: the owner of a database may add them, no superuser is needed."""
    for name in EXTENSIONS:
        connection.execute(
            sql.SQL("CREATE EXTENSION IF NOT EXISTS {}").format(sql.Identifier(name))
        )


def give_rights(owner_url: str, *, application: str) -> None:
    """As the owner, let the application use every table that is made from now on."""
    with psycopg.connect(owner_url, autocommit=True) as connection:
        if connection.info.user == application:
            return
        for right in RIGHTS:
            connection.execute(
                sql.SQL("ALTER DEFAULT PRIVILEGES {} TO {}").format(
                    sql.SQL(right), sql.Identifier(application)
                )
            )


def _exists(connection: psycopg.Connection, query: str, name: str) -> bool:
    return connection.execute(query, [name]).fetchone() is not None
