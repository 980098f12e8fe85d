"""Owns voiding by other systems: who may take which statement back, and what follows from it."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

import msgspec
from django.db import connection
from django.utils.translation import gettext as _

from campus.errors import NotAllowed
from campus.records.appending import Entry
from campus.records.models import Scope, XapiClient
from campus.records.verbs import Trust
from campus.records.voiding import NOT_TAKEN_BACK, STANDING_VERBS, STATEMENT, mark_void
from campus.records.xapi.statements import VOIDED
from campus.records.xapi.timestamps import instant
from campus.records.xapi.walking import Thing, target

from .clients import has_scope

_TARGETS = """
SELECT r.id, r.client, r.learner_kind, r.learner, r.registration, r.verb, r.statement
FROM records_id i JOIN records_record r ON r.id = i.id AND r.stored_at = i.stored_at
WHERE i.id = ANY(%s)
"""
_SENT = """
SELECT r.id, r.statement FROM records_id i
JOIN records_record r ON r.id = i.id AND r.stored_at = i.stored_at
WHERE i.id = ANY(%s) AND r.client = %s AND r.statement IS NOT NULL
"""


@dataclass(frozen=True, slots=True)
class _Target:
    """What is to be taken back: who sent it, whose learning it is about, if it voids itself."""

    client: UUID | None
    learner_kind: str
    learner: UUID | None
    registration: UUID | None
    verb: str | None
    is_voiding: bool


def voided_by(statement: Thing) -> UUID | None:
    """The statement that this one takes back, if it does."""
    named = target(statement) if statement["verb"]["id"] == VOIDED else None
    return None if named is None else UUID(named)


def retract_all(
    client: XapiClient, entries: Sequence[tuple[Entry, Thing]], now: datetime
) -> dict[UUID, UUID]:
    """Which statement each of these voids, by the voided one; raises NotAllowed.

    A client takes back what it sent, or with the scope `all` whatever there is. What is not there
    yet counts as voided when it comes. Nothing takes back a voiding statement: that is ignored
    (1.0.3, 2.3.2); joining, leaving and moving is refused, as in `voiding`. An entry that voids
    what was folded says whose progress is to be read again.
    """
    voiding = [
        (entry, voided, each) for entry, each in entries if (voided := voided_by(each)) is not None
    ]
    if not voiding:
        return {}
    known = _find_targets({voided for _entry, voided, _each in voiding})
    known.update(_within(entries))
    may_void_all = has_scope(client, Scope.ALL)
    voids: dict[UUID, UUID] = {}
    for entry, voided, statement in voiding:
        found = known.get(voided)
        if found is None:
            if may_void_all:
                voids.setdefault(voided, entry.id)
            continue
        if found.client != client.id and not may_void_all:
            detail = _("Statement {id} was sent by another system: that one may take it back.")
            raise NotAllowed(detail.format(id=voided), code="not_yours_to_void")
        if found.verb in STANDING_VERBS:
            raise NotAllowed(str(NOT_TAKEN_BACK), code="not_taken_back")
        if not found.is_voiding:
            voids.setdefault(voided, entry.id)
            _fill(entry, voided, found, statement, now)
    return voids


def _find_targets(ids: Iterable[UUID]) -> dict[UUID, _Target]:
    with connection.cursor() as cursor:
        cursor.execute(_TARGETS, [list(ids)])
        return {
            id_: _Target(client, kind, learner, registration, verb, _is_voiding(text))
            for id_, client, kind, learner, registration, verb, text in cursor.fetchall()
        }


def _is_voiding(text: str | None) -> bool:
    said: dict[str, Any] = msgspec.json.decode(text) if text else {}
    return bool(said and said["verb"]["id"] == VOIDED)


def _within(entries: Iterable[tuple[Entry, Thing]]) -> dict[UUID, _Target]:
    """What comes in the same batch may be taken back in it."""
    return {
        entry.id: _Target(
            entry.client,
            entry.learner_kind,
            entry.learner,
            entry.registration,
            entry.verb,
            each["verb"]["id"] == VOIDED,
        )
        for entry, each in entries
    }


def _fill(entry: Entry, voided: UUID, found: _Target, statement: Thing, now: datetime) -> None:
    if found.learner is None:
        return
    entry.learner_kind, entry.learner = found.learner_kind, found.learner
    entry.registration = found.registration
    entry.object_kind, entry.object, entry.verb = STATEMENT, voided, "voided"
    entry.occurred_at = instant(statement["timestamp"]) if "timestamp" in statement else now
    entry.trust = Trust.DECLARED.value


def mark_all(
    client: XapiClient, voids: Mapping[UUID, UUID], earlier: Mapping[UUID, Sequence[UUID]]
) -> set[UUID]:
    """Keep what is void now: by these statements, or by earlier ones that came before theirs.

    Answers what was not void before.
    """
    marked = dict(voids)
    for id_, voided in _sent_before(client, earlier):
        marked.setdefault(voided, id_)
    return mark_void(marked) if marked else set()


def _sent_before(
    client: XapiClient, earlier: Mapping[UUID, Sequence[UUID]]
) -> Iterable[tuple[UUID, UUID]]:
    """By the same client, so that nobody voids what another is yet to send."""
    ids = [id_ for about in earlier.values() for id_ in about]
    if not ids:
        return
    with connection.cursor() as cursor:
        cursor.execute(_SENT, [ids, client.id])
        for id_, text in cursor.fetchall():
            voided = voided_by(msgspec.json.decode(text))
            if voided is not None and voided in earlier:
                yield id_, voided
