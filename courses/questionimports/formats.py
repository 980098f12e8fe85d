"""The formats that questions are read from: one line each, and how they are told apart."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Protocol

from django.utils.translation import gettext as _

from . import aiken, gift, moodlexml, tables
from .decoding import text_of
from .shapes import Read, refusal


class Reader(Protocol):
    def __call__(self, text: str, *, language: str) -> Read:
        """What a text asks; `language` is that of words the format leaves to its reader."""


@dataclass(frozen=True)
class Format:
    """`looks_like` tells it by its marks; the first of the table that does is taken."""

    name: str
    title: str
    read: Reader
    looks_like: Callable[[str], bool]


FORMATS = (
    Format("moodle", "Moodle XML", moodlexml.read, moodlexml.looks_like),
    Format("csv", "CSV", tables.read, tables.looks_like),
    Format("aiken", "Aiken", aiken.read, aiken.looks_like),
    Format("gift", "GIFT", gift.read, gift.looks_like),
)


def read_questions(data: bytes, *, language: str, written_as: str = "") -> Read:
    """The questions of a file; without `written_as` (the name of a format) its marks tell.

    Raises Invalid for what is no text, too large, or cannot be read at all.
    """
    text = text_of(data)
    found = _named(written_as) if written_as else _told(text)
    read = found.read(text, language=language)
    if not read.questions and not read.left_out:
        detail = _("No question is in it: it was read as {format}.").format(format=found.title)
        raise refusal(detail, code="nothing_to_import")
    return read


def _named(name: str) -> Format:
    found = next((one for one in FORMATS if one.name == name), None)
    if found is None:
        detail = _("“{name}” is no format: choose one of {known}.")
        known = ", ".join(one.name for one in FORMATS)
        raise refusal(detail.format(name=name[:60], known=known), code="unknown_format")
    return found


def _told(text: str) -> Format:
    found = next((one for one in FORMATS if one.looks_like(text)), None)
    if found is None:
        detail = _(
            "This is in none of the formats that are read: {known}. If it is, choose which one."
        )
        known = ", ".join(one.title for one in FORMATS)
        raise refusal(detail.format(known=known), code="unknown_format")
    return found
