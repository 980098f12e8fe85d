"""What the tests of the log share: a record to append, the log's owner, a bell that is heard."""

from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from typing import Any
from uuid import uuid4

import psycopg
import pytest
from django.db import connection

from campus.env import Env
from campus.env.addresses import django_database
from campus.owed import owing
from campus.records.statements import NewRecord
from tests import servers

NewRecordMaker = Callable[..., NewRecord]


@pytest.fixture
def a_record() -> NewRecordMaker:
    """A record about a person who need not exist: the log knows no person."""

    def make(**fields: Any) -> NewRecord:
        known: dict[str, Any] = {
            "id": uuid4(),
            "learner": uuid4(),
            "actor": uuid4(),
            "registration": uuid4(),
            "object_kind": "lesson",
            "object": uuid4(),
            "verb": "completed",
            "occurred_at": datetime(2026, 3, 2, 9, 30, tzinfo=UTC),
        }
        return NewRecord(**(known | fields))

    return make


@pytest.fixture
def owner(transactional_db: None, campus_servers: Env) -> Iterator[psycopg.Connection]:
    """A connection of the role that owns the log."""
    name = connection.settings_dict["NAME"]
    url = servers.on_database(campus_servers.database_owner_url, name)
    with psycopg.connect(url, autocommit=True) as as_owner:
        yield as_owner


@pytest.fixture
def two_roles(campus_servers: Env) -> None:
    """Rights can only be shown where the application is not the owner, as `make test` has it."""
    owners = django_database(campus_servers.database_owner_url)["USER"]
    if campus_servers.database_app_role == owners:
        pytest.skip("DATABASE_URL and DATABASE_OWNER_URL name the same role")


@pytest.fixture
def rung() -> Iterator[list[str]]:
    """What the bells announced, in order."""
    heard: list[str] = []
    owing.hang_bell(heard.append)
    yield heard
    owing._bells.remove(heard.append)
