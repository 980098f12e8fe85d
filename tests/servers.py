"""Owns the servers of a test run: one embedded cluster, or those the environment names.

The tests' database is made and migrated by the role that owns tables and used by the role that
serves people, as in production. A migrated template is kept, so that a test that commits, or one
that runs whole processes, gets a fresh database in a tenth of a second.
"""

import os
import shutil
import tempfile
from collections import Counter
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import urlsplit, urlunsplit

import psycopg
import pytest
from psycopg import sql

from campus.env import Env, load
from campus.env.addresses import embedded_database_url
from campus.launcher import postgresql, roles, valkey
from campus.launcher.binaries import find_postgresql, find_redis
from campus.launcher.folders import open_data_folder
from campus.launcher.supervising import Supervisor

NAMED_BY_CALLER = ("DATABASE_URL", "DATABASE_OWNER_URL", "REDIS_URL")
TEMPLATE = "test_campus_template"


def settle_environment() -> Path:
    """A private data folder and no setting of the caller's except which servers to use."""
    data = Path(tempfile.mkdtemp(prefix="campus-tests-"))
    for name in ("PORT", "EMAIL_URL", "CAMPUS_DATABASE_AS"):
        os.environ.pop(name, None)
    for name in [name for name in os.environ if name.startswith("CAMPUS_")]:
        del os.environ[name]
    os.environ |= {
        "CAMPUS_ENV": "development",
        "CAMPUS_DATA": str(data),
        "DJANGO_SETTINGS_MODULE": "campus.settings",
    }
    open_data_folder(data)
    return data


@contextmanager
def running_servers(data: Path, *, careful: bool = False) -> Iterator[Env]:
    """Start what the environment does not name; all of it is gone at the end, with its data.

    A `careful` database answers a commit when it is on the disk, as in production.
    """
    env = load()
    supervisor = Supervisor(logs=data / "logs")
    try:
        if env.has_embedded_database:
            cluster = postgresql.find_cluster(data, options=() if careful else postgresql.CARELESS)
            postgresql.start(cluster, supervisor)
            _let_the_owner_make_databases(data)
        if env.has_embedded_redis:
            valkey.start(data, find_redis(), supervisor)
        yield env
    finally:
        supervisor.stop()
        forget(data)


def forget(data: Path) -> None:
    """Remove a data folder, and what of it lies elsewhere behind a link."""
    if (data / "run").is_symlink():
        shutil.rmtree((data / "run").readlink(), ignore_errors=True)
    if (data / "postgresql").is_symlink():
        shutil.rmtree((data / "postgresql").readlink().parent, ignore_errors=True)
    shutil.rmtree(data, ignore_errors=True)


def server_versions() -> str:
    """For the report's head: what a run says here is what it was tested on."""
    if not (url := os.environ.get("DATABASE_URL")):
        return f"PostgreSQL {find_postgresql(made_by=None).version} (embedded)"
    with psycopg.connect(url) as connection:
        (version,) = connection.execute("SHOW server_version").fetchone() or ("?",)
        return f"PostgreSQL {version} (DATABASE_URL)"


def reasons_to_skip(reporter: pytest.TerminalReporter) -> Counter[str]:
    """How many tests were left out, by the reason that each gives."""
    skipped = reporter.stats.get("skipped", [])
    return Counter(str(report.longrepr[2]).removeprefix("Skipped: ") for report in skipped)


def on_database(url: str, name: str) -> str:
    return urlunsplit(urlsplit(url)._replace(path=f"/{name}"))


def make_database(env: Env, name: str, *, template: str | None = None) -> None:
    """As the owner, make a database anew; connections to an older one of that name are cut."""
    drop_database(env, name)
    made = sql.Identifier(name)
    with psycopg.connect(env.database_owner_url, autocommit=True) as connection:
        if template is None:
            connection.execute(sql.SQL("CREATE DATABASE {}").format(made))
        else:
            like = sql.Identifier(template)
            connection.execute(sql.SQL("CREATE DATABASE {} TEMPLATE {}").format(made, like))


# WITH (FORCE) would do, but it also ends autovacuum's workers, and the owner may not: it fails
# when one happens to be there. Dropping asks those to leave by itself, and waits for the others.
_END_CLIENTS = """
SELECT pg_terminate_backend(pid) FROM pg_stat_activity
WHERE datname = %s AND backend_type = 'client backend'
"""


def drop_database(env: Env, name: str) -> None:
    with psycopg.connect(env.database_owner_url, autocommit=True) as connection:
        connection.execute(_END_CLIENTS, [name])
        connection.execute(sql.SQL("DROP DATABASE IF EXISTS {}").format(sql.Identifier(name)))


def prepare_template(env: Env) -> None:
    """Make the empty database that migrations will fill, with the rights they build on."""
    make_database(env, TEMPLATE)
    owner_url = on_database(env.database_owner_url, TEMPLATE)
    with psycopg.connect(owner_url, autocommit=True) as connection:
        roles.add_extensions(connection)
    roles.give_rights(owner_url, application=env.database_app_role)


def environment_on(env: Env, name: str) -> Mapping[str, str]:
    """What a process of its own needs to work on database `name` of these servers."""
    return {
        "DATABASE_URL": on_database(env.database_url, name),
        "DATABASE_OWNER_URL": on_database(env.database_owner_url, name),
        "REDIS_URL": env.redis_url,
    }


def _let_the_owner_make_databases(data: Path) -> None:
    url = embedded_database_url(data, role="postgres", database="postgres")
    with psycopg.connect(url, autocommit=True) as connection:
        connection.execute("ALTER ROLE campus_owner CREATEDB")
        # Dropping a database under the application's open connections takes its membership.
        connection.execute("GRANT campus TO campus_owner")
