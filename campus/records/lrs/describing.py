"""Owns the register of who can say what IRIs of ours are: titles in their languages."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any
from uuid import UUID

from django.conf import settings

Describer = Callable[[Sequence[UUID]], Mapping[UUID, dict[str, Any]]]
"""Definitions of activities by their ids; what is not there, or not public, is left out."""

_describers: dict[str, Describer] = {}


def register(kind: str, describer: Describer) -> None:
    """Called at start-up by the package that owns what IRIs name by this word, such as course."""
    _describers[f"{kind}s"] = describer


def described(iris: Iterable[str]) -> dict[str, dict[str, Any]]:
    """By IRI, the definitions of those activities that are ours."""
    wanted: dict[str, dict[UUID, str]] = defaultdict(dict)
    for iri in iris:
        collection, id_ = _ours(iri)
        if id_ is not None and collection in _describers:
            wanted[collection][id_] = iri
    return {
        ids[id_]: definition
        for collection, ids in wanted.items()
        for id_, definition in _describers[collection](list(ids)).items()
    }


def _ours(iri: str) -> tuple[str, UUID | None]:
    """The collection and the id, in the form that our IRIs have: another form is another IRI."""
    home = f"{settings.CAMPUS_IRI}/"
    collection, _slash, name = iri.removeprefix(home).partition("/")
    try:
        found = UUID(name)
    except ValueError:
        return collection, None
    return collection, found if iri == f"{home}{collection}/{found}" else None
