"""GIFT: questions as plain text, a blank line between two. Source: docs.moodle.org, GIFT format.

A word that is missing in the middle of a sentence becomes a blank, `_____`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
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
_TAG = re.compile(r"\[tag:([^][]{1,200})\]", re.I)
_NAME = re.compile(r"\s*::(.*?)::", re.S)
# An answer in braces, closed or not, a name, a category.
_MARKS = re.compile(r"(?<!\\)\{|^[ \t]*(?:::|\$CATEGORY:)", re.M)
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
    return bool(_MARKS.search(text))


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
    prompt = _sentence(markdown(before, usual), markdown(cut[2], usual))
    question = WrittenQuestion(
        prompt, tuple(choices), markdown(general, usual), kind=kind, tags=block.tags,
        gives_partial_credit=kind in ("multiple", "matching"),
    )  # fmt: skip
    gathered.add(block.line, question)
    for one in lost:
        gathered.note(block.line, prompt, one)


def _sentence(before: str, after: str) -> str:
    if not after:
        return before
    between = "" if after[0] in ".,!?)" else " "
    return f"{before} {BLANK}{between}{after}"


def _blocks(text: str) -> Iterator[Block]:
    """What stands between blank lines; a blank line inside braces ends nothing, if more follows."""
    held: list[str] = []
    begun, is_open, category, tags = 0, False, (), ()  # type: int, bool, tuple[str, ...], tuple[str, ...]
    lines = [*text.split("\n"), ""]
    goes_on = _going_on(lines)
    for number, line in enumerate(lines, start=1):
        found = _CATEGORY.match(line)
        if line.strip().startswith("//"):
            tags += tuple(_TAG.findall(line))
        elif found or (not line.strip() and not (is_open and goes_on[number - 1])):
            if held:
                yield Block(begun, "\n".join(held).strip(), category + tags)
                held, tags, is_open = [], (), False
            category = category_tags(found[1]) if found else category
        elif held or line.strip():
            begun = begun if held else number
            held.append(line)
            is_open = _is_open_after(line, is_open)


def _going_on(lines: Sequence[str]) -> list[bool]:
    """For each line, whether the next one that says anything is more of some answers."""
    found, goes_on = [], False
    for line in reversed(lines):
        found.append(goes_on)
        if line.strip():
            goes_on = line.strip().startswith(("=", "~", "}", "####"))
    return found[::-1]


def _is_open_after(line: str, is_open: bool) -> bool:
    hidden = put_aside(line)
    opened, closed = hidden.rfind("{"), hidden.rfind("}")
    return is_open if opened == closed else opened > closed
