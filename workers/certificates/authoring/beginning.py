"""Owns the beginning of an achievement that staff write, and how the history names it."""

from django.db import transaction
from django.utils.translation import gettext as _

from campus.accounts.models import Organisation, User
from campus.audit.noting import note
from campus.errors import Conflict, Invalid
from courses.models import Course
from tracks.models import Track
from workers.certificates.authoring.targets import target_of_work
from workers.certificates.models import Achievement, SubjectKind, TargetKind


@transaction.atomic
def begin(
    *, of: Course | Track, kind: str, subject_kind: str, by: User
) -> tuple[Achievement, bool]:
    """The achievement to write, and whether it is new; of each kind a target has one.

    A certificate issues nothing before it is published. The attestation goes on in the words of
    its target until then. Raises Invalid for what nobody can complete so, and Conflict where
    another organisation gives it: a work's are those of the organisation that began it.
    """
    if isinstance(of, Course):
        organisation, target_kind, target = _owner(of), TargetKind.WORK, of.work_id
        language = of.language
    else:
        if of.team is None:
            raise Invalid(_("Nothing is earned by a track of one person."), code="personal_track")
        organisation, target_kind, target = of.team.organisation, TargetKind.TRACK, of.id
        language = of.source_language
    if subject_kind == SubjectKind.TEAM and target_kind == TargetKind.WORK:
        detail = _("Only a track is completed by a team: choose a person for a course.")
        raise Invalid(detail, code="no_team_follows_a_course")
    is_certificate = kind == Achievement.Kind.CERTIFICATE
    achievement, is_new = Achievement.objects.get_or_create(
        target_kind=target_kind,
        target=target,
        subject_kind=subject_kind,
        kind=kind,
        defaults={
            "organisation": organisation,
            "source_language": language,
            "is_authored": is_certificate,
            "is_draft": is_certificate,
        },
    )
    if achievement.organisation_id != organisation.id:
        raise _given_by(achievement.organisation)
    if is_new:
        note(by=by, deed="achievement.began", about=named(achievement))
    return achievement, is_new


def _owner(course: Course) -> Organisation:
    """Whoever translates a work of others gives nothing for it."""
    of_work = target_of_work(course.work_id)
    owner = of_work.organisation if of_work else course.organisation
    if owner.id != course.organisation_id:
        raise _given_by(owner)
    return owner


def _given_by(organisation: Organisation) -> Conflict:
    detail = _("The certificates of this work are given by {organisation}: ask there.")
    return Conflict(detail.format(organisation=organisation.name), code="given_by_another")


def named(achievement: Achievement) -> tuple[str, object, str]:
    """As the history of deeds names it."""
    kind = achievement._meta.model_name or ""
    return kind, achievement.pk, f"{achievement.get_kind_display()} · {achievement}"
