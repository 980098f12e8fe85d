"""What a release was made from, kept as JSON: to compare, restore and render it again."""

from __future__ import annotations

from uuid import UUID

import msgspec

from .compiled import CompiledSource, source
from .drafts import Draft, DraftLesson, DraftSkill


class SourceModule(msgspec.Struct):
    id: UUID
    title: str
    lessons: list[UUID]


class SourceMedia(msgspec.Struct, omit_defaults=True):
    """What is said of a file is kept, so that the release can be rendered again."""

    path: str
    digest: str
    alt: str = ""
    is_decorative: bool = False
    credit: str = ""
    licence: str = ""


class CourseSource(msgspec.Struct):
    """The facts of a course and its modules; the lessons are sources of their own."""

    id: UUID
    work: str
    slug: str
    language: str
    title: str
    summary: str
    level: int
    authors: str
    licence: str
    licence_text: str
    source: str
    modules: list[SourceModule]
    media: list[SourceMedia]
    skills: list[DraftSkill] = []
    relations: list[tuple[str, str]] = []


def lesson_source(lesson: DraftLesson) -> CompiledSource:
    return source(msgspec.to_builtins(lesson))


def course_source(draft: Draft) -> CompiledSource:
    facts = {
        name: getattr(draft, name)
        for name in CourseSource.__struct_fields__
        if name not in ("modules", "media", "skills", "relations")
    }
    modules = [SourceModule(m.id, m.title, [one.id for one in m.lessons]) for m in draft.modules]
    media = [
        SourceMedia(one.path, one.digest, one.alt, one.is_decorative, one.credit, one.licence)
        for one in draft.media
    ]
    kept = CourseSource(
        **facts,
        modules=modules,
        media=media,
        skills=list(draft.skills),
        relations=list(draft.relations),
    )
    return source(msgspec.to_builtins(kept))


def read_lesson(body: str) -> DraftLesson:
    return msgspec.json.decode(body, type=DraftLesson)


def read_course(body: str) -> CourseSource:
    return msgspec.json.decode(body, type=CourseSource)
