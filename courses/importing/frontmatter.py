"""The YAML at the head of a text, and course.yaml: read safely, refused with the line at fault."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any

import yaml

from campus.errors import Invalid

_FENCED = re.compile(r"\A---[ \t]*\n(.*?)^---[ \t]*(?:\n|\Z)", re.S | re.M)
_OPENED = re.compile(r"\A---[ \t]*\n")


class _Plain(yaml.SafeLoader):
    """YAML without references: a few lines of them can stand for gigabytes."""

    def compose_node(self, parent: yaml.Node | None, index: int) -> yaml.Node | None:
        if self.check_event(yaml.AliasEvent):
            mark = self.get_mark()
            raise yaml.MarkedYAMLError(problem="references are not read", problem_mark=mark)
        return super().compose_node(parent, index)


@dataclass(frozen=True)
class Headed:
    """A text without its front matter; `first_line` is where `body` begins in the file."""

    head: dict[str, Any]
    body: str
    first_line: int


def decoded(data: bytes, *, path: str) -> str:
    """The text of a file in UTF-8, without byte order mark; raises Invalid naming the place."""
    if b"\0" in data:
        line = data[: data.index(b"\0")].count(b"\n") + 1
        raise Invalid(
            f"{path}: this file is not text (byte {data.index(0)}, line {line}): "
            "save it again as plain text.",
            code="not_text",
        )
    try:
        return data.decode("utf-8").removeprefix("\ufeff")
    except UnicodeDecodeError as error:
        line = data[: error.start].count(b"\n") + 1
        raise Invalid(
            f"{path}: this file is not UTF-8 (byte {error.start}, line {line}): "
            "save it again with the encoding UTF-8.",
            code="not_utf8",
        ) from error


def headed(text: str, *, path: str) -> Headed:
    """Split `text` from its front matter; raises Invalid where that cannot be read."""
    found = _FENCED.match(text)
    if found is None:
        # A rule of hyphens is no front matter; keys below it without an end are.
        if _OPENED.match(text) and re.match(r"---[ \t]*\n[\w-]+:", text):
            raise Invalid(
                f"{path}:1: the front matter is never closed: add a line --- below it.",
                code="front_matter_unclosed",
            )
        return Headed({}, text, 1)
    head = mapping(found[1], path=path, first_line=2)
    return Headed(head, text[found.end() :], found[0].count("\n") + 1)


def mapping(text: str, *, path: str, first_line: int = 1) -> dict[str, Any]:
    """The keys of a YAML text; raises Invalid with the line of what is wrong."""
    try:
        value = yaml.load(text, Loader=_Plain)  # noqa: S506  a SafeLoader, and stricter
    except yaml.MarkedYAMLError as error:
        line = first_line + (error.problem_mark.line if error.problem_mark else 0)
        detail = f"{path}:{line}: this YAML cannot be read ({error.problem}): correct this line."
        raise Invalid(detail, code="front_matter_broken") from error
    except (yaml.YAMLError, RecursionError, ValueError) as error:
        detail = f"{path}:{first_line}: this YAML cannot be read: {error}"
        raise Invalid(detail, code="front_matter_broken") from error
    if value is None:
        return {}
    if not isinstance(value, dict):
        raise Invalid(
            f"{path}:{first_line}: this should be lines of the form “key: value”.",
            code="front_matter_broken",
        )
    return {str(key): one for key, one in value.items()}
