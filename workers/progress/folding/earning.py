"""Owns how progress tells the certificates that somebody may have earned one."""

from uuid import UUID

from campus.owed.owing import owe
from workers.progress.folding.followed import CourseFollowed

CREDENTIAL = "credential"


def owe_for_courses(enrolments: list[CourseFollowed]) -> None:
    """These enrolments were just completed."""
    owe(CREDENTIAL, [course_key(e.work_id, e.person_id, e.period) for e in enrolments])


def owe_for_track(track_id: UUID) -> None:
    """This team's track is complete and its project's outcome is signed."""
    owe(CREDENTIAL, [track_key(track_id)])


def course_key(work: UUID, person: UUID, period: int) -> str:
    return f"work:{work}:{person}:{period}"


def track_key(track: UUID) -> str:
    return f"track:{track}"
