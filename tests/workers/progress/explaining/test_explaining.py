"""Why a number is what it is: the parts add up to what progress shows."""

import pytest

from courses.models import Lesson
from courses.releases.publishing import publish
from tests import world
from tests.world import begun
from tracks.models import RevisionStep
from workers.progress.explaining.parts import explain_course, explain_track
from workers.progress.folding.shards import fold_all
from workers.progress.models import Progress

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("lessons", [0, 1, 2, 3])
def test_the_lessons_of_a_course_add_up_to_its_progress(lessons):
    course = world.a_published_course(lessons=("article", "video", "quiz"), minutes=7)
    enrolment = begun(course, lessons=lessons)
    fold_all()
    explained = explain_course(enrolment)
    shown = Progress.objects.get(enrolment=enrolment.id)
    assert explained.fraction == shown.fraction
    assert sum(part.counts for part in explained.parts) == pytest.approx(shown.fraction)
    assert len(explained.missing) == 3 - lessons
    assert all(part.record for part in explained.parts if part.state == "completed")


def test_the_steps_of_a_track_add_up_to_its_progress(settle):
    of = world.a_team_with_a_track()
    world.finish(of.member, of.course)
    settle()
    enrolment = of.track.enrolments.get(person=of.member)
    explained = explain_track(enrolment)
    assert explained.fraction == Progress.objects.get(enrolment=enrolment.id).fraction == 0.25
    assert [part.object for part in explained.missing] == [of.step("workshop").step_id]


def test_a_course_in_which_nothing_counts_is_nothing_done_in_both():
    course = world.a_draft(lessons=("article",))
    Lesson.objects.filter(module__course=course).update(move_on="NotApplicable")
    publish(course=course, by=None)
    course.refresh_from_db()
    enrolment = begun(course, lessons=1)
    fold_all()
    shown = Progress.objects.get(enrolment=enrolment.id)
    assert explain_course(enrolment).fraction == shown.fraction == 0.0
    assert shown.state == "in_progress"


@pytest.mark.parametrize(("attends", "fraction"), [(False, 0.0), (True, 1.0)])
def test_a_track_that_takes_no_time_is_done_when_its_steps_are(attends, fraction, settle):
    of = world.a_team_with_a_track()
    RevisionStep.objects.filter(kind="course").delete()
    RevisionStep.objects.update(minutes=0)
    enrolment = of.track.enrolments.get(person=of.member)
    if attends:
        step = of.step("workshop").step_id
        world.say(of.coach, world.an_item(enrolment.id, step=step, verb="attended"))
    settle()
    shown = Progress.objects.get(enrolment=enrolment.id)
    assert explain_track(enrolment).fraction == shown.fraction == fraction
