"""The YAML at the head of a text, and whole files of it: refused with the line at fault."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import Any

import yaml
from django.utils.translation import gettext as _

from campus.errors import Invalid
from courses.textform.yamls import loaded

_FENCED = re.compile(r"\A---[ \t]*\n(.*?)^---[ \t]*(?:\n|\Z)", re.S | re.M)
_OPENED = re.compile(r"\A---[ \t]*\n")
_KEY = re.compile(r"([\w-]+)[ \t]*:")


@dataclass(frozen=True)
class Headed:
    """A text without its front matter; `first_line` is where `body` begins in the file."""

    head: dict[str, Any]
    body: str
    first_line: int
    lines: dict[str, int] = field(default_factory=dict)


def decoded(data: bytes, *, path: str) -> str:
    """The text of a file in UTF-8, without byte order mark; raises Invalid naming the place."""
    if b"\0" in data:
        at, detail = data.index(b"\0"), _(
            "{path}: this file is not text (byte {byte}, line {line}): "
            "save it again as plain text."
        )  # fmt: skip
        raise Invalid(detail.format(path=path, byte=at, line=_line(data, at)), code="not_text")
    try:
        return data.decode("utf-8").removeprefix("\ufeff")
    except UnicodeDecodeError as error:
        detail = _(
            "{path}: this file is not UTF-8 (byte {byte}, line {line}): "
            "save it again with the encoding UTF-8."
        )
        place = {"path": path, "byte": error.start, "line": _line(data, error.start)}
        raise Invalid(detail.format(**place), code="not_utf8") from error


def _line(data: bytes, at: int) -> int:
    return data[:at].count(b"\n") + 1


def headed(text: str, *, path: str) -> Headed:
    """Split `text` from its front matter; raises Invalid where that cannot be read."""
    found = _FENCED.match(text)
    if found is None:
        # A rule of hyphens is no front matter; keys below it without an end are.
        if _OPENED.match(text) and re.match(r"---[ \t]*\n[\w-]+:", text):
            detail = _("{path}:1: the front matter is never closed: add a line --- below it.")
            raise Invalid(detail.format(path=path), code="front_matter_unclosed")
        return Headed({}, text, 1)
    head = mapping(found[1], path=path, first_line=2)
    first_line = found[0].count("\n") + 1
    return Headed(head, text[found.end() :], first_line, lines_of(found[1], first_line=2))


def mapping(text: str, *, path: str, first_line: int = 1) -> dict[str, Any]:
    """The keys of a YAML text; raises Invalid with the line of what is wrong."""
    try:
        value = loaded(text)
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark
        raise _broken(path, first_line + (mark.line if mark else 0), error.problem) from error
    except (yaml.YAMLError, RecursionError, ValueError) as error:
        raise _broken(path, first_line, error) from error
    if value is None:
        return {}
    if not isinstance(value, dict):
        detail = _("{path}:{line}: this should be lines of the form “key: value”.")
        raise Invalid(detail.format(path=path, line=first_line), code="front_matter_broken")
    return {str(key): one for key, one in value.items()}


def _broken(path: str, line: int, why: object) -> Invalid:
    detail = _("{path}:{line}: this YAML cannot be read ({why}): correct this line.")
    return Invalid(detail.format(path=path, line=line, why=why), code="front_matter_broken")


def lines_of(text: str, *, first_line: int = 1) -> dict[str, int]:
    """Where each key of the outermost level stands."""
    numbered = enumerate(text.split("\n"), start=first_line)
    return {found[1]: number for number, line in numbered if (found := _KEY.match(line))}
