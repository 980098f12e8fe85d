"""Makes the catalogue large, to see and measure it so: thousands of published courses.

Each is compiled and listed by the functions that publishing calls, from a draft that it could be
published from again; only the rows are written for many courses at once.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

import msgspec
from django.db import transaction
from django.utils import timezone

from campus.accounts.models import Organisation
from campus.ids import new_id
from courses.catalogue import revising
from courses.catalogue.listing import keep_words, listed_facts
from courses.compiling import CompiledRelease, CompiledSource
from courses.compiling.courses import compile_draft
from courses.compiling.drafts import Draft, DraftLesson, DraftModule, DraftSkill
from courses.models import (
    Blob,
    Course,
    CourseRelease,
    CourseSkill,
    Lesson,
    Listing,
    Module,
    ReleaseBlob,
    ReleaseLesson,
    Skill,
    Source,
    Work,
)
from courses.outlines import Outline
from courses.releases.releasing import row_of

from .scaled import PROVIDERS, TOPICS, About, about

USUAL = 10_000
AT_ONCE = 500
SLUG = "echelle"
_KINDS = ("article", "link", "video")


@dataclass(frozen=True, slots=True)
class Made:
    """A course that is not written yet."""

    course: Course
    draft: Draft
    compiled: CompiledRelease
    release: CourseRelease
    outline: Outline


def grow(number: int = USUAL) -> int:
    """Add what lacks to make it this many courses; answers how many were added."""
    known = Course.objects.filter(slug__startswith=f"{SLUG}-").count()
    skills, providers = _skills(), _providers()
    now = timezone.now()
    for start in range(known, number, AT_ONCE):
        numbers = range(start, min(start + AT_ONCE, number))
        _write([_make(n, skills, providers, now - timedelta(hours=number - n)) for n in numbers])
    return max(0, number - known)


def _skills() -> Mapping[str, Skill]:
    rows = [Skill(key=key, title={"fr": fr, "en": en}) for key, fr, en in TOPICS]
    Skill.objects.bulk_create(rows, ignore_conflicts=True)
    return Skill.objects.in_bulk([row.key for row in rows], field_name="key")


def _providers() -> list[Organisation]:
    rows = [Organisation(name=name, slug=f"{SLUG}-{n}") for n, name in enumerate(PROVIDERS)]
    Organisation.objects.bulk_create(rows, ignore_conflicts=True)
    found = Organisation.objects.in_bulk([row.slug for row in rows], field_name="slug")
    return [found[row.slug] for row in rows]


def _make(
    number: int, skills: Mapping[str, Skill], providers: list[Organisation], at: datetime
) -> Made:
    said = about(number)
    slug = f"{SLUG}-{number}"
    course = Course(
        work=Work(key=slug),
        organisation=providers[said.provider],
        slug=slug,
        language=said.language,
        title=said.title,
        summary=said.summary,
        level=said.level,
        authors=PROVIDERS[-1 - said.provider],
        licence="CC-BY-4.0",
    )
    draft = _draft(course, said, skills)
    compiled = compile_draft(draft)
    release = CourseRelease(
        course=course,
        number=1,
        outline_id=compiled.outline.digest,
        source_id=compiled.source.digest,
        published_at=at,
    )
    outline = msgspec.json.decode(compiled.outline.body, type=Outline)
    return Made(course, draft, compiled, release, outline)


def _draft(course: Course, said: About, skills: Mapping[str, Skill]) -> Draft:
    return Draft(
        id=course.id,
        work=course.work.key,
        slug=course.slug,
        language=course.language,
        title=course.title,
        summary=course.summary,
        level=course.level,
        authors=course.authors,
        licence=course.licence,
        licence_text="",
        source="",
        modules=(DraftModule(new_id(), said.lessons[0], tuple(_lessons(said))),),
        skills=tuple(
            DraftSkill(key, skills[key].title, said.level)
            for key in sorted((said.topic, said.also))
        ),
    )


def _lessons(said: About) -> Iterator[DraftLesson]:
    for position, (title, minutes) in enumerate(zip(said.lessons, said.minutes, strict=True), 1):
        kind = _KINDS[position * said.level % len(_KINDS)] if position > 1 else "article"
        yield DraftLesson(
            id=new_id(),
            path=f"{position}.md",
            slug=f"lecon-{position}",
            kind=kind,
            title=title,
            source=f"{said.summary}",
            address="" if kind == "article" else "https://example.org/film.mp4",
            minutes=minutes,
        )


@transaction.atomic
def _write(made: list[Made]) -> None:
    """Courses point to releases that come after them: the keys are checked at the end."""
    Work.objects.bulk_create(one.course.work for one in made)
    for one in made:
        one.course.current_release_id = one.release.id
    Course.objects.bulk_create(one.course for one in made)
    _write_drafts(made)
    _write_texts(made)
    CourseRelease.objects.bulk_create(one.release for one in made)
    ReleaseLesson.objects.bulk_create(
        row_of(lesson, one.release) for one in made for lesson in one.compiled.lessons
    )
    ReleaseBlob.objects.bulk_create(
        ReleaseBlob(release=one.release, blob_id=blob.digest)
        for one in made
        for blob in one.compiled.blobs
    )
    Listing.objects.bulk_create(_listing(one) for one in made)
    keep_words(*(one.outline for one in made))
    revising.bump()


def _write_drafts(made: list[Made]) -> None:
    modules = [(one.course, module) for one in made for module in one.draft.modules]
    Module.objects.bulk_create(
        Module(id=module.id, course=course, title=module.title, position=1)
        for course, module in modules
    )
    Lesson.objects.bulk_create(
        Lesson(
            id=lesson.id,
            module_id=module.id,
            position=position,
            path=lesson.path,
            slug=lesson.slug,
            kind=lesson.kind,
            title=lesson.title,
            source=lesson.source,
            address=lesson.address,
            minutes=lesson.minutes,
        )
        for _course, module in modules
        for position, lesson in enumerate(module.lessons, start=1)
    )
    ids = dict(Skill.objects.values_list("key", "id"))
    CourseSkill.objects.bulk_create(
        CourseSkill(course=one.course, skill_id=ids[skill.key], level=skill.level)
        for one in made
        for skill in one.draft.skills
    )


def _write_texts(made: list[Made]) -> None:
    blobs = {blob.digest: blob for one in made for blob in one.compiled.blobs}
    Blob.objects.bulk_create(
        (
            Blob(digest=b.digest, media_type=b.media_type, size=len(b.body), body=b.body)
            for b in blobs.values()
        ),
        ignore_conflicts=True,
    )
    sources = {s.digest: s.body for one in made for s in _sources(one.compiled)}
    Source.objects.bulk_create(
        (Source(digest=digest, body=body) for digest, body in sources.items()),
        ignore_conflicts=True,
    )


def _sources(compiled: CompiledRelease) -> list[CompiledSource]:
    return [compiled.source, *(lesson.source for lesson in compiled.lessons)]


def _listing(one: Made) -> Listing:
    facts = listed_facts(one.outline, provider=one.course.organisation.name)
    return Listing(
        course=one.course, release=one.release, listed_at=one.release.published_at, **facts
    )
