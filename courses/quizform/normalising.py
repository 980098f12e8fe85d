"""One way to say each question: what reading, forms and other formats all end in."""

from __future__ import annotations

import re
from dataclasses import replace

from .numbers import number
from .shapes import TYPED, WrittenChoice, WrittenQuestion

_NEVER = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]")
MOST_IN_A_TAG = 60


def text(written: str) -> str:
    """Without blanks around, blanks alone on a line, or characters that no text holds."""
    plain = _NEVER.sub("", written.replace("\r\n", "\n").replace("\r", "\n"))
    return "\n".join(line if line.strip() else "" for line in plain.split("\n")).strip()


def one_line(written: str) -> str:
    return " ".join(text(written).split())


def tags(written: tuple[str, ...] | list[str]) -> tuple[str, ...]:
    """Each once, in the order written; a comma or a semicolon ends one."""
    parts = (one_line(part) for tag in written for part in re.split(r"[,;]", tag))
    return tuple(dict.fromkeys(one[:MOST_IN_A_TAG].strip() for one in parts if one))


def normal(question: WrittenQuestion) -> WrittenQuestion:
    """Without what its kind has no use for, so that it reads back as it was written."""
    return replace(
        question,
        prompt=text(question.prompt),
        explanation=text(question.explanation),
        hint=text(question.hint),
        tags=tags(question.tags),
        skill=one_line(question.skill),
        choices=tuple(_choice(one, question.kind) for one in question.choices),
    )


def _choice(choice: WrittenChoice, kind: str) -> WrittenChoice:
    is_sorted = kind in ("ordering", "matching")
    return replace(
        choice,
        text=_answer(choice.text, kind),
        feedback=text(choice.feedback),
        match=text(choice.match) if kind == "matching" else "",
        is_correct=choice.is_correct and not is_sorted,
        tolerance=choice.tolerance if kind == "number" else None,
        credit=None if is_sorted else choice.credit,
    )


def _answer(written: str, kind: str) -> str:
    if kind not in TYPED:
        return text(written)
    line = one_line(written)
    return (number(line) or line) if kind == "number" else line
