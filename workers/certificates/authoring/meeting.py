"""Owns which trust the records of a target can ever have."""

from collections.abc import Mapping
from typing import Final
from uuid import UUID

from courses.models import Course, ReleaseLesson
from workers.certificates.authoring.achievements import Target
from workers.certificates.models import TargetKind
from workers.certificates.rules.eligibility import asked_by
from workers.progress.folding.frozen import revision_rules
from workers.progress.rules.states import TRUSTS

# That a lesson was done is the learner's own word; that it was passed is the campus's grade.
_TRUST_OF: Final[Mapping[str, str]] = {"completed": "declared", "passed": "graded"}


def unmeetable(target: Target, least_trust: str) -> list[str]:
    """Titles of the lessons that count, in a release in force, and can never be trusted so far.

    Of a track, those of the courses that its steps name; what a person attests is always enough.
    """
    least = TRUSTS.index(least_trust)
    current = Course.objects.filter(work__in=_works(target), archived_at=None)
    lessons = ReleaseLesson.objects.filter(release__in=current.values("current_release"))
    return [
        title
        for title, move_on in lessons.order_by("release_id", "position").values_list(
            "title", "move_on"
        )
        if not all(
            any(TRUSTS.index(_TRUST_OF[verb]) >= least for verb, _trust in any_of)
            for any_of in asked_by(move_on)
        )
    ]


def _works(target: Target) -> set[UUID]:
    if target.kind == TargetKind.WORK:
        return {target.id}
    steps = revision_rules({target.id})[target.id][-1].steps
    return {work for step in steps if step.required for work in step.works}
