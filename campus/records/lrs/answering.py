"""Owns how stored statements are answered: whole, or in the form that was asked for."""

from collections.abc import Sequence
from typing import Any

import msgspec
from django.conf import settings

from campus.records.statements import campus_authority
from campus.records.xapi import formats
from campus.records.xapi.canonical import completed
from campus.records.xapi.formats import Format, Preferences
from campus.records.xapi.walking import Thing, activities, parts

from . import knowing
from .querying import Found


def answered(found: Sequence[Found], format_: Format, wanted: Preferences) -> list[Thing]:
    """The statements in their order; `wanted` are the languages of the reader."""
    statements = [_whole(each) for each in found]
    match format_:
        case Format.IDS:
            return [formats.ids(each) for each in statements]
        case Format.CANONICAL:
            return _canonical(statements, wanted)
    return statements


def _whole(found: Found) -> Thing:
    kept: dict[str, Any] = msgspec.json.decode(found.statement)
    ours = campus_authority(settings.CAMPUS_IRI)
    authority = msgspec.json.decode(found.authority) if found.authority else ours
    return completed(kept, stored=found.stored_at, authority=authority)


def _canonical(statements: Sequence[Thing], wanted: Preferences) -> list[Thing]:
    definitions = knowing.definitions(
        {one["id"] for each in statements for one in activities(each)}
    )
    displays = knowing.displays({part["verb"]["id"] for each in statements for part in parts(each)})
    return [
        formats.canonical(each, definitions=definitions, displays=displays, wanted=wanted)
        for each in statements
    ]
