"""Owns the search by words: PostgreSQL's full text, and what a typing error may have meant."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import reduce
from operator import or_

from django.db import connection

from courses.catalogue.faceting import Bits, Shelves
from courses.catalogue.phrasing import Stems, phrase
from courses.catalogue.words import most_likely, plain, words_asked

FEW = 3
CANDIDATES = 12


@dataclass(frozen=True, slots=True)
class Found:
    """What has the words: in the title, else in the summary too, else in topics, else in names.

    `corrected` is what was searched for instead where the words themselves find nothing;
    `did_you_mean` finds more than the few that they find.
    """

    groups: tuple[Bits, ...]
    corrected: str | None = None
    did_you_mean: str | None = None

    @property
    def all(self) -> Bits:
        return reduce(or_, self.groups)


def find(text: str, shelves: Shelves) -> Found:
    """All courses where `text` has no word at all, but signs."""
    words = words_asked(text)
    if not words:
        return Found((0 if text.strip() else shelves.everything,))
    found = _having(words, shelves)
    number = found.all.bit_count()
    if number >= FEW:
        return found
    better = _corrected(words)
    if better == words:
        return found
    other = _having(better, shelves)
    if other.all.bit_count() <= number:
        return found
    meant = " ".join(better)
    return Found(found.groups, did_you_mean=meant) if number else Found(other.groups, meant)


def beginning(text: str) -> str | None:
    """A tsquery for each word of `text` in any form, or begun so; None where no word is asked."""
    if not text.strip():
        return None
    words = words_asked(text)
    return phrase(_stems(words), is_begun=True) if words else ""


def _having(words: Sequence[str], shelves: Shelves) -> Found:
    """With every word in any of its forms; where there is none, with words that begin so."""
    stems = _stems(words)
    found = _ranked(stems, shelves, is_begun=False)
    return found if found.all else _ranked(stems, shelves, is_begun=True)


def _stems(words: Sequence[str]) -> list[Stems]:
    with connection.cursor() as cursor:
        cursor.execute(_STEMS, {"words": list(words)})
        return [Stems(*row) for row in cursor.fetchall()]


def _ranked(stems: Sequence[Stems], shelves: Shelves, *, is_begun: bool) -> Found:
    parts = {
        name: phrase(stems, weights=weights, is_begun=is_begun) for name, weights in _PARTS.items()
    }
    groups: list[Bits] = [0] * len(_PARTS)
    if parts["anywhere"]:
        with connection.cursor() as cursor:
            cursor.execute(_RANKED, parts)
            for group, ids in cursor.fetchall():
                groups[group] = shelves.having(_sixteens(bytes(ids)))
    return Found(tuple(groups))


def _sixteens(ids: bytes) -> list[bytes]:
    return [ids[at : at + 16] for at in range(0, len(ids), 16)]


def _corrected(words: Sequence[str]) -> list[str]:
    """Each word that no course has, as the likeliest one is written that some course has."""
    asked = {word: plain(word) for word in words}
    like: dict[str, list[tuple[str, str]]] = {}
    with connection.cursor() as cursor:
        cursor.execute(_LIKE, {"words": list(asked.values()), "most": CANDIDATES})
        for word, candidate, shown in cursor.fetchall():
            like.setdefault(word, []).append((candidate, shown))
    return [most_likely(asked[word], like.get(asked[word], [])) or word for word in words]


_PARTS = {"title": "A", "summary": "AB", "topics": "ABC", "anywhere": ""}
_STEMS = r"""
SELECT tsvector_to_array(courses_stems('fr', word)), tsvector_to_array(courses_stems('en', word)),
    tsvector_to_array(to_tsvector('campus_simple', word))
FROM unnest(%(words)s::text[]) WITH ORDINALITY AS asked(word, number) ORDER BY number
"""
# The ids of a group come as one string of bytes: as rows of their own they take ten times longer.
_RANKED = """
SELECT CASE WHEN vector @@ %(title)s::tsquery THEN 0 WHEN vector @@ %(summary)s::tsquery THEN 1
        WHEN vector @@ %(topics)s::tsquery THEN 2 ELSE 3 END AS rank,
    string_agg(uuid_send(course_id), ''::bytea)
FROM courses_listing WHERE vector @@ %(anywhere)s::tsquery GROUP BY rank
"""
_LIKE = """
SELECT asked.word, near.word, near.shown FROM unnest(%(words)s::text[]) AS asked(word),
    LATERAL (SELECT w.word, w.shown FROM courses_word w
        WHERE length(asked.word) >= 4 AND length(asked.word) <= 40
            AND NOT EXISTS (SELECT FROM courses_word same WHERE same.word = asked.word)
        ORDER BY w.word <-> asked.word LIMIT %(most)s) AS near
"""
