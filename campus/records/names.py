"""Owns the names that this campus has had: statements of before a move still carry the older."""

from collections.abc import Mapping
from typing import Any

from django.conf import settings


def campus_names() -> tuple[str, ...]:
    """Today's first."""
    return (settings.CAMPUS_IRI, *settings.CAMPUS_FORMER_IRIS)


def extensions_of(result: Mapping[str, Any]) -> dict[str, Any]:
    """The result's fields of ours that xAPI does not have, by their short names."""
    said: Mapping[str, Any] = result.get("extensions", {})
    roots = tuple(f"{iri}/x/" for iri in campus_names())
    return {
        iri.removeprefix(root): value
        for root in reversed(roots)
        for iri, value in said.items()
        if iri.startswith(root)
    }
