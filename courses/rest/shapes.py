"""Owns how the catalogue's list looks, and the examples of the documentation."""

from datetime import datetime
from typing import Annotated, Any, Literal
from uuid import UUID

from msgspec import UNSET, Meta, Struct, UnsetType

from campus.rest.paging import Page, SinceQuery
from campus.rest.selecting import Fields, FieldsQuery
from courses.outlines import OutlineModule, OutlineSkill

INT32 = 2**31 - 1


class CatalogueQuery(SinceQuery, kw_only=True):
    """Each narrows the list; words of `q` must all occur, in any form, accent and case.

    Where they find nothing, words that begin so are looked for, then likelier spellings.
    """

    q: Annotated[str, Meta(max_length=200)] = ""
    skill: Annotated[str, Meta(description="Key of a skill, from the facets.")] | None = None
    language: Annotated[str, Meta(description="BCP 47, such as fr or en.")] | None = None
    level: Annotated[int, Meta(ge=1, le=4)] | None = None
    duration: (
        Annotated[
            Literal["15", "30", "60", "120", "more"],
            Meta(description="A band of minutes: 30 is more than 15, and at most 30."),
        ]
        | None
    ) = None
    max_minutes: Annotated[int, Meta(ge=0, le=INT32)] | None = None
    kind: Annotated[str, Meta(description="Holds a lesson of this kind, such as quiz.")] | None = (
        None
    )
    provider: Annotated[str, Meta(description="Slug of an organisation.")] | None = None
    sort: (
        Annotated[
            Literal["relevance", "newest", "title", "shortest"],
            Meta(description="relevance where there are words in `q`, else newest."),
        ]
        | None
    ) = None
    fields: Fields = ""
    expand: Annotated[str, Meta(max_length=200, description="`modules`: with their lessons.")] = ""


class SuggestionQuery(Struct):
    q: Annotated[str, Meta(max_length=200, description="What is typed so far.")] = ""


class SuggestedSkill(Struct):
    key: str
    title: Annotated[dict[str, str], Meta(description="By language.")]


class SuggestedCourse(Struct):
    slug: str
    title: str
    language: str


class SuggestionList(Struct):
    """Skills and courses whose titles have words that begin so; none for a single letter."""

    skills: list[SuggestedSkill]
    courses: list[SuggestedCourse]


class CourseCard(Struct, kw_only=True):
    """A course in the catalogue, as its current release says."""

    id: UUID
    slug: str
    title: str
    summary: str
    language: str
    level: int
    minutes: int
    lessons: Annotated[int, Meta(description="How many.")]
    kinds: list[str]
    modules: Annotated[
        list[OutlineModule] | UnsetType, Meta(description="With `?expand=modules`.")
    ] = UNSET
    licence: str
    authors: str
    organisation: str
    skills: list[OutlineSkill]
    release: Annotated[int, Meta(description="Number of the current release.")]
    digest: str
    published_at: datetime


class FacetValue(Struct, omit_defaults=True):
    """`title` is a skill's, by language; `name` an organisation's."""

    value: str
    count: int
    title: dict[str, str] | None = None
    name: str | None = None


class Facets(Struct):
    """The values of each filter, with how many courses each would leave."""

    language: list[FacetValue]
    level: list[FacetValue]
    kind: list[FacetValue]
    skill: list[FacetValue]
    duration: list[FacetValue]
    provider: list[FacetValue]


class CataloguePage(Page[CourseCard]):
    """One page of the catalogue, best match first, then the newest course, unless sorted."""

    total: Annotated[int, Meta(description="Courses on all pages together, exactly.")]
    corrected: Annotated[
        str | None, Meta(description="Searched for instead of words that find nothing.")
    ]
    did_you_mean: Annotated[
        str | None, Meta(description="Would find more than the few that were found.")
    ]
    facets: Facets


class CourseQuery(FieldsQuery, kw_only=True):
    expand: Annotated[
        str,
        Meta(
            max_length=200,
            description="`lessons`: each with its HTML; `releases`: all of the course; "
            "`translations`: its courses in other languages; `relations`: each with its course.",
        ),
    ] = ""


class ReleaseQuery(FieldsQuery, kw_only=True):
    expand: Annotated[str, Meta(max_length=200, description="`lessons`: each with its HTML.")] = ""


class LessonQuery(FieldsQuery, kw_only=True):
    release: Annotated[int, Meta(ge=1, le=INT32, description="Number of a release.")] | None = None


_COURSE_ID = "0198c6f2-0003-7c3d-8e4f-5a6b7c8d9e0f"
_DIGEST = "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08"
_FACTS: dict[str, Any] = {
    "id": _COURSE_ID,
    "slug": "ecrire-clairement",
    "title": "Écrire clairement",
    "summary": "Des textes que chacun comprend du premier coup.",
    "language": "fr",
    "level": 1,
    "minutes": 45,
    "licence": "CC-BY-4.0",
    "authors": "Campus",
    "organisation": "Campus",
    "skills": [{"key": "plain-language", "title": {"fr": "Langage clair"}, "level": 1}],
}
CATALOGUE = {
    "results": [
        _FACTS
        | {
            "lessons": 6,
            "kinds": ["article", "quiz"],
            "release": 2,
            "digest": _DIGEST,
            "published_at": "2026-11-20T10:00:00Z",
        }
    ],
    "next": None,
    "previous": None,
    "total": 1,
    "corrected": None,
    "did_you_mean": None,
    "facets": {
        "language": [{"value": "fr", "count": 1}],
        "level": [{"value": "1", "count": 1}],
        "kind": [{"value": "article", "count": 1}, {"value": "quiz", "count": 1}],
        "skill": [
            {"value": "plain-language", "count": 1, "title": {"fr": "Langage clair"}},
        ],
        "duration": [{"value": "60", "count": 1}],
        "provider": [{"value": "campus", "count": 1, "name": "Campus"}],
    },
}
SUGGESTIONS = {
    "skills": [{"key": "plain-language", "title": {"fr": "Langage clair"}}],
    "courses": [{"slug": "langage-clair", "title": "Langage clair", "language": "fr"}],
}
_LESSON_ID = "0198c6f2-0002-7c3d-8e4f-5a6b7c8d9e0f"
RELEASE = _FACTS | {
    "work": "ecrire-clairement",
    "licence_text": None,
    "source": "",
    "release": {"number": 2, "digest": _DIGEST, "published_at": "2026-11-20T10:00:00Z"},
    "modules": [
        {
            "id": "0198c6f2-000a-7c3d-8e4f-5a6b7c8d9e0f",
            "title": "Commencer",
            "lessons": [
                {
                    "id": _LESSON_ID,
                    "slug": "des-phrases-courtes",
                    "title": "Des phrases courtes",
                    "kind": "article",
                    "minutes": 6,
                    "digest": _DIGEST,
                }
            ],
        }
    ],
}
COURSE = RELEASE | {"current_release": 2, "archived_at": None}
LESSON = {
    "id": _LESSON_ID,
    "title": "Vérifier : les phrases courtes",
    "kind": "quiz",
    "course": _COURSE_ID,
    "course_slug": "ecrire-clairement",
    "language": "fr",
    "release": 2,
    "digest": _DIGEST,
    "minutes": 6,
    "html": "<p>Une idée, une phrase.</p>",
    "corrected_at": None,
    "previous": None,
    "next": None,
    "mastery": 0.7,
    "questions": [
        {
            "id": "0198c6f2-0005-7c3d-8e4f-5a6b7c8d9e0f",
            "kind": "single",
            "prompt": "Combien d’idées par phrase ?",
            "choices": [
                {"id": "3f0d2a52-6d0f-4a43-9d0e-2f6f5f0b7a11", "text": "Une"},
                {"id": "b6f0c9ce-51a5-4a0e-8c4d-0a6d7f7f2c22", "text": "Trois"},
            ],
            "hint": "Relisez le titre de la leçon.",
        }
    ],
    "quiz": {
        "mode": "graded",
        "attempts_allowed": None,
        "time_limit_minutes": None,
        "shows_key": "submitted",
        "is_team": False,
        "questions": 1,
        "needs_attempt": False,
        "questions_digest": _DIGEST,
    },
}
