"""The `:::` blocks of other static site generators: how they are marked, kinds, and titles."""

from __future__ import annotations

import html
import re
from dataclasses import dataclass

_MARKER = re.compile(r"(:{3,})[ \t]*(?:\{\.?)?(\w[\w-]*)?\}?[ \t]*(?:\[(.*)\]|(.*?))[ \t]*")

TITLES = {
    "tip": {"fr": "Conseil", "en": "Tip"},
    "info": {"fr": "À savoir", "en": "Good to know"},
    "note": {"fr": "Note", "en": "Note"},
    "warning": {"fr": "Attention", "en": "Warning"},
    "danger": {"fr": "Danger", "en": "Danger"},
    "important": {"fr": "Important", "en": "Important"},
    "example": {"fr": "Exemple", "en": "Example"},
    "details": {"fr": "Détails", "en": "Details"},
    "lexique": {"fr": "Lexique", "en": "Glossary"},
}
_ALSO = {
    "attention": "warning", "caution": "warning", "avertissement": "warning",
    "astuce": "tip", "conseil": "tip", "hint": "tip",
    "remarque": "note", "exemple": "example", "glossary": "lexique", "glossaire": "lexique",
}  # fmt: skip


@dataclass(frozen=True)
class Marker:
    """A line of three or more colons; it closes a block if it names no kind."""

    colons: int
    kind: str = ""
    title: str = ""

    @property
    def opens(self) -> bool:
        return bool(self.kind)


def marker(text: str) -> Marker | None:
    """The marker that a line without its indentation is, if it is one."""
    found = _MARKER.fullmatch(text)
    if found is None:
        return None
    title = (found[3] or found[4] or "").strip()
    if found[2] is None:
        return None if title else Marker(len(found[1]))
    return Marker(len(found[1]), found[2], title)


def known_kind(kind: str) -> str | None:
    lower = kind.lower()
    return lower if lower in TITLES else _ALSO.get(lower)


def heading(opening: Marker, *, language: str) -> tuple[str, str]:
    """The class and the title of an opening marker; an unknown kind is a note entitled by it."""
    kind = known_kind(opening.kind)
    # Authors write `&nbsp;` to have no title; a block that is only a colour says too little.
    written = opening.title if html.unescape(opening.title).strip() else ""
    if kind is None:
        return "note", " ".join(filter(None, (opening.kind.capitalize(), written)))
    return kind, written or default_title(kind, language=language)


def default_title(kind: str, *, language: str) -> str:
    titles = TITLES[kind]
    return titles.get(language[:2].lower(), titles["en"])
