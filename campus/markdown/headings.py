"""Headings of a rendered text: its title, their lasting names, and the list of contents."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from campus.markdown import tokens
from campus.markdown.reporting import Reporting
from campus.markdown.slugs import slug, unused
from campus.markdown.tokens import Token

_HEADING = re.compile(r"h([1-6])")
CONTENTS = "[TOC]"
_LEVELS_IN_CONTENTS = (2, 3)
_CONTENTS_LABEL = {"fr": "Sommaire", "en": "Contents"}


@dataclass(frozen=True)
class Heading:
    level: int
    name: str
    text: str


def without_title(body: list[Token]) -> tuple[str, list[Token]]:
    """The text of the first `h1` and what is left; a page has one `h1`, so others become `h2`."""
    span = _first_title(body)
    title = ""
    if span is not None:
        title = tokens.plain(body[span[0] : span[1]])
        body = body[: span[0]] + body[span[1] + 1 :]
    for one in body:
        if one.name == "h1":
            one.name = "h2"
    return title, body


def _first_title(body: Sequence[Token]) -> tuple[int, int] | None:
    first = next((n for n, one in enumerate(body) if one.starts and one.name == "h1"), None)
    if first is None:
        return None
    return first, next(n for n in range(first, len(body)) if body[n].ends and body[n].name == "h1")


def name_headings(body: Sequence[Token], taken: set[str]) -> list[Heading]:
    """Give each heading without an id the slug of its words; returns all headings in order."""
    headings = []
    for place, one in enumerate(body):
        found = _HEADING.fullmatch(one.name) if one.starts else None
        if found is None:
            continue
        words = tokens.plain(_inside(body, place))
        name = one.attributes.get("id") or unused(slug(words) or "section", taken)
        one.attributes["id"] = name
        taken.add(name)
        headings.append(Heading(int(found[1]), name, words))
    return headings


def report_order(headings: Sequence[Heading], report: Reporting) -> None:
    """Report headings that are empty or skip a level: readers move about by them."""
    wanted = [2, *(one.level + 1 for one in headings)]
    if all(one.text and one.level <= most for one, most in zip(headings, wanted, strict=False)):
        return
    for one, most in zip(headings, wanted, strict=False):
        # Lines are handed out in order, so each heading asks for its own.
        line = report.places.heading(one.text) if one.text else 0
        if not one.text:
            report("empty_heading", line)
        elif one.level > most:
            report("heading_skips_level", line, text=one.text, level=one.level, wanted=most)


def _inside(body: Sequence[Token], place: int) -> Iterable[Token]:
    for one in body[place + 1 :]:
        if one.ends and one.name == body[place].name:
            return
        yield one


def with_contents(body: list[Token], headings: Sequence[Heading], language: str) -> list[Token]:
    """`body` with each paragraph `[TOC]` replaced by links to its headings."""
    out: list[Token] = []
    place = 0
    while place < len(body):
        if _is_contents(body[place : place + 3]):
            out += _contents(headings, language)
            place += 3
        else:
            out.append(body[place])
            place += 1
    return out


def _is_contents(three: Sequence[Token]) -> bool:
    return (
        [one.name for one in three] == ["p", "", "p"]
        and three[1].text.strip() == CONTENTS
        and three[2].ends
    )


def _contents(headings: Sequence[Heading], language: str) -> list[Token]:
    label = _CONTENTS_LABEL.get(language[:2].lower(), _CONTENTS_LABEL["en"])
    listed = [one for one in headings if one.level in _LEVELS_IN_CONTENTS]
    highest = min((one.level for one in listed), default=2)
    items: list[Token] = []
    for position, one in enumerate(listed):
        items += [tokens.start("li"), tokens.start("a", href=f"#{one.name}")]
        items += [tokens.text(one.text), tokens.end("a")]
        following = listed[position + 1].level if position + 1 < len(listed) else highest
        items += _between(one.level, following)
    return [
        tokens.start("div", class_="toc", role="region", aria_label=label),
        tokens.start("ul"), *items, tokens.end("ul"), tokens.end("div"),
    ]  # fmt: skip


def _between(level: int, following: int) -> list[Token]:
    """What stands between an item of the contents and the next one."""
    if following > level:
        return [tokens.start("ul")]
    end_of_list = [tokens.end("ul"), tokens.end("li")]
    return [tokens.end("li"), *(end_of_list * (level - following))]
