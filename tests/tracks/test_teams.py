"""Who belongs to a team, what that claims of her, and the coach's signature."""

import pytest
from django.db import transaction

from campus.errors import Conflict, Invalid, NotAllowed
from campus.records.models import LearningRecord
from tests import world
from tests.racing import another_process, take_no_locks, wait_until_blocked
from tracks.enrolment import leave
from tracks.models import Membership
from tracks.teams import (
    add_member,
    is_coach,
    leads,
    learners_of,
    remove_member,
    sign_outcome,
    teams_led_by,
)
from workers.progress.folding.shards import fold_all
from workers.progress.folding.teams import TEAM_PROGRESS
from workers.progress.models import TeamProgress
from workers.tasks import claiming

pytestmark = pytest.mark.django_db


def _membership(of, person) -> Membership:
    return Membership.objects.get(team=of.team, person=person, left_at=None)


def _fold() -> None:
    fold_all()
    for kind in (*claiming.kinds_due(), TEAM_PROGRESS):
        claiming.do_owed(kind)


def test_a_new_member_follows_the_team_s_tracks():
    of = world.a_team_with_a_track()
    newcomer = world.a_person("Zoé Blanc")
    add_member(team=of.team, person=newcomer)
    assert of.track.enrolments.filter(person=newcomer, withdrawn_at=None).exists()


def test_a_coach_accompanies_and_learns_not():
    of = world.a_team_with_a_track()
    another = world.a_person("Zoé Blanc")
    add_member(team=of.team, person=another, role="coach")
    assert not of.track.enrolments.filter(person=another).exists()
    assert {person.id for person in learners_of(of.team)} == {of.lead.id, of.member.id}


def test_adding_somebody_twice_keeps_her_membership():
    of = world.a_team_with_a_track()
    before = _membership(of, of.member)
    again = add_member(team=of.team, person=of.member)
    assert (again.id, again.joined_at) == (before.id, before.joined_at)


def test_another_role_replaces_hers():
    of = world.a_team_with_a_track()
    assert not leads(of.member, of.team.id)
    add_member(team=of.team, person=of.member, role="lead")
    assert leads(of.member, of.team.id)


def test_a_member_who_becomes_coach_follows_the_track_no_more():
    of = world.a_team_with_a_track()
    add_member(team=of.team, person=of.member, role="coach")
    assert of.track.enrolments.get(person=of.member).withdrawn_at is not None
    assert of.track.enrolments.get(person=of.lead).withdrawn_at is None


def test_a_coach_who_becomes_a_member_follows_it():
    of = world.a_team_with_a_track()
    add_member(team=of.team, person=of.coach, role="member")
    assert of.track.enrolments.filter(person=of.coach, withdrawn_at=None).exists()


def test_leaving_a_team_ends_the_track_and_not_the_course():
    of = world.a_team_with_a_track()
    remove_member(membership=_membership(of, of.member))
    assert of.track.enrolments.get(person=of.member).withdrawn_at is not None
    assert of.member.enrolments.get(course=of.course).withdrawn_at is None


def test_leaving_twice_is_said_once():
    of = world.a_team_with_a_track()
    membership = _membership(of, of.member)
    remove_member(membership=membership)
    remove_member(membership=membership)
    said = LearningRecord.objects.filter(learner=of.member.id, verb="withdrew")
    assert said.count() == 1


def test_coming_back_is_a_new_membership_and_the_old_enrolment():
    of = world.a_team_with_a_track()
    enrolment = of.track.enrolments.get(person=of.member)
    first = _membership(of, of.member)
    remove_member(membership=first)
    second = add_member(team=of.team, person=of.member)
    enrolment.refresh_from_db()
    assert second.id != first.id
    assert enrolment.withdrawn_at is None


@pytest.mark.parametrize("role", ["lead", "coach"])
def test_leads_and_coaches_lead_while_they_belong(role):
    of = world.a_team_with_a_track()
    person = getattr(of, role)
    assert list(teams_led_by(person)) == [of.team]
    remove_member(membership=_membership(of, person))
    assert not teams_led_by(person).exists()
    assert not is_coach(person, of.team.id)


def test_a_member_leads_nothing():
    of = world.a_team_with_a_track()
    assert not teams_led_by(of.member).exists()


def test_a_team_counts_anew_without_the_member_who_left():
    of = world.a_team_with_a_track()
    _fold()
    assert TeamProgress.objects.get().members == 2
    remove_member(membership=_membership(of, of.member))
    _fold()
    assert TeamProgress.objects.get().members == 1


def test_a_team_counts_anew_without_a_member_who_had_left_the_track_before():
    of = world.a_team_with_a_track()
    leave(enrolment=of.track.enrolments.get(person=of.member))
    _fold()
    remove_member(membership=_membership(of, of.member))
    _fold()
    assert TeamProgress.objects.get().members == 1


def test_the_coach_signs_the_outcome():
    of = world.a_team_with_a_track()
    project = sign_outcome(project=of.project, coach=of.coach, outcome="  Un accueil refait. ")
    assert (project.outcome, project.signed_by) == ("Un accueil refait.", of.coach)
    record = LearningRecord.objects.get(verb="approved")
    assert (record.learner_kind, record.learner, record.registration) == (
        "team",
        of.team.id,
        of.track.registration,
    )
    assert (record.trust, record.asserted_by) == ("attested", of.coach.id)


@pytest.mark.parametrize("who", ["lead", "member"])
def test_nobody_else_signs_it(who):
    of = world.a_team_with_a_track()
    with pytest.raises(NotAllowed) as refused:
        sign_outcome(project=of.project, coach=getattr(of, who), outcome="Fait.")
    assert refused.value.code == "not_the_coach"
    assert not LearningRecord.objects.filter(verb="approved").exists()


def test_the_coach_of_another_team_does_not_sign_it():
    of, other = world.a_team_with_a_track(), world.a_team()
    with pytest.raises(NotAllowed):
        sign_outcome(project=of.project, coach=other.coach, outcome="Fait.")


def test_a_coach_who_left_does_not_sign_it():
    of = world.a_team_with_a_track()
    remove_member(membership=_membership(of, of.coach))
    with pytest.raises(NotAllowed):
        sign_outcome(project=of.project, coach=of.coach, outcome="Fait.")


def test_a_signature_needs_words():
    of = world.a_team_with_a_track()
    with pytest.raises(Invalid) as refused:
        sign_outcome(project=of.project, coach=of.coach, outcome="  \n")
    assert refused.value.code == "outcome_missing"


def test_an_outcome_is_signed_once():
    of = world.a_team_with_a_track()
    sign_outcome(project=of.project, coach=of.coach, outcome="Fait.")
    with pytest.raises(Conflict) as refused:
        sign_outcome(project=of.project, coach=of.coach, outcome="Refait.")
    assert refused.value.code == "already_signed"
    of.project.refresh_from_db()
    assert of.project.outcome == "Fait."


def test_a_team_that_follows_no_track_has_nothing_to_sign():
    team = world.a_team()
    with pytest.raises(Conflict) as refused:
        sign_outcome(project=team.project, coach=team.coach, outcome="Fait.")
    assert refused.value.code == "no_track"
    team.project.refresh_from_db()
    assert team.project.signed_at is None


@pytest.mark.parametrize(("is_guarded", "signatures"), [(True, 1), (False, 2)])
@pytest.mark.django_db(transaction=True)
def test_signing_twice_at_once_is_one_signature(is_guarded, signatures, monkeypatch):
    """Unguarded is the control: both find the outcome unsigned."""
    of = world.a_team_with_a_track()
    if not is_guarded:
        take_no_locks(monkeypatch)
    with another_process() as run:
        with transaction.atomic():
            sign_outcome(project=of.project, coach=of.coach, outcome="Fait.")
            second = run(sign_outcome, project=of.project, coach=of.coach, outcome="Refait.")
            wait_until_blocked()
        assert isinstance(second.exception(), Conflict) is is_guarded
    assert LearningRecord.objects.filter(verb="approved").count() == signatures


@pytest.mark.django_db(transaction=True)
def test_joining_twice_at_once_is_one_membership():
    team, newcomer = world.a_team(), world.a_person("Zoé Blanc")
    with another_process() as run:
        with transaction.atomic():
            add_member(team=team.team, person=newcomer)
            second = run(add_member, team=team.team, person=newcomer)
            wait_until_blocked()
        second.result()
    assert Membership.objects.filter(person=newcomer).count() == 1
