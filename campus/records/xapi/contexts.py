"""Owns the form of contexts, and the one form in which we keep their activities."""

from functools import cache
from typing import Any

from . import identifiers
from .actors import actor, agent, group
from .definitions import activity, extensions
from .languages import tag
from .refusals import Malformed, below
from .shapes import Check, array, one_of, record, text
from .versions import Version

CONTEXT_TYPES = ("parent", "grouping", "category", "other")
ONLY_OF_ACTIVITIES = ("revision", "platform")
"""What only a statement about an activity may have in its context (2.4.6)."""

statement_reference = record(
    required={"objectType": one_of("StatementRef"), "id": identifiers.uuid}
)


def _one_or_more(value: Any, pointer: str) -> None:
    (array(activity) if isinstance(value, list) else activity)(value, pointer)


_CONTEXT_ACTIVITIES = record(optional=dict.fromkeys(CONTEXT_TYPES, _one_or_more))


def _context_activities(value: Any, pointer: str) -> None:
    _CONTEXT_ACTIVITIES(value, pointer)
    if not value:
        detail = f"Name {', '.join(CONTEXT_TYPES)} here, or leave it out."
        raise Malformed(pointer, "empty", detail)


def _related(kind: str, name: str, who: Check) -> Check:
    """An agent or group whose relation to the statement is said by types (2.0, 4.2.2.5)."""
    return record(
        required={"objectType": one_of(kind), name: who},
        optional={"relevantTypes": array(identifiers.iri, at_least=1)},
    )


_CONTEXT: dict[str, Check] = {
    "registration": identifiers.uuid,
    "instructor": actor,
    "team": group,
    "contextActivities": _context_activities,
    "revision": text,
    "platform": text,
    "language": tag,
    "statement": statement_reference,
    "extensions": extensions,
}
_SINCE_V2: dict[str, Check] = {
    "contextAgents": array(_related("contextAgent", "agent", agent)),
    "contextGroups": array(_related("contextGroup", "group", group)),
}


@cache
def context(version: Version) -> Check:
    later = _SINCE_V2 if version.has_context_agents else {}
    return record(optional={**_CONTEXT, **later})


def check_about(value: dict[str, Any], object_: dict[str, Any], pointer: str) -> None:
    """Refuses what a context may say of activities only, where the object is none."""
    if object_.get("objectType", "Activity") == "Activity":
        return
    for name in ONLY_OF_ACTIVITIES:
        if name in value:
            detail = f"Leave {name} out: the object of this statement is no activity."
            raise Malformed(below(pointer, name), "not_of_activity", detail)


def arrayed(value: dict[str, Any]) -> dict[str, Any]:
    """The context with every context activity in an array, as we must answer it (2.4.6.2)."""
    if "contextActivities" not in value:
        return value
    by_type = value["contextActivities"].items()
    lists = {kind: given if isinstance(given, list) else [given] for kind, given in by_type}
    return {**value, "contextActivities": lists}
