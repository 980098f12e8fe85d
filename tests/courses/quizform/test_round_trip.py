"""Reading what was written gives the same questions, whatever their texts hold."""

import contextlib
from dataclasses import replace
from random import Random

from hypothesis import given, settings
from hypothesis import strategies as st

from campus.errors import Invalid
from courses.quizform.lacks import lacks
from courses.quizform.normalising import normal
from courses.quizform.reading import read_quiz
from courses.quizform.shapes import KINDS, WrittenChoice, WrittenQuestion
from courses.quizform.writing import write_intro, write_quiz

# What the syntax itself is made of, so that every confusion is tried.
MARKS = [
    "## ", "##", "# ", " #", " ##", "- [x] ", "- [ ] a", "- [1] ", "- [=] ", "- [50%] a", "[x]",
    "=> ", " => ", "→", "> ", ">", "\\", "\\> ", "\\## ", "```", "~~~", "````", "    ", "  ", "\t",
    "Indice : ", "Réponse : ", "Mauvaise réponse (50 %) : a", "Explication :", "Points : 2",
    "Type : texte", "Id : x", "± 2", "3,14", "Vrai", "Faux", "é", "\u00a0", "«", "a", "*b*", "\x85",
]  # fmt: skip
EXAMPLES = settings(max_examples=150)


def a_text(chance: Random) -> str:
    lines = (
        "".join(chance.choices(MARKS, k=chance.randint(0, 4))) for _ in range(chance.randint(0, 4))
    )
    return "\n".join(lines)


def a_choice(chance: Random, kind: str) -> WrittenChoice:
    value = chance.choice(["1789", "3.14", "-2e3", "0.5"])
    return WrittenChoice(
        text=value if kind == "number" else a_text(chance) if chance.random() < 0.9 else value,
        is_correct=chance.random() < 0.5,
        feedback=a_text(chance),
        match=a_text(chance),
        tolerance=chance.choice([None, 0.0, 0.01, chance.random()]),
        credit=chance.choice([None, None, 0.5, -1.0, chance.uniform(-1, 1)]),
    )


def an_answerable_question(seed: int) -> WrittenQuestion:
    """One that makes sense, of marks in any order; tried until it can be answered."""
    chance = Random(seed)
    while True:
        kind = chance.choice(KINDS)
        question = normal(
            WrittenQuestion(
                a_text(chance),
                tuple(a_choice(chance, kind) for _ in range(chance.randint(1, 4))),
                a_text(chance),
                kind,
                a_text(chance),
                points=chance.choice([1.0, 0.0, 2.5, chance.random()]),
                gives_partial_credit=chance.random() < 0.5,
                tags=tuple(a_text(chance) for _ in range(chance.randint(0, 2))),
                skill=chance.choice(["", "langage-clair"]),
                level=chance.choice([None, 1, 4]),
            )
        )
        if not list(lacks(question)):
            return question


texts = st.integers().map(lambda seed: a_text(Random(seed)))
answerable = st.integers().map(an_answerable_question)


@EXAMPLES
@given(st.lists(answerable, min_size=1, max_size=3), st.sampled_from(["fr", "en"]))
def test_what_is_written_reads_back_as_the_same(
    asked: list[WrittenQuestion], language: str
) -> None:
    text = write_quiz(asked, language=language)
    assert read_quiz(text, path="q.md") == ("", tuple(asked))
    assert write_quiz(read_quiz(text, path="q.md")[1], language=language) == text


@EXAMPLES
@given(texts, answerable)
def test_an_introduction_stays_above_the_questions(intro: str, question: WrittenQuestion) -> None:
    plain = normal(WrittenQuestion(intro)).prompt
    text = f"{write_intro(plain)}\n\n{write_quiz([question])}"
    assert read_quiz(text, path="q.md") == (plain, (question,))


@EXAMPLES
@given(st.text())
def test_any_text_is_read_or_refused(text: str) -> None:
    with contextlib.suppress(Invalid):
        read_quiz(text, path="q.md")


def test_ids_are_written_where_asked_for_only() -> None:
    question = normal(WrittenQuestion("Quoi ?", (WrittenChoice("a", True), WrittenChoice("b"))))
    named = replace(question, id="019b1f6e-0000-7000-8000-000000000001")
    assert read_quiz(write_quiz([named], with_ids=True), path="")[1] == (named,)
    assert read_quiz(write_quiz([named]), path="")[1] == (question,)
