"""How one person reads her track: its steps in order, her states, what opens them and why."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import translation

from tests import world
from tests.world import an_item, say
from tracks.following import in_language, steps_of
from tracks.models import TrackEnrolment
from tracks.tailoring import StepPlan, revise
from workers.progress.folding.shards import fold_all

pytestmark = pytest.mark.django_db


def _hers(of) -> TrackEnrolment:
    return TrackEnrolment.objects.select_related("track").get(person=of.member)


def test_steps_come_in_order_and_the_next_waits_for_the_one_before():
    of = world.a_team_with_a_track(in_order=True)
    course, workshop = steps_of(_hers(of))
    assert (course.kind, course.unlocked, course.state) == ("course", True, "not_started")
    assert (workshop.kind, workshop.unlocked) == ("workshop", False)
    assert course.title in workshop.because
    assert course.course_slug == of.course.slug


def test_finishing_a_step_opens_the_next():
    of = world.a_team_with_a_track(in_order=True)
    world.finish(of.member, of.course)
    fold_all()
    course, workshop = steps_of(_hers(of))
    assert (course.state, course.minutes_done, course.minutes) == ("completed", 60, 60)
    assert course.completed_at is not None
    assert workshop.unlocked


def test_a_step_half_done_shows_its_share_of_minutes():
    of = world.a_team_with_a_track(world.a_published_course(lessons=["article"] * 3))
    enrolment = of.member.enrolments.get(course=of.course)
    lesson = world.lessons_of(of.course)[0]
    say(of.member, an_item(enrolment.id, lesson=lesson.id, verb="completed"))
    fold_all()
    course, _workshop = steps_of(_hers(of))
    assert (course.state, course.minutes_done) == ("in_progress", 20)


def test_a_colleague_s_work_is_not_hers():
    of = world.a_team_with_a_track()
    world.finish(of.lead, of.course)
    fold_all()
    assert steps_of(_hers(of))[0].state == "not_started"


def test_titles_come_in_the_reader_s_language():
    of = world.a_team_with_a_track()
    for language, title in (("en", "Workshop"), ("fr", "Atelier"), ("de", "Atelier")):
        with translation.override(language):
            assert steps_of(_hers(of))[1].title == title


def test_a_text_falls_back_to_its_source_and_then_to_any():
    with translation.override("en"):
        assert in_language({"fr": "Atelier"}, "fr") == "Atelier"
        assert in_language({"es": "Taller"}, "fr") == "Taller"
        assert in_language({}, "fr") == ""


def test_reading_a_track_costs_the_same_queries_whatever_its_length():
    of = world.a_team_with_a_track()
    counts = []
    for length in (2, 30):
        plan = StepPlan(kind="workshop", title={"fr": "Atelier"}, minutes=10)
        revise(track=of.track, by=of.coach, steps=[plan] * length)
        enrolment = _hers(of)
        with CaptureQueriesContext(connection) as queries:
            assert len(steps_of(enrolment)) == length
        counts.append(len(queries))
    assert counts == [3, 3]
