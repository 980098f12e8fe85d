"""What named persons did to a number is told with the record that says so."""

import pytest
from django.utils.translation import override

from campus.records.models import LearningRecord
from courses.accrediting import Evidence, accredit, withdraw
from courses.moving import Moving, move
from tests.trainers import a_trainer
from tests.workers.progress.test_moving import a_newer_release
from tests.world import a_published_course, begun
from workers.progress.interventions import interventions

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


def test_a_number_that_is_her_own_work_alone_has_none() -> None:
    assert interventions(begun(a_published_course(), lessons=2)) == []
