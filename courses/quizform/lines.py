"""The marks of the syntax, line by line; a backslash before one makes it plain text again."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass

BLANK = r"[ \t\u00a0\u202f]"
QUESTION = re.compile(rf"##(?:{BLANK}+(.*?))??(?:[ \t]#+)?[ \t]*$")
CHOICE = re.compile(
    rf"[-*+–—•]{BLANK}+[\[［]{BLANK}*"
    rf"(?:(?P<mark>[xX×✓✔☑=]|\d{{1,3}}(?![\d.,]*{BLANK}*%))?{BLANK}*(?:(?P<credit>[-+\u2212]?[\d.,]+){BLANK}*%)?)"
    rf"{BLANK}*[\]］](?:[ \t]+(?P<text>.*)|[ \t]*)$"
)
FEEDBACK = re.compile(r"[ \t]*>[ \t]?(.*)$")
MATCH = re.compile(r"[ \t]*(?:=>|→|⇒)(?:[ \t]+(.*)|[ \t]*)$")
MATCH_INSIDE = re.compile(r"(?:^|(?<=[ \t]))(?:=>|→|⇒)(?=[ \t]|$)")
FENCE = re.compile(r"[ \t]*(`{3,}|~{3,})([^`]*)$")

# What each key is called: French, English, and as the code says it.
KEYS = {
    "kind": ("Type", "Kind"),
    "points": ("Points", "Points"),
    "partial": ("Points partiels", "Partial credit"),
    "tags": ("Étiquettes", "Tags"),
    "skill": ("Compétence", "Skill"),
    "level": ("Niveau", "Level"),
    "id": ("Id", "Id"),
    "right": ("Réponse", "Answer"),
    "wrong": ("Mauvaise réponse", "Wrong answer"),
    "hint": ("Indice", "Hint"),
    "explanation": ("Explication", "Explanation"),
}
KIND_WORDS = {
    "single": ("une réponse", "one answer"),
    "multiple": ("plusieurs réponses", "several answers"),
    "truefalse": ("vrai ou faux", "true or false"),
    "ordering": ("ordre", "order"),
    "matching": ("paires", "pairs"),
    "text": ("texte", "text"),
    "number": ("nombre", "number"),
}
TRUE_WORDS, FALSE_WORDS = ("vrai", "true"), ("faux", "false")
YES, NO = ("oui", "yes", "true"), ("non", "no", "false")
_ALIKE = {"etiquettes": "tags", "competence": "skill", "reponse": "right",
          "mauvaise reponse": "wrong"}  # fmt: skip
_NAMES = {word.lower(): key for key, words in KEYS.items() for word in words} | _ALIKE
_KEY = re.compile(
    rf"({'|'.join(sorted(_NAMES, key=len, reverse=True))}|{'|'.join(_ALIKE)})"
    rf"(?:{BLANK}*\({BLANK}*([-+\u2212]?[\d.,]+){BLANK}*%{BLANK}*\))?{BLANK}*[:：]"
    rf"{BLANK}*(.*)$",
    re.I,
)


@dataclass(frozen=True)
class KeyLine:
    key: str
    value: str
    credit: str = ""


def key_line(line: str) -> KeyLine | None:
    found = _KEY.match(line)
    if not found or (found[2] and _NAMES[found[1].lower()] not in ("right", "wrong")):
        return None
    return KeyLine(_NAMES[found[1].lower()], found[3], found[2] or "")


def is_mark(line: str) -> bool:
    """Whether a line at the margin would be taken for something of the syntax."""
    return bool(QUESTION.match(line) or CHOICE.match(line) or FENCE.match(line) or key_line(line))


def is_inner_mark(line: str) -> bool:
    """The same for a line below a choice, where nothing but these is read."""
    return bool(FEEDBACK.match(line) or MATCH.match(line) or FENCE.match(line))


def escaped(line: str, marks: Callable[[str], bool] = is_mark) -> str:
    return "\\" + line if marks(line.lstrip("\\")) else line


def unescaped(line: str, marks: Callable[[str], bool] = is_mark) -> str:
    bare = line.lstrip("\\")
    return line[1:] if bare != line and marks(bare) else line
