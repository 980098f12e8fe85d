"""Owns the achievements that come of themselves: one for each course and each team's track."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from django.utils import timezone

from campus.accounts.models import Organisation

from .models import Achievement, AchievementVersion, SubjectKind, TargetKind


def version_of(
    *,
    organisation: Organisation,
    target_kind: TargetKind,
    target: UUID,
    subject_kind: SubjectKind,
    title: Mapping[str, str],
    source_language: str,
    criteria: Mapping[str, Any],
) -> AchievementVersion:
    """The newest version of the attestation for this target, made at first need.

    Another wording or other criteria than those of the newest version make the next one.
    Workers that come at once agree: each step is a unique constraint.
    """
    achievement, _is_new = Achievement.objects.get_or_create(
        target_kind=target_kind,
        target=target,
        subject_kind=subject_kind,
        kind=Achievement.Kind.ATTESTATION,
        defaults={"organisation": organisation},
    )
    newest = achievement.versions.first()
    if newest and (newest.title, newest.criteria) == (title, criteria):
        return newest
    version, _is_new = AchievementVersion.objects.get_or_create(
        achievement=achievement,
        number=newest.number + 1 if newest else 1,
        defaults={
            "title": title,
            "source_language": source_language,
            "criteria": criteria,
            "created_at": timezone.now(),
        },
    )
    return version
