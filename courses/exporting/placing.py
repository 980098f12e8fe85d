"""Owns where each part of a draft lies in its folder: under its own path, if that can travel."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import count
from pathlib import PurePosixPath
from unicodedata import normalize

from courses.models import Lesson, Media
from courses.textform import names

_ENDING = re.compile(r"\.[A-Za-z0-9]{1,10}")


@dataclass
class Places:
    """Files by the id of their row; no two are alike on any system."""

    lessons: dict[object, str] = field(default_factory=dict)
    media: dict[object, str] = field(default_factory=dict)
    _files: set[str] = field(default_factory=lambda: set(names.RESERVED))
    _folders: set[str] = field(default_factory=set)

    def place_lesson(self, lesson: Lesson) -> None:
        wanted = lesson.path
        fits = names.is_text(wanted) and not names.is_transcript(wanted)
        if not (fits and self._are_free(wanted, names.transcript_of(wanted))):
            base = re.sub(r"[^a-z0-9-]+", "-", lesson.slug.lower()).strip("-")[:80] or "lesson"
            wanted = self._numbered(f"lessons/{base}", ".md")
        self._take(wanted, names.transcript_of(wanted))
        self.lessons[lesson.pk] = wanted

    def place_media(self, media: Media) -> None:
        wanted = media.path
        if names.is_transcript(wanted) or not self._are_free(wanted):
            suffix = PurePosixPath(wanted).suffix.lower()
            ending = suffix if _ENDING.fullmatch(suffix) else ".bin"
            wanted = self._numbered("files/file", ending)
        self._take(wanted)
        self.media[media.pk] = wanted

    def _numbered(self, base: str, ending: str) -> str:
        for number in count(1):
            path = f"{base}-{number}{ending}"
            beside = [names.transcript_of(path)] if names.is_text(path) else []
            if self._are_free(path, *beside):
                return path
        raise AssertionError("numbers do not end")

    def _are_free(self, *paths: str) -> bool:
        return all(names.is_portable(path) and self._is_free(_alike(path)) for path in paths)

    def _is_free(self, path: str) -> bool:
        is_taken = path in self._files or path in self._folders
        return not is_taken and not any(one in self._files for one in _above(path))

    def _take(self, *paths: str) -> None:
        for path in map(_alike, paths):
            self._files.add(path)
            self._folders |= set(_above(path))


def placed(lessons: Sequence[Lesson], media: Sequence[Media]) -> Places:
    """Lessons that are not archived choose first, then those that are, then files."""
    places = Places()
    for lesson in sorted(lessons, key=lambda one: one.archived_at is not None):
        places.place_lesson(lesson)
    for one in media:
        places.place_media(one)
    return places


def _alike(path: str) -> str:
    return normalize("NFC", path).casefold()


def _above(path: str) -> list[str]:
    """The folders that a path lies in."""
    parts = path.split("/")[:-1]
    return ["/".join(parts[: number + 1]) for number in range(len(parts))]
