"""Owns the canonical form of a record: the xAPI statement that its hash is made from."""

import hashlib
import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any
from uuid import UUID

import msgspec

from .durations import active_seconds
from .verbs import VERBS, Trust

_SALT_BYTES = 16
_encoder = msgspec.json.Encoder(order="sorted")


@dataclass(frozen=True, slots=True)
class NewRecord:
    """A record about to be appended, already checked by the package that knows its object.

    `learner` is a person (`actor` her pseudonym) or a team; `asserted_by` the named person who
    attests it, by her pseudonym in the statement and by her id in the log.
    """

    id: UUID
    learner: UUID
    actor: UUID
    registration: UUID
    object_kind: str
    object: UUID
    verb: str
    occurred_at: datetime
    trust: Trust = Trust.DECLARED
    learner_kind: str = "person"
    release: UUID | None = None
    result: Mapping[str, Any] | None = None
    asserted_by: UUID | None = None
    asserted_actor: UUID | None = None

    @property
    def score(self) -> float | None:
        score = (self.result or {}).get("score")
        return None if score is None else float(score["scaled"])

    @property
    def seconds(self) -> int | None:
        return active_seconds((self.result or {}).get("duration"))


def canonical_statement(record: NewRecord, *, campus_iri: str) -> bytes:
    """The statement as JSON with sorted keys, without what the server sets when storing it.

    Result fields that xAPI does not have travel as extensions under the campus's IRI.
    """
    return _encoder.encode(
        {
            "id": record.id,
            "actor": _actor(record.actor, _actor_kind(record), campus_iri),
            "verb": {"id": VERBS[record.verb].iri},
            "object": _object(record, campus_iri),
            "context": _context(record, campus_iri),
            "timestamp": record.occurred_at.astimezone(UTC).isoformat(),
            **({"result": _result(record.result, campus_iri)} if record.result else {}),
        }
    )


def _actor_kind(record: NewRecord) -> str:
    """Who takes a record back is a person, even where it was about a team."""
    return "person" if record.object_kind == "statement" else record.learner_kind


def _object(record: NewRecord, campus_iri: str) -> dict[str, Any]:
    if record.object_kind == "statement":
        return {"objectType": "StatementRef", "id": record.object}
    return {"id": activity_iri(record.object_kind, record.object, campus_iri)}


def activity_iri(kind: str, object_: UUID, campus_iri: str) -> str:
    return f"{campus_iri}/{kind}s/{object_}"


def _actor(name: UUID, kind: str, campus_iri: str) -> dict[str, Any]:
    account = {"homePage": campus_iri, "name": name}
    return {"objectType": "Agent" if kind == "person" else "Group", "account": account}


def _context(record: NewRecord, campus_iri: str) -> dict[str, Any]:
    context: dict[str, Any] = {"registration": record.registration}
    if record.asserted_actor:
        context["instructor"] = _actor(record.asserted_actor, "person", campus_iri)
    return context


def campus_authority(campus_iri: str) -> dict[str, Any]:
    """The Agent that answers for what the campus itself recorded."""
    account = {"homePage": campus_iri, "name": "campus"}
    return {"objectType": "Agent", "name": "Campus", "account": account}


_XAPI_RESULT = ("score", "success", "completion", "duration")


def _result(result: Mapping[str, Any], campus_iri: str) -> dict[str, Any]:
    known = {name: result[name] for name in _XAPI_RESULT if name in result}
    others = {f"{campus_iri}/x/{name}": result[name] for name in result if name not in known}
    return known | ({"extensions": others} if others else {})


def salted_hash(salt: bytes, statement: bytes) -> bytes:
    """SHA-256 over the salt and the statement: without the salt, an erased body stays secret."""
    return hashlib.sha256(salt + statement).digest()


def new_salt() -> bytes:
    return secrets.token_bytes(_SALT_BYTES)


def misfit(record: Any, *, campus_iri: str) -> str | None:
    """The first column of a row of the log that its statement gives the lie to, if any does.

    Of another system's statement only the columns that fold are looked at; where it tells no time,
    that of storing counts.
    """
    if record.learner is None:
        return None
    said = msgspec.json.decode(record.statement)
    result, object_ = said.get("result", {}), said["object"]
    expected = {
        "registration": (said.get("context", {}).get("registration"), str(record.registration)),
        "verb": (said["verb"]["id"], VERBS[record.verb].iri),
        "object": (object_["id"], _object(record, campus_iri)["id"]),
        "score": (result.get("score", {}).get("scaled"), record.score),
        "seconds": (active_seconds(result.get("duration")), record.seconds),
        "occurred_at": (_instant(said.get("timestamp")), record.occurred_at),
    }
    if record.object_kind == "statement":  # it says in which enrolment only by what it takes back
        expected.pop("registration")
        expected["object"] = (object_["id"].lower(), str(record.object))
    if record.client and "timestamp" not in said:
        expected.pop("occurred_at")
    return next((name for name, (stated, kept) in expected.items() if stated != kept), None)


def _instant(text: str | None) -> datetime | None:
    return datetime.fromisoformat(text) if text else None
