"""Owns how the compiled outline and the questions of a release are read."""

from collections.abc import Iterable, Iterator, Mapping
from typing import Annotated
from uuid import UUID

from msgspec import UNSET, Meta, Struct, UnsetType, structs


class OutlineLesson(Struct, kw_only=True):
    id: UUID
    slug: str
    title: str
    kind: str
    minutes: int
    digest: Annotated[str, Meta(description="SHA-256 of its HTML, at /api/v1/blobs/{digest}.")]
    html: Annotated[str | UnsetType, Meta(description="With `?expand=lessons`.")] = UNSET


class OutlineCredit(Struct, kw_only=True):
    """Who made a file that the course shows, and what others may do with it."""

    path: str
    digest: Annotated[str, Meta(description="SHA-256 of the file, a blob.")]
    credit: str
    licence: str
    title: Annotated[
        str, Meta(description="What it shows, or the title of the lesson that shows it.")
    ] = ""


class OutlineModule(Struct, kw_only=True):
    id: UUID
    title: str
    lessons: list[OutlineLesson]


class OutlineSkill(Struct, kw_only=True):
    key: str
    title: Annotated[dict[str, str], Meta(description="By language.")]
    level: Annotated[int, Meta(ge=1, le=4, description="Where the course leads to.")]
    from_level: Annotated[int, Meta(ge=0, le=3, description="0: from nothing.")] = 0


class LinkedCourse(Struct, kw_only=True):
    """Another course that is listed today."""

    slug: str
    title: str
    language: str


class OutlineRelation(Struct, kw_only=True):
    kind: Annotated[str, Meta(description="prerequisite, related, equivalent or successor")]
    work: Annotated[str, Meta(description="What the translations of that course share.")]
    course: Annotated[
        LinkedCourse | UnsetType | None,
        Meta(
            description="With `?expand=relations`: in the language of this course if it can be; "
            "null while none is listed."
        ),
    ] = UNSET


class Outline(Struct, kw_only=True):
    """The part of a compiled outline that readers are shown."""

    id: UUID
    work: Annotated[str, Meta(description="What its translations have in common.")]
    title: str
    summary: str
    language: str
    level: Annotated[int, Meta(ge=1, le=4)]
    minutes: int
    authors: str
    licence: str
    licence_text: Annotated[str | None, Meta(description="SHA-256 of the text, a blob.")]
    source: str
    skills: list[OutlineSkill]
    modules: list[OutlineModule]
    relations: list[OutlineRelation] = []
    credits: list[OutlineCredit] = []


class OfferedChoice(Struct):
    id: UUID
    text: Annotated[str, Meta(description="HTML.")]


class AskedQuestion(Struct, omit_defaults=True):
    """A question as it is asked: what is right is nowhere here."""

    id: UUID
    kind: Annotated[
        str,
        Meta(description="single, multiple, truefalse, ordering, matching, text or number"),
    ]
    prompt: Annotated[str, Meta(description="HTML.")]
    choices: list[OfferedChoice]
    matches: Annotated[list[OfferedChoice], Meta(description="What choices are matched with.")] = []
    hint: Annotated[str, Meta(description="HTML.")] = ""
    points: float = 1.0


class Asked(Struct):
    mastery: float
    questions: list[AskedQuestion]


def texts_of(questions: Iterable[AskedQuestion]) -> Iterator[str]:
    """All their HTML."""
    for one in questions:
        yield from (one.prompt, one.hint)
        yield from (offered.text for offered in (*one.choices, *one.matches))


def as_said(questions: list[AskedQuestion], told: Mapping[str, str]) -> list[AskedQuestion]:
    """The same questions, each of their texts as `told` has it."""
    return [
        structs.replace(
            one,
            prompt=told[one.prompt],
            hint=told[one.hint],
            choices=_as_said(one.choices, told),
            matches=_as_said(one.matches, told),
        )
        for one in questions
    ]


def _as_said(offered: list[OfferedChoice], told: Mapping[str, str]) -> list[OfferedChoice]:
    return [structs.replace(one, text=told[one.text]) for one in offered]
