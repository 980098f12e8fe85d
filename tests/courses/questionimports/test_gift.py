"""GIFT: every kind that its documentation shows, and what is left out with its line."""

import time
from contextlib import suppress

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from campus.errors import Invalid
from courses.questionimports import gift
from courses.questionimports.formats import read_questions
from courses.questionimports.shapes import Read
from courses.quizform.lacks import lacks
from courses.quizform.normalising import normal
from courses.quizform.shapes import WrittenChoice, WrittenQuestion

# After the examples of docs.moodle.org, GIFT format.
EVERY_KIND = r"""// A comment.
$CATEGORY: $course$/top/Droit/Les bases

::Grant::Who's buried in Grant's tomb in New York City? {
=Grant
~No one
#Was true for 12 years
~Napoleon#He was buried in France
}

// [tag:histoire] [tag:art]
Deux Mayençais : {
  ~%50%Jacques
  ~%50%Élise#Bien.
  ~%-100%Grant
}

The sun rises in the East.{T#Look at the morning#Right####It does.}

Who is in [the tomb]? {=Grant =%50%Ulysses =*#No.}

Two plus two is {=four =4}, isn't it?

Match. {
    =Canada -> Ottawa
    =Italy  -> Rome
    = -> Paris
}

When was Ulysses S. Grant born? {#1822:5}

Pi to 3 places? {#3.141..3.142#Yes}

Grant again? {#
=1822:0#Right
=%50%1820:2#Nearly}

[html]<p>A <b>bold</b> question</p>{=[plain]a*b ~<i>c</i>}

$CATEGORY: Autre

Cost\: \{1 \= 2\}? {F}
"""


def read(text: str) -> Read:
    return gift.read(text, language="en")


def asked(text: str) -> WrittenQuestion:
    found = read(text)
    assert not found.left_out, found.left_out
    (question,) = found.questions
    return question


def told(text: str) -> list[str]:
    return [str(one) for one in read(text).left_out]


def test_every_kind_is_read_with_its_line() -> None:
    found = read(EVERY_KIND)
    assert found.left_out == ()
    kinds = [(line, one.kind) for line, one in zip(found.lines, found.questions, strict=True)]
    assert kinds == [
        (4, "single"), (12, "multiple"), (18, "truefalse"), (20, "text"), (22, "text"),
        (24, "matching"), (30, "number"), (32, "number"), (34, "number"), (38, "single"),
        (42, "truefalse"),
    ]  # fmt: skip


def test_right_ones_shares_and_feedback_are_kept() -> None:
    grant, several, sun, tomb, two, pairs, born, pi, again, html, cost = read(EVERY_KIND).questions
    assert [(c.text, c.is_correct, c.feedback) for c in grant.choices] == [
        ("Grant", True, ""), ("No one", False, "Was true for 12 years"),
        ("Napoleon", False, "He was buried in France"),
    ]  # fmt: skip
    assert [(c.text, c.credit) for c in several.choices] == [
        ("Jacques", 0.5), ("Élise", 0.5), ("Grant", -1.0),
    ]  # fmt: skip
    assert several.gives_partial_credit
    assert several.tags == ("Droit", "Les bases", "histoire", "art")
    assert [(c.text, c.is_correct, c.feedback) for c in sun.choices] == [
        ("True", True, "Right"), ("False", False, "Look at the morning"),
    ]  # fmt: skip
    assert sun.explanation == "It does."
    assert [(c.text, c.credit) for c in tomb.choices] == [("Grant", None), ("Ulysses", 0.5)]
    assert tomb.prompt == r"Who is in \[the tomb\]?"
    assert two.prompt == "Two plus two is _____, isn't it?"
    assert [(c.text, c.match) for c in pairs.choices] == [
        ("Canada", "Ottawa"), ("Italy", "Rome"), ("", "Paris"),
    ]  # fmt: skip
    assert [(c.text, c.tolerance) for c in born.choices] == [("1822", 5.0)]
    assert [(c.text, c.tolerance, c.feedback) for c in pi.choices] == [("3.1415", 0.0005, "Yes")]
    assert [(c.text, c.credit, c.tolerance) for c in again.choices] == [
        ("1822", None, 0.0), ("1820", 0.5, 2.0),
    ]  # fmt: skip
    assert html.prompt == "A **bold** question"
    assert [c.text for c in html.choices] == [r"a\*b", "*c*"]
    assert (cost.prompt, cost.tags) == ("Cost: {1 = 2}?", ("Autre",))


def test_what_is_said_to_any_other_answer_is_left_out_and_said() -> None:
    (note,) = read("Qui ? {=Grant =*#Non.}").notes
    assert "any other answer" in note.detail


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("Parlez-en. {}", "essay"),
        ("Un simple texte.", "no answers in braces"),
        ("Qui ? {=un ~deux", "never closed"),
        ("Un {=a} et {=b} ?", "several blanks"),
        ("Qui ? {~un ~deux}", "no answer of this question is right"),
        ("Qui ? {=un}{", "several blanks"),
        ("Combien ? {#beaucoup}", "no number"),
        ("Combien ? {#1..deux}", "no number"),
        ("Paires ? {=a -> b}", "two pairs"),
        ("Qui ? {=*}", "no answer of this question is right"),
        ('[html]<img src\\="x.png"> ? {T}', "picture"),
        ("{T}", "says nothing"),
        ("Qui ? {=%900%un ~deux}", ""),
    ],
)
def test_what_cannot_be_asked_is_left_out_with_line_and_reason(text: str, reason: str) -> None:
    before = "Vrai ? {T}\n\n"
    found = read(before + text)
    if not reason:
        assert len(found.questions) == 2
        return
    (one,) = found.left_out
    assert one.line == 3
    assert reason in one.detail.lower() or reason in one.detail
    assert len(found.questions) == 1


def test_braces_that_are_never_closed_spoil_one_question_only() -> None:
    found = read("Un ? {\n=a\n~b\n\nDeux ? {T}\n")
    assert [one.prompt for one in found.questions] == ["Deux ?"]
    assert [one.line for one in found.left_out] == [1]


def test_blank_lines_between_answers_end_nothing() -> None:
    assert len(asked("Un ? {\n\n=a\n\n~b\n\n}\n").choices) == 2


def test_too_many_questions_are_refused_with_the_line() -> None:
    text = "Vrai ? {T}\n\n" * 10_000
    with pytest.raises(Invalid) as refused:
        read_questions(text.encode(), language="en")
    assert refused.value.code == "too_many_questions"
    assert "Line 4001" in refused.value.detail
    with pytest.raises(Invalid, match="more than 2000"):
        read("rien\n\n" * 10_000)


@pytest.mark.parametrize(
    "text",
    [
        "{\n\n=" * 100_000, "\\(" * 200_000, "\n" * 500_000, "{" * 300_000, "~{" * 200_000,
        "::" * 200_000, "[html]" + "<!--" * 4_900 + "{T}", "[html]" + "<p " * 6_000 + "{T}",
        "//[tag:" * 100_000, "a{" + "~%" * 40_000 + "}", "[" * 19_000 + "{T}",
        "a\n\n\n" * 1_900 + "{=" + "\n" * 300_000,
    ],
)  # fmt: skip
def test_no_text_makes_the_reader_slow(text: str) -> None:
    began = time.process_time()
    with suppress(Invalid):
        read(text)
    assert time.process_time() - began < 5


# A tiny writer, so that what is read can be compared with what was meant.
def _escaped(text: str) -> str:
    for mark in "\\~=#{}:":
        text = text.replace(mark, f"\\{mark}")
    return text


def _answers(question: WrittenQuestion) -> str:
    if question.kind == "matching":
        pairs = (f"={_escaped(c.text)} -> {_escaped(c.match)}" for c in question.choices)
        return "\n".join(pairs)
    if question.kind == "truefalse":
        return "T" if question.choices[0].is_correct else "F"
    lead = "#\n" if question.kind == "number" else ""
    return lead + "\n".join(_answer(question.kind, one) for one in question.choices)


def _answer(kind: str, one: WrittenChoice) -> str:
    sign = "=" if kind in ("text", "number") or (kind == "single" and one.is_correct) else "~"
    weight = "" if one.credit is None else f"%{one.credit * 100:g}%"
    within = "" if one.tolerance is None else f":{one.tolerance}"
    said = f" # [markdown]{_escaped(one.feedback)}" if one.feedback else ""
    text = _escaped(one.text) if kind in ("text", "number") else f"[markdown]{_escaped(one.text)}"
    return f"{sign}{weight}{text}{within}{said}"


def written(question: WrittenQuestion) -> str:
    general = f"\n####[markdown]{_escaped(question.explanation)}" if question.explanation else ""
    return f"::n::[markdown]{_escaped(question.prompt)} {{\n{_answers(question)}{general}\n}}\n"


WORDS = st.text("aé*_b#{}=~:\\ $,;.-", min_size=1, max_size=12).map(str.strip).filter(
    lambda text: text and "->" not in text and "//" not in text and "\\n" not in text
)  # fmt: skip
TYPED = WORDS.filter(lambda text: "*" not in text and "%" not in text)
NUMBERS = st.sampled_from(["1", "-2.5", "1822", "0.001", "1e3"])
RIGHT, WRONG = {"is_correct": st.just(True)}, {"is_correct": st.just(False)}
SHARES = st.sampled_from([0.25, 0.5, 0.75])


def choices(texts: st.SearchStrategy[str], **more: st.SearchStrategy[object]) -> object:
    return st.builds(WrittenChoice, texts, feedback=st.just("") | WORDS, **more)  # type: ignore[arg-type]


def of(kind: str, *answers: object, partial: bool = False) -> st.SearchStrategy[WrittenQuestion]:
    return st.builds(
        WrittenQuestion,
        WORDS.filter(lambda text: not text.startswith(("[", "$", "//", "::"))),
        st.tuples(*answers),  # type: ignore[arg-type]
        st.just("") | WORDS,
        st.just(kind),
        gives_partial_credit=st.just(partial),
    )


PAIR = st.builds(WrittenChoice, WORDS, match=WORDS)
QUESTIONS = st.one_of(
    of("single", choices(WORDS, **RIGHT), choices(WORDS, **WRONG)),
    of("multiple", choices(WORDS, credit=SHARES, **RIGHT), choices(WORDS, credit=SHARES, **RIGHT),
       choices(WORDS, credit=SHARES.map(lambda share: -share)), partial=True),
    of("text", choices(TYPED, **RIGHT), choices(TYPED, credit=SHARES, **RIGHT)),
    of("number", choices(NUMBERS, tolerance=st.sampled_from([0.0, 0.5]), **RIGHT)),
    of("truefalse", *(st.just(WrittenChoice(one, one == "True")) for one in ("True", "False"))),
    of("matching", PAIR, PAIR, partial=True),
).map(normal).filter(lambda one: not list(lacks(one)))  # fmt: skip


@settings(max_examples=200)
@given(st.lists(QUESTIONS, min_size=1, max_size=3))
def test_what_is_written_reads_back_as_the_same(meant: list[WrittenQuestion]) -> None:
    found = read("\n".join(map(written, meant)))
    assert found.left_out == ()
    assert found.questions == tuple(meant)


SIGNS = [*"{}=~#:%\\\n<>*Ta1", "::", "->", "####", "[html]", "$CATEGORY:", "//", "<p>", "&amp;"]


@settings(max_examples=200)
@given(st.lists(st.sampled_from(SIGNS)).map("".join))
def test_any_text_is_read_or_left_out(text: str) -> None:
    found = read(text)
    assert len(found.questions) == len(found.lines)
