"""A team's progress: from its members' rows; its credential is owed when all is done and signed."""

from uuid import uuid4

import pytest

from campus.owed.models import Owed
from tests import world
from tracks.models import Membership
from tracks.steps import attest
from tracks.teams import add_member, remove_member, sign_outcome
from workers.progress.folding.earning import CREDENTIAL, track_key
from workers.progress.folding.teams import fold_team, team_progress
from workers.progress.models import TeamProgress

pytestmark = pytest.mark.django_db


@pytest.fixture
def of():
    return world.a_team_with_a_track()


def _complete(of, *people) -> None:
    """Each finishes the course and is attested the workshop."""
    for person in people:
        world.finish(person, of.course)
        enrolment = of.track.enrolments.get(person=person)
        step = of.step("workshop").step_id
        attest(by=of.coach, enrolment=enrolment.id, step=step, record_id=uuid4())


def _sign(of) -> None:
    sign_outcome(project=of.project, coach=of.coach, outcome="Un accueil refait.")


def _is_owed(of) -> bool:
    return Owed.objects.filter(kind=CREDENTIAL, key=track_key(of.track.id)).exists()


def test_a_team_that_has_just_begun(of, settle):
    settle()
    row = TeamProgress.objects.get()
    assert (row.team, row.members, row.minutes_done, row.minutes) == (of.team.id, 2, 0, 480)
    assert row.state == "not_started"


def test_a_team_is_as_far_as_the_minutes_of_its_members(of, settle):
    _complete(of, of.member)
    settle()
    row = TeamProgress.objects.get()
    assert (row.fraction, row.state, row.completed_at) == (0.5, "in_progress", None)


def test_a_team_is_complete_when_its_last_member_is(of, settle):
    _complete(of, of.member, of.lead)
    settle()
    row = TeamProgress.objects.get()
    assert (row.fraction, row.state) == (1.0, "completed")
    assert row.completed_at is not None


def test_complete_and_not_signed_owes_no_credential(of, settle):
    _complete(of, of.member, of.lead)
    settle()
    assert not _is_owed(of)


def test_signed_and_not_complete_owes_no_credential(of, settle):
    _complete(of, of.member)
    _sign(of)
    settle()
    assert not _is_owed(of)


def test_a_signature_after_completion_owes_the_credential(of, settle):
    _complete(of, of.member, of.lead)
    settle()
    _sign(of)
    settle()
    assert _is_owed(of)


def test_completion_after_the_signature_owes_the_credential(of, settle):
    _sign(of)
    settle()
    _complete(of, of.member, of.lead)
    settle()
    assert _is_owed(of)


def test_a_signature_in_the_table_that_the_log_does_not_hold_owes_nothing(of, settle):
    _complete(of, of.member, of.lead)
    of.project.signed_by, of.project.signed_at = of.coach, of.track.created_at
    of.project.save()
    settle()
    assert not _is_owed(of)


def test_a_member_who_left_holds_nobody_up(of, settle):
    _complete(of, of.lead)
    settle()
    remove_member(membership=Membership.objects.get(person=of.member))
    settle()
    row = TeamProgress.objects.get()
    assert (row.members, row.state) == (1, "completed")


@pytest.mark.parametrize("leaving", ["member", "lead"])
def test_what_it_counts_never_goes_back_when_somebody_leaves(of, settle, leaving):
    """Whoever leaves did the last thing that the team's number included."""
    gone = getattr(of, leaving)
    _complete(of, gone)
    settle()
    before = TeamProgress.objects.get()
    remove_member(membership=Membership.objects.get(person=gone))
    assert team_progress(of.track).position >= before.position
    settle()
    after = TeamProgress.objects.get()
    assert (after.members, after.minutes_done) == (1, 0)
    assert after.position > before.position
    assert after.as_of > before.as_of


def test_a_new_member_has_still_to_do_hers(of, settle):
    _complete(of, of.member, of.lead)
    settle()
    add_member(team=of.team, person=world.a_person("Zoé Blanc"))
    settle()
    row = TeamProgress.objects.get()
    assert (row.members, row.state) == (3, "in_progress")


def test_a_member_whose_joining_is_not_folded_yet_has_not_done_hers(of, settle):
    _complete(of, of.member, of.lead)
    settle()
    assert team_progress(of.track).state == "completed"
    add_member(team=of.team, person=world.a_person("Zoé Blanc"))
    assert team_progress(of.track).state == "in_progress"


def test_the_coach_s_own_courses_do_not_count(of, settle):
    world.finish(of.coach, of.course)
    settle()
    assert TeamProgress.objects.get().minutes_done == 0


def test_a_team_without_learners_has_no_progress(of, settle):
    settle()
    for person in of.learners:
        remove_member(membership=Membership.objects.get(person=person))
    settle()
    assert not TeamProgress.objects.exists()


def test_what_is_owed_about_a_track_that_is_gone_is_nothing():
    fold_team(str(uuid4()))
    assert not TeamProgress.objects.exists()
