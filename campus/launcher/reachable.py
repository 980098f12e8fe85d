"""Whether the servers that the settings name answer, and one line for when they do not."""

from contextlib import closing

import psycopg
import redis

from campus.env import Env, checking


class NotReachable(Exception):
    """A server does not answer; the text says which, and what to do."""


def check_database(env: Env) -> None:
    for name, url in {
        "DATABASE_URL": env.database_url,
        "DATABASE_OWNER_URL": env.database_owner_url,
    }.items():
        try:
            psycopg.connect(url, connect_timeout=5).close()
        except psycopg.OperationalError as error:
            raise NotReachable(_database_silence(env, name, error)) from error


def check_name(env: Env) -> None:
    """Refuse another `CAMPUS_IRI` than the one kept: identifiers and credentials hold it.

    Every older one that signed certificates must be named too, or nobody could check those.
    """
    with psycopg.connect(env.database_url) as connection:
        found = connection.execute("SELECT iri FROM accounts_organisation WHERE is_campus")
        row = found.fetchone()
        signed = connection.execute("SELECT DISTINCT url FROM certificates_issuerkey").fetchall()
    if row is None or row[0] != env.iri:
        first = row[0] if row else "none"
        raise checking.refusal(
            "CAMPUS_IRI",
            f"is {env.iri}, and this campus is {first}",
            "set it back, or run manage.py move_domain",
        )
    if forgotten := {url for (url,) in signed} - {env.iri, *env.former_iris}:
        raise checking.refusal(
            "CAMPUS_FORMER_IRIS",
            f"lacks {min(forgotten)}, which signed certificates",
            "add it, so that they are still verified under it",
        )


def check_redis(env: Env) -> None:
    try:
        with closing(
            redis.Redis.from_url(env.redis_url, socket_timeout=5, socket_connect_timeout=5)
        ) as server:
            server.ping()
    except redis.RedisError as error:
        raise NotReachable(_redis_silence(env, error)) from error


def _database_silence(env: Env, name: str, error: psycopg.OperationalError) -> str:
    if env.has_embedded_database:
        return (
            f"the database of {env.data} is not running: start it with make start, "
            "or set DATABASE_URL."
        )
    # libpq says what happened, and on a line of its own, set in, what one might look at.
    said = [line for line in str(error).splitlines() if line and not line[0].isspace()]
    why = said[-1]
    return f"{name}: the server does not let us in ({why}): start it, or correct {name}."


def _redis_silence(env: Env, error: redis.RedisError) -> str:
    if env.has_embedded_redis:
        return (
            f"the Redis of {env.data} is not running: start it with make start, or set REDIS_URL."
        )
    return f"REDIS_URL: the server does not answer ({error}): start it, or correct REDIS_URL."
