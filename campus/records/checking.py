"""Owns the register of checkers: whoever knows a kind of object says what may be said of it."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.utils.translation import gettext as _

from campus.accounts.models import User

from .statements import NewRecord
from .verbs import Accepted as AcceptedVerb
from .verbs import accepted


@dataclass(frozen=True, slots=True)
class Claim:
    """What a client says of one object, well formed but not yet believed."""

    id: UUID
    enrolment: UUID
    object: UUID
    verb: str
    at: datetime
    result: dict[str, Any] | None


@dataclass(frozen=True, slots=True)
class Refusal:
    """Why a claim is not accepted; `code` is stable, `detail` says what to do."""

    code: str
    detail: str


@dataclass(frozen=True, slots=True)
class Accepted:
    """The record to append for a claim, and those that follow from it (a quiz's grade).

    `beside` is what the package that knows the object keeps with it, once it is stored.
    """

    record: NewRecord
    follows: tuple[NewRecord, ...] = ()
    beside: object | None = None


Verdict = Accepted | Refusal
Checker = Callable[[User, Sequence[Claim]], list[Verdict]]
"""Checks many claims of one person at once (a constant number of queries), in order."""
Keeper = Callable[[Sequence[Any]], None]
"""Keeps what lies beside records just stored, in their transaction."""

_checkers: dict[str, Checker] = {}
_keepers: dict[str, Keeper] = {}


def register(object_kind: str, checker: Checker, keeper: Keeper | None = None) -> None:
    """Called at start-up by the package that knows this kind of object."""
    _checkers[object_kind] = checker
    if keeper:
        _keepers[object_kind] = keeper


def check(object_kind: str, person: User, claims: Sequence[Claim]) -> list[Verdict]:
    return _checkers[object_kind](person, claims)


def keep_beside(stored: Sequence[Accepted]) -> None:
    """Hand what lies beside these records to whoever knows their objects."""
    for kind, keeper in _keepers.items():
        found = [one.beside for one in stored if one.beside and one.record.object_kind == kind]
        if found:
            keeper(found)


def judge_by_table(object_kind: str, kind: str, claim: Claim) -> AcceptedVerb | Refusal:
    """The table's row for this claim, or why the table does not accept it."""
    row = accepted(object_kind, kind, claim.verb)
    if row is None or row.said_by == "campus":
        detail = _("“{verb}” is not accepted about this ({kind}): see the table of verbs.")
        return Refusal("verb_not_accepted", detail.format(verb=claim.verb, kind=kind))
    result = claim.result or {}
    unknown = result.keys() - row.fields
    if unknown:
        detail = _("“{verb}” takes no result field {names}: leave it out.")
        return Refusal(
            "result_not_accepted", detail.format(verb=claim.verb, names=", ".join(sorted(unknown)))
        )
    missing = set(row.needs).difference(result)
    if missing:
        detail = _("“{verb}” needs the result field {names}.")
        return Refusal(
            "result_missing", detail.format(verb=claim.verb, names=", ".join(sorted(missing)))
        )
    return row
