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
PINNED = "release_id"
"""The field of a result that says which release somebody reads from now on."""

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
            "object": object_of(record, campus_iri),
            "context": _context(record, campus_iri),
            "timestamp": record.occurred_at.astimezone(UTC).isoformat(),
            **({"result": _result(record.result, campus_iri)} if record.result else {}),
        }
    )


def _actor_kind(record: NewRecord) -> str:
    """Who takes a record back is a person, even where it was about a team."""
    return "person" if record.object_kind == "statement" else record.learner_kind


def object_of(record: NewRecord, campus_iri: str) -> dict[str, Any]:
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
