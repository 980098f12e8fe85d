"""One learner on whom nothing can be decided stops neither the proof nor the rebuild."""

import pytest
from django.core.management import CommandError, call_command

from campus.owed.claiming import do_owed
from campus.owed.models import Owed
from tests import world
from tracks.models import TrackRevision
from tracks.tailoring import make_track
from workers.progress.folding.sparing import UNFOLDED
from workers.progress.models import Journey, ObjectState, Progress
from workers.progress.proving.verifying import verify

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def of(settle):
    """The lead's and the member's track loses its revision, as no code of ours lets happen."""
    of = world.a_team_with_a_track()
    neighbour = world.a_learner()
    enrolment = world.finish(neighbour, of.course)
    settle()
    break_(of)
    settle()
    return of, enrolment


def break_(of):
    elsewhere = make_track(template=world.a_template(), by=of.coach, person=of.coach)
    of.track.revisions.update(track=elsewhere, number=9, replaced_at=of.track.created_at)


def mend(of):
    TrackRevision.objects.filter(number=9).update(track=of.track, number=1, replaced_at=None)


def test_the_rebuild_goes_on_and_says_who_it_was(of, capsys, settle):
    of, enrolment = of
    shown = Progress.objects.filter(enrolment=enrolment.id)
    shown.update(minutes_done=1, state="in_progress")
    ObjectState.objects.filter(learner=of.member.id).update(seconds=99)
    with pytest.raises(CommandError, match="On 2 learners nothing can be decided"):
        call_command("rebuild_progress")
    told = capsys.readouterr().out
    assert f"learner {of.member.id}: nothing can be decided" in told
    assert str(enrolment.person_id) not in told
    assert shown.get().state == "completed"
    assert not ObjectState.objects.filter(seconds=99).exists()
    assert not Journey.objects.exists()


def test_she_is_owed_another_try_and_right_when_it_is_mended(of, settle):
    of, _enrolment = of
    Progress.objects.filter(person=of.member.id).update(minutes_done=1)
    with pytest.raises(CommandError):
        call_command("rebuild_progress", "--person", of.member.email)
    assert Owed.objects.filter(kind=UNFOLDED).exists()
    mend(of)
    Owed.objects.update(due_at=of.track.created_at)
    do_owed(UNFOLDED)
    settle()
    call_command("rebuild_progress")
    settle()
    assert verify().differences == []


def test_the_proof_names_her_and_compares_the_others(of, capsys):
    of, enrolment = of
    Progress.objects.filter(enrolment=enrolment.id).update(minutes_done=1)
    with pytest.raises(CommandError, match="3 rows differ"):
        call_command("verify_progress")
    told = capsys.readouterr().out
    assert f"learner {of.member.id}: cannot be decided: KeyError" in told
    assert f"learner {of.lead.id}: cannot be decided" in told
    assert f"progress {enrolment.registration}" in told
