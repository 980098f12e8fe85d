"""What front matter and course.yaml may say, and how each key is read."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from uuid import UUID

from django.utils.translation import gettext as _

from campus.errors import Invalid
from campus.markdown.findings import Finding, finding
from courses.kinds import KINDS

from .findings import WORDING

LESSON_KEYS = {
    "id", "title", "kind", "minutes", "permalink", "language", "move_on", "course", "path", "slug",
    "captions", "quiz", "archived",
}  # fmt: skip
_MOVE_ON = {"Passed", "Completed", "CompletedAndPassed", "CompletedOrPassed", "NotApplicable"}


@dataclass
class Head:
    """The keys of one file, asked for one by one; wrong values raise Invalid with the place."""

    keys: Mapping[str, Any]
    path: str
    findings: list[Finding] = field(default_factory=list)
    lines: Mapping[str, int] = field(default_factory=dict)

    def says(self, key: str) -> bool:
        return self.keys.get(key) is not None

    def text(self, key: str, *, most: int = 500) -> str:
        value = self.keys.get(key)
        if value is None:
            return ""
        if isinstance(value, (dict, list)) or "\0" in str(value):
            raise self.wrong(key, _("a text"))
        words = str(value)
        if len(words) > most:
            self.report("long_text_cut", key=key, most=most)
        return words[:most]

    def whole(self, key: str, *, least: int, most: int) -> int | None:
        value = self.keys.get(key)
        if value is None:
            return None
        if isinstance(value, bool) or not isinstance(value, int) or not least <= value <= most:
            wanted = _("a whole number from {least} to {most}").format(least=least, most=most)
            raise self.wrong(key, wanted)
        return value

    def share(self, key: str, default: float) -> float:
        value = self.keys.get(key, default)
        if isinstance(value, bool) or not isinstance(value, (int, float)) or not 0 <= value <= 1:
            raise self.wrong(key, _("a number from 0 to 1"))
        return float(value)

    def flag(self, key: str) -> bool:
        value = self.keys.get(key) or False
        if not isinstance(value, bool):
            raise self.wrong(key, _("true or false"))
        return value

    def uuid(self, key: str) -> UUID | None:
        try:
            return UUID(str(self.keys[key])) if self.keys.get(key) else None
        except ValueError as error:
            raise self.wrong(key, _("a UUID as an export writes it")) from error

    def moment(self, key: str) -> datetime | None:
        if not self.says(key):
            return None
        try:
            value = datetime.fromisoformat(str(self.keys[key]))
        except ValueError as error:
            raise self.wrong(key, _("a time as an export writes it")) from error
        if value.tzinfo is None:
            raise self.wrong(key, _("a time with its zone, as an export writes it"))
        return value

    def among(self, key: str, known: Sequence[str], default: str) -> str:
        value = self.keys.get(key, default)
        if value not in known:
            raise self.wrong(key, _("one of {known}").format(known=", ".join(known)))
        return str(value)

    def kind(self) -> str:
        return self.among("kind", sorted(KINDS), "article")

    def move_on(self) -> str:
        return self.among("move_on", sorted(_MOVE_ON), KINDS[self.kind()].move_on)

    def items(self, key: str) -> list[Any]:
        value = self.keys.get(key) or []
        if not isinstance(value, list):
            raise self.wrong(key, _("a list"))
        return value

    def texts(self, key: str) -> dict[str, str]:
        """Names with a text each, as titles by language."""
        value = self.keys.get(key) or {}
        if not isinstance(value, dict) or any(
            isinstance(one, (dict, list)) for one in value.values()
        ):
            raise self.wrong(key, _("lines of the form “name: text”"))
        return {str(name): str(one) for name, one in value.items() if one is not None}

    def part(self, key: str) -> Head:
        """The keys below a key; what is wrong with one of them is told with this one's line."""
        value = self.keys.get(key) or {}
        if not isinstance(value, dict):
            raise self.wrong(key, _("lines of the form “key: value”"))
        return self.below(key, value)

    def parts(self, key: str) -> list[Head]:
        """The heads in a list."""
        listed = self.items(key)
        if not all(isinstance(one, dict) for one in listed):
            raise self.wrong(key, _("a list of lines of the form “key: value”"))
        return [self.below(key, one) for one in listed]

    def below(self, key: str, value: Mapping[Any, Any]) -> Head:
        keys = {str(name): one for name, one in value.items()}
        lines = dict.fromkeys(keys, self.lines.get(key, 0))
        return Head(keys, self.path, self.findings, lines)

    def names(self, key: str) -> str:
        """One name, or several in a list, as one text."""
        value = self.keys.get(key)
        listed = value if isinstance(value, list) else [value] if value else []
        return ", ".join(str(one) for one in listed)[:500]

    def report_unknown(self, known: set[str], line: int = 1) -> None:
        for key in sorted(set(self.keys) - known):
            told = ", ".join(sorted(known))
            self.report("unknown_key", line=self.lines.get(key) or line, key=key, known=told)

    def report(self, code: str, *, line: int = 1, **values: object) -> None:
        self.findings.append(finding(WORDING, code, path=self.path, line=line, **values))

    def wrong(self, key: str, wanted: str) -> Invalid:
        place = f"{self.path}:{self.lines[key]}" if self.lines.get(key) else self.path
        detail = _("{place}: `{key}: {given}` should be {wanted}.").format(
            place=place, key=key, given=self.keys.get(key), wanted=wanted
        )
        return Invalid(detail, code="front_matter_broken")


def lesson_keys() -> set[str]:
    """A lesson that was of another kind may have kept what that one had."""
    return LESSON_KEYS.union(*(one.keys for one in KINDS.values()))
