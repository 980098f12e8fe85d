"""GIFT: questions as plain text, a blank line between two. Source: docs.moodle.org, GIFT format.

A word that is missing in the middle of a sentence becomes a blank, `_____`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from django.utils.translation import gettext as _

from campus.errors import Invalid
from courses.quizform.shapes import WrittenQuestion

from .categories import category_tags
from .gathering import Gathering
from .giftanswers import answered
from .giftparts import formatted, markdown, put_aside, put_back
from .shapes import Read

_CATEGORY = re.compile(r"\s*\$CATEGORY:\s*(.*)$", re.I)
_TAG = re.compile(r"\[tag:([^\]]+)\]", re.I)
_NAME = re.compile(r"\s*::(.*?)::", re.S)
BLANK = "_____"


@dataclass(frozen=True)
class Block:
    line: int
    text: str
    tags: tuple[str, ...]


def read(text: str, *, language: str) -> Read:
    gathered = Gathering()
    for block in _blocks(text):
        _take(block, gathered, language)
    return gathered.read()


def looks_like(text: str) -> bool:
    return bool(re.search(r"(?<!\\)\{[^{}]*\}", text) or re.search(r"^\s*\$CATEGORY:", text, re.M))


def _take(block: Block, gathered: Gathering, language: str) -> None:
    hidden = put_aside(block.text)
    name = _NAME.match(hidden)
    rest = hidden[name.end() :] if name else hidden
    about = put_back(name[1] if name else rest.partition("{")[0])
    before, brace, after = rest.partition("{")
    section, closing, after = after.partition("}")
    if not brace:
        gathered.leave(block.line, about, _("This text asks nothing: it has no answers in braces."))
    elif not closing:
        gathered.leave(block.line, about, _("The braces are never closed: write “}”."))
    elif "{" in after:
        gathered.leave(block.line, about, _("It has several blanks: make a question of each."))
    elif not section.partition("####")[0].strip():
        why = _("An answer in one's own words (essay) cannot be graded here.")
        gathered.leave(block.line, about, why)
    else:
        try:
            _add(block, (before, section, after), gathered, language)
        except (ValueError, Invalid) as error:
            gathered.leave(block.line, about, str(error))


def _add(block: Block, cut: tuple[str, str, str], gathered: Gathering, language: str) -> None:
    before, usual = formatted(cut[0], "moodle")
    section, _mark, general = cut[1].partition("####")
    kind, choices, lost = answered(section, usual, language)
    whole = f"{before.rstrip()} {BLANK} {cut[2].lstrip()}" if cut[2].strip() else before
    prompt = markdown(re.sub(rf"{BLANK} (?=[.,!?)])", BLANK, whole), usual)
    question = WrittenQuestion(
        prompt, tuple(choices), markdown(general, usual), kind=kind, tags=block.tags,
        gives_partial_credit=kind in ("multiple", "matching"),
    )  # fmt: skip
    gathered.add(block.line, question)
    for one in lost:
        gathered.note(block.line, prompt, one)


def _blocks(text: str) -> Iterator[Block]:
    """What stands between blank lines; a blank line inside braces ends nothing, if more follows."""
    held: list[str] = []
    begun, category, tags = 0, (), ()  # type: int, tuple[str, ...], tuple[str, ...]
    lines = text.split("\n")
    for number, line in enumerate([*lines, ""], start=1):
        found = _CATEGORY.match(line)
        if line.strip().startswith("//"):
            tags += tuple(_TAG.findall(line))
        elif found or (not line.strip() and not _goes_on(held, lines[number:])):
            if held:
                yield Block(begun, "\n".join(held).strip(), category + tags)
                held, tags = [], ()
            category = category_tags(found[1]) if found else category
        elif held or line.strip():
            begun = begun if held else number
            held.append(line)


def _goes_on(held: list[str], following: list[str]) -> bool:
    if not is_open(held):
        return False
    rest = next((line.strip() for line in following if line.strip()), "")
    return rest.startswith(("=", "~", "}", "####"))


def is_open(held: list[str]) -> bool:
    text = put_aside("\n".join(held))
    return text.rfind("{") > text.rfind("}")
