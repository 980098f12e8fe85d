"""Tables and code in a rendered text: they scroll by keyboard too, and cells know their heads."""

from __future__ import annotations

from collections.abc import Iterable

from campus.markdown import tokens
from campus.markdown.tokens import Token

_TABLE = {"fr": "Tableau", "en": "Table"}


def finished(body: Iterable[Token], language: str) -> list[Token]:
    word = _TABLE.get(language[:2].lower(), _TABLE["en"])
    out: list[Token] = []
    count = 0
    in_body = False
    cells = list(body)
    for place, one in enumerate(cells):
        if one.name in {"tbody", "thead"}:
            in_body = one.name == "tbody" and one.starts
        if one.name in {"td", "th"} and one.starts:
            _finish_cell(cells, place, in_body=in_body)
        if one.name == "pre" and one.starts:
            one.attributes["tabindex"] = "0"
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


def _finish_cell(body: list[Token], place: int, *, in_body: bool) -> None:
    cell = body[place]
    side = cell.attributes.pop("align", "")
    if side in {"left", "right", "center"}:
        cell.add_class(f"align-{side}")
    if cell.name == "th" and not cell.attributes.get("scope"):
        cell.attributes["scope"] = "row" if in_body else "col"
    last = next(n for n in range(place, len(body)) if body[n].ends and body[n].name == cell.name)
    if cell.name == "th" and not tokens.plain(body[place:last]) and last == place + 1:
        # A corner without words names nothing: readers of screens would announce an empty head.
        cell.name = body[last].name = "td"
        cell.attributes.pop("scope")
