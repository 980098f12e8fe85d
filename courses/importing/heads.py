"""What front matter and course.yaml may say, and how each key is read."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from campus.errors import Invalid
from campus.markdown.findings import Finding, finding

from ..kinds import KINDS
from .findings import WORDING

LESSON_KEYS = {"id", "title", "kind", "minutes", "permalink", "language", "move_on", "course"}
COURSE_KEYS = {
    "title", "summary", "language", "level", "licence", "authors", "source", "slug", "work",
    "skills", "modules",
}  # fmt: skip
_MOVE_ON = {"Passed", "Completed", "CompletedAndPassed", "CompletedOrPassed", "NotApplicable"}


@dataclass
class Head:
    """The keys of one file, asked for one by one; wrong values raise Invalid with the file."""

    keys: Mapping[str, Any]
    path: str
    findings: list[Finding] = field(default_factory=list)

    def text(self, key: str, *, most: int = 500) -> str:
        value = self.keys.get(key)
        if value is None:
            return ""
        if isinstance(value, (dict, list)) or "\0" in str(value):
            raise self.wrong(key, "a text")
        words = str(value).strip()
        if len(words) > most:
            self.report("long_text_cut", key=key, most=most)
        return words[:most]

    def whole(self, key: str, *, least: int, most: int) -> int | None:
        value = self.keys.get(key)
        if value is None:
            return None
        if isinstance(value, bool) or not isinstance(value, int) or not least <= value <= most:
            raise self.wrong(key, f"a whole number from {least} to {most}")
        return value

    def share(self, key: str, default: float) -> float:
        value = self.keys.get(key, default)
        if isinstance(value, bool) or not isinstance(value, (int, float)) or not 0 <= value <= 1:
            raise self.wrong(key, "a number from 0 to 1")
        return float(value)

    def uuid(self, key: str) -> UUID | None:
        try:
            return UUID(str(self.keys[key])) if self.keys.get(key) else None
        except ValueError as error:
            raise self.wrong(key, "a UUID as an export writes it") from error

    def among(self, key: str, known: Sequence[str], default: str) -> str:
        value = self.keys.get(key, default)
        if value not in known:
            raise self.wrong(key, "one of " + ", ".join(known))
        return str(value)

    def kind(self) -> str:
        return self.among("kind", sorted(KINDS), "article")

    def move_on(self) -> str:
        return self.among("move_on", sorted(_MOVE_ON), KINDS[self.kind()].move_on)

    def items(self, key: str) -> list[Any]:
        value = self.keys.get(key) or []
        if not isinstance(value, list):
            raise self.wrong(key, "a list")
        return value

    def names(self, key: str) -> str:
        """One name, or several in a list, as one text."""
        value = self.keys.get(key)
        listed = value if isinstance(value, list) else [value] if value else []
        return ", ".join(str(one) for one in listed)[:500]

    def report_unknown(self, known: set[str], line: int = 1) -> None:
        for key in sorted(set(self.keys) - known):
            self.report("unknown_key", line=line, key=key, known=", ".join(sorted(known)))

    def report(self, code: str, *, line: int = 1, **values: object) -> None:
        self.findings.append(finding(WORDING, code, path=self.path, line=line, **values))

    def wrong(self, key: str, wanted: str) -> Invalid:
        given = self.keys.get(key)
        return Invalid(
            f"{self.path}: `{key}: {given}` should be {wanted}.", code="front_matter_broken"
        )


def lesson_keys(kind: str) -> set[str]:
    return LESSON_KEYS | KINDS[kind].keys
