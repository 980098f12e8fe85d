"""Owns previews: how a certificate would look, before anything is published or issued."""

import io
from collections.abc import Mapping, Sequence
from typing import Any, Final, Protocol

from django.conf import settings
from django.utils import timezone, translation
from django.utils.translation import gettext as _
from PIL import Image

from workers.certificates.issuers.signing import the_issuer
from workers.certificates.pages import wording
from workers.certificates.pages.rendering import pictures_of
from workers.certificates.pages.typesetting import Face, draw
from workers.certificates.rules.validity import valid_until

SHORTEST: Final = "Li"
LONGEST: Final = (
    "Marie-Antoinette Wilhelmine Désirée de Saint-Exupéry-Châtillon de la "
    "Rochefoucauld-Liancourt et de Montmorency-Boute"
)
RIGHT_TO_LEFT: Final = "محمد بن عبد الله الفاسي"
NAMES: Final = (SHORTEST, LONGEST, RIGHT_TO_LEFT)
_GAP, _GROUND = 12, "#8a8f94"
_DOTS_PER_INCH: Final = 80
# Twenty-two letters like those of a real address, so that its line is as long.
_NOBODYS: Final = "0000preview0000preview0"[:22]


class VersionLike(Protocol):
    """An `AchievementVersion`, or one that is not kept yet."""

    title: Any
    description: Any
    source_language: str
    skills: Any
    signatories: Any
    look: Any
    valid_for_months: int | None


def preview(
    version: VersionLike,
    names: Sequence[str] = NAMES,
    *,
    language: str = "",
    dots_per_inch: int = _DOTS_PER_INCH,
) -> bytes:
    """A PNG of one page for each name, below each other.

    Raises Invalid for a theme or a layout that cannot be used.
    """
    language = language or version.source_language
    pages = []
    for name in names:
        face = face_of(version, name, language)
        page = draw(face, pictures=pictures_of(face), dots_per_inch=dots_per_inch)
        pages.append(page)
    return pages[0] if len(pages) == 1 else _below_each_other(pages)


def face_of(version: VersionLike, name: str, language: str) -> Face:
    """With sample facts: nobody has earned it yet."""
    now = timezone.now()
    with translation.override(language):
        return wording.face(
            _sample(version, language),
            name=name,
            issuer=the_issuer().name,
            issued_at=now,
            language=language,
            verify_address=f"{settings.CAMPUS_PUBLIC_URL}/verify/{_NOBODYS}",
            shown=wording.Shown(
                version.look, version.skills, version.signatories, version.source_language
            ),
            valid_until=valid_until(now, version.valid_for_months),
        )


def _sample(version: VersionLike, language: str) -> wording.Told:
    achievement: Any = getattr(version, "achievement", None)
    kind = getattr(achievement, "kind", "attestation")
    is_team = getattr(achievement, "subject_kind", "person") == "team"
    return wording.Told(
        title=_title(kind, is_team),
        awarded_to=_("awarded to the team") if is_team else _("awarded to"),
        because=_("for following the whole of the course"),
        subject=_said(version.title, language, version) or _("Title of the course"),
        summary=_said(version.description, language, version),
        facts=((_("Stated length"), wording.duration(150)), (_("Release"), "1")),
        how_earned=wording.how_earned({"graded", "observed"}),
        people=wording.names([LONGEST.split(" de ")[0], "Li"], 2) if is_team else "",
    )


def _title(kind: str, is_team: bool) -> str:
    if is_team:
        return _("Team certificate")
    return (
        _("Certificate of attendance") if kind == "attestation" else _("Certificate of achievement")
    )


def _said(texts: Mapping[str, str], language: str, version: VersionLike) -> str:
    return wording.said(texts or {}, language, version.source_language)


def _below_each_other(pages: Sequence[bytes]) -> bytes:
    images = [Image.open(io.BytesIO(page)) for page in pages]
    width = max(image.width for image in images)
    height = sum(image.height for image in images) + _GAP * (len(images) - 1)
    sheet = Image.new("RGB", (width, height), _GROUND)
    top = 0
    for image in images:
        sheet.paste(image.convert("RGB"), ((width - image.width) // 2, top))
        top += image.height + _GAP
    out = io.BytesIO()
    sheet.save(out, "PNG")
    return out.getvalue()
