"""Owns taking a body of items apart, so that one that cannot be read is refused alone."""

import json
from collections.abc import Sequence
from typing import Any, NoReturn

import msgspec
from rest_framework.request import Request

from campus.errors import Invalid
from campus.rest import parsing


class Batch(msgspec.Struct, forbid_unknown_fields=True):
    """Items stay raw, so that one that is malformed is refused alone."""

    records: list[msgspec.Raw]


class _Loose(msgspec.Struct, forbid_unknown_fields=True):
    records: list[Any]


def items_of(request: Request) -> Sequence[bytes | msgspec.Raw]:
    """The items of the body, each as JSON; raises Invalid where the whole of it is none."""
    try:
        return parsing.body(request, Batch).records
    except Invalid as fault:
        text: Any = request.data
        items = _items_in(text) if fault.code == "invalid_json" else None
        if items is None:
            raise
        return items


def _items_in(text: bytes) -> list[bytes] | None:
    """As Python reads it: half a character, `\\ud83d` alone, spoils its own item only.

    What a browser cut off in the middle of a smiley is such a half, and fits JSON's grammar.
    """
    try:
        read = json.loads(text.decode(errors="surrogateescape"), parse_constant=_refuse)
        batch = msgspec.convert(read, _Loose)
    except (ValueError, RecursionError, msgspec.ValidationError):
        return None
    return [json.dumps(item).encode() for item in batch.records]


def _refuse(constant: str) -> NoReturn:
    raise ValueError(f"{constant} is no JSON")
