"""Reads from the database what the links of a course can mean."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace

from django.db.models import Exists, OuterRef, Q, QuerySet

from courses.linking import KnownLesson, KnownMedia, Shelf, Text, look, others_meant
from courses.models import Course, Lesson, Media, OldSlug, ReleaseBlob


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
    return _lessons(Q(module__course=course)), own_media(course)


def own_media(course: Course) -> list[KnownMedia]:
    return _all_known(Media.objects.filter(course=course))


def shelf_of_one(course: Course, texts: Sequence[Text]) -> Shelf:
    """What the texts of one lesson refer to: another's text is read only for a link into it."""
    shelf = shelf_for(texts, course.slug)
    lessons, media = _without_texts(Q(module__course=course)), own_media(course)
    bare = replace(shelf, lessons=dict(shelf.lessons), permalinks=_copied(shelf), media={})
    bare.add(lessons)
    known = Lesson.objects.filter(id__in=_entered(bare, course.slug, texts))
    sources = {str(id_): source for id_, source in known.values_list("id", "source")}
    shelf.add([replace(one, source=sources.get(one.id, "")) for one in lessons], media)
    return shelf


def _entered(shelf: Shelf, course: str, texts: Sequence[Text]) -> set[str]:
    """The lessons that a link leads into, to a heading of theirs."""
    found = set()
    for path, source in texts:
        resolve = shelf.resolver(course, path)
        for reference in look(source).references:
            target = resolve(reference) if reference.anchor else None
            found |= {target.lesson} if target and target.lesson else set()
    return found


def _copied(shelf: Shelf) -> dict[str, list[KnownLesson]]:
    return {permalink: list(held) for permalink, held in shelf.permalinks.items()}


def _without_texts(which: Q) -> list[KnownLesson]:
    live = Lesson.objects.filter(which, archived_at=None, module__archived_at=None)
    rows = live.order_by("module__position", "position", "id")
    named = rows.values_list("id", "module__course__slug", "path", "permalink")
    return [
        KnownLesson(str(id_), course, path, permalink, source="")
        for id_, course, path, permalink in named
    ]


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
    return _all_known(rows.exclude(course__slug=but))


def _all_known(media: QuerySet[Media]) -> list[KnownMedia]:
    """Without what was withdrawn: a draft that shows it is told that it is missing."""
    live = media.filter(blob__withdrawn_at=None).select_related("blob", "course")
    return [_known(one) for one in live.prefetch_related("blob__variants")]


def _known(media: Media) -> KnownMedia:
    blob = media.blob
    widths = sorted((one.width, one.variant_id) for one in blob.variants.all())
    return KnownMedia(
        media.course.slug, media.path, blob.digest, blob.media_type, blob.size,
        blob.width or 0, blob.height or 0, media.alt, media.is_decorative, media.credit,
        media.licence, tuple((digest, width) for width, digest in widths),
    )  # fmt: skip
