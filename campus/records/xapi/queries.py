"""Owns what a request for statements asks: one of them, or those that meet its filters."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from .actors import identified
from .formats import Format
from .mentions import activity_key, agent_key, registration_key, verb_key
from .parameters import (
    Parameters,
    check_alone,
    check_names,
    read_flag,
    read_iri,
    read_limit,
    read_object,
    read_uuid,
)
from .refusals import below
from .shapes import one_of
from .timestamps import read_instant

_FILTERS = ("agent", "verb", "activity", "registration", "related_activities", "related_agents")
_SEQUENCE = ("since", "until", "limit", "ascending")
_PRESENTATION = ("format", "attachments")
_SINGLE = ("statementId", "voidedStatementId")
_STATEMENTS = (*_SINGLE, *_FILTERS, *_SEQUENCE, *_PRESENTATION)


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
        who = agent_key(read_object(given["agent"], identified, "/agent"), related=by_agents)
        assert who is not None
        yield who
    if "verb" in given:
        yield verb_key(read_iri(given["verb"], "/verb"))
    if "activity" in given:
        yield activity_key(read_iri(given["activity"], "/activity"), related=by_activities)
    if "registration" in given:
        yield registration_key(read_uuid(given["registration"], "/registration"))
