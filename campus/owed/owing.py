"""Owns the act of owing: a row in the causing transaction, a bell after its commit."""

from collections.abc import Callable, Iterable
from datetime import datetime
from functools import partial

from django.db import connection, transaction

_OWE = """
INSERT INTO owed_owed AS o (kind, key, due_at, tries, fault)
SELECT %s, key, coalesce(%s, now()), 0, '' FROM unnest(%s::text[]) AS key ORDER BY key
ON CONFLICT (kind, key) DO UPDATE
SET due_at = least(o.due_at, excluded.due_at), tries = 0, parked_at = NULL, fault = ''
WHERE %s OR (o.tries = 0 AND o.parked_at IS NULL)
"""

Bell = Callable[[str], None]
_bells: list[Bell] = []


def hang_bell(bell: Bell) -> None:
    """Whoever does owed work asks to be rung; at start-up, from `workers.doorbells`."""
    if bell not in _bells:
        _bells.append(bell)


def owe(
    kind: str, keys: Iterable[str], *, due_at: datetime | None = None, afresh: bool = True
) -> None:
    """Write down that work of this kind is due for each key; owing twice is owing once.

    The upsert locks an existing row, so work that is being done at this very moment is
    waited for and then owed afresh: nothing that happened meanwhile is missed. Whoever has no
    new reason, as a sweeper, says `afresh=False` and leaves a row its tries and its parking.
    """
    wanted = sorted(set(keys))
    if not wanted:
        return
    with connection.cursor() as cursor:
        cursor.execute(_OWE, [kind, due_at, wanted, afresh])
    if due_at is None:
        ring(kind)


def ring(kind: str) -> None:
    """Wake whoever does this kind of work, once this transaction has committed."""
    transaction.on_commit(partial(_ring_now, kind))


def _ring_now(kind: str) -> None:
    for bell in _bells:
        bell(kind)
