"""What the campus would do without each of its guards; each takes the guarded function first."""

import threading
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from types import ModuleType
from typing import Any
from unittest import mock
from uuid import uuid4

import msgspec

from .switches import here

Function = Callable[..., Any]
_claimed_before: set[int] = set()


def answer_first(receive: Function, **named: Any) -> Any:
    """Say what would be stored; store it a moment later, if there is one."""
    from django.db import connections, transaction

    with transaction.atomic():
        received = receive(**named)
        transaction.set_rollback(True)

    def store() -> None:
        time.sleep(1.0)
        try:
            receive(**named)
        finally:
            connections.close_all()

    threading.Thread(target=store).start()
    return received


def make_own_ids(receive: Function, *, person: Any, items: Sequence[bytes]) -> Any:
    """Take what comes for new each time."""
    said = [msgspec.json.decode(item) | {"id": str(uuid4())} for item in items]
    return receive(person=person, items=[msgspec.json.encode(item) for item in said])


def believe_the_wall(receive: Function, *, person: Any, items: Sequence[bytes]) -> Any:
    """Take the time on the wall as it looks, without what it says of summer time."""
    said = [msgspec.json.decode(item) for item in items]
    walls = [item | {"at": item["at"][:19] + "+01:00"} for item in said]
    return receive(person=person, items=[msgspec.json.encode(item) for item in walls])


def insert_by_own_clock(insert: Function, entries: Any) -> Any:
    from campus.records import appending

    offset = f"statement_timestamp() + interval '{here().clock_is_off_by} seconds'"
    with _altered(appending, "_APPEND", "statement_timestamp()", offset):
        return insert(entries)


def commit_the_claim(reduce: Function, *args: Any, **named: Any) -> Any:
    """What was claimed is gone for good, before it is known what it comes to."""
    from django.db import connection

    touched = reduce.__wrapped__(*args, **named)
    connection.connection.commit()
    here().pass_by("fold.after_reduce")
    return touched


def keep_the_last_score(reduce: Function, *args: Any, **named: Any) -> Any:
    from workers.progress.folding import reducing

    greatest = "greatest(s.best_score, excluded.best_score)"
    with _altered(reducing, "_REDUCE", greatest, "excluded.best_score"):
        return reduce(*args, **named)


def believe_the_clients_clock(reduce: Function, *args: Any, **named: Any) -> Any:
    from workers.progress.folding import reducing

    with _altered(reducing, "_REDUCE", "min(r.stored_at)", "min(r.occurred_at)"):
        return reduce(*args, **named)


def claim_and_forget(reduce: Function, shard: int, **named: Any) -> Any:
    """Take everything off the list, and only then look at it."""
    from django.db import connection

    owed = [row for row in _owed_rows() if row[1] == shard]
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM records_owed WHERE shard = %s", [shard])
    connection.connection.commit()
    here().pass_by("fold.before_claim")
    _owe(owed)
    return reduce(shard, **named)


def claim_again(fold_shard: Function, shard: int) -> Any:
    """What was folded is delivered once more, as queues outside the database do."""
    owed = [row for row in _owed_rows() if row[1] == shard and row[0] not in _claimed_before]
    _claimed_before.update(row[0] for row in owed)
    folded = fold_shard(shard)
    _owe(owed)
    return folded


def _owed_rows() -> list[Any]:
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute("SELECT position, shard, id, stored_at FROM records_owed")
        return list(cursor.fetchall())


def _owe(rows: list[Any]) -> None:
    from django.db import connection

    again = """INSERT INTO records_owed (position, shard, id, stored_at)
        VALUES (%s, %s, %s, %s) ON CONFLICT DO NOTHING"""
    with connection.cursor() as cursor:
        for row in rows:
            cursor.execute(again, row)


def forget_first(do: Function, kind: str, leases: list[Any]) -> None:
    """Take the rows away, then do the work."""
    from django.db import transaction

    from campus.owed import claiming
    from campus.owed.models import Owed

    Owed.objects.filter(id__in=[lease.id for lease in leases]).delete()
    here().pass_by("owed.after_lease")
    for lease in leases:
        with transaction.atomic():
            claiming._handlers[kind](lease.key)


def lease_without_end(_lease: Function, kind: str, *, most: int) -> Any:
    """Nobody knows that somebody else is at it."""
    from campus.owed.leasing import Lease
    from campus.owed.models import Owed

    rows = Owed.objects.filter(kind=kind, parked_at=None).order_by("due_at")
    return [Lease(*row) for row in rows.values_list("id", "key", "tries")[:1]]


def do_without_locks(_do: Function, kind: str, leases: list[Any]) -> None:
    from django.db.models import QuerySet

    from campus.owed import claiming
    from campus.owed.models import Owed

    with mock.patch.object(QuerySet, "select_for_update", lambda rows, **_how: rows):
        for lease in leases:
            claiming._handlers[kind](lease.key)
    Owed.objects.filter(id__in=[lease.id for lease in leases]).delete()


def lease_without_counting(lease: Function, kind: str, *, most: int) -> Any:
    """One by one: what kills the worker is found though it is never counted."""
    from campus.owed import leasing

    with _altered(leasing, "_LEASE", "tries = tries + 1", "tries = 1"):
        return lease(kind, most=1)


def sweep_nothing(fold_all: Function, **named: Any) -> Any:
    return 0 if named else fold_all()  # only the sweeper says for how long


def nothing_due(_kinds_due: Function) -> list[str]:
    return []


def nothing_unissued(_find_unissued: Function) -> int:
    return 0


@contextmanager
def _altered(module: ModuleType, name: str, was: str, becomes: str) -> Iterator[None]:
    text: str = getattr(module, name)
    assert was in text, f"{module.__name__}.{name} no longer says {was!r}"
    with mock.patch.object(module, name, text.replace(was, becomes)):
        yield
