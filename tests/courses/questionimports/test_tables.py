"""Questions in a table: each kind, in French and English, by comma, semicolon and tab."""

import csv
import io

import pytest

from campus.errors import Invalid
from courses.questionimports import tables
from courses.questionimports.formats import read_questions
from courses.questionimports.shapes import Read

FRENCH = (
    "Type", "Question", "Choix", "Bonnes réponses", "Retours", "Points", "Étiquettes",
    "Compétence", "Niveau", "Indice", "Explication", "Points partiels", "Tolérance",
)  # fmt: skip
ENGLISH = (
    "kind", "prompt", "choices", "correct", "feedback", "points", "tags",
    "skill", "level", "hint", "explanation", "partial", "tolerance",
)  # fmt: skip
EMPTY = ("",) * len(ENGLISH)
ROWS = (
    (
        "",
        "Qui ?",
        "un | deux\\|2",
        "1",
        "Bien. | Non.",
        "2",
        "a, b",
        "",
        "3",
        "Là",
        "*Oui*",
        "",
        "",
    ),
    ("", "Lesquelles ?", "a\nb\nc", "A; c", "", "", "", "", "", "", "", "oui", ""),
    ("", "C’est vrai.", "", "vrai", "Oui. | Non.", "", "", "", "", "", "", "", ""),
    ("ordre", "Dans quel ordre ?", "un|deux|trois", "", "", "", "", "", "", "", "", "", ""),
    ("", "Qui avec qui ?", "a => 1 | b => 2 | => 3", "", "", "", "", "", "", "", "", "", ""),
    ("", "Un mot ?", "", "Paris|Paname", "", "", "", "", "", "", "", "", ""),
    ("", "Pi ?", "", "3,14 ± 0,01", "", "", "", "", "", "", "", "", ""),
    ("number", "Pi ?", "", "3,1", "", "", "", "", "", "", "", "", "0,1"),
)


def table(*rows: tuple[str, ...], header: tuple[str, ...] = FRENCH, separator: str = ";") -> bytes:
    file = io.StringIO()
    csv.writer(file, delimiter=separator).writerows([header, *rows])
    return file.getvalue().encode()


def read(data: bytes) -> Read:
    return read_questions(data, language="fr")


@pytest.mark.parametrize("separator", [",", ";", "\t"])
@pytest.mark.parametrize("header", [FRENCH, ENGLISH])
@pytest.mark.parametrize("bom", [b"", b"\xef\xbb\xbf"])
def test_every_kind_is_read(separator: str, header: tuple[str, ...], bom: bytes) -> None:
    found = read(bom + table(*ROWS, header=header, separator=separator))
    assert found.left_out == ()
    assert found.lines == (2, 3, 6, 7, 8, 9, 10, 11)
    one, several, true, order, pairs, word, pi, near = found.questions
    assert [q.kind for q in found.questions] == [
        "single", "multiple", "truefalse", "ordering", "matching", "text", "number", "number",
    ]  # fmt: skip
    assert [(c.text, c.is_correct, c.feedback) for c in one.choices] == [
        ("un", True, "Bien."), ("deux|2", False, "Non."),
    ]  # fmt: skip
    assert (one.points, one.tags, one.level, one.hint, one.explanation) == (
        2.0, ("a", "b"), 3, "Là", "*Oui*",
    )  # fmt: skip
    assert [c.is_correct for c in several.choices] == [True, False, True]
    assert several.gives_partial_credit
    assert [(c.text, c.is_correct, c.feedback) for c in true.choices] == [
        ("Vrai", True, "Oui."), ("Faux", False, "Non."),
    ]  # fmt: skip
    assert [c.text for c in order.choices] == ["un", "deux", "trois"]
    assert [(c.text, c.match) for c in pairs.choices] == [("a", "1"), ("b", "2"), ("", "3")]
    assert [c.text for c in word.choices] == ["Paris", "Paname"]
    assert [(c.text, c.tolerance) for c in (*pi.choices, *near.choices)] == [
        ("3.14", 0.01), ("3.1", 0.1),
    ]  # fmt: skip


def test_each_answer_may_have_a_column_of_its_own() -> None:
    header = ("Question", "Choix 1", "Choix 2", "Choix 3", "Retour 2", "Bonne réponse")
    found = read(table(("Qui ?", "un", "deux\n\n- plus", "", "Oui.", "B"), header=header))
    (question,) = found.questions
    assert [(c.text, c.is_correct, c.feedback) for c in question.choices] == [
        ("un", False, ""), ("deux\n\n- plus", True, "Oui."),
    ]  # fmt: skip


def a_row(**cells: str) -> tuple[str, ...]:
    return tuple(cells.get(name, "") for name in ENGLISH)


@pytest.mark.parametrize(
    ("cells", "reason"),
    [
        ({"prompt": "Qui ?"}, "No answer of this question is right"),
        ({"prompt": "Qui ?", "choices": "a|b"}, "No answer of this question is right"),
        ({"prompt": "Qui ?", "choices": "a|b", "correct": "3"}, "“3” is none of its answers"),
        ({"prompt": "Qui ?", "choices": "a|b", "correct": "0"}, "“0” is none of its answers"),
        ({"choices": "a|b", "correct": "1"}, "says nothing"),
        ({"prompt": "Qui ?", "kind": "dissertation", "correct": "a"}, "“dissertation” is no kind"),
        ({"prompt": "Qui ?", "correct": "a", "points": "x"}, "Points are a number"),
        ({"prompt": "Qui ?", "correct": "a", "points": "-1"}, "Points are a number"),
        ({"prompt": "Qui ?", "correct": "a", "level": "9"}, "A level is"),
        ({"prompt": "Qui ?", "correct": "a", "partial": "peut-être"}, "yes or no"),
        ({"prompt": "Qui ?", "kind": "nombre", "correct": "x"}, "no number"),
        ({"prompt": "Qui ?", "kind": "nombre", "correct": "1", "tolerance": "-1"}, "A tolerance"),
        ({"prompt": "Qui ?", "kind": "vrai ou faux", "correct": "?"}, "whether it is true"),
        ({"prompt": "Qui ?", "correct": "a", "feedback": "a|b"}, "more feedback"),
        ({"prompt": "Qui ?", "kind": "paires", "choices": "a => b|c"}, "two pairs"),
        ({"prompt": "Qui ?", "kind": "ordre", "choices": "a"}, "two things"),
    ],
)
def test_what_cannot_be_asked_is_left_out_with_its_line(cells: dict[str, str], reason: str) -> None:
    good = a_row(prompt="Oui ?", correct="vrai")
    found = read(table(good, a_row(**cells), good, header=ENGLISH))
    assert len(found.questions) == 2
    assert [one.line for one in found.left_out] == [3]
    assert reason in found.left_out[0].detail


def test_a_column_nobody_knows_is_named() -> None:
    with pytest.raises(Invalid, match="Line 1: These columns are not known: réponze") as refused:
        tables.read("question;choix;réponze\nQui ?;a|b;1\n", language="fr")
    assert refused.value.code == "unknown_column"
    assert "bonnes réponses / correct answers" in refused.value.detail


def test_broken_quotation_marks_are_named_with_their_line() -> None:
    with pytest.raises(Invalid, match="Line 3"):
        read(b'question;correct\nQui ?;a\n"Quoi" ?;b\n')


def test_ten_thousand_lines_are_refused() -> None:
    with pytest.raises(Invalid, match="2000"):
        read(b"question;correct\n" + b"Qui ?;a\n" * 10_000)


def test_a_table_saved_in_windows_1252_is_refused_with_the_line() -> None:
    with pytest.raises(Invalid, match="Line 2: This is not UTF-8"):
        read("question;correct\nOù ?;là\n".encode("windows-1252"))


def test_a_table_without_lines_is_refused() -> None:
    with pytest.raises(Invalid, match="no line below"):
        read(b"question;correct\n")
