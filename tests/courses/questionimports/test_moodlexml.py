"""Moodle XML: what Moodle writes of each kind, what is left out, and what XML must never do."""

import pytest

from campus.errors import Invalid
from courses.questionimports.formats import read_questions
from courses.questionimports.shapes import Read
from tests.courses.moodle_exports import EXPORT, LAUGHS

LEFT_OUT = {
    "essay": "own words",
    "description": "asks nothing",
    "cloze": "several blanks",
    "multianswer": "several blanks",
    "calculated": "numbers that change",
    "random": "drawn at random",
    "coderunner": "“coderunner” is no kind",
}


def read(text: str) -> Read:
    return read_questions(text.encode(), language="fr")


def a_question(kind: str = "multichoice", text: str = "Quoi ?", inner: str = "") -> str:
    answers = '<answer fraction="100"><text>a</text></answer><answer><text>b</text></answer>'
    return (
        f'<question type="{kind}"><name><text>Nom</text></name>'
        f'<questiontext format="html"><text>{text}</text></questiontext>{inner or answers}'
        "</question>\n"
    )


def a_file(*questions: str) -> str:
    return "<quiz>\n" + "".join(questions) + "</quiz>"


def test_every_kind_is_read_with_line_and_tags() -> None:
    found = read(EXPORT)
    assert found.left_out == ()
    assert [one.kind for one in found.questions] == [
        "single", "multiple", "truefalse", "text", "number", "matching", "ordering",
    ]  # fmt: skip
    assert found.lines == (8, 25, 33, 39, 48, 55, 62)
    begin = EXPORT.split("\n")[62 - 1]
    assert begin.strip() == '<question type="ordering">'
    assert all(one.tags[:2] == ("Droit", "Les bases") for one in found.questions)


def test_texts_hints_points_and_feedback_are_kept() -> None:
    one, several, true, word, pi, _pairs, _order = read(EXPORT).questions
    assert one.prompt == "La capitale de **la Drôme**\u00a0?"
    assert (one.points, one.explanation, one.hint) == (2.0, "Valence.", "Au sud.\n\nSur le Rhône.")
    assert one.tags == ("Droit", "Les bases", "villes", "Drôme")
    assert [(c.text, c.is_correct, c.feedback, c.credit) for c in one.choices] == [
        ("Valence", True, "Oui", None), ("Romans", False, "", 0.5), ("Die", False, "", None),
    ]  # fmt: skip
    assert several.prompt == "Lesquels *vraiment* ?"
    assert several.gives_partial_credit
    assert [(c.is_correct, round(c.credit or 0, 3)) for c in several.choices] == [
        (True, 0.333), (True, 0.667), (False, -1.0),
    ]  # fmt: skip
    assert [(c.text, c.is_correct, c.feedback) for c in true.choices] == [
        ("Vrai", False, "Regardez."), ("Faux", True, "Oui."),
    ]  # fmt: skip
    assert word.prompt == r"Qui \*signe\* ?"
    assert [(c.text, c.credit) for c in word.choices] == [("le maire", None), ("la mairie", 0.5)]
    assert pi.prompt == r"$\pi$ vaut ?"
    assert [(c.text, c.tolerance, c.credit) for c in pi.choices] == [
        ("3.14", 0.01, None), ("3", None, 0.5),
    ]  # fmt: skip


def test_pairs_decoys_and_order_are_kept() -> None:
    *_others, pairs, order = read(EXPORT).questions
    assert [(c.text, c.match) for c in pairs.choices] == [
        ("Drôme", "26"), ("Gers", "32"), ("", "99"),
    ]  # fmt: skip
    assert [c.text for c in order.choices] == ["un", "deux", "dix"]
    assert order.gives_partial_credit


def test_what_was_lost_is_said_with_its_line() -> None:
    notes = [(one.line, one.detail.split(":")[0]) for one in read(EXPORT).notes]
    assert notes == [
        (39, "What is said to any other answer is left out."),
        (39, "The answer “*maire*” is left out"),
        (39, "Small and capital letters are the same here."),
        (48, "Its units are left out"),
    ]


@pytest.mark.parametrize(("kind", "reason"), LEFT_OUT.items())
def test_other_kinds_are_left_out_with_a_reason(kind: str, reason: str) -> None:
    found = read(a_file(a_question(), a_question(kind)))
    assert len(found.questions) == 1
    assert [(one.line, one.about) for one in found.left_out] == [(3, "Nom")]
    assert reason in found.left_out[0].detail


@pytest.mark.parametrize(
    ("question", "reason"),
    [
        (a_question(inner="<answer fraction='0'><text>a</text></answer>"), "two choices"),
        (a_question(inner="<answer><text>a</text></answer><answer><text>b</text></answer>"),
         "No answer of this question is right"),
        (a_question(inner="<answer fraction='x'><text>a</text></answer>"), "“x” is no number"),
        (a_question(text=""), "says nothing"),
        (a_question("truefalse"), "One of true and false"),
        (a_question("numerical", inner="<answer fraction='100'><text>x</text></answer>"),
         "“x” is no number"),
        (a_question("matching", inner="<subquestion><text>a</text></subquestion>"), "two pairs"),
        (a_question(text='&lt;img src="@@PLUGINFILE@@/a.png" alt="A"&gt;'), "shows a picture"),
        (a_question(text='&lt;img src="https://example.org/a.png"&gt;'), "shows a picture"),
        (a_question(text="x" * 20_001), "20000 characters"),
        (a_question(text="&lt;div&gt;" * 200), "nested too deeply"),
        (a_question(inner="<defaultgrade>1e9</defaultgrade><answer fraction='100'><text>a</text>"
                    "</answer><answer><text>b</text></answer>"), "Points are a number"),
        (a_question(inner="<hidden>1</hidden>"), "hidden"),
    ],
)  # fmt: skip
def test_what_cannot_be_asked_is_left_out_with_its_line(question: str, reason: str) -> None:
    found = read(a_file(a_question(), question, a_question()))
    assert len(found.questions) == 2
    assert [one.line for one in found.left_out] == [3]
    assert reason in found.left_out[0].detail


def test_scripts_and_styles_are_no_text() -> None:
    text = "<![CDATA[<p onclick='x()'>Quoi <script>x()</script><style>p{}</style>?</p>]]>"
    (question,) = read(a_file(a_question(text=text))).questions
    assert question.prompt == "Quoi ?"


EXTERNAL = """<?xml version="1.0"?>
<!DOCTYPE quiz [<!ENTITY x SYSTEM "file:///etc/passwd">]>
<quiz><question type="truefalse"><name><text>&x;</text></name></question></quiz>"""


@pytest.mark.parametrize(
    ("text", "code", "reason"),
    [
        (LAUGHS, "unsafe_xml", "Line 2: This XML declares entities"),
        (EXTERNAL, "unsafe_xml", "Line 2: This XML declares entities"),
        ("<!DOCTYPE quiz SYSTEM 'http://localhost/x.dtd'>\n<quiz/>", "unsafe_xml", "Line 1"),
        ("<quiz>\n<question>\n</quiz>", "bad_xml", "Line 3: This XML is broken"),
        ("<quiz>\n<question type='essay'>", "bad_xml", "Line 2: This XML is broken"),
        ("<quiz>&nope;</quiz>", "bad_xml", "Line 1: This XML is broken"),
        ("<html>\n<p>Bonjour</p></html>", "other_xml", "<html>"),
        ("<quiz></quiz>", "nothing_to_import", "read as Moodle XML"),
        ("<quiz>" + "<a>" * 50, "bad_xml", "so many parts"),
        ("<quiz><question type='essay'>" + "<a/>" * 6000, "bad_xml", "so many parts"),
        (a_file(*[a_question()] * 10_000), "too_many_questions", "Line 2002: "),
        (a_file(*[a_question("essay")] * 10_000), "too_many_questions", "Line 2002: "),
    ],
)  # fmt: skip
def test_a_file_that_cannot_be_read_is_refused(text: str, code: str, reason: str) -> None:
    with pytest.raises(Invalid) as refused:
        read(text)
    assert refused.value.code == code
    assert reason in refused.value.detail


def test_a_declared_encoding_does_not_matter_once_it_is_utf8() -> None:
    text = '\n<?xml version="1.0" encoding="ISO-8859-1"?>\n' + a_file(a_question(text="Déjà ?"))
    found = read(text)
    assert (found.questions[0].prompt, found.lines) == ("Déjà ?", (4,))
