"""What the columns of a table of questions are called, in French and in English."""

from __future__ import annotations

import re
from collections.abc import Iterable

from courses.catalogue.sheets import Row

COLUMNS = {
    "kind": ("type", "kind"),
    "prompt": ("question", "énoncé", "prompt"),
    "choices": ("choix", "choices", "réponses", "answers"),
    "correct": (
        "bonnes réponses",
        "bonne réponse",
        "juste",
        "correct",
        "correct answer",
        "correct answers",
    ),
    "feedback": ("retours", "retour", "feedback"),
    "tolerance": ("tolérance", "tolerance"),
    "points": ("points",),
    "partial": ("points partiels", "partial credit", "partial"),
    "tags": ("étiquettes", "tags"),
    "skill": ("compétence", "skill"),
    "level": ("niveau", "level"),
    "hint": ("indice", "hint"),
    "explanation": ("explication", "explanation"),
}
# Columns of which there may be one for each answer: `choix 1`, `feedback2`.
EACH = {"choices": ("choix", "choice", "réponse", "answer"), "feedback": ("retour", "feedback")}
MOST_EACH = 20
_PLAIN = str.maketrans("éèêà", "eeea")


def _spelt(name: str) -> Iterable[str]:
    yield name
    yield name.translate(_PLAIN)


_ONE = {
    spelt: column for column, names in COLUMNS.items() for name in names for spelt in _spelt(name)
}
_EACH = {
    f"{spelt}{blank}{number}": (column, number)
    for column, names in EACH.items() for name in names for spelt in _spelt(name)
    for blank in ("", " ", "_") for number in range(1, MOST_EACH + 1)
}  # fmt: skip
NAMES = frozenset(_ONE) | frozenset(_EACH)


def known_columns() -> str:
    """The names to tell somebody who wrote others."""
    return ", ".join(" / ".join(names[:: len(names) - 1 or 1]) for names in COLUMNS.values())


def header_of(text: str) -> list[str]:
    """The names in the first line, as far as no quotation marks hold separators."""
    names = re.split(r"[,;\t]", text.split("\n", 1)[0])
    return [one.strip(' "').lower() for one in names]


class Cells:
    """The cells of a line by the column that they mean, whatever it is called."""

    def __init__(self, row: Row) -> None:
        self._one: dict[str, str] = {}
        self._each: dict[str, dict[int, str]] = {"choices": {}, "feedback": {}}
        for name in row.cells:
            if name in _EACH:
                column, number = _EACH[name]
                self._each[column][number] = row.text(name)
            elif name in _ONE and row.text(name):
                self._one.setdefault(_ONE[name], row.text(name))

    def text(self, column: str) -> str:
        return self._one.get(column, "")

    def several(self, column: str) -> list[str]:
        """Parts of one cell, then the cells of numbered columns up to the last that is filled."""
        numbered = self._each.get(column, {})
        last = max((number for number, text in numbered.items() if text), default=0)
        return [
            *parts(self.text(column)),
            *(numbered.get(number, "") for number in range(1, last + 1)),
        ]


def parts(cell: str) -> list[str]:
    """What stands between `|` or line breaks; `\\|` is the sign itself."""
    if not cell:
        return []
    return [one.strip().replace("\\|", "|") for one in re.split(r"(?<!\\)\||\n", cell)]
