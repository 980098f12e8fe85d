"""The syntax of questions as authors write it, and what they are told where it does not fit."""

import re
from pathlib import Path

import pytest
from django.utils.translation import override

from campus.errors import Invalid
from courses.quizform.reading import read_quiz
from courses.quizform.shapes import KINDS
from courses.quizform.writing import write_quiz

README = Path("courses/quizform/README.md")


def one(text: str):
    return read_quiz(text, path="quiz.md")[1][0]


def refused(text: str) -> list[tuple[str, str]]:
    with override("en"), pytest.raises(Invalid) as found:
        read_quiz(text, path="quiz.md")
    return [(fault.pointer, fault.code) for fault in found.value.faults]


def test_the_examples_of_the_readme_are_of_every_kind() -> None:
    example = re.search(r"```markdown\n(.*?)```", README.read_text(), re.S)
    assert example
    _intro, questions = read_quiz(example[1], path="README.md")
    assert {question.kind for question in questions} == set(KINDS)
    assert read_quiz(write_quiz(questions), path="")[1] == questions


@pytest.mark.parametrize(
    ("line", "name", "value"),
    [
        ("Points : 2,5", "points", 2.5),
        ("Points: 2.5", "points", 2.5),
        ("Points\u00a0: 2,5", "points", 2.5),
        ("Points partiels : oui", "gives_partial_credit", True),
        ("Partial credit: no", "gives_partial_credit", False),
        ("Étiquettes : accueil, RGPD ; écoute", "tags", ("accueil", "RGPD", "écoute")),
        ("Etiquettes : accueil", "tags", ("accueil",)),
        ("Compétence : langage-clair", "skill", "langage-clair"),
        ("Niveau : 3", "level", 3),
        ("Indice : *lisez*", "hint", "*lisez*"),
        ("Type : plusieurs réponses", "kind", "multiple"),
        ("Kind: single", "kind", "single"),
    ],
)
def test_keys_are_understood_in_both_languages(line: str, name: str, value: object) -> None:
    assert getattr(one(f"## Quoi ?\n{line}\n\n- [x] a\n- [ ] b"), name) == value


@pytest.mark.parametrize("box", ["[x]", "[X]", "[ x ]", "[✓]", "[×]", "[\u00a0x]"])
@pytest.mark.parametrize("bullet", ["-", "*", "+", "–", "•"])
def test_boxes_of_word_processors_are_boxes(box: str, bullet: str) -> None:
    question = one(f"## Quoi ?\n{bullet} {box} a\n{bullet} [ ] b")
    assert [choice.is_correct for choice in question.choices] == [True, False]


@pytest.mark.parametrize(
    ("text", "value", "tolerance"),
    [
        ("3,14 ± 0,01", "3.14", 0.01),
        ("3.14 +- 0.01", "3.14", 0.01),
        ("−5", "-5", None),
        ("1 789", "1789", None),
        ("1\u202f789,50", "1789.50", None),
    ],
)
def test_numbers_are_read_as_people_write_them(
    text: str, value: str, tolerance: float | None
) -> None:
    question = one(f"## Combien ?\nRéponse : {text}")
    assert (question.kind, question.choices[0].text) == ("number", value)
    assert question.choices[0].tolerance == tolerance


def test_a_choice_may_hold_code_whose_lines_look_like_choices() -> None:
    question = one("## Quoi ?\n- [x] Ceci :\n\n  ```\n  - [ ] non\n  > non\n  ```\n- [ ] b")
    assert question.choices[0].text == "Ceci :\n\n```\n- [ ] non\n> non\n```"
    assert len(question.choices) == 2


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Rien.", [("quiz.md:1", "no_questions")]),
        ("## Quoi ?\n\nRien.", [("quiz.md:1", "no_choices")]),
        ("## Quoi ?\n- [ ] a\n- [ ] b", [("quiz.md:1", "no_right_answer")]),
        ("## Quoi ?\n- [x] a\n- [ ]", [("quiz.md:3", "empty_choice")]),
        ("## Quoi ?\n- [1] a\n- [1] b", [("quiz.md:1", "bad_places")]),
        ("## Quoi ?\n- [1] a", [("quiz.md:1", "no_order")]),
        ("## Quoi ?\n- [=] a => b", [("quiz.md:1", "no_pairs")]),
        ("## Quoi ?\n- [=] a => b\n- [=] c => d\n- [=] e", [("quiz.md:4", "no_match")]),
        ("## Quoi ?\n- [x] a\n- [1] b", [("quiz.md:2", "mixed_answers")]),
        ("## Quoi ?\nType : nombre\nRéponse : sept", [("quiz.md:3", "not_a_number")]),
        ("## Quoi ?\nMauvaise réponse : a", [("quiz.md:1", "no_answer")]),
        ("## Quoi ?\nPoints : beaucoup\n- [x] a\n- [ ] b", [("quiz.md:2", "bad_points")]),
        ("## Quoi ?\nType : dictée\n- [x] a\n- [ ] b", [("quiz.md:2", "bad_kind")]),
        ("## Quoi ?\nNiveau : 9\n- [x] a\n- [ ] b", [("quiz.md:2", "bad_level")]),
        ("## Quoi ?\n- [x 500%] a\n- [ ] b", [("quiz.md:2", "bad_credit")]),
        ("## Quoi ?\nType : une réponse\n- [x] a\n- [x] b", [("quiz.md:1", "one_right_choice")]),
        ("## Quoi ?\nRéponse : a\nencore", [("quiz.md:3", "misplaced")]),
        ("## Quoi ?\n```\n- [x] a\n- [ ] b", [("quiz.md:2", "code_unclosed")]),
        ("##\n- [x] a\n- [ ] b", [("quiz.md:1", "empty_prompt")]),
    ],
)
def test_every_fault_is_named_with_its_line(text: str, found: list[tuple[str, str]]) -> None:
    assert refused(text) == found


def test_all_faults_are_told_at_once_and_without_a_file_by_line() -> None:
    with override("en"), pytest.raises(Invalid) as found:
        read_quiz("## Quoi ?\n- [ ] a\n- [ ] b\n## Et ?\n", path="")
    assert found.value.detail.splitlines()[0].startswith("Line 1: No choice")
    assert [fault.pointer for fault in found.value.faults] == ["1", "4"]
