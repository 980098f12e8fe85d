"""Reads from the database what the links of a course can mean."""

from __future__ import annotations

from collections.abc import Iterable

from django.db.models import Exists, OuterRef, Q

from .linking import KnownLesson, KnownMedia, Shelf, Text, others_meant
from .models import Course, Lesson, Media, OldSlug, ReleaseBlob


def shelf_for(texts: Iterable[Text], slug: str) -> Shelf:
    """The lessons and files of other courses that the texts of this one refer to."""
    courses, permalinks = others_meant(texts, slug)
    renamed = dict(OldSlug.objects.filter(slug__in=courses).values_list("slug", "course__slug"))
    meant = Q(module__course__slug__in=courses | set(renamed.values()))
    lessons = _lessons(meant | Q(permalink__in=_spellings(permalinks)), but=slug)
    shelf = Shelf()
    shelf.add(lessons, _media(courses, but=slug))
    for old, new in renamed.items():
        moved = {(old, one.path): one for one in lessons if one.course == new and one.path}
        shelf.lessons.update(moved)
    return shelf


def own(course: Course) -> tuple[list[KnownLesson], list[KnownMedia]]:
    lessons = _lessons(Q(module__course=course))
    media = Media.objects.filter(course=course).select_related("blob", "course")
    return lessons, [_known(one) for one in media]


def _spellings(permalinks: frozenset[str]) -> set[str]:
    return {f"{one}{end}" for one in permalinks for end in ("", "/", ".html", "/index.html")}


def _lessons(which: Q, *, but: str = "") -> list[KnownLesson]:
    live = Lesson.objects.filter(which, archived_at=None, module__archived_at=None)
    rows = live.exclude(module__course__slug=but).order_by("module__position", "position", "id")
    return [
        KnownLesson(str(id_), course, path, permalink, source)
        for id_, course, path, permalink, source in rows.values_list(
            "id", "module__course__slug", "path", "permalink", "source"
        )
    ]


def _media(courses: frozenset[str], *, but: str) -> list[KnownMedia]:
    """Only files that are public already: publishing must not open another author's draft."""
    released = ReleaseBlob.objects.filter(blob=OuterRef("blob"))
    rows = Media.objects.filter(Exists(released), course__slug__in=courses)
    return [_known(one) for one in rows.exclude(course__slug=but).select_related("blob", "course")]


def _known(media: Media) -> KnownMedia:
    blob = media.blob
    return KnownMedia(
        media.course.slug, media.path, blob.digest, blob.media_type, blob.size,
        blob.width or 0, blob.height or 0,
    )  # fmt: skip
