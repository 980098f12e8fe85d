"""Owns the formats in which statements are answered: exact, ids, canonical."""

from collections.abc import Mapping
from enum import StrEnum
from typing import Any

from .actors import identifiers_of
from .definitions import COMPONENT_LISTS
from .languages import one_language
from .walking import Thing, rebuilt

Preferences = list[tuple[str, float]]


class Format(StrEnum):
    """What `format` may ask for; `exact` is the statement as it is kept."""

    EXACT = "exact"
    IDS = "ids"
    CANONICAL = "canonical"


def ids(statement: Thing) -> Thing:
    """The statement with no more of agents, verbs and activities than identifies them."""
    return rebuilt(statement, actor=_actor_by_id, verb=_by_id, activity=_by_id)


def _by_id(thing: Thing) -> Thing:
    return {"id": thing["id"]}


def _actor_by_id(actor: Thing) -> Thing:
    """An anonymous group is known by its members only (2.1.3)."""
    found = identifiers_of(actor)
    made = {name: actor[name] for name in ("objectType", *found) if name in actor}
    if not found:
        made["member"] = [_actor_by_id(each) for each in actor["member"]]
    return made


def canonical(
    statement: Thing,
    *,
    definitions: Mapping[str, Thing],
    displays: Mapping[str, Mapping[str, str]],
    wanted: Preferences,
) -> Thing:
    """The statement with activities and verbs as the store knows them, each text in one language.

    `definitions` is by activity id and `displays` by verb id: what is not in them is answered as
    the statement has it. `wanted` is `languages.preferences` of the request.
    """

    def activity(thing: Thing) -> Thing:
        known = definitions.get(thing["id"], thing.get("definition"))
        return thing if known is None else {**thing, "definition": in_one_language(known, wanted)}

    def verb(thing: Thing) -> Thing:
        known = displays.get(thing["id"], thing.get("display"))
        return thing if known is None else {**thing, "display": one_language(known, wanted)}

    return rebuilt(statement, actor=_as_it_is, verb=verb, activity=activity)


def _as_it_is(actor: Thing) -> Thing:
    return actor


def in_one_language(definition: Thing, wanted: Preferences) -> Thing:
    """A definition, each of its texts in the language that suits it best, chosen for itself."""
    made: dict[str, Any] = dict(definition)
    for name in ("name", "description"):
        if name in made:
            made[name] = one_language(made[name], wanted)
    for name in COMPONENT_LISTS:
        if name in made:
            made[name] = [_component(each, wanted) for each in made[name]]
    return made


def _component(component: Thing, wanted: Preferences) -> Thing:
    if "description" not in component:
        return component
    return {**component, "description": one_language(component["description"], wanted)}
