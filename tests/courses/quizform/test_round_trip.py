"""Reading what was written gives the same questions, whatever their texts hold."""

import contextlib
from dataclasses import replace

from hypothesis import HealthCheck, given, settings
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
EXAMPLES = settings(max_examples=100, deadline=None, suppress_health_check=list(HealthCheck))
lines = st.lists(st.one_of(st.sampled_from(MARKS), st.text(max_size=4)), max_size=4).map("".join)
texts = st.lists(lines, max_size=5).map("\n".join)
shares = st.one_of(st.none(), st.floats(-1, 1))
choices = st.builds(
    WrittenChoice,
    text=texts,
    is_correct=st.booleans(),
    feedback=texts,
    match=texts,
    tolerance=st.one_of(st.none(), st.floats(0, 1e6)),
    credit=shares,
)
numbered = st.builds(
    WrittenChoice,
    text=st.floats(-1e6, 1e6).map(lambda one: f"{one:.4f}"),
    is_correct=st.booleans(),
    feedback=texts,
    tolerance=st.one_of(st.none(), st.floats(0, 1e6)),
    credit=shares,
)
questions = st.sampled_from(KINDS).flatmap(
    lambda kind: st.builds(
        WrittenQuestion,
        prompt=texts,
        choices=st.lists(numbered if kind == "number" else choices, max_size=4).map(tuple),
        explanation=texts,
        kind=st.just(kind),
        hint=texts,
        points=st.floats(0, 1000),
        gives_partial_credit=st.booleans(),
        tags=st.lists(lines, max_size=3).map(tuple),
        skill=st.sampled_from(["", "langage-clair"]),
        level=st.sampled_from([None, 1, 4]),
    )
).map(normal)  # fmt: skip
answerable = questions.filter(lambda one: not list(lacks(one)))


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
