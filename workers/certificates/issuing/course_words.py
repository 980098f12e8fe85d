"""Owns what the certificate of a course says, in the language that is active."""

from functools import lru_cache
from uuid import UUID

from django.utils.translation import gettext as _

from courses.models import Enrolment, ReleaseLesson
from workers.certificates.authoring.achievements import least_trust
from workers.certificates.models import Achievement, AchievementVersion
from workers.certificates.pages import wording
from workers.progress.folding.frozen import release_number


def language_of(version: AchievementVersion, enrolment: Enrolment) -> str:
    """That of the course she followed, where the achievement has a text in it."""
    language = enrolment.course.language
    return language if language in version.title else version.source_language


def trusted(version: AchievementVersion) -> str:
    """What an achievement asks of each record beyond the rule of its target; often nothing."""
    said = {
        Achievement.Trust.OBSERVED: _("Every record counts only if the campus observed it."),
        Achievement.Trust.GRADED: _("Every record counts only if the campus graded it."),
        Achievement.Trust.ATTESTED: _("Every record counts only if a named person attested it."),
    }
    return said.get(Achievement.Trust(least_trust(version)), "")


def told(enrolment: Enrolment, version: AchievementVersion, trusts: set[str]) -> wording.Told:
    is_attestation = version.achievement.kind == Achievement.Kind.ATTESTATION
    lessons = _lessons_of(enrolment.release_id)
    language = language_of(version, enrolment)
    length = wording.duration(sum(minutes for minutes, _kind in lessons))
    return wording.Told(
        title=_("Certificate of attendance") if is_attestation else _("Certificate of achievement"),
        awarded_to=_("awarded to"),
        because=_("for following the whole of the course")
        if is_attestation
        else _("for achieving all that is asked in"),
        subject=version.title[language],
        summary=version.description.get(language) or enrolment.course.listing.summary,
        facts=(
            (_("Stated length"), length),
            (_("Content"), wording.content([kind for _minutes, kind in lessons])),
            (_("Release"), _("no. {number}").format(number=release_number(enrolment.release_id))),
        ),
        how_earned=wording.how_earned(trusts),
    )


def criteria(version: AchievementVersion) -> str:
    rule = _("Do every lesson that counts of one release of the course.")
    return " ".join(filter(None, (rule, trusted(version))))


@lru_cache(maxsize=2_000)
def _lessons_of(release: UUID) -> tuple[tuple[int, str], ...]:
    """Minutes and kind of each; a release never changes."""
    rows = ReleaseLesson.objects.filter(release=release)
    return tuple(rows.values_list("minutes", "kind"))
