"""One question as its lines are read: what each line adds to, and what becomes of them all."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from . import keys
from .blocks import Block, inner
from .lacks import lacks
from .lines import CHOICE, FEEDBACK, MATCH, MATCH_INSIDE, KeyLine, key_line
from .normalising import normal
from .numbers import percent, with_tolerance
from .shapes import WrittenChoice, WrittenQuestion
from .typing import family, inferred
from .wording import Found, said

TYPED_MARKS = ("right", "wrong")


@dataclass
class AnswerLines:
    """`mark` is what stands in the box ("" for nothing), or the key of a typed answer."""

    line: int
    mark: str
    credit: float | None
    text: Block
    match: Block | None = None
    feedback: list[str] = field(default_factory=list)

    @property
    def is_typed(self) -> bool:
        return self.mark in TYPED_MARKS

    def choice(self, kind: str) -> WrittenChoice:
        text, tolerance = self.text.text, None
        if kind == "number" and (found := with_tolerance(text)):
            text, tolerance = found
        return WrittenChoice(
            text=text,
            is_correct=self.mark in ("x", "right"),
            feedback="\n".join(self.feedback),
            match=self.match.text if self.match else "",
            tolerance=tolerance,
            credit=self.credit,
        )


class QuestionLines:
    def __init__(self, line: int, words: str) -> None:
        self.line = line
        self.prompt = self.current = Block(line)
        self.prompt.begin(words)
        self.texts: dict[str, Block] = {}
        self.values: dict[str, object] = {}
        self.answers: list[AnswerLines] = []
        self.answer: AnswerLines | None = None
        self.faults: list[Found] = []

    def read(self, line: str, number: int) -> None:
        if self.current.fence:
            self._go_on(line, number)
            return
        key, choice = key_line(line), CHOICE.match(line)
        if key is not None:
            self._key(key, number)
        elif choice and not ("explanation" in self.texts and self.answers):
            self._begin_choice(choice, number)
        elif self.answer is not None and (found := FEEDBACK.match(line)):
            self.answer.feedback.append(found[1])
        elif self.answer and self.answer.mark == "=" and (found := MATCH.match(line)):
            self._begin_match(found[1] or "", number)
        else:
            self._go_on(line, number)

    def _go_on(self, line: str, number: int) -> None:
        if self.answer is None:
            self.current.add(line, number)
        elif not self.answer.is_typed:
            self.current.add(self.current.dedented(line), number)
        elif line.strip():
            self.faults.append(said(number, "misplaced"))

    def _key(self, line: KeyLine, number: int) -> None:
        if line.key in TYPED_MARKS:
            self._begin(AnswerLines(number, line.key, percent(line.credit), Block(number)))
            self.current.lines.append(line.value)
        elif line.key in ("hint", "explanation"):
            self._begin_text(line, number)
        else:
            try:
                self.values |= keys.value(line)
            except ValueError:
                self.faults.append(said(number, f"bad_{line.key}", value=line.value))

    def _begin_text(self, line: KeyLine, number: int) -> None:
        if line.key in self.texts:
            self.faults.append(said(number, "said_twice", value=line.key))
        self.answer, self.current = None, Block(number)
        self.texts[line.key] = self.current
        self.current.begin(line.value)

    def _begin_choice(self, found: re.Match[str], number: int) -> None:
        mark = found["mark"] or ""
        mark = "x" if mark and mark in "xX×✓✔☑" else mark
        self._begin(AnswerLines(number, mark, percent(found["credit"] or ""), inner(number)))
        words = found["text"] or ""
        arrow = MATCH_INSIDE.search(words) if mark == "=" else None
        self.current.begin(words[: arrow.start()] if arrow else words)
        if arrow:
            self._begin_match(words[arrow.end() :], number)

    def _begin_match(self, words: str, number: int) -> None:
        assert self.answer is not None
        if self.answer.match is not None:
            self.faults.append(said(number, "two_matches"))
        self.answer.match = self.current = inner(number)
        self.current.begin(words)

    def _begin(self, answer: AnswerLines) -> None:
        self.answers.append(answer)
        self.answer, self.current = answer, answer.text

    @property
    def kind(self) -> str:
        marks = [one.mark for one in self.answers]
        return str(
            self.values.get("kind") or inferred(marks, [one.text.text for one in self.answers])
        )

    def question(self) -> WrittenQuestion:
        kind, answers = self.kind, self.answers
        if kind == "ordering":
            answers = sorted(answers, key=lambda one: int(one.mark) if one.mark.isdigit() else 0)
        texts = {name: block.text for name, block in self.texts.items()}
        given = {"kind": kind, "choices": tuple(one.choice(kind) for one in answers)}
        return normal(WrittenQuestion(self.prompt.text, **{**self.values, **texts, **given}))  # type: ignore[arg-type]

    def found(self) -> Iterator[Found]:
        """What is wrong with it, by line."""
        yield from self.faults
        if self.current.fence:
            yield said(self.current.opened, "code_unclosed")
            return
        foreign = [one for one in self.answers if family(one.mark) != family(self.kind)]
        if foreign:
            yield said(foreign[0].line, "mixed_answers")
            return
        yield from self._wrong_order()
        order = self.question().choices if self.kind != "ordering" else ()
        for lack in lacks(self.question()):
            at = self.answers[lack.choice].line if lack.choice is not None and order else self.line
            yield at, lack.code, lack.detail

    def _wrong_order(self) -> Iterator[Found]:
        if self.kind == "ordering":
            places = sorted(int(one.mark) for one in self.answers)
            if places != list(range(1, len(places) + 1)):
                yield said(self.line, "bad_places")
