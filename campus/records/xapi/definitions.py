"""Owns the form of activities: their definitions, interactions and extensions."""

from typing import Any

from . import identifiers
from .languages import language_map
from .refusals import Malformed, below
from .shapes import Check, anything, array, mapping, one_of, record, text

extensions = mapping(identifiers.iri, anything)

INTERACTION_TYPES = (
    "true-false",
    "choice",
    "fill-in",
    "long-fill-in",
    "matching",
    "performance",
    "sequencing",
    "likert",
    "numeric",
    "other",
)
COMPONENT_LISTS = ("choices", "scale", "source", "target", "steps")

_component = record(required={"id": text}, optional={"description": language_map})


def _components(value: Any, pointer: str) -> None:
    array(_component)(value, pointer)
    seen: set[str] = set()
    for place, component in enumerate(value):
        if component["id"] in seen:
            detail = "Give each component of this list an id of its own."
            raise Malformed(below(below(pointer, place), "id"), "id_twice", detail)
        seen.add(component["id"])


_INTERACTION: dict[str, Check] = {
    "interactionType": one_of(*INTERACTION_TYPES),
    "correctResponsesPattern": array(text),
    **dict.fromkeys(COMPONENT_LISTS, _components),
}
_DEFINITION = record(
    optional={
        "name": language_map,
        "description": language_map,
        "type": identifiers.iri,
        "moreInfo": identifiers.iri,
        "extensions": extensions,
        **_INTERACTION,
    }
)


def definition(value: Any, pointer: str) -> None:
    """What an activity is; an interaction names its type (2.4.4.1).

    Which list suits which type is not judged: 1.0.3 lets us, and leaves it to the client.
    """
    _DEFINITION(value, pointer)
    given = [name for name in _INTERACTION if name in value]
    if given and "interactionType" not in value:
        raise Malformed(pointer, "missing", f"Add the interactionType that {given[0]} belongs to.")


activity = record(
    required={"id": identifiers.iri},
    optional={"objectType": one_of("Activity"), "definition": definition},
)
