"""Owns what staff do with an achievement: publish its next version, archive it, bring it back."""

from collections.abc import Iterator, Mapping
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from campus.accounts.models import User
from campus.accounts.roles import is_campus_staff
from campus.audit.noting import note
from campus.errors import CampusError, Conflict, Invalid, NotAllowed
from tracks.models import Track
from workers.certificates.authoring import freezing
from workers.certificates.authoring.achievements import Target, Texts
from workers.certificates.authoring.beginning import named
from workers.certificates.authoring.meeting import unmeetable
from workers.certificates.authoring.targets import target_of_track, target_of_work
from workers.certificates.models import Achievement, AchievementVersion, SubjectKind, TargetKind


@transaction.atomic
def publish(*, achievement: Achievement, by: User) -> AchievementVersion:
    """The next version, frozen as it is written now; the same again makes none.

    Raises Conflict for what is archived, NotAllowed for an own layout by somebody who is not
    trusted with one, Invalid with every fault at once for what cannot be issued.
    """
    achievement = _held(achievement)
    if achievement.archived_at:
        raise Conflict(_("It is archived: bring it back first."), code="archived")
    target = _target(achievement)
    if faults := list(_faults(achievement, target)):
        raise Invalid.of(faults)
    frozen = _frozen(achievement, target)
    if frozen["look"].get("layout") and not is_campus_staff(by):
        raise NotAllowed(
            _("Only campus staff may publish with a layout of their own: choose another template."),
            code="layout_not_trusted",
        )
    newest = achievement.versions.first()
    if newest and newest.published_by_id and _is_same(newest, frozen):
        return newest
    version = AchievementVersion.objects.create(
        achievement=achievement,
        number=newest.number + 1 if newest else 1,
        published_by=by,
        created_at=timezone.now(),
        **frozen,
    )
    Achievement.objects.filter(pk=achievement.pk).update(is_authored=True, is_draft=False)
    note(
        by=by,
        deed="achievement.published",
        about=named(achievement),
        detail={"number": version.number},
    )
    return version


def as_published(achievement: Achievement) -> AchievementVersion:
    """What publishing would freeze now, unkept: for a look at it. Raises Conflict as it does."""
    return AchievementVersion(
        achievement=achievement, number=1, **_frozen(achievement, _target(achievement))
    )


@transaction.atomic
def archive(*, achievement: Achievement, by: User) -> None:
    """Nothing new is issued of it; what was issued stays. Raises Conflict where it is archived."""
    if not _unarchived(achievement).update(archived_at=timezone.now()):
        raise Conflict(_("It is archived already."), code="archived")
    note(by=by, deed="item.archived", about=named(achievement))


@transaction.atomic
def restore(*, achievement: Achievement, by: User) -> None:
    """It is issued again to whoever earns it. Raises Conflict where it is not archived."""
    archived = Achievement.objects.filter(pk=achievement.pk, archived_at__isnull=False)
    if not archived.update(archived_at=None):
        raise Conflict(_("It is not archived."), code="not_archived")
    note(by=by, deed="item.restored", about=named(achievement))


def _unarchived(achievement: Achievement) -> Any:
    return Achievement.objects.filter(pk=achievement.pk, archived_at=None)


def _held(achievement: Achievement) -> Achievement:
    """Two who publish at once make two versions, one after the other."""
    Achievement.objects.select_for_update().get(pk=achievement.pk)
    return Achievement.objects.select_related("organisation", "template").get(pk=achievement.pk)


def _target(achievement: Achievement) -> Target:
    if achievement.target_kind == TargetKind.WORK:
        found = target_of_work(achievement.target)
    else:
        tracks = Track.objects.select_related("team__organisation")
        track = tracks.filter(pk=achievement.target).first()
        found = target_of_track(track) if track else None
    if found is None:
        raise Conflict(
            _("What it is earned by is not published yet: publish the course first."),
            code="target_not_published",
        )
    return found


def _faults(achievement: Achievement, target: Target) -> Iterator[CampusError]:
    language = achievement.source_language
    for texts, name in ((achievement.title, _("title")), (achievement.description, _("text"))):
        if any(texts.values()) and not texts.get(language):
            detail = _("The {part} is missing in the source language, {language}.")
            yield Invalid(detail.format(part=name, language=language), code="no_source_text")
    if not _texts(achievement.title, target.title).get(language):
        detail = _("Neither it nor what it is earned by has a title in {language}.")
        yield Invalid(detail.format(language=language), code="no_source_text")
    if achievement.renewal_opens_months is not None and not achievement.valid_for_months:
        detail = _("What is valid for ever is never renewed: say how long it is valid.")
        yield Invalid(detail, code="renewal_without_validity")
    if achievement.renewal_opens_months is not None and target.kind == TargetKind.TRACK:
        detail = _(
            "A track is made for one team and is not followed twice: leave empty when its renewal "
            "opens. It may end all the same."
        )
        yield Invalid(detail, code="no_renewal_of_a_track")
    if achievement.subject_kind == SubjectKind.TEAM and target.kind != TargetKind.TRACK:
        detail = _("Only a track is completed by a team: choose a person for a course.")
        yield Invalid(detail, code="no_team_follows_a_course")
    if foreign := list(freezing.of_others(achievement)):
        detail = _("These belong to another organisation: {names}.")
        yield Invalid(detail.format(names=", ".join(foreign)), code="of_another_organisation")
    if titles := unmeetable(target, achievement.least_trust):
        detail = _(
            "No record of these lessons can be trusted so far, so that nobody could earn it: "
            "{lessons}. Ask for less trust, or let only graded quizzes count."
        )
        yield Invalid(detail.format(lessons=", ".join(titles)), code="never_met")


def _frozen(achievement: Achievement, target: Target) -> dict[str, Any]:
    criteria = dict(target.criteria)
    if achievement.least_trust != Achievement.Trust.DECLARED:
        criteria["least_trust"] = achievement.least_trust
    return {
        "source_language": achievement.source_language,
        "title": _texts(achievement.title, target.title),
        "description": {key: text for key, text in achievement.description.items() if text},
        "criteria": criteria,
        "valid_for_months": achievement.valid_for_months,
        "renewal_opens_months": achievement.renewal_opens_months,
        **freezing.frozen(achievement),
    }


def _texts(written: Texts, of_target: Texts) -> dict[str, str]:
    """What staff wrote; where they wrote nothing at all, the words of the target."""
    own = {language: text for language, text in written.items() if text}
    return own or dict(of_target)


def _is_same(version: AchievementVersion, frozen: Mapping[str, Any]) -> bool:
    return all(getattr(version, name) == value for name, value in frozen.items())
