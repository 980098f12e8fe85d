"""Where the links of lessons lead: by path, then by permalink, then into the other courses.

Drafts keep links as they were written. Each time a text is shown or compiled they are looked up
here, so that a link to a course that comes in later resolves at the next publication.
"""

from __future__ import annotations

import posixpath
import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import PurePosixPath

from campus.markdown import Reference, Resolve, Target, TooMuch, render
from courses.files.mediatypes import SHOWN

# The path of a lesson, and Markdown that stands in it.
Text = tuple[str, str]

_READMES = ("README.md", "readme.md", "index.md")
# What a link out of the course cannot do without: a way up, or an address from the root; or signs
# that could spell one otherwise. A text without is not looked at, which would take rendering it.
_MAY_LEAD_OUT = re.compile(r"(?<!\.)\.\.(?!\.)|(?<![\w:/.-])/|&|%2|\\")
_LESSON_ENDINGS = re.compile(r"\.(md|markdown|html?)$", re.I)


@dataclass(frozen=True)
class KnownLesson:
    """A lesson that links may lead to; `course` is the slug of its course, its folder's name."""

    id: str
    course: str
    path: str
    permalink: str
    source: str


@dataclass(frozen=True)
class KnownMedia:
    """A file that texts may show; `variants` are digests of an image in other widths, with them."""

    course: str
    path: str
    digest: str
    media_type: str
    size: int = 0
    width: int = 0
    height: int = 0
    alt: str = ""
    is_decorative: bool = False
    credit: str = ""
    licence: str = ""
    variants: tuple[tuple[str, int], ...] = ()

    @property
    def name(self) -> str:
        return PurePosixPath(self.path).name


def blob_address(digest: str) -> str:
    return f"/api/v1/blobs/{digest}"


def lesson_address(lesson: str) -> str:
    return f"/lessons/{lesson}"


@dataclass
class Shelf:
    """All lessons and files that the links of one course can mean."""

    lessons: dict[tuple[str, str], KnownLesson] = field(default_factory=dict)
    permalinks: dict[str, list[KnownLesson]] = field(default_factory=dict)
    media: dict[tuple[str, str], KnownMedia] = field(default_factory=dict)
    blob_address: Callable[[str], str] = blob_address

    def add(self, lessons: Iterable[KnownLesson], media: Iterable[KnownMedia] = ()) -> None:
        for lesson in lessons:
            if lesson.path:
                self.lessons[lesson.course, lesson.path] = lesson
            if lesson.permalink:
                self.permalinks.setdefault(bare(lesson.permalink), []).append(lesson)
        self.media.update({(one.course, one.path): one for one in media})

    def resolver(self, course: str, path: str) -> Resolve:
        """Answers for the references of the lesson at `path` in `course`."""

        def resolve(reference: Reference) -> Target | None:
            places = list(places_meant(reference.path, course, path))
            if reference.kind != "link":
                return self._file(places)
            lesson = self._by_path(places) or self._by_permalink(reference.path, course)
            return target_of(lesson, reference) if lesson else self._file(places)

        return resolve

    def file(self, address: str, course: str, path: str) -> KnownMedia | None:
        """The attached file that an address in the lesson at `path` means."""
        places = places_meant(address, course, path) if address else ()
        return next((self.media[place] for place in places if place in self.media), None)

    def _file(self, places: Iterable[tuple[str, str]]) -> Target | None:
        found = next((self.media[place] for place in places if place in self.media), None)
        if found is None:
            return None
        name = "" if found.media_type in SHOWN else found.name
        href = self.blob_address(found.digest)
        return Target(
            href,
            file=name,
            width=found.width,
            height=found.height,
            alt=found.alt,
            credit=found.credit,
            is_decorative=found.is_decorative,
            variants=tuple((self.blob_address(one), width) for one, width in found.variants),
        )

    def _by_path(self, places: Iterable[tuple[str, str]]) -> KnownLesson | None:
        tried = ((folder, name) for folder, path in places for name in names_meant(path))
        return next((self.lessons[one] for one in tried if one in self.lessons), None)

    def _by_permalink(self, address: str, course: str) -> KnownLesson | None:
        """A permalink may be used twice: the course's own comes first, then by slug."""
        found = self.permalinks.get(bare(address), []) if address.startswith("/") else []
        return min(found, key=lambda one: (one.course != course, one.course), default=None)


def target_of(lesson: KnownLesson, reference: Reference) -> Target:
    """Only a link into the lesson needs its anchors, which takes rendering it."""
    anchors = look(lesson.source).anchors if reference.anchor else None
    return Target(lesson_address(lesson.id), lesson=lesson.id, anchors=anchors)


def places_meant(address: str, course: str, path: str) -> Iterable[tuple[str, str]]:
    """The (course, path) pairs that an address in the lesson at `path` can mean, best first."""
    if not address.startswith("/"):
        # The course's folder stands for its slug, and its neighbours lie beside it.
        whole = posixpath.normpath(posixpath.join("/", course, posixpath.dirname(path), address))
        yield _split(whole)
        return
    whole = posixpath.normpath(address)
    yield course, whole.lstrip("/")
    yield _split(whole)


def _split(whole: str) -> tuple[str, str]:
    folder, _, rest = whole.lstrip("/").partition("/")
    return folder, rest


def names_meant(path: str) -> Iterable[str]:
    """The files that a path can mean: itself, the README of a folder, `x.html` for `x.md`."""
    yield path
    folder = path.rstrip("/")
    yield from (posixpath.join(folder, name) for name in _READMES)
    yield _LESSON_ENDINGS.sub("", folder) + ".md"


def bare(permalink: str) -> str:
    """A permalink in the one form they are compared in: without `.html` or slash at its end."""
    return re.sub(r"(/index)?\.html?$", "", permalink.strip()).rstrip("/") or "/"


@dataclass(frozen=True)
class Looked:
    """What can be linked to in a text, and what it links to; None if it cannot be rendered."""

    anchors: frozenset[str] | None
    references: tuple[Reference, ...]


@lru_cache(maxsize=256)
def look(source: str) -> Looked:
    references: list[Reference] = []

    def remember(reference: Reference) -> Target | None:
        references.append(reference)
        return None

    try:
        return Looked(render(source, language="en", resolve=remember).anchors, tuple(references))
    except TooMuch:
        return Looked(None, tuple(references))


def others_meant(texts: Iterable[Text], course: str) -> tuple[frozenset[str], frozenset[str]]:
    """Which other courses and which permalinks the texts of a course refer to."""
    courses, permalinks = set(), set()
    for path, source in texts:
        if not _MAY_LEAD_OUT.search(source):
            continue
        for reference in look(source).references:
            courses |= {folder for folder, _ in places_meant(reference.path, course, path)}
            if reference.path.startswith("/"):
                permalinks.add(bare(reference.path))
    return frozenset(courses - {course}), frozenset(permalinks)
