"""Owns what the admin shows of a file: its picture where it is one, and whether it is described."""

from collections.abc import Iterable

from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from courses.mediatypes import is_image, named
from courses.models import Media

_WIDE = 480


def thumbnail(media: Media) -> SafeString:
    """The smallest width there is, of a draft's file too; a word for what is no picture."""
    kind = media.blob.media_type
    if media.blob.withdrawn_at or not is_image(kind):
        return format_html('<span class="media-kind">{}</span>', named(kind))
    narrow = (one for one in media.blob.variants.all() if one.width == _WIDE)
    digest = next((one.variant_id for one in narrow), media.blob_id)
    address = reverse("admin:courses_media_bytes", args=[media.course_id, digest])
    return format_html('<img class="media-thumb" src="{}" alt="" loading="lazy">', address)


def states(media: Media) -> Iterable[tuple[str, str]]:
    """A class and a word for whatever its trainer should see at a glance."""
    if media.blob.withdrawn_at:
        yield "state-withdrawn", _("Withdrawn")
    elif is_image(media.blob.media_type) and not media.is_decorative and not media.alt:
        yield "state-undescribed", _("No alternative text")


def shown(media: Media) -> SafeString:
    marks = "".join(
        format_html('<span class="state {}">{}</span>', kind, word) for kind, word in states(media)
    )
    return format_html('<div class="media-shown">{}{}</div>', thumbnail(media), SafeString(marks))
