"""What the tests of the fold share: a course somebody follows, and doing all that is owed."""

from collections.abc import Callable

import pytest

from campus.owed import claiming
from courses.enrolment import enrol
from courses.models import Course, Enrolment
from tests import world
from tests.world import done, say
from tracks.enrolment import TRACK_CHANGED
from workers.progress.folding import fold_all
from workers.progress.teams import TEAM_PROGRESS


@pytest.fixture
def settle() -> Callable[[], None]:
    """Fold, and compute the teams that the fold owes."""

    def fold_everything() -> None:
        for _again in range(2):
            fold_all()
            claiming.do_owed(TRACK_CHANGED)
            claiming.do_owed(TEAM_PROGRESS)

    return fold_everything


def begun(course: Course, *, lessons: int, name: str = "Awa Diop") -> Enrolment:
    """Somebody who has completed the first lessons of a course; nothing is folded yet."""
    learner = world.a_learner(name)
    enrolment, _ = enrol(person=learner, course=course)
    if lessons:
        say(learner, *(done(enrolment, lesson) for lesson in world.lessons_of(course)[:lessons]))
    return enrolment
