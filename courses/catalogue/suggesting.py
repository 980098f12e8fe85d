"""Owns what the catalogue proposes while somebody types: titles with words that begin so."""

from collections.abc import Mapping
from dataclasses import dataclass

from django.db import connection

from courses.catalogue.stocking import stock
from courses.catalogue.words import plain, words_asked

LEAST_SIGNS = 2
SKILLS, COURSES = 3, 6


@dataclass(frozen=True, slots=True)
class SkillSuggested:
    key: str
    title: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class CourseSuggested:
    slug: str
    title: str
    language: str


@dataclass(frozen=True, slots=True)
class Suggestions:
    skills: list[SkillSuggested]
    courses: list[CourseSuggested]


def suggest(text: str) -> Suggestions:
    """For every word of `text`, a word of the title must begin with it."""
    words = words_asked(text)
    if len("".join(words)) < LEAST_SIGNS:
        return Suggestions([], [])
    return Suggestions(_skills([plain(word) for word in words]), _courses(" ".join(words)))


def _skills(begun: list[str]) -> list[SkillSuggested]:
    """Skills are few and in memory; those that courses lead to."""
    known = stock()
    offered = known.shelves.count(known.shelves.everything, {})["skill"]
    found = (
        SkillSuggested(key, title)
        for key, _number in offered
        if (title := known.skills.get(key)) and _begins(begun, title)
    )
    return [one for one, _rank in zip(found, range(SKILLS), strict=False)]


def _begins(begun: list[str], title: Mapping[str, str]) -> bool:
    """In one language, a word of the title begins with each of these."""
    return any(
        all(any(word.startswith(one) for word in words) for one in begun)
        for words in ([plain(word) for word in words_asked(text)] for text in title.values())
    )


def _courses(words: str) -> list[CourseSuggested]:
    with connection.cursor() as cursor:
        cursor.execute(_COURSES, {"words": words, "begin": plain(words), "most": COURSES})
        return [CourseSuggested(*row) for row in cursor.fetchall()]


_COURSES = """
WITH asked AS (
    SELECT string_agg('''' || replace(replace(word, '\\', '\\\\'), '''', '''''') || ''':*A', ' & ')
        ::tsquery AS query
    FROM unnest(tsvector_to_array(to_tsvector('campus_simple', %(words)s))) AS word
)
SELECT c.slug, l.title, l.language
FROM asked, courses_listing l JOIN courses_course c ON c.id = l.course_id
WHERE l.vector @@ asked.query AND c.archived_at IS NULL
ORDER BY NOT starts_with(l.title_words, %(begin)s), length(l.title), l.title_words, l.course_id
LIMIT %(most)s
"""
