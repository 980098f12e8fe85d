"""Items of lists as CommonMark knows them: bullets, numbers, boxes to tick."""

from __future__ import annotations

import re
from dataclasses import dataclass

from campus.markdown import tokens
from campus.markdown.tokens import Token

_ITEM = re.compile(r"([-*+]|(\d{1,9})[.)])(?:( +)(.*))?$")
_RULE = re.compile(r"(?:-[ ]*){3,}$|(?:\*[ ]*){3,}$|(?:_[ ]*){3,}$")
_TICKED, _UNTICKED = "☑ ", "☐ "
_BOX = re.compile(r"\[([ xX])\][ ]+")
_SAID = {"☑": {"fr": "Fait :", "en": "Done:"}, "☐": {"fr": "À faire :", "en": "To do:"}}
TAG_LEFT_OPEN = re.compile(r"<[A-Z][A-Za-z]*(?:\s[^<>]*)?$")


@dataclass(frozen=True)
class Item:
    mark: str
    text: str
    width: int
    """Columns from the mark to the text: lines indented by as much belong to the item."""

    @property
    def ordered(self) -> bool:
        return self.mark[0].isdigit()

    @property
    def may_interrupt(self) -> bool:
        """Whether it starts a list without a blank line before it (CommonMark, 5.3)."""
        return bool(self.text) and (not self.ordered or self.mark == "1.")


def item(text: str) -> Item | None:
    """The item that a line without its indentation starts, if it does."""
    found = _ITEM.match(text)
    if found is None or _RULE.match(text):
        return None
    spaces = len(found[3] or " ")
    mark = f"{int(found[2])}." if found[2] else "-"
    return Item(mark, found[4] or "", len(found[1]) + (spaces if spaces < 5 else 1))


def ticked(text: str) -> str:
    """A box to tick as a character: a form control would need a label and could not be used."""
    return _BOX.sub(lambda box: _UNTICKED if box[1] == " " else _TICKED, text, count=1)


def with_boxes(body: list[Token], language: str) -> list[Token]:
    """Name the boxes that items begin with, and show those items without a bullet."""
    out: list[Token] = []
    item: Token | None = None
    for token in body:
        one = token
        if item is not None and one.text.startswith((_UNTICKED, _TICKED)):
            item.add_class("task")
            out += _box(one.text[0], language)
            one = Token(text=one.text[1:])
        if one.name == "li" and one.starts:
            item = one
        elif one.name != "p" and (one.name or one.text.strip()):
            item = None
        out.append(one)
    return out


def _box(sign: str, language: str) -> list[Token]:
    said = _SAID[sign].get(language[:2].lower(), _SAID[sign]["en"])
    box = tokens.start("span", role="img", aria_label=said)
    return [box, tokens.text(sign), tokens.end("span")]
