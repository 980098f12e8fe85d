"""Publishing a new release changes nobody's number: neither at once nor with the next record."""

from collections.abc import Callable

import pytest

from courses.enrolment import enrol
from courses.models import Course, CourseCompletion, Enrolment, Lesson
from courses.releases.publishing import publish
from tests import world
from tracks.models import StepState
from workers.progress.models import Progress, TeamProgress
from workers.progress.proving.verifying import verify

Settle = Callable[[], None]


def everything() -> list[list[tuple[object, ...]]]:
    """All that is shown of anybody's progress."""
    shown = (Progress, TeamProgress, CourseCompletion, StepState)
    return [sorted(model._default_manager.values_list(), key=str) for model in shown]


def rewrite(course: Course) -> None:
    """A lesson goes, one comes, and one takes longer."""
    first, second = world.lessons_of(course)
    Lesson.objects.filter(id=first.id).update(minutes=90)
    Lesson.objects.filter(id=second.id).update(archived_at=course.current_release.published_at)
    Lesson.objects.create(
        module=first.module, position=9, title="Neuve", kind="article", source="Neuf.", minutes=30
    )
    publish(course=course, by=None)


@pytest.mark.django_db(transaction=True)
def test_a_new_release_changes_no_number(settle: Settle) -> None:
    of = world.a_team_with_a_track()
    half, done = world.lessons_of(of.course)
    finished = world.a_learner("Fatou Sarr")
    hers, _is_new = enrol(person=finished, course=of.course)
    mine = Enrolment.objects.get(person=of.member, course=of.course)
    world.say(of.member, world.done(mine, half))
    world.say(finished, world.done(hers, half), world.done(hers, done))
    settle()
    before = everything()
    assert [row.minutes_done for row in Progress.objects.filter(enrolment=mine.id)] == [10]

    rewrite(of.course)
    settle()
    assert everything() == before

    world.say(of.member, world.done(mine, done))  # it went with the release: she still does hers
    settle()
    row = Progress.objects.get(enrolment=mine.id)
    assert (row.minutes_done, row.minutes, row.state) == (20, 20, "completed")
    found = verify()
    assert (found.differences, found.waiting) == ([], 0)


@pytest.mark.django_db
def test_who_joins_afterwards_follows_the_new_release(settle: Settle) -> None:
    """The twin: the release was not empty talk."""
    course = world.a_published_course()
    rewrite(course)
    course.refresh_from_db()
    enrolment, _is_new = enrol(person=world.a_learner(), course=course)
    settle()
    assert Progress.objects.get(enrolment=enrolment.id).minutes == 120
