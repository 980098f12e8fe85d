"""Owns which statements of other systems move somebody's progress, and whose.

A client with the scope to assert says it of a live enrolment in a course or track that is named to
it, under the name that the campus gave the learner, about an object of ours, and whoever knows that
kind of object believes it. Whatever falls short of that is stored and moves nothing.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any
from uuid import UUID

import msgspec

from campus.accounts.models import User
from campus.records.appending import Entry
from campus.records.checking import Accepted, Claim, check
from campus.records.durations import active_seconds
from campus.records.models import Scope, XapiClient
from campus.records.names import extensions_of
from campus.records.receiving import Result
from campus.records.verbs import Trust
from campus.records.xapi.timestamps import instant
from campus.records.xapi.walking import Thing, kind_of

from . import enrolled
from .clients import has_scope
from .naming import actor_named, canonical_uuid, object_named, verbs_named

# What our own statements put under the campus's IRI, as xAPI has no such result.
_EXTENSIONS = ("progress", "response")


@dataclass(frozen=True, slots=True)
class _Said:
    """What a statement says in our terms, not yet believed."""

    actor: UUID
    registration: UUID
    kind: str
    claim: Claim


def assert_all(client: XapiClient, entries: Sequence[tuple[Entry, Thing]], now: datetime) -> None:
    """Give those entries whose statements move progress all that the fold reads."""
    if not has_scope(client, Scope.ASSERT):
        return
    said = {entry.id: found for entry, each in entries if (found := _said(entry.id, each, now))}
    believed = _believed(client, list(said.values()))
    for entry, statement in entries:
        if entry.id in believed:
            _fill(entry, believed[entry.id], statement)


def _said(id_: UUID, statement: Thing, now: datetime) -> _Said | None:
    actor = actor_named(statement["actor"])
    registration = canonical_uuid(statement.get("context", {}).get("registration", ""))
    named = _object_of(statement)
    verbs = verbs_named(statement["verb"]["id"])
    result = _result(statement.get("result", {}))
    if not (actor and registration and named and verbs) or result is None:
        return None
    if statement["actor"].get("objectType", "Agent") != "Agent":
        return None
    at = instant(statement["timestamp"]) if "timestamp" in statement else now
    assert at is not None
    claim = Claim(id_, registration, named[1], verbs[0], at, result or None)
    return _Said(actor, registration, named[0], claim)


def _object_of(statement: Thing) -> tuple[str, UUID] | None:
    if kind_of(statement["object"]) != "Activity":
        return None
    named = object_named(statement["object"]["id"])
    return named if named and named[0] in enrolled.kinds() else None


def _result(result: dict[str, Any]) -> dict[str, Any] | None:
    """The result in our terms; None where it is not of the form that we know."""
    under = extensions_of(result)
    told = {name: under[name] for name in _EXTENSIONS if name in under}
    if "duration" in result:
        told["duration"] = result["duration"]
    try:
        read = msgspec.convert(told, Result)
    except msgspec.ValidationError:
        return None
    plain: dict[str, Any] = msgspec.to_builtins(read)
    return plain


def _believed(client: XapiClient, said: Sequence[_Said]) -> dict[UUID, Accepted]:
    believed: dict[UUID, Accepted] = {}
    for kind in enrolled.kinds():
        of_kind = [each for each in said if each.kind == kind]
        if of_kind:
            believed.update(_believed_of(kind, client, of_kind))
    return believed


def _believed_of(kind: str, client: XapiClient, said: Sequence[_Said]) -> dict[UUID, Accepted]:
    """The checkers judge what one person says: they are asked once for each person."""
    held = enrolled.find(kind, {each.registration for each in said})
    within = {each: one for each, one in held.items() if one.within in client.asserts_on}
    people = enrolled.find_people({one.person for one in within.values()})
    claims: dict[UUID, list[Claim]] = {}
    for each in said:
        one = within.get(each.registration)
        person = people.get(one.person) if one else None
        if one and person and person.actor == each.actor:
            claims.setdefault(person.id, []).append(replace(each.claim, enrolment=one.enrolment))
    return {
        id_: verdict
        for person, of_person in claims.items()
        for id_, verdict in _judged(kind, people[person], of_person)
    }


def _judged(kind: str, person: User, claims: list[Claim]) -> Iterable[tuple[UUID, Accepted]]:
    """Answers are not believed: graded here, they would count for more than a client's word."""
    for claim, verdict in zip(claims, check(kind, person, claims), strict=True):
        if isinstance(verdict, Accepted) and not verdict.follows and verdict.beside is None:
            yield claim.id, verdict


def _fill(entry: Entry, accepted: Accepted, statement: Thing) -> None:
    """`score` and `seconds` are what the statement says: the proof of the log compares them."""
    record, result = accepted.record, statement.get("result", {})
    entry.learner_kind, entry.learner = record.learner_kind, record.learner
    entry.registration = record.registration
    entry.object_kind, entry.object = record.object_kind, record.object
    entry.release, entry.verb = record.release, record.verb
    entry.occurred_at = record.occurred_at
    entry.score = result.get("score", {}).get("scaled")
    entry.seconds = active_seconds(result.get("duration"))
    entry.trust = Trust.DECLARED.value
