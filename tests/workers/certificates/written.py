"""Owns the achievements that these tests speak of: written by staff, published or not."""

from typing import Any

from campus.accounts.models import User
from courses.models import Course
from tests.trainers import a_trainer
from tracks.models import Track
from workers.certificates.authoring.publishing import publish
from workers.certificates.models import Achievement


def an_achievement(of: Course | Track, **fields: Any) -> Achievement:
    """A certificate of this course or track, written and not published."""
    is_course = isinstance(of, Course)
    organisation = of.organisation if isinstance(of, Course) else of.team.organisation  # type: ignore[union-attr]
    given = {
        "organisation": organisation,
        "target_kind": "work" if is_course else "track",
        "target": of.work_id if isinstance(of, Course) else of.id,
        "subject_kind": "person",
        "kind": "certificate",
        "is_authored": True,
        "is_draft": True,
        "title": {"fr": "Rédaction claire"},
    }
    return Achievement.objects.create(**(given | fields))


def published(of: Course | Track, *, by: User | None = None, **fields: Any) -> Achievement:
    achievement = an_achievement(of, **fields)
    publish(achievement=achievement, by=by or a_trainer())
    achievement.refresh_from_db()
    return achievement
