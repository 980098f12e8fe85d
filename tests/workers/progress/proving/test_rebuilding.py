"""Rebuilding gives the same rows from the log alone, and goes on where it was broken off."""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.core.management import CommandError, call_command

from courses.models import CourseCompletion
from tests import world
from tests.world import begun
from tracks.models import StepState
from workers.progress.folding.shards import fold_all
from workers.progress.models import Journey, ObjectState, Progress, TeamProgress
from workers.progress.proving import stretches
from workers.progress.proving.rebuilding import rebuild_stretch
from workers.progress.proving.stretches import all_stretches, only, travel
from workers.progress.proving.verifying import verify

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def of(settle):
    of = world.a_team_with_a_track()
    world.finish(of.member, of.course)
    settle()
    return of


def _rows() -> dict[str, list[tuple[object, ...]]]:
    tables = (ObjectState, Progress, TeamProgress, CourseCompletion)
    kept = {table.__name__: sorted(_said_by_the_log(table), key=str) for table in tables}
    steps = StepState.objects.values_list(
        "enrolment", "step", "state", "minutes_done", "completed_at"
    )
    return kept | {"StepState": sorted(steps, key=str)}


def _said_by_the_log(table):
    """Every column but the one that tells when the row was written."""
    names = [field.name for field in table._meta.concrete_fields if field.name != "changed_at"]
    return table.objects.values_list(*names)


def _spoil() -> None:
    ObjectState.objects.filter(verb="completed").update(last_at=world_began(), seconds=99)
    ObjectState.objects.filter(verb="enrolled").delete()
    Progress.objects.update(minutes_done=1, state="withdrawn")
    CourseCompletion.objects.all().delete()
    StepState.objects.update(state="failed", minutes_done=3)
    TeamProgress.objects.all().delete()


def world_began():
    return Progress.objects.latest("as_of").as_of - timedelta(days=1)


def test_every_spoilt_row_is_made_anew(of, settle):
    before = _rows()
    _spoil()
    assert _rows() != before
    call_command("rebuild_progress")
    settle()
    assert _rows() == before
    assert verify().differences == []


def test_rows_that_the_log_knows_nothing_of_go(of, settle):
    before = _rows()
    Progress.objects.create(
        registration=uuid4(), enrolment=uuid4(), kind="course", person=of.lead.id,
        target=of.course.id, minutes_done=20, minutes=20, state="completed",
        as_of=of.track.created_at,
    )  # fmt: skip
    ObjectState.objects.create(
        registration=uuid4(), object=uuid4(), verb="completed", trust="declared",
        learner=uuid4(), first_at=of.track.created_at, first_id=uuid4(),
        last_at=of.track.created_at,
    )  # fmt: skip
    call_command("rebuild_progress")
    settle()
    assert _rows() == before


def test_one_learner_alone_is_rebuilt_and_proved(of, settle, capsys):
    _spoil()
    call_command("rebuild_progress", "--person", of.member.email)
    call_command("verify_progress", "--person", of.member.email)
    assert "Everything equals the log" in capsys.readouterr().out
    with pytest.raises(CommandError, match="rows differ"):
        call_command("verify_progress", "--person", str(of.lead.id))
    with pytest.raises(CommandError, match="Nobody has the address"):
        call_command("verify_progress", "--person", "nobody@example.org")


def test_what_is_still_owed_is_counted_once(of, settle):
    enrolment = begun(of.course, lessons=1)
    rebuild_stretch(only(enrolment.person_id))
    assert fold_all() == 0
    assert verify().differences == []


def test_nobody_is_shown_a_number_between_the_old_and_the_right_one(of, monkeypatch):
    """What another connection reads while one learner is rebuilt is what it read before."""
    from tests.racing import another_process
    from workers.progress.proving import rebuilding

    shown: list[object] = []
    fold = rebuilding.fold_people

    def fold_and_look(registrations):
        with another_process() as run:
            shown.append(run(_fractions, of.member.id).result())
        fold(registrations)

    before = _fractions(of.member.id)
    monkeypatch.setattr(rebuilding, "fold_people", fold_and_look)
    rebuild_stretch(only(of.member.id))
    assert shown == [before]


def _fractions(person):
    rows = Progress.objects.filter(person=person)
    return sorted((str(row.registration), row.fraction) for row in rows)


def test_stretches_meet_every_learner_once_and_leave_no_gap(of, monkeypatch):
    monkeypatch.setattr(stretches, "LEARNERS", 2)
    found = all_stretches()
    assert [one.after for one in found[1:]] == [one.last for one in found[:-1]]
    assert (found[0].after, found[-1].last) == (None, None)
    met = [row for one in found for row in Progress.objects.filter(one.of("person"))]
    assert len(met) == Progress.objects.count() > 2


@pytest.mark.parametrize("name", ["verify_progress", "rebuild_progress"])
def test_a_walk_that_was_broken_off_goes_on(of, monkeypatch, capsys, name):
    monkeypatch.setattr(stretches, "LEARNERS", 1)
    walk = travel(name.removesuffix("_progress"), anew=False)
    next(walk), next(walk), walk.close()
    assert Journey.objects.get().learners == 1
    call_command(name)
    assert "Going on after 1 learners" in capsys.readouterr().out
    assert not Journey.objects.exists()
    call_command(name)
    assert "Going on" not in capsys.readouterr().out


def test_a_walk_may_begin_again(of, monkeypatch, capsys):
    monkeypatch.setattr(stretches, "LEARNERS", 1)
    walk = travel("verify", anew=False)
    next(walk), next(walk), walk.close()
    call_command("verify_progress", "--anew")
    assert "Going on" not in capsys.readouterr().out


def test_faults_found_before_the_break_still_count(of, monkeypatch):
    monkeypatch.setattr(stretches, "LEARNERS", 1)
    Journey.objects.create(name="verify", after=all_stretches()[0].last, learners=1, faults=2)
    with pytest.raises(CommandError, match="2 rows differ"):
        call_command("verify_progress")
