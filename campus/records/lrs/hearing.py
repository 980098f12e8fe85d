"""Owns the register of who hears what trusted clients say of learning elsewhere, and take back.

What moves progress here goes to the log itself (`asserting`); what was learnt elsewhere means
something only to who knows what it is as good as.
"""

from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass
from uuid import UUID

from django.db import connection

from campus.records.models import Scope, XapiClient
from campus.records.xapi.walking import Thing

from .clients import has_scope

_VOID = "SELECT voided FROM records_void WHERE voided = ANY(%s)"


@dataclass(frozen=True, slots=True)
class Listener:
    """Both are called in the transaction that stores.

    `said` gets statements, and what their client may assert on; `taken_back` the ids of statements
    that count no more, of any client.
    """

    said: Callable[[Sequence[Thing], Collection[UUID]], None]
    taken_back: Callable[[Collection[UUID]], None]


_listeners: list[Listener] = []


def register(listener: Listener) -> None:
    """Called at start-up by the package that learning elsewhere means something to."""
    _listeners.append(listener)


def tell(
    client: XapiClient, statements: Sequence[tuple[UUID, Thing]], voided: Collection[UUID]
) -> None:
    """What was just stored, if the client may assert, and what was just voided."""
    heard = _not_void(statements) if has_scope(client, Scope.ASSERT) else []
    for listener in _listeners:
        if voided:
            listener.taken_back(voided)
        if heard:
            listener.said(heard, client.asserts_on)


def _not_void(statements: Sequence[tuple[UUID, Thing]]) -> list[Thing]:
    """One that came after its voiding, or beside it, never counted."""
    with connection.cursor() as cursor:
        cursor.execute(_VOID, [[id_ for id_, _each in statements]])
        void = {voided for (voided,) in cursor.fetchall()}
    return [each for id_, each in statements if id_ not in void]
