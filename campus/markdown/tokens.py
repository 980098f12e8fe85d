"""Well-formed HTML as a flat list of tags and texts that can be looked at, changed and joined."""

from __future__ import annotations

import html
from collections.abc import Iterable
from dataclasses import dataclass, field
from html.parser import HTMLParser

VOID = {"br", "col", "hr", "img", "track", "wbr"}


@dataclass
class Token:
    """A start tag, an end tag, or a text that is already escaped (`name` is empty)."""

    name: str = ""
    text: str = ""
    ends: bool = False
    attributes: dict[str, str] = field(default_factory=dict)

    @property
    def starts(self) -> bool:
        return bool(self.name) and not self.ends

    def classes(self) -> list[str]:
        return self.attributes.get("class", "").split()

    def add_class(self, name: str) -> None:
        self.attributes["class"] = " ".join([*self.classes(), name])

    def __str__(self) -> str:
        if not self.name:
            return self.text
        if self.ends:
            return f"</{self.name}>"
        parts = (f' {key}="{html.escape(value)}"' for key, value in self.attributes.items())
        return f"<{self.name}{''.join(parts)}>"


def start(name: str, **attributes: str) -> Token:
    """A start tag; `class_` and `data_lesson` stand for `class` and `data-lesson`."""
    named = {key.strip("_").replace("_", "-"): value for key, value in attributes.items()}
    return Token(name, attributes=named)


def end(name: str) -> Token:
    return Token(name, ends=True)


def text(words: str) -> Token:
    return Token(text=html.escape(words, quote=False))


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=False)
        self.tokens: list[Token] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tokens.append(Token(tag, attributes={key: value or "" for key, value in attrs}))

    def handle_endtag(self, tag: str) -> None:
        if tag not in VOID:
            self.tokens.append(Token(tag, ends=True))

    def handle_data(self, data: str) -> None:
        self.tokens.append(Token(text=data))

    def handle_entityref(self, name: str) -> None:
        self.tokens.append(Token(text=f"&{name};"))

    def handle_charref(self, name: str) -> None:
        self.tokens.append(Token(text=f"&#{name};"))


def read(well_formed: str) -> list[Token]:
    reader = _Reader()
    reader.feed(well_formed)
    reader.close()
    return reader.tokens


def joined(tokens: Iterable[Token]) -> str:
    return "".join(map(str, tokens))


def plain(tokens: Iterable[Token]) -> str:
    """The words of the tokens, with blanks run together."""
    words = (" " if one.name in {"br", "td", "th", "li", "p"} else one.text for one in tokens)
    return " ".join(html.unescape("".join(words)).split())
