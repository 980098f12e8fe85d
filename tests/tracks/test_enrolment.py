"""Following a track: joining enrols in its courses, leaving ends the track's claims only."""

import pytest
from django.db import transaction

from campus.records.models import LearningRecord
from courses.enrolment import enrol, withdraw
from tests import world
from tests.racing import another_process, wait_until_blocked
from tracks.enrolment import join, leave
from tracks.tailoring import make_track

pytestmark = pytest.mark.django_db


def _said_of(enrolment) -> list[str]:
    rows = LearningRecord.objects.filter(registration=enrolment.registration)
    return list(rows.order_by("position").values_list("verb", flat=True))


def test_joining_twice_is_joining_once():
    of, newcomer = world.a_team_with_a_track(), world.a_person("Zoé Blanc")
    first, is_new = join(track=of.track, person=newcomer)
    again, is_new_too = join(track=of.track, person=newcomer)
    assert (again.id, is_new, is_new_too) == (first.id, True, False)
    assert _said_of(first) == ["enrolled"]


def test_leaving_and_coming_back_is_said_and_is_one_enrolment():
    of = world.a_team_with_a_track()
    enrolment = of.track.enrolments.get(person=of.member)
    leave(enrolment=enrolment)
    leave(enrolment=enrolment)
    back, is_new = join(track=of.track, person=of.member)
    assert (back.id, back.withdrawn_at, is_new) == (enrolment.id, None, False)
    assert _said_of(enrolment) == ["enrolled", "withdrew", "enrolled"]


def test_leaving_keeps_the_enrolment_in_the_course():
    of = world.a_team_with_a_track()
    leave(enrolment=of.track.enrolments.get(person=of.member))
    assert of.member.enrolments.get().withdrawn_at is None


def test_joining_revives_a_course_she_had_left():
    course, team = world.a_published_course(), world.a_team()
    enrolment, _ = enrol(person=team.member, course=course)
    withdraw(enrolment=enrolment)
    template = world.a_template(courses=[course])
    make_track(template=template, by=team.coach, team=team.team)
    enrolment.refresh_from_db()
    assert enrolment.withdrawn_at is None


@pytest.mark.django_db(transaction=True)
def test_joining_two_tracks_of_the_same_courses_at_once_never_deadlocks():
    courses = [world.a_published_course() for _ in range(2)]
    teams, newcomer = [world.a_team(), world.a_team()], world.a_person("Zoé Blanc")
    tracks = [
        make_track(template=world.a_template(courses=order), by=of.coach, team=of.team)
        for of, order in zip(teams, (courses, courses[::-1]), strict=True)
    ]
    first = min(courses, key=lambda course: course.work_id)
    with another_process() as run:
        with transaction.atomic():
            enrol(person=newcomer, course=first)
            joining = [run(join, track=track, person=newcomer) for track in tracks]
            wait_until_blocked(processes=2)
            enrol(person=newcomer, course=next(c for c in courses if c != first))
        for each in joining:
            each.result()
    assert newcomer.enrolments.count() == 2


def test_the_second_translation_of_a_course_is_no_second_enrolment():
    french = world.a_published_course()
    english = world.a_published_course("Plain writing", language="en", translates=french)
    of = world.a_team_with_a_track(french)
    enrol(person=of.member, course=english)
    assert of.member.enrolments.count() == 1
