"""Rules of spelling: words without accents and case, and how far one lies from another. Pure."""

import re
import unicodedata

LONGEST_WORD = 40

_LIGATURES = str.maketrans({"œ": "oe", "æ": "ae", "ø": "o", "ł": "l", "’": "'"})
_WORD = re.compile(r"[^\W\d_]+")
_ASKED = re.compile(r"\w+")


def plain(text: str) -> str:
    """The text without accents and case: what titles are sorted and completed by."""
    folded = unicodedata.normalize("NFKD", text).casefold().translate(_LIGATURES)
    return "".join(sign for sign in folded if not unicodedata.combining(sign))


def words_asked(text: str) -> list[str]:
    """The words of a question, each once, in order; signs only part them."""
    return list(dict.fromkeys(_ASKED.findall(unicodedata.normalize("NFKC", text).casefold())))


def words_kept(text: str, *, least: int = 4) -> dict[str, str]:
    """The words worth correcting towards: each spelled plainly, with how the text writes it."""
    found = _WORD.findall(unicodedata.normalize("NFC", text).lower())
    return {plain(word): word for word in found if least <= len(word) <= LONGEST_WORD}


def most_likely(asked: str, candidates: list[tuple[str, str]]) -> str | None:
    """How the candidate is written that a typing error may have made into `asked`, if one is.

    `candidates` are pairs of a plain spelling and the written one, the likeliest first.
    """
    most = 1 if len(asked) <= 5 else 2 if len(asked) <= 9 else 3
    near = [(distance(asked, word, most=most), shown) for word, shown in candidates]
    best = min(near, key=lambda one: one[0], default=(most + 1, ""))
    return best[1] if 0 < best[0] <= most else None


def distance(one: str, other: str, *, most: int) -> int:
    """Letters to add, drop, change or swap with their neighbour; `most` + 1 stands for more.

    Source: the optimal string alignment distance.
    """
    if abs(len(one) - len(other)) > most:
        return most + 1
    before, row = [0] * (len(other) + 1), list(range(len(other) + 1))
    for i, a in enumerate(one, start=1):
        last, before, row = before, row, [i]
        for j, b in enumerate(other, start=1):
            least = min(before[j] + 1, row[j - 1] + 1, before[j - 1] + (a != b))
            if i > 1 and j > 1 and a == other[j - 2] and one[i - 2] == b:
                least = min(least, last[j - 2] + 1)
            row.append(least)
    return min(row[-1], most + 1)
