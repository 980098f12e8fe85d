"""What a text refers to, and where the one who knows the course says it leads."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Literal
from urllib.parse import unquote, urlsplit

from campus.markdown.slugs import slug

_HEADING = re.compile(r"^[\s>*+-]*#{1,6}(?:\s|$)|<h[1-6]\b", re.I)
_FENCE = re.compile(r"[\s>*+-]*(?:`{3}|~{3})")
_UNDERLINE = re.compile(r"[\s>]*(?:=+|-+)\s*")
Kind = Literal["link", "image", "media"]


@dataclass(frozen=True)
class Reference:
    """An address as an author wrote it: `../quality/README.md#titles` of an article, say."""

    address: str
    kind: Kind = "link"

    @property
    def path(self) -> str:
        """The part before `?` and `#`, with %20 and the like read."""
        return unquote(urlsplit(self.address).path)

    @property
    def anchor(self) -> str:
        return unquote(urlsplit(self.address).fragment)

    @property
    def is_external(self) -> bool:
        parts = urlsplit(self.address)
        return bool(parts.scheme or parts.netloc)


@dataclass(frozen=True)
class Target:
    """Where a reference leads.

    `href` has no anchor: the renderer adds the one of `anchors` that the author meant.  `lesson`
    is the id of a lesson; `file` is the name under which a file is downloaded.  `alt`, `credit` and
    `is_decorative` are what is known of an image wherever it is shown; `variants` are addresses of
    the same image with their widths.
    """

    href: str
    lesson: str = ""
    file: str = ""
    anchors: frozenset[str] | None = None
    width: int = 0
    height: int = 0
    alt: str = ""
    credit: str = ""
    is_decorative: bool = False
    variants: tuple[tuple[str, int], ...] = ()


Resolve = Callable[[Reference], Target | None]


def nothing_known(reference: Reference) -> Target | None:
    return None


@dataclass
class Places:
    """The lines where addresses are written, handed out in order of appearance."""

    lines: Sequence[str]
    first_line: int = 1
    _found: dict[str, list[int]] = field(default_factory=dict)
    _headings: list[tuple[int, str]] | None = None

    def line(self, address: str) -> int:
        """The line of the next time `address` is written; 0 if it is nowhere as it stands."""
        if address not in self._found:
            self._found[address] = self._places(address)
        places = self._found[address]
        return places.pop(0) if len(places) > 1 else places[0] if places else 0

    def heading(self, words: str) -> int:
        """The line of the next heading that says `words`; 0 if none does as it stands."""
        if self._headings is None:
            self._headings = [
                (self.first_line + at, slug(self.lines[at])) for at in _heading_lines(self.lines)
            ]
        wanted = slug(words)
        for place, (number, said) in enumerate(self._headings):
            if said.startswith(wanted):
                del self._headings[: place + 1]
                return number
        return 0

    def _places(self, address: str) -> list[int]:
        if not address:
            return []
        whole = re.compile(rf"(?<![\w./#?-]){re.escape(address)}(?![\w/#?-])")
        numbered = enumerate(self.lines, start=self.first_line)
        return [number for number, line in numbered for _ in whole.finditer(line)]


def _heading_lines(lines: Sequence[str]) -> Iterator[int]:
    in_code = False
    for at, line in enumerate(lines):
        in_code ^= bool(_FENCE.match(line))
        below = lines[at + 1] if at + 1 < len(lines) else ""
        is_underlined = bool(line.strip() and _UNDERLINE.fullmatch(below))
        if not in_code and (is_underlined or _HEADING.search(line)):
            yield at
