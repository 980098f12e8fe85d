"""What things are called when nobody said: order of files, slugs, titles, the language."""

from __future__ import annotations

import re
from collections import Counter
from pathlib import PurePosixPath

from campus.markdown.slugs import slug
from courses.textform import names

_SAYS_NOTHING = {
    "introduction", "accueil", "presentation", "sommaire", "readme", "home", "index", "overview",
    "contents", "table-des-matieres", "bienvenue", "welcome", "preambule", "avant-propos",
}  # fmt: skip
_FRENCH = {"le", "la", "les", "des", "et", "est", "une", "pour", "dans", "vous", "que", "du"}
_ENGLISH = {"the", "of", "and", "is", "a", "for", "in", "you", "that", "to", "are", "with"}


def natural(path: str) -> list[tuple[int, int, str]]:
    """A sort key: `2-b` before `10-a`."""
    parts = re.split(r"(\d+)", path.lower())
    return [(0, int(part), "") if part.isdigit() else (1, 0, part) for part in parts]


def in_order(path: str) -> tuple[object, ...]:
    """A sort key for lessons: the files of a folder before its folders, its README first."""
    pure = PurePosixPath(path)
    folder = [] if str(pure.parent) == "." else [natural(part) for part in pure.parent.parts]
    return len(folder) > 0, folder, not names.is_readme(path), natural(pure.name)


def humanised(name: str) -> str:
    """`2-preparer_la-suite` → `Preparer la suite`."""
    words = re.sub(r"[-_.\s]+", " ", re.sub(r"^\d+[-_. ]+", "", name)).strip()
    return words[:1].upper() + words[1:]


def accented(name: str, text: str) -> str:
    """`name` with each word as `text` mostly spells it: `qualite` → `qualité`."""
    spelt: dict[str, Counter[str]] = {}
    for word in re.findall(r"[^\W\d_]+", text):
        spelt.setdefault(slug(word), Counter())[word.lower()] += 1
    words = (spelt[one].most_common(1)[0][0] if one in spelt else one for one in name.split("-"))
    return "-".join(words)


def says_something(title: str) -> bool:
    return bool(slug(title)) and slug(title) not in _SAYS_NOTHING


def guessed_language(text: str) -> str:
    words = re.findall(r"[a-zà-ÿœ]+", text.lower())
    french = sum(word in _FRENCH for word in words)
    return "en" if sum(word in _ENGLISH for word in words) > french else "fr"


def cut(text: str, most: int) -> str:
    """`text`, or what of it fits into `most` characters, ended at a word."""
    if len(text) <= most:
        return text
    return text[: most - 1].rsplit(" ", 1)[0].rstrip(" ,;:") + "…"
