"""Owns what this process knows of the whole catalogue: made anew when its revision is another.

Reading every listing is one pass over the table, once per publication and process; a question
then reads none of them but those of its page.
"""

import threading
from collections.abc import Mapping
from dataclasses import dataclass

from django.db import connection

from courses.catalogue import revising
from courses.catalogue.faceting import Shelves
from courses.catalogue.facts import Fact
from courses.models import Skill


@dataclass(frozen=True, slots=True)
class Stock:
    """All listed courses as filters know them, and how the filters' values are called."""

    revision: str
    shelves: Shelves
    skills: Mapping[str, Mapping[str, str]]
    providers: Mapping[str, str]


_lock = threading.Lock()
_known = Stock("", Shelves([]), {}, {})


def stock() -> Stock:
    """One query while nothing was published; three more after that."""
    global _known  # noqa: PLW0603  # one for each process: that is what it is for
    revision = revising.current().reading
    known = _known
    if known.revision != revision:
        with _lock:
            known = _known if _known.revision == revision else _load(revision)
            _known = known
    return known


def _load(revision: str) -> Stock:
    """The revision was read first: what is loaded after it can only be newer, never older."""
    with connection.cursor() as cursor:
        cursor.execute(_FACTS)
        shelves = Shelves(Fact(*row) for row in cursor)
        cursor.execute(_PROVIDERS)
        providers = dict(cursor.fetchall())
    skills = dict(Skill.objects.values_list("key", "title"))
    return Stock(revision, shelves, skills, providers)


_FACTS = """
SELECT l.course_id, (extract(epoch FROM l.listed_at) * 1000000)::bigint,
    (extract(epoch FROM r.published_at) * 1000000)::bigint, l.title_words, l.minutes,
    l.language, l.level, l.kinds, l.skill_keys, g.slug
FROM courses_listing l
JOIN courses_course c ON c.id = l.course_id
JOIN courses_courserelease r ON r.id = l.release_id
JOIN accounts_organisation g ON g.id = c.organisation_id
WHERE c.archived_at IS NULL
"""
_PROVIDERS = """
SELECT slug, name FROM accounts_organisation g
WHERE EXISTS (SELECT FROM courses_course c WHERE c.organisation_id = g.id)
"""
