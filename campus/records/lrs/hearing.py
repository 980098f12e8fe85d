"""Owns the register of who hears what trusted clients say of learning elsewhere, and take back.

What moves progress here goes to the log itself (`asserting`); what was learnt elsewhere means
something only to who knows what it is as good as.
"""

from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass
from uuid import UUID

import msgspec
from django.conf import settings
from django.db import connection

from campus.records.models import Scope, XapiClient
from campus.records.xapi.mentions import activity_key, agent_key
from campus.records.xapi.walking import Thing

from .clients import has_scope

_VOID = "SELECT voided FROM records_void WHERE voided = ANY(%s)"

# One person and one activity: they are few.
_STILL = """
SELECT r.client, r.statement FROM records_mention m
JOIN records_record r ON r.stored_at = m.stored_at AND r.id = m.id
WHERE m.key = %s AND r.client IS NOT NULL AND r.statement IS NOT NULL
    AND EXISTS (SELECT 1 FROM records_mention o
        WHERE o.key = %s AND o.stored_at = m.stored_at AND o.id = m.id)
    AND NOT EXISTS (SELECT 1 FROM records_void v WHERE v.voided = m.id)
ORDER BY m.stored_at, m.id LIMIT 100
"""


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


def still_said(actor: UUID, activity: str) -> list[tuple[Thing, Collection[UUID]]]:
    """What clients that may assert say of somebody of ours and this activity, the oldest first,
    each with what its client may assert on; without what is voided."""
    account = {"homePage": settings.CAMPUS_IRI, "name": str(actor)}
    with connection.cursor() as cursor:
        cursor.execute(_STILL, [agent_key({"account": account}), activity_key(activity)])
        rows = cursor.fetchall()
    clients = XapiClient.objects.in_bulk({client for client, _text in rows})
    return [
        (msgspec.json.decode(text), clients[client].asserts_on)
        for client, text in rows
        if client in clients and has_scope(clients[client], Scope.ASSERT)
    ]
