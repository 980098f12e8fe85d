"""Questions as the text that `reading` reads back as the same questions."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from .blocks import INDENT, written
from .lines import FENCE, KEYS, KIND_WORDS, MATCH_INSIDE, QUESTION, is_inner_mark
from .normalising import normal
from .numbers import in_percent, plain_number
from .shapes import TYPED, AnyQuestion, WrittenChoice, WrittenQuestion
from .typing import inferred_of, mark_of

_MARGIN = " " * INDENT


def write_quiz(
    questions: Sequence[AnyQuestion], *, language: str = "fr", with_ids: bool = False
) -> str:
    """The questions, each under its heading; keys are in French or English."""
    return "\n\n".join(
        "\n".join(_question(written_question(one), language, with_ids)) for one in questions
    ) + ("\n" if questions else "")


def write_intro(source: str) -> str:
    """The text above the questions, in which nothing is taken for one."""
    lines = written("\n" + source.strip())
    return "\n".join(lines).strip("\n")


def written_question(question: AnyQuestion) -> WrittenQuestion:
    """A question of the draft as its author writes it."""
    choices = (
        WrittenChoice(
            one.text, one.is_correct, one.feedback, one.match, one.tolerance, one.credit, one.id
        )
        for one in question.choices
    )
    return normal(
        WrittenQuestion(
            question.prompt, tuple(choices), question.explanation, question.kind, question.hint,
            question.points, question.gives_partial_credit, tuple(question.tags),
            question.skill, question.level, question.id,
        )
    )  # fmt: skip


def _question(question: WrittenQuestion, language: str, with_ids: bool) -> Iterator[str]:
    lines = written(question.prompt)
    yield _heading(lines[0])
    yield from (_key(*one, language) for one in _values(question, language, with_ids))
    yield from lines[1:]
    if question.hint:
        yield ""
        yield from _text("hint", question.hint, language)
    if question.choices:
        yield ""
    for place, choice in enumerate(question.choices, start=1):
        yield from _choice(question.kind, choice, place, language)
    if question.explanation:
        yield ""
        yield from _text("explanation", question.explanation, language)


def _heading(line: str) -> str:
    if not line:
        return "##"
    found = QUESTION.match(f"## {line}")
    return f"## {line}" if found and found[1] == line else f"## {line} ##"


def _values(question: WrittenQuestion, language: str, with_ids: bool) -> Iterator[tuple[str, str]]:
    place = 0 if language.startswith("fr") else 1
    if with_ids and question.id:
        yield "id", question.id
    if inferred_of(question) != question.kind:
        yield "kind", KIND_WORDS[question.kind][place]
    if question.points != 1.0:
        yield "points", plain_number(question.points)
    if question.gives_partial_credit:
        yield "partial", ("oui", "yes")[place]
    if question.tags:
        yield "tags", ", ".join(question.tags)
    if question.skill:
        yield "skill", question.skill
    if question.level is not None:
        yield "level", str(question.level)


def _key(key: str, value: str, language: str, credit: float | None = None) -> str:
    is_french = language.startswith("fr")
    share = "" if credit is None else f" ({in_percent(credit)} %)"
    return f"{KEYS[key][0 if is_french else 1]}{share}{' ' if is_french else ''}: {value}".rstrip()


def _text(key: str, text: str, language: str) -> list[str]:
    first, *rest = written(text)
    return [_key(key, "", language) + (f" {first}" if first else ""), *rest]


def _choice(kind: str, choice: WrittenChoice, place: int, language: str) -> Iterator[str]:
    if kind in TYPED:
        yield _typed(kind, choice, language)
    else:
        credit = "" if choice.credit is None else f"{in_percent(choice.credit)}%"
        mark = mark_of(kind, choice.is_correct, place) or ("" if credit else " ")
        box = f"- [{' '.join(filter(None, [mark, credit]))}]"
        yield from _pair(box, choice) if kind == "matching" else _below(box, choice.text)
    for line in choice.feedback.split("\n") if choice.feedback else ():
        yield f"  > {line}" if line else "  >"


def _typed(kind: str, choice: WrittenChoice, language: str) -> str:
    within = "" if choice.tolerance is None else f" ± {plain_number(choice.tolerance)}"
    key = "right" if choice.is_correct else "wrong"
    return _key(key, choice.text + within, language, choice.credit)


def _pair(box: str, choice: WrittenChoice) -> Iterator[str]:
    both = (choice.text, choice.match)
    is_short = all(one and "\n" not in one and not FENCE.match(one) for one in both)
    if is_short and not MATCH_INSIDE.search(choice.text):
        yield f"{box} {choice.text} => {choice.match}"
        return
    if MATCH_INSIDE.search(choice.text.split("\n")[0]):
        yield box
        yield from _inner(written("\n" + choice.text, is_inner_mark)[1:])
    else:
        yield from _below(box, choice.text)
    if choice.match:
        yield from _below(f"{_MARGIN}=>", choice.match)


def _below(mark: str, text: str) -> Iterator[str]:
    first, *rest = written(text, is_inner_mark)
    yield f"{mark} {first}".rstrip() if not first else f"{mark} {first}"
    yield from _inner(rest)


def _inner(lines: Sequence[str]) -> Iterator[str]:
    for line in lines:
        yield _MARGIN + line if line else ""
