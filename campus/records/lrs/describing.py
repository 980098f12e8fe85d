"""Owns the register of who can say what IRIs of ours are: titles in their languages."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any
from uuid import UUID

from .naming import object_named

Describer = Callable[[Sequence[UUID]], Mapping[UUID, dict[str, Any]]]
"""Definitions of activities by their ids; what is not there, or not public, is left out."""

_describers: dict[str, Describer] = {}


def register(kind: str, describer: Describer) -> None:
    """Called at start-up by the package that owns what IRIs name by this word, such as course."""
    _describers[kind] = describer


def described(iris: Iterable[str]) -> dict[str, dict[str, Any]]:
    """By IRI, the definitions of those activities that are ours."""
    wanted: dict[str, dict[UUID, str]] = defaultdict(dict)
    for iri in iris:
        named = object_named(iri)
        if named and named[0] in _describers:
            wanted[named[0]][named[1]] = iri
    return {
        ids[id_]: definition
        for kind, ids in wanted.items()
        for id_, definition in _describers[kind](list(ids)).items()
    }
