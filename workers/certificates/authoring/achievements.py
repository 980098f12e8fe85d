"""Owns which achievements a target has, and the version of each that is issued today."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.utils import timezone

from campus.accounts.models import Organisation
from workers.certificates.authoring.freezing import look_of
from workers.certificates.models import Achievement, AchievementVersion, SubjectKind, TargetKind

Texts = Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Target:
    """A work or a track, with the words and criteria of what comes of itself."""

    kind: TargetKind
    id: UUID
    organisation: Organisation
    title: Texts
    source_language: str
    criteria: Mapping[str, Any]


def issued_versions(target: Target, subject_kind: SubjectKind) -> list[AchievementVersion]:
    """Of each achievement that this target has, and that nobody archived, the version to issue.

    The attestation comes of itself, in the words of its target, until staff publish their own.
    What staff wrote and never published issues nothing.
    """
    found = Achievement.objects.filter(
        target=target.id, target_kind=target.kind, subject_kind=subject_kind
    )
    rows = list(found.select_related("organisation").order_by("id"))
    if not any(row.kind == Achievement.Kind.ATTESTATION for row in rows):
        rows.append(_attestation(target, subject_kind))
    live = [row for row in rows if row.archived_at is None and not row.is_draft]
    versions = [
        published_version(row) if row.is_authored else _version_of_itself(row, target)
        for row in live
    ]
    return [version for version in versions if version is not None]


def published_version(achievement: Achievement) -> AchievementVersion | None:
    """The newest version that somebody published."""
    return achievement.versions.filter(published_by__isnull=False).first()


def least_trust(version: AchievementVersion) -> str:
    return str(version.criteria.get("least_trust", Achievement.Trust.DECLARED))


def _attestation(target: Target, subject_kind: SubjectKind) -> Achievement:
    """Made at first need; workers that come at once agree by its unique constraint."""
    achievement, _is_new = Achievement.objects.select_related("organisation").get_or_create(
        target_kind=target.kind,
        target=target.id,
        subject_kind=subject_kind,
        kind=Achievement.Kind.ATTESTATION,
        defaults={
            "organisation": target.organisation,
            "source_language": target.source_language,
        },
    )
    return achievement


def _version_of_itself(achievement: Achievement, target: Target) -> AchievementVersion:
    """Another wording, rule or look than that of the newest version makes the next one."""
    newest = achievement.versions.first()
    look, said = look_of(achievement), (target.title, target.criteria)
    if newest and (newest.title, newest.criteria, newest.look) == (*said, look):
        return newest
    version, _is_new = achievement.versions.get_or_create(
        number=newest.number + 1 if newest else 1,
        defaults={
            "title": target.title,
            "source_language": target.source_language,
            "criteria": target.criteria,
            "look": look,
            "created_at": timezone.now(),
        },
    )
    return version
