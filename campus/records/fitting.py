"""Owns the comparison of a row of the log with its statement: whom and what both of them name."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

import msgspec

from campus.accounts.models import User

from .durations import active_seconds
from .lrs.enrolled import learner_of
from .models import LearningRecord
from .names import campus_names
from .statements import PINNED, object_of
from .verbs import VERBS, Trust

VOIDED = VERBS["voided"].iri
UNREADABLE = (msgspec.DecodeError, LookupError, AttributeError, TypeError, ValueError)
"""What reading a text that is no statement of ours raises."""

# What the campus writes about these, nobody named, is trusted so; of an attempt's answers it is a
# witness, of answers that a client sends it is not.
_TRUSTED: Mapping[str, tuple[Trust, ...]] = {
    "enrolled": (Trust.OBSERVED,),
    "withdrew": (Trust.OBSERVED,),
    "moved": (Trust.OBSERVED,),
    "answered": (Trust.DECLARED, Trust.OBSERVED),
    "passed": (Trust.GRADED,),
    "failed": (Trust.GRADED,),
    "voided": (Trust.ATTESTED,),
}


_Said = tuple[LearningRecord, UUID | None, UUID | None]
"""A record, and by which names its statement calls the learner and whoever says it of her."""


def misfit(record: Any, *, campus_iri: str) -> str | None:
    """The first column of a row of the log that its statement gives the lie to, if any does.

    Of another system's statement only the columns that fold are looked at; where it tells no time,
    that of storing counts. Raises one of `UNREADABLE` where the text is none of a statement.
    """
    if record.learner is None:
        return None
    said = msgspec.json.decode(record.statement)
    result, object_ = said.get("result", {}), said["object"]
    expected = {
        "registration": (said.get("context", {}).get("registration"), str(record.registration)),
        "verb": (said["verb"]["id"], _iri(record.verb)),
        "object": (object_["id"], object_of(record, campus_iri)["id"]),
        "score": (result.get("score", {}).get("scaled"), record.score),
        "seconds": (active_seconds(result.get("duration")), record.seconds),
        "occurred_at": (_instant(said.get("timestamp")), record.occurred_at),
        "learner_kind": (said["actor"].get("objectType", "Agent"), _actor_type(record)),
        "trust": (True, record.trust in _trusts(record, said)),
        "release": _releases(record, result.get("extensions", {}).get(f"{campus_iri}/x/{PINNED}")),
    }
    if record.object_kind == "statement":  # it says in which enrolment only by what it takes back
        expected.pop("registration")
        expected.pop("learner_kind")
        expected["object"] = (object_["id"].lower(), str(record.object))
    if record.client and "timestamp" not in said:
        expected.pop("occurred_at")
    return next((name for name, (stated, kept) in expected.items() if stated != kept), None)


def _iri(verb: str) -> str | None:
    known = VERBS.get(verb)
    return known.iri if known else None


def _actor_type(record: Any) -> str:
    return "Agent" if record.learner_kind == "person" else "Group"


def _trusts(record: Any, said: Mapping[str, Any]) -> tuple[Trust, ...]:
    """What a named person says is attested, our own grade is graded, a client's word is its."""
    if record.client:
        return (Trust.DECLARED,)
    if "instructor" in said.get("context", {}):
        return (Trust.ATTESTED,)
    return _TRUSTED.get(record.verb, (Trust.DECLARED,))


def _releases(record: Any, stated: str | None) -> tuple[str | None, str | None]:
    """Nothing to compare where the statement names none, as those from before do."""
    return (stated, str(record.release)) if stated and not record.client else (None, None)


def _instant(text: str | None) -> datetime | None:
    return datetime.fromisoformat(text) if text else None


def _misnamed(said: Sequence[_Said]) -> Iterator[tuple[UUID, str]]:
    """Each that is about, or in the name of, somebody else than said.

    Whoever is no longer known, or never was, is not compared. Who takes a record back is not whom
    that is about: see `retracted`.
    """
    ids = {id_ for record, *_ in said for id_ in (record.learner, record.asserted_by) if id_}
    actors = {actor for _record, *named in said for actor in named if actor}
    known = User.objects.filter(id__in=ids) | User.objects.filter(actor__in=actors)
    people = _People(dict(known.values_list("id", "actor")))
    for record, learner, asserting in said:
        if learner and not people.fits(record.learner, learner, record.learner_kind):
            yield record.id, "learner"
        by = record.asserted_by
        if by and not (asserting and people.fits(by, asserting, "person")):
            yield record.id, "asserted_by"


def _named(record: LearningRecord) -> tuple[UUID | None, UUID | None]:
    """By which names the statement calls the learner, and whoever says it about her."""
    said = msgspec.json.decode(record.statement or "")
    if record.client and record.object_kind == "statement":
        return None, None
    actor = UUID(said["actor"]["account"]["name"])
    if record.object_kind == "statement":
        return None, actor
    instructor = said.get("context", {}).get("instructor")
    return actor, UUID(instructor["account"]["name"]) if instructor else None


class _People:
    """Who is called what in statements."""

    def __init__(self, actors: dict[UUID, UUID]) -> None:
        self.actors = actors
        self.ids = {actor: id_ for id_, actor in actors.items()}

    def fits(self, id_: UUID | None, actor: UUID | None, kind: str) -> bool:
        if kind == "team":
            return actor is not None and learner_of(actor) in (None, id_)
        is_hers = id_ not in self.actors or self.actors[id_] == actor
        return is_hers and (actor not in self.ids or self.ids[actor] == id_)


def _fault(record: LearningRecord) -> str | None:
    """Under the name that the campus had when the record was stored, which only the text tells."""
    faults = [misfit(record, campus_iri=iri) for iri in campus_names()]
    return None if None in faults else faults[0]


def faults_of(records: Iterable[LearningRecord]) -> Iterator[str]:
    """Every lie of these rows, in words."""
    said: list[_Said] = []
    for record in records:
        try:
            fault = _fault(record)
            if record.learner is not None:
                said.append((record, *_named(record)))
        except UNREADABLE:
            yield f"the text cannot be read: {record.id}"
            continue
        if fault:
            yield f"{fault} is not what the statement says: {record.id}"
    for id_, column in _misnamed(said):
        yield f"{column} is not what the statement says: {id_}"
