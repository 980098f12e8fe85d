"""Owns what a request's filters mean for the campus's own records: which columns have which values.

Statements of other systems are found by the keys of what they mention; ours have none, and need
none: what they say is in their columns.
"""

from dataclasses import dataclass
from typing import Any
from uuid import UUID

import msgspec

from campus.records.xapi.parameters import Parameters, read_flag

from .enrolled import learner_of
from .naming import actor_named, is_campus, object_named, verbs_named

# From the rarest on: of what is asked for, the first one drives the search.
RANKS = ("registration", "learner", "asserted_by", "object", "object_kind", "verb")

Values = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Columns:
    """Values that columns of the log must have, the one that drives the search first."""

    values: Values

    def ranked(self) -> list[tuple[str, Any]]:
        return sorted(self.values.items(), key=lambda pair: RANKS.index(pair[0]))


def columns_for(given: Parameters) -> list[Columns]:
    """For checked parameters, the alternatives that our records may meet; none if none can."""
    agents = _agents(given)
    others = [_activity(given), _verb(given), _registration(given)]
    if agents is None or any(each is None for each in others):
        return []
    together: Values = {}
    for each in others:
        together.update(each or {})
    return [Columns({**agent, **together}) for agent in agents]


def _agents(given: Parameters) -> list[Values] | None:
    """Whom a record is about; asked broadly also who asserts it, which for all is the campus."""
    if "agent" not in given:
        return [{}]
    is_broad = read_flag(given, "related_agents")
    agent = msgspec.json.decode(given["agent"])
    if is_broad and is_campus(agent):
        return [{}]
    name = actor_named(agent)
    learner = learner_of(name) if name else None
    if learner is None:
        return None
    return [{"learner": learner}, {"asserted_by": learner}] if is_broad else [{"learner": learner}]


def _activity(given: Parameters) -> Values | None:
    """Ours have no context activities: asked broadly or not is the same."""
    if "activity" not in given:
        return {}
    named = object_named(given["activity"])
    return {"object_kind": named[0], "object": named[1]} if named else None


def _verb(given: Parameters) -> Values | None:
    if "verb" not in given:
        return {}
    names = verbs_named(given["verb"])
    return {"verb": names[0]} if names else None


def _registration(given: Parameters) -> Values | None:
    return {"registration": UUID(given["registration"])} if "registration" in given else {}
