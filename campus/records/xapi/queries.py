"""Owns what a request for statements or documents asks: its parameters, as strict as statements."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from . import identifiers
from .actors import agent, identified
from .formats import Format
from .mentions import activity_key, agent_key, registration_key, verb_key
from .reading import read_json
from .refusals import Malformed, below
from .shapes import Check, one_of
from .timestamps import read_instant

Parameters = Mapping[str, str]

_FILTERS = ("agent", "verb", "activity", "registration", "related_activities", "related_agents")
_SEQUENCE = ("since", "until", "limit", "ascending")
_PRESENTATION = ("format", "attachments")
_SINGLE = ("statementId", "voidedStatementId")
_STATEMENTS = (*_SINGLE, *_FILTERS, *_SEQUENCE, *_PRESENTATION)
_MOST_DIGITS = 9


@dataclass(frozen=True, slots=True)
class Query:
    """A list of statements that is asked for; `keys` are those of `mentions`, all to be met."""

    keys: tuple[UUID, ...] = ()
    since: datetime | None = None
    until: datetime | None = None
    limit: int = 0
    is_ascending: bool = False


@dataclass(frozen=True, slots=True)
class Asked:
    """A GET of statements: one (`statement`, or `voided`), or those of a query; and how."""

    format: Format
    has_attachments: bool
    statement: UUID | None = None
    voided: UUID | None = None
    query: Query | None = None


def read_asked(given: Parameters) -> Asked:
    """What a GET of statements asks for (1.0.3, 2.1.3); raises Malformed."""
    check_names(given, _STATEMENTS)
    single = [name for name in _SINGLE if name in given]
    if single:
        check_alone(given, single[0], with_=_PRESENTATION)
    format_ = given.get("format", Format.EXACT.value)
    one_of(*Format)(format_, "/format")
    return Asked(
        format=Format(format_),
        has_attachments=read_flag(given, "attachments"),
        statement=_id(given, "statementId"),
        voided=_id(given, "voidedStatementId"),
        query=None if single else _query(given),
    )


def check_alone(given: Iterable[str], name: str, *, with_: Iterable[str]) -> None:
    """Refuses every parameter beside this one but those that go with it."""
    together = (name, *with_)
    for other in given:
        if other not in together:
            detail = f"Ask for {name} with nothing else than {', '.join(with_)}."
            raise Malformed(below("", other), "not_together", detail)


def _id(given: Parameters, name: str) -> UUID | None:
    return read_uuid(given[name], below("", name)) if name in given else None


def _query(given: Parameters) -> Query:
    return Query(
        keys=tuple(_keys(given)),
        since=read_instant(given["since"], "/since") if "since" in given else None,
        until=read_instant(given["until"], "/until") if "until" in given else None,
        limit=read_limit(given),
        is_ascending=read_flag(given, "ascending"),
    )


def _keys(given: Parameters) -> Iterable[UUID]:
    by_agents = read_flag(given, "related_agents")
    by_activities = read_flag(given, "related_activities")
    if "agent" in given:
        who = agent_key(_json(given["agent"], identified, "/agent"), related=by_agents)
        assert who is not None
        yield who
    if "verb" in given:
        yield verb_key(read_iri(given["verb"], "/verb"))
    if "activity" in given:
        yield activity_key(read_iri(given["activity"], "/activity"), related=by_activities)
    if "registration" in given:
        yield registration_key(read_uuid(given["registration"], "/registration"))


def check_names(given: Iterable[str], known: Iterable[str], required: Iterable[str] = ()) -> None:
    """Refuses a parameter that is unknown, or wrongly cased, and the lack of a required one."""
    names = tuple(known)
    for name in given:
        if name not in names:
            meant = [each for each in names if each.lower() == name.lower()]
            detail = (
                f"Write it {meant[0]}: case counts." if meant else "Leave it out: unknown here."
            )
            raise Malformed(below("", name), "unknown_parameter", detail)
    present = set(given)
    for name in required:
        if name not in present:
            raise Malformed(below("", name), "missing", f"Add the parameter {name}.")


def read_flag(given: Parameters, name: str) -> bool:
    value = given.get(name, "false")
    one_of("true", "false")(value, below("", name))
    return value == "true"


def read_limit(given: Parameters) -> int:
    """How many at most; 0, as when it is not said, is as many as the server lets."""
    value = given.get("limit", "0")
    if not (value.isascii() and value.isdigit()):
        raise Malformed("/limit", "not_a_number", "Send a whole number, 0 or more.")
    return int(value) if len(value) <= _MOST_DIGITS else 10**_MOST_DIGITS


def read_uuid(value: str, pointer: str) -> UUID:
    identifiers.uuid(value, pointer)
    return UUID(value)


def read_iri(value: str, pointer: str) -> str:
    identifiers.iri(value, pointer)
    return value


def read_agent(value: str, pointer: str = "/agent") -> dict[str, Any]:
    """The Agent of a document or of the Agents resource, as JSON in a parameter: no group."""
    return _json(value, agent, pointer)


def _json(value: str, check: Check, pointer: str) -> dict[str, Any]:
    try:
        found = read_json(value)
    except Malformed as fault:
        raise Malformed(pointer + fault.pointer, fault.code, fault.detail) from None
    check(found, pointer)
    assert isinstance(found, dict)
    return found
