"""Learning from elsewhere earns no certificate of the course, and counts in those of tracks."""

from datetime import datetime

import pytest
from django.test import Client

from campus.owed.models import Owed
from campus.records.models import Void
from courses.accrediting import Evidence, accredit, withdraw
from courses.models import CourseCompletion, Enrolment
from tests import world
from tests.api import Api
from tests.trainers import a_staff_member, a_trainer
from tests.workers.certificates.working import attend, work
from tracks.teams import sign_outcome
from workers.certificates.ends.withdrawn import Withdrawn, withdrawn_from
from workers.certificates.issuing.sweeping import find_unissued, unissued
from workers.certificates.models import Credential, SubjectKind
from workers.certificates.proving.credentials import verify
from workers.certificates.statuses.standing import VALID
from workers.certificates.verifying.reporting import report
from workers.progress.folding.earning import CREDENTIAL

pytestmark = pytest.mark.django_db

SHOWN = Evidence("attestation", "Attestation de l’école, vue le 3 mai.")


def test_recognised_learning_earns_no_certificate_of_having_followed_the_course() -> None:
    course, awa = world.a_published_course(), world.a_learner()
    accredit(person=awa, course=course, evidence=SHOWN, by=a_trainer(course.organisation))
    work()
    assert CourseCompletion.objects.filter(person=awa).exists()
    assert not Credential.objects.exists()
    assert unissued() == []
    assert verify().differences == []


def test_who_does_all_lessons_later_earns_it() -> None:
    course, awa = world.a_published_course(), world.a_learner()
    accredit(person=awa, course=course, evidence=SHOWN, by=a_trainer(course.organisation))
    work()
    world.finish(awa, course)
    work()
    find_unissued()
    work()
    assert Credential.objects.get().person == awa


@pytest.fixture
def of() -> world.Followed:
    """A team that did all there is to do; the member brought the course from elsewhere."""
    of = world.a_team_with_a_track()
    world.finish(of.lead, of.course)
    trainer = a_trainer(of.course.organisation)
    accredit(person=of.member, course=of.course, evidence=SHOWN, by=trainer)
    attend(of, *of.learners)
    sign_outcome(project=of.project, coach=of.coach, outcome="Les courriers sont plus clairs.")
    work()
    return of


def test_it_counts_in_the_certificates_of_a_team(of: world.Followed) -> None:
    assert Credential.objects.filter(subject_kind=SubjectKind.TEAM).count() == 1
    assert Credential.objects.filter(person=of.member).count() == 1
    assert verify().differences == []
    assert not Owed.objects.filter(kind=CREDENTIAL, tries__gt=0).exists()


def test_certificates_stay_when_the_evidence_is_withdrawn(of: world.Followed) -> None:
    row = of.member.accreditations.get()
    withdraw(accreditation=row, by=row.by, because="Ce n’était pas son attestation.")
    work()
    enrolment = Enrolment.objects.get(person=of.member)
    assert not CourseCompletion.objects.filter(enrolment=enrolment).exists()
    assert Credential.objects.get(person=of.member).revoked_at is None
    assert verify().differences == []


def test_its_pages_say_that_the_evidence_was_withdrawn_and_when(of: world.Followed) -> None:
    hers, teams = Credential.objects.get(person=of.member), Credential.objects.get(team=of.team)
    leads = Credential.objects.filter(person=of.lead)[0]
    every = [hers.id, leads.id, teams.id]
    assert withdrawn_from(every) == {}
    row = of.member.accreditations.get()
    withdraw(accreditation=row, by=row.by, because="Ce n’était pas son attestation.")
    voided = Void.objects.get(voided=row.record)
    assert withdrawn_from(every) == {
        hers.id: Withdrawn(1, voided.stored_at),
        teams.id: Withdrawn(1, voided.stored_at),
    }
    for viewer in (of.member, a_staff_member()):
        told = report(hers.id, viewer=viewer)
        assert (told.status, told.evidence_withdrawn_at) == (VALID, voided.stored_at)
        assert told.records_withdrawn == 1
    untouched = report(leads.id, viewer=of.lead)
    assert (untouched.status, untouched.evidence_withdrawn_at) == (VALID, None)
    (one,) = [c for c in Api(of.member).results("/credentials") if c["team"] is None]
    assert one["status"] == "valid"
    assert datetime.fromisoformat(one["evidence_withdrawn_at"]) == voided.stored_at


def test_a_stranger_is_not_told_that_evidence_was_withdrawn(of: world.Followed) -> None:
    hers, teams = Credential.objects.get(person=of.member), Credential.objects.get(team=of.team)
    row = of.member.accreditations.get()
    withdraw(accreditation=row, by=row.by, because="Ce n’était pas son attestation.")
    for credential in (hers, teams):
        for viewer in (None, world.a_learner("Zoé Roy"), of.coach):
            told = report(credential.id, viewer=viewer)
            assert (told.evidence_withdrawn_at, told.records_withdrawn) == (None, 0)
    assert report(teams.id, viewer=of.lead).evidence_withdrawn_at


def test_her_public_page_says_so_in_plain_words(of: world.Followed, client: Client) -> None:
    hers = Credential.objects.get(person=of.member)
    said = "taken back after it was issued"
    page, english = f"/verify/{hers.id}", {"Accept-Language": "en"}
    assert said not in client.get(page, headers=english).content.decode()
    row = of.member.accreditations.get()
    withdraw(accreditation=row, by=row.by, because="Ce n’était pas son attestation.")
    assert said not in client.get(page, headers=english).content.decode()
    client.force_login(of.member)
    text = client.get(page, headers=english).content.decode()
    assert said in text
    assert "This certificate is valid" in text
    assert "has not been revoked" in text
    assert "Ce n’était pas" not in text
    mine = client.get("/en/certificates").content.decode()
    assert "the certificate stays" in mine
