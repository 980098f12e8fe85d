"""Owns what an author pastes or drops into a lesson: its pictures become files of the course."""

import posixpath
from dataclasses import dataclass
from pathlib import PurePosixPath

from django.db import transaction
from django.utils.text import slugify
from django.utils.translation import gettext as _

from campus.errors import CampusError, Invalid
from courses.drafting import attaching
from courses.drafting.attaching import attach
from courses.files import mediatypes
from courses.linking import blob_address, places_meant
from courses.models import Course, Lesson, Media
from courses.pasting import Picture, pasted

IMAGES = ("image/png", "image/jpeg", "image/gif", "image/webp")
MOST_ALT = 500
_ENDINGS = {"image/png": ".png", "image/jpeg": ".jpg", "image/gif": ".gif", "image/webp": ".webp"}


@dataclass(frozen=True, slots=True)
class Taken:
    """`shown` maps the path of a picture that nobody described to its address."""

    markdown: str
    shown: dict[str, str]
    said: list[str]


@transaction.atomic
def take_html(*, lesson: Lesson, html: str) -> Taken:
    """Markdown of a pasted text; the pictures that came along are files of the course now."""
    found = pasted(html.replace("\0", ""))
    said = [
        _("The picture {name} did not come along: add it by itself.").format(name=name)
        for name in found.missing
    ]
    shown: dict[str, str] = {}
    for picture in found.pictures:
        try:
            media = _kept(lesson, picture)
        except CampusError as error:
            said.append(error.detail)
            continue
        if not picture.alt:
            shown[picture.path] = blob_address(media.blob_id)
    return Taken(_seen_from(lesson, found.markdown, found.pictures), shown, said)


@transaction.atomic
def take_image(
    *, lesson: Lesson, name: str, body: bytes, alt: str = "", is_decorative: bool = False
) -> str:
    """Keep a picture under a free path of the course; answers the Markdown that shows it.

    Raises Invalid for what is no picture, and for one that is neither described nor decorative.
    """
    alt = _described(alt, is_decorative)
    course = lesson.module.course
    path = _free_path(course, name, body)
    if mediatypes.media_type(path) not in IMAGES:
        raise Invalid(
            _("This is no picture of a known kind: use PNG, JPEG, GIF or WebP."), code="no_picture"
        )
    attaching.refuse_size(len(body))
    blob = attaching.take_in(_called(name, path), body)
    media = attaching.place(course=course, path=path, blob=blob)
    return _shown(lesson, media, alt, is_decorative)


@transaction.atomic
def describe(*, lesson: Lesson, path: str, alt: str = "", is_decorative: bool = False) -> str:
    """Say what a picture already there shows; answers the Markdown that shows it."""
    attaching.refuse_path(path)
    media = Media.objects.filter(course=lesson.module.course, path=path).first()
    if media is None:
        detail = _("The file {file} does not exist: add it or correct its name.")
        raise Invalid(detail.format(file=path), code="file_missing")
    return _shown(lesson, media, _described(alt, is_decorative), is_decorative)


def _described(alt: str, is_decorative: bool) -> str:
    alt = " ".join(alt.replace("\0", "").split())
    if not alt and not is_decorative:
        raise Invalid(
            _("Say what the picture shows, or mark it as decorative."), code="undescribed"
        )
    if len(alt) > MOST_ALT:
        detail = _("Describe the picture in {most} characters at most.").format(most=MOST_ALT)
        raise Invalid(detail, code="too_long")
    return "" if is_decorative else alt


def _shown(lesson: Lesson, media: Media, alt: str, is_decorative: bool) -> str:
    _say(media, alt, is_decorative)
    words = alt.replace("[", "(").replace("]", ")")
    mark = "{.decorative}" if is_decorative else ""
    return f"![{words}]({_address(lesson, media.path)}){mark}"


def _kept(lesson: Lesson, picture: Picture) -> Media:
    media = attach(course=lesson.module.course, path=picture.path, body=picture.body)
    if picture.alt and not media.alt:
        _say(media, picture.alt[:MOST_ALT], False)
    return media


def _say(media: Media, alt: str, is_decorative: bool) -> None:
    """Whose the picture is stays as it was said."""
    attaching.describe(
        media=media,
        alt=alt,
        is_decorative=is_decorative,
        credit=media.credit,
        licence=media.licence,
    )


def _seen_from(lesson: Lesson, markdown: str, pictures: tuple[Picture, ...]) -> str:
    for picture in pictures:
        markdown = markdown.replace(f"]({picture.path})", f"]({_address(lesson, picture.path)})")
    return markdown


def _address(lesson: Lesson, path: str) -> str:
    """A file of the course as the lesson, which may lie in a folder, refers to it."""
    course = lesson.module.course.slug
    first = next(iter(places_meant(path, course, lesson.path)))
    return path if first == (course, path) else f"/{path}"


def _called(name: str, path: str) -> str:
    """What its author calls it, which is what a refusal names; its path if that has no ending."""
    given = PurePosixPath(name.replace("\\", "/"))
    return given.name if given.suffix else path


def _free_path(course: Course, name: str, body: bytes) -> str:
    """`images/` and the file's own name; numbered if another picture has it already."""
    given = PurePosixPath(name.replace("\\", "/"))
    ending = given.suffix.lower() or _ENDINGS.get(_kind(body), "")
    base = slugify(given.stem)[:80] or "image"
    taken = set(
        course.media.filter(path__startswith=f"images/{base}").values_list("path", flat=True)
    )
    path, number = f"images/{base}{ending}", 1
    while path in taken:
        number += 1
        path = posixpath.join("images", f"{base}-{number}{ending}")
    return path


def _kind(body: bytes) -> str:
    starts = {b"\x89PNG": "image/png", b"\xff\xd8\xff": "image/jpeg", b"GIF8": "image/gif"}
    return next((kind for start, kind in starts.items() if body.startswith(start)), "image/webp")
