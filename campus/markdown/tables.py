"""Tables in a rendered text: they scroll on a narrow screen, by keyboard too, and name heads."""

from __future__ import annotations

from collections.abc import Iterable

from campus.markdown import tokens
from campus.markdown.tokens import Token

_TABLE = {"fr": "Tableau", "en": "Table"}


def finished(body: Iterable[Token], language: str) -> list[Token]:
    word = _TABLE.get(language[:2].lower(), _TABLE["en"])
    out: list[Token] = []
    count = 0
    for one in body:
        if one.name in {"td", "th"} and one.starts:
            _finish_cell(one)
        if one.name != "table":
            out.append(one)
        elif one.starts:
            count += 1
            out += [_frame(f"{word} {count}"), one]
        else:
            out += [one, tokens.end("div")]
    return out


def _frame(label: str) -> Token:
    # A region that scrolls must be reachable by keyboard and have a name (WCAG 2.1.1, 4.1.2).
    frame = tokens.start("div", class_="table-scroll", role="region")
    frame.attributes.update({"tabindex": "0", "aria-label": label})
    return frame


def _finish_cell(cell: Token) -> None:
    side = cell.attributes.pop("align", "")
    if side in {"left", "right", "center"}:
        cell.add_class(f"align-{side}")
    if cell.name == "th":
        cell.attributes.setdefault("scope", "col")
