"""Owns the closed table of verbs: what may be said of which object, by whom, with which result.

To complete a lesson or a step of some kind, send the verb whose row says `completes`.
"""

from collections.abc import Collection
from dataclasses import dataclass
from functools import cache

from django.db import models
from django.utils.translation import gettext_lazy as _


class Trust(models.TextChoices):
    """How far a record can be trusted, from least to most."""

    DECLARED = "declared", _("as declared")
    OBSERVED = "observed", _("observed by the campus")
    GRADED = "graded", _("graded by the campus")
    ATTESTED = "attested", _("attested by a named person")


@dataclass(frozen=True, slots=True)
class Verb:
    """A verb by its short name, and its IRI in published xAPI vocabularies."""

    name: str
    iri: str


@dataclass(frozen=True, slots=True)
class Accepted:
    """One row: this verb about this kind of object.

    `result` maps each allowed field to its meaning. `said_by` is `learner` (the client may
    send it), `lead` (the team's lead or coach may, about a member), or `campus` (only our own
    code writes it).
    """

    object: str
    kind: str
    verb: str
    completes: bool = False
    said_by: str = "learner"
    result: tuple[tuple[str, str], ...] = ()
    needs: tuple[str, ...] = ()
    note: str = ""

    @property
    def fields(self) -> frozenset[str]:
        return _names(self.result)


@cache
def _names(result: tuple[tuple[str, str], ...]) -> frozenset[str]:
    return frozenset(name for name, _meaning in result)


_ADL = "http://adlnet.gov/expapi/verbs/"
_STREAMS = "http://activitystrea.ms/schema/1.0/"

VERBS = {
    verb.name: verb
    for verb in (
        Verb("enrolled", _ADL + "registered"),
        Verb("withdrew", _STREAMS + "leave"),
        Verb("experienced", _ADL + "experienced"),
        Verb("progressed", _ADL + "progressed"),
        Verb("completed", _ADL + "completed"),
        Verb("answered", _ADL + "answered"),
        Verb("passed", _ADL + "passed"),
        Verb("failed", _ADL + "failed"),
        Verb("attended", _ADL + "attended"),
        Verb("approved", _STREAMS + "approve"),
        Verb("moved", _STREAMS + "update"),
        Verb("accredited", _STREAMS + "qualify"),
        Verb("waived", "https://w3id.org/xapi/adl/verbs/waived"),
        Verb("voided", _ADL + "voided"),
    )
}

_DURATION = ("duration", "time spent, an ISO 8601 duration such as PT5M")
_PROGRESS = ("progress", "share seen so far, a number from 0 to 1")
_RESPONSE = (
    "response",
    "object: question id to list of strings, for every question answered: ids of choices (in "
    "order for an ordering), `left=match` pairs, or the text or number typed",
)


@cache
def _read(kind: str) -> tuple[Accepted, ...]:
    """Lessons that are read, watched or opened: the learner says when she is done.

    So is every kind of lesson that has no rows of its own.
    """
    return (
        Accepted("lesson", kind, "experienced", result=(_DURATION,)),
        Accepted("lesson", kind, "progressed", result=(_PROGRESS, _DURATION), needs=("progress",)),
        Accepted("lesson", kind, "completed", completes=True, result=(_DURATION,)),
    )


def _waived(kind: str) -> Accepted:
    """Steps of any kind: somebody named says that one person need not do it."""
    return Accepted(
        "step",
        kind,
        "waived",
        completes=True,
        said_by="campus",
        result=(("reason", "why, in words of the coach or trainer who waived it"),),
        needs=("reason",),
    )


_OF_THEIR_OWN: tuple[Accepted, ...] = (
    Accepted("lesson", "quiz", "experienced", result=(_DURATION,)),
    Accepted(
        "lesson",
        "quiz",
        "answered",
        completes=True,
        result=(_RESPONSE, _DURATION),
        needs=("response",),
        note="completes when the campus grades the answers at the quiz's mastery score or above; "
        "it then records `passed`, else `failed`, itself. A quiz that `needs_attempt` is answered "
        "in attempts instead, at `/api/v1/quizzes/{id}/attempts`",
    ),
    Accepted("lesson", "quiz", "passed", completes=True, said_by="campus"),
    Accepted("lesson", "quiz", "failed", said_by="campus"),
    Accepted("lesson", "practice", "experienced", result=(_DURATION,)),
    Accepted("lesson", "practice", "completed", completes=True, result=(_DURATION,)),
    Accepted(
        "lesson",
        "practice",
        "answered",
        completes=True,
        result=(_RESPONSE, _DURATION),
        needs=("response",),
        note="a quiz whose mode is `practice`: it proves nothing, so having answered is having "
        "done it, right or wrong; the campus records `completed` itself",
    ),
    Accepted(
        "step",
        "workshop",
        "attended",
        completes=True,
        said_by="lead",
        note="about a member, by the lead or coach of her team; `enrolment` is the member's",
    ),
    _waived("course"),
    _waived("workshop"),
    Accepted("course", "course", "enrolled", said_by="campus"),
    Accepted("course", "course", "withdrew", said_by="campus"),
    Accepted("course", "course", "moved", said_by="campus"),
    Accepted("course", "course", "accredited", completes=True, said_by="campus"),
    Accepted("statement", "statement", "voided", said_by="campus"),
    Accepted("track", "track", "enrolled", said_by="campus"),
    Accepted("track", "track", "withdrew", said_by="campus"),
    Accepted("project", "project", "approved", completes=True, said_by="campus"),
)

_lessons: list[Collection[str]] = []


def know_lessons(kinds: Collection[str]) -> None:
    """Called at start-up by the package that owns lessons; what `kinds` gains counts at once."""
    _lessons.append(kinds)


def table() -> tuple[Accepted, ...]:
    apart = {row.kind for row in _OF_THEIR_OWN if row.object == "lesson"}
    read = [kind for kinds in _lessons for kind in kinds if kind not in apart]
    return (*(row for kind in read for row in _read(kind)), *_OF_THEIR_OWN)


def accepted(object_: str, kind: str, verb: str) -> Accepted | None:
    """The row for this verb about this kind of object, or None where it is not accepted."""
    return next((row for row in _rows(object_, kind) if row.verb == verb), None)


def _rows(object_: str, kind: str) -> tuple[Accepted, ...]:
    own = _own_rows(object_, kind)
    if own or object_ != "lesson" or not any(kind in kinds for kinds in _lessons):
        return own
    return _read(kind)


@cache
def _own_rows(object_: str, kind: str) -> tuple[Accepted, ...]:
    return tuple(row for row in _OF_THEIR_OWN if (row.object, row.kind) == (object_, kind))


def sendable() -> tuple[Accepted, ...]:
    """The rows a client may send to `/api/v1/records`."""
    return tuple(row for row in table() if row.said_by != "campus")
