"""Owns what the admin shows of a file: its picture where it is one, and whether it is described."""

from collections.abc import Iterable

from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from courses.files.mediatypes import is_image, named
from courses.models import Media

# Which width is fetched, and what it looks like: in a row of the list, on a page of its own.
_IN_LIST = (480, "media-thumb")
_ALONE = (960, "media-alone")


def thumbnail(media: Media, *, is_alone: bool = False) -> SafeString:
    """The smallest width there is, of a draft's file too; a word for what is no picture."""
    kind = media.blob.media_type
    if media.blob.withdrawn_at or not is_image(kind):
        return format_html('<span class="media-kind">{}</span>', named(kind))
    width, look = _ALONE if is_alone else _IN_LIST
    narrow = (one for one in media.blob.variants.all() if one.width == width)
    digest = next((one.variant_id for one in narrow), media.blob_id)
    address = reverse("admin:courses_media_bytes", args=[media.course_id, digest])
    return format_html('<img class="{}" src="{}" alt="" loading="lazy">', look, address)


def states(media: Media) -> Iterable[tuple[str, str]]:
    """A class and a word for whatever its trainer should see at a glance."""
    if media.blob.withdrawn_at:
        yield "state-withdrawn", _("Withdrawn")
    elif is_image(media.blob.media_type) and not media.is_decorative and not media.alt:
        yield "state-undescribed", _("No alternative text")


def shown(media: Media, *, is_alone: bool = False) -> SafeString:
    marks = "".join(
        format_html('<span class="state {}">{}</span>', kind, word) for kind, word in states(media)
    )
    return format_html(
        '<div class="media-shown">{}{}</div>',
        thumbnail(media, is_alone=is_alone),
        SafeString(marks),
    )
