"""Learning from elsewhere counts in every track that holds the course, and goes when withdrawn."""

from collections.abc import Callable

import pytest

from courses.accrediting import Evidence, accredit, withdraw
from courses.models import Accreditation, Lesson
from courses.releases.publishing import publish
from tests import world
from tests.trainers import a_trainer
from tracks.models import StepState, Track, TrackEnrolment
from tracks.tailoring import make_track
from workers.progress.explaining.parts import explain_course
from workers.progress.models import Progress
from workers.progress.proving.verifying import verify

SHOWN = Evidence("attestation", "Attestation de l’école, vue le 3 mai.")
Settle = Callable[[], None]


def recognise(of: world.Followed) -> Accreditation:
    trainer = a_trainer(of.course.organisation)
    row, _is_new = accredit(person=of.member, course=of.course, evidence=SHOWN, by=trainer)
    return row


def states(of: world.Followed, track: Track) -> list[str]:
    enrolment = TrackEnrolment.objects.get(track=track, person=of.member)
    step = of.step("course").step if track == of.track else None
    rows = StepState.objects.filter(enrolment=enrolment)
    return [row.state for row in (rows.filter(step=step) if step else rows)]


@pytest.mark.django_db
def test_one_recognition_counts_in_all_tracks_that_hold_the_course(settle: Settle) -> None:
    of = world.a_team_with_a_track()
    template = world.a_template(courses=[of.course], workshop=False)
    other = make_track(template=template, by=of.coach, team=of.team)
    recognise(of)
    settle()
    assert states(of, of.track) == ["accredited"]
    assert states(of, other) == ["accredited"]
    enrolment = TrackEnrolment.objects.get(track=other, person=of.member)
    row = Progress.objects.get(enrolment=enrolment.id)
    assert (row.minutes_done, row.minutes, row.state) == (60, 60, "completed")


@pytest.mark.django_db(transaction=True)
def test_withdrawing_it_takes_it_out_of_all_of_them(settle: Settle) -> None:
    of = world.a_team_with_a_track()
    row = recognise(of)
    settle()
    withdraw(accreditation=row, by=row.by, because="Ce n’était pas son attestation.")
    settle()
    assert states(of, of.track) == ["not_started"]
    found = verify()
    assert (found.differences, found.waiting) == ([], 0)


@pytest.mark.django_db(transaction=True)
def test_what_was_recognised_equals_the_log(settle: Settle) -> None:
    of = world.a_team_with_a_track()
    recognise(of)
    settle()
    assert verify().differences == []


@pytest.mark.django_db
@pytest.mark.parametrize("changes", [{"minutes": 0}, {"move_on": "NotApplicable"}, {}])
def test_why_agrees_with_the_number_also_where_nothing_takes_time(
    changes: dict[str, object], settle: Settle
) -> None:
    course = world.a_draft(lessons=("article",))
    Lesson.objects.filter(module__course=course).update(**changes or {"minutes": 10})
    publish(course=course, by=None)
    course.refresh_from_db()
    enrolment = world.begun(course, lessons=0)
    trainer = a_trainer(course.organisation)
    accredit(person=enrolment.person, course=course, evidence=SHOWN, by=trainer)
    settle()
    row = Progress.objects.get(enrolment=enrolment.id)
    assert (row.fraction, row.state) == (1.0, "accredited")
    assert explain_course(enrolment).fraction == row.fraction
