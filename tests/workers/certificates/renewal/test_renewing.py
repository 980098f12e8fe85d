"""A certificate that ends is earned anew in the next period; what the one before came to stays."""

from datetime import timedelta

import pytest
from django.db import transaction
from django.utils import timezone

from campus.errors import Conflict, NotFound
from campus.ids import new_id
from courses.enrolment import enrol, withdraw
from courses.models import Course, CourseCompletion, Enrolment
from tests import world
from tests.racing import another_process, wait_until_blocked
from tests.trainers import a_staff_member, a_trainer
from tests.workers.certificates.renewable import FAR, a_certified, course_of, renewed
from tests.workers.certificates.working import attend, work
from tests.workers.certificates.written import published
from tracks.models import StepState, TrackEnrolment
from tracks.teams import sign_outcome
from workers.certificates.authoring.publishing import archive
from workers.certificates.ends.revoking import revoke
from workers.certificates.models import Credential
from workers.certificates.proving.credentials import verify
from workers.certificates.renewal.renewing import renew, renewals
from workers.progress.proving import verifying

pytestmark = pytest.mark.django_db


class TestANewPeriod:
    @pytest.mark.django_db(transaction=True)
    def test_completing_it_earns_a_certificate_from_then_on_and_the_old_one_stays(self) -> None:
        old = a_certified()
        person = old.person
        assert person
        enrolment, is_new = renewed(old)
        assert (enrolment.period, is_new) == (2, True)
        assert CourseCompletion.objects.filter(person=person).count() == 1
        assert world.finish(person, course_of(old)) == enrolment
        work()
        new = Credential.objects.get(achievement=old.achievement, period=2)
        again = Credential.objects.get(id=old.id)
        assert new.issued_at >= old.issued_at
        assert new.valid_until
        assert new.valid_until > new.issued_at + timedelta(days=364)
        assert {part["registration"] for part in new.rule} == {str(enrolment.registration)}
        assert (again.document, again.valid_until) == (old.document, old.valid_until)
        assert (again.revoked_at, again.superseded_at) == (None, None)
        assert verify().differences == []
        assert verifying.verify().differences == []

    def test_nothing_is_issued_before_it_is_complete(self) -> None:
        old = a_certified()
        renewed(old)
        work()
        assert set(Credential.objects.values_list("period", flat=True)) == {1}
        assert CourseCompletion.objects.get().enrolment.period == 1
        assert verify().differences == []

    def test_asking_again_is_the_same_period_also_after_leaving_it(self) -> None:
        old = a_certified()
        first, _is_new = renewed(old)
        again, is_new = renewed(old)
        assert (again, is_new) == (first, False)
        withdraw(enrolment=first)
        back, is_new = renewed(old)
        assert (back, is_new, back.withdrawn_at) == (first, False, None)
        assert Enrolment.objects.count() == 2

    def test_the_next_one_is_renewed_in_its_turn(self) -> None:
        old = a_certified()
        assert old.person
        renewed(old)
        world.finish(old.person, course_of(old))
        work()
        new = Credential.objects.get(achievement=old.achievement, period=2)
        known = renewals(old.person, [old, new], timezone.now())
        assert (known[old.id].follower, known[old.id].is_begun) == (new.id, True)
        assert (known[new.id].follower, known[new.id].is_begun) == (None, False)
        third, is_new = renewed(new)
        assert (third.period, is_new) == (3, True)
        assert renewed(old) == (third, False)

    @pytest.mark.django_db(transaction=True)
    def test_asking_twice_at_once_opens_one_period(self) -> None:
        old = a_certified()
        with another_process() as run:
            with transaction.atomic():
                first, is_new = renewed(old)
                second = run(renewed, old)
                wait_until_blocked()
            again, is_new_too = second.result()
        assert (again, is_new, is_new_too) == (first, True, False)
        assert list(Enrolment.objects.order_by("period").values_list("period", flat=True)) == [1, 2]


class TestWhen:
    def test_before_its_day_it_is_refused_and_from_then_on_possible_also_once_expired(self) -> None:
        old = a_certified(months=24, opens=2)
        assert old.person
        known = renewals(old.person, [old], timezone.now())[old.id]
        assert not known.is_open
        with pytest.raises(Conflict) as refused:
            renewed(old, known.opens - timedelta(seconds=1))
        assert refused.value.code == "renewal_not_open"
        assert str(known.opens.year) in refused.value.detail
        assert Enrolment.objects.count() == 1
        with transaction.atomic():
            assert renewed(old, known.opens)[1]
            transaction.set_rollback(True)
        assert renewed(old, FAR)[1]

    @pytest.mark.parametrize(("months", "opens"), [(None, None), (12, None)])
    def test_what_does_not_end_and_what_offers_no_renewal_is_refused(
        self, months: int | None, opens: int | None
    ) -> None:
        old = a_certified(months=months, opens=opens)
        with pytest.raises(Conflict) as refused:
            renewed(old, FAR)
        assert refused.value.code == "not_renewable"
        assert Enrolment.objects.count() == 1

    def test_what_is_not_given_any_more_is_refused(self) -> None:
        old = a_certified()
        archive(achievement=old.achievement, by=a_trainer())
        with pytest.raises(Conflict) as refused:
            renewed(old)
        assert refused.value.code == "not_renewable"

    def test_what_was_revoked_is_refused(self) -> None:
        old = a_certified()
        revoke(credential=old, by=a_staff_member(), reason="Issued by mistake.")
        with pytest.raises(Conflict) as refused:
            renewed(old)
        assert refused.value.code == "already_revoked"
        assert Enrolment.objects.count() == 1

    def test_a_course_that_is_not_published_any_more_is_refused(self) -> None:
        old = a_certified()
        Course.objects.update(current_release=None)
        with pytest.raises(NotFound):
            renewed(old)

    def test_nobody_renews_for_somebody_else(self) -> None:
        old = a_certified()
        with pytest.raises(Conflict):
            renew(person=world.a_learner("Marc Roy"), credential=old, now=timezone.now())
        assert Enrolment.objects.count() == 1


class TestTracks:
    def test_a_renewal_that_is_only_begun_takes_nothing_from_a_track(self) -> None:
        of = world.a_team_with_a_track()
        world.finish(of.lead, of.course)
        old = a_certified(of.member, of.course)
        renewed(old)
        attend(of, *of.learners)
        sign_outcome(project=of.project, coach=of.coach, outcome="C’est plus clair.")
        work()
        of_track = Credential.objects.filter(achievement__target_kind="track")
        assert {one.person for one in of_track} == {of.lead, of.member, None}
        hers = TrackEnrolment.objects.get(track=of.track, person=of.member)
        assert set(StepState.objects.filter(enrolment=hers).values_list("state", flat=True)) == {
            "completed"
        }
        assert verify().differences == []

    def test_joining_a_track_keeps_the_period_that_was_begun(self) -> None:
        old = a_certified()
        second, _is_new = renewed(old)
        assert old.person
        assert enrol(person=old.person, course=course_of(old))[0] == second

    def test_that_of_a_track_is_not_renewed(self) -> None:
        of = world.a_team_with_a_track()
        for person in of.learners:
            world.finish(person, of.course)
        attend(of, *of.learners)
        sign_outcome(project=of.project, coach=of.coach, outcome="C’est plus clair.")
        version = published(of.track, valid_for_months=12).versions.get()
        # As one could publish it once.
        version.pk, version.number, version.renewal_opens_months = new_id(), 2, 12
        version.save(force_insert=True)
        work()
        hers = Credential.objects.get(person=of.member, achievement__kind="certificate")
        with pytest.raises(Conflict) as refused:
            renewed(hers, FAR)
        assert refused.value.code == "not_renewable"
