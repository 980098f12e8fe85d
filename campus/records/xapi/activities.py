"""Owns what the store knows of activities and verbs: how it grows by the statements it receives."""

from collections.abc import Mapping
from typing import Any

from .definitions import COMPONENT_LISTS
from .walking import Thing, activities, parts

# Names and remarks may be put right; what an answer is judged by may not (1.0.3, 2.4.4.1).
_TEXTS = ("name", "description")
_KEPT_ONCE_SAID = ("interactionType", "correctResponsesPattern")


def definitions_in(statement: Thing) -> dict[str, Thing]:
    """By id, what an accepted statement says of every activity that it names and defines."""
    found: dict[str, Thing] = {}
    for activity in activities(statement):
        if "definition" in activity:
            found[activity["id"]] = grown(found.get(activity["id"]), activity["definition"])
    return found


def displays_in(statement: Thing) -> dict[str, dict[str, str]]:
    """By id, how an accepted statement displays the verbs in it."""
    found: dict[str, dict[str, str]] = {}
    for verb in (part["verb"] for part in parts(statement)):
        if "display" in verb:
            found[verb["id"]] = {**found.get(verb["id"], {}), **verb["display"]}
    return found


def grown(known: Thing | None, said: Thing, *, may_correct: bool = True) -> Thing:
    """The definition after a statement said this one: nothing known is lost.

    New languages, properties and extensions are added. Where both say something, the statement's
    word stands if it `may_correct`, but never on the interaction's type and right answers.
    """
    if known is None:
        return said
    made: dict[str, Any] = {**said, **known}
    if may_correct:
        made.update({name: said[name] for name in ("type", "moreInfo") if name in said})
    for name in (*_TEXTS, "extensions"):
        if name in known and name in said:
            made[name] = _merged(known[name], said[name], may_correct=may_correct)
    for name in COMPONENT_LISTS:
        if name in known and name in said:
            made[name] = _described(known[name], said[name], may_correct=may_correct)
    made.update({name: known[name] for name in _KEPT_ONCE_SAID if name in known})
    return made


def _merged(known: Mapping[str, Any], said: Mapping[str, Any], *, may_correct: bool) -> Thing:
    return {**known, **said} if may_correct else {**said, **known}


def _described(known: list[Thing], said: list[Thing], *, may_correct: bool) -> list[Thing]:
    """The same components, as right answers refer to them, with more of their descriptions."""
    texts = {each["id"]: each["description"] for each in said if "description" in each}
    return [
        {
            **each,
            "description": _merged(
                each.get("description", {}), texts[each["id"]], may_correct=may_correct
            ),
        }
        if each["id"] in texts
        else each
        for each in known
    ]
