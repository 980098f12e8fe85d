"""What named persons did to a number is told with the record that says so."""

from uuid import UUID

import pytest
from django.utils.translation import override

from campus.records.models import LearningRecord
from courses.accrediting import Evidence, accredit, withdraw
from courses.enrolment import enrol
from courses.moving import Moving, move
from tests.trainers import a_trainer
from tests.workers.progress.moving.test_moving import a_newer_release
from tests.world import Followed, a_published_course, a_team_with_a_track, begun
from tracks.models import TrackEnrolment
from tracks.waiving import take_back, waive
from workers.progress.explaining.interventions import interventions
from workers.progress.explaining.waivings import waivings, waivings_in
from workers.progress.folding.shards import fold_all
from workers.progress.reporting.tables import team_table

pytestmark = pytest.mark.django_db


def test_a_move_names_both_releases_and_who_did_it() -> None:
    course = a_published_course()
    enrolment, trainer = begun(course, lessons=1), a_trainer()
    release = a_newer_release(course)
    move(moving=[Moving(enrolment.id, enrolment.release_id, release.id)], by=trainer)
    with override("en"):
        (told,) = interventions(enrolment)
    assert f"{trainer.name} moved you from release 1 to release 2" in told.said
    assert told.record == LearningRecord.objects.get(verb="moved").id


def test_her_own_move_is_told_as_hers() -> None:
    course = a_published_course()
    enrolment = begun(course, lessons=1)
    release = a_newer_release(course)
    moving = [Moving(enrolment.id, enrolment.release_id, release.id)]
    move(moving=moving, by=enrolment.person)
    with override("en"):
        (told,) = interventions(enrolment)
    assert told.said.startswith("You moved from release 1 to release 2")


def test_recognised_learning_is_told_until_it_is_withdrawn() -> None:
    course = a_published_course()
    enrolment, trainer = begun(course, lessons=0), a_trainer()
    evidence = Evidence("attestation", "Attestation de l’école")
    row, _is_new = accredit(person=enrolment.person, course=course, evidence=evidence, by=trainer)
    with override("en"):
        (told,) = interventions(enrolment)
    assert trainer.name in told.said
    assert "Attestation de l’école" in told.said
    withdraw(accreditation=row, by=trainer, because="Un faux.")
    assert interventions(enrolment) == []


def a_waiver(of: Followed, kind: str) -> tuple[TrackEnrolment, UUID]:
    enrolment = TrackEnrolment.objects.get(track=of.track, person=of.member)
    step = of.step(kind).step_id
    return enrolment, waive(by=of.coach, enrolment=enrolment, step=step, reason="Déjà formée.")


def test_a_waiver_is_told_to_the_learner_and_to_her_team_until_it_is_taken_back() -> None:
    of = a_team_with_a_track()
    enrolment, record = a_waiver(of, "workshop")
    fold_all()
    with override("en"):
        (to_her,) = waivings(enrolment)
        (to_the_team,) = waivings_in(team_table(of.team, of.track))
    assert to_her.record == to_the_team.record == record
    for told in (to_her, to_the_team):
        assert told.said.startswith(f"{of.coach.name} waived “")
        assert told.said.endswith("Déjà formée.")
    assert f" for {of.member.name} on " in to_the_team.said
    take_back(by=of.coach, record=record)
    assert waivings(enrolment) == []


def test_a_course_tells_that_a_track_is_content_without_it() -> None:
    of = a_team_with_a_track()
    hers, _is_new = enrol(person=of.member, course=of.course)
    a_waiver(of, "workshop")
    assert interventions(hers) == []
    _enrolment, record = a_waiver(of, "course")
    with override("en"):
        (told,) = interventions(hers)
    assert (told.verb, told.record) == ("waived", record)
    assert told.said.startswith("In the track “")
    assert interventions(begun(of.course, lessons=1)) == []


def test_a_number_that_is_her_own_work_alone_has_none() -> None:
    assert interventions(begun(a_published_course(), lessons=2)) == []
