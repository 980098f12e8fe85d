"""The proof that projections equal the log: each kind of wrong row is named."""

import os
import subprocess
import sys
from datetime import timedelta
from uuid import uuid4

import pytest
from django.core.management import CommandError, call_command
from django.db import connection

from courses.models import CourseCompletion
from tests import servers, world
from tests.world import begun
from tracks.models import StepState
from workers.progress.models import ObjectState, Progress, TeamProgress
from workers.progress.proving.rebuilding import rebuild_stretch
from workers.progress.proving.stretches import only
from workers.progress.proving.verifying import verify

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def of(settle):
    """A team whose member has finished the course: every projection has rows."""
    of = world.a_team_with_a_track()
    world.finish(of.member, of.course)
    settle()
    return of


def test_what_was_folded_equals_the_log(of, capsys):
    found = verify()
    assert (found.differences, found.waiting) == ([], 0)
    assert found.records > 0
    assert found.rows >= 5
    call_command("verify_progress")
    assert "Everything equals the log" in capsys.readouterr().out


def test_an_empty_campus_equals_its_log():
    assert verify().differences == []


def _spoil_state() -> None:
    ObjectState.objects.filter(verb="completed").update(verb="experienced")


def _spoil_progress() -> None:
    Progress.objects.filter(kind="course", state="completed").update(minutes_done=1)


def _spoil_track() -> None:
    Progress.objects.filter(kind="track").update(state="completed")


def _spoil_completion() -> None:
    row = CourseCompletion.objects.get()
    CourseCompletion.objects.update(completed_at=row.completed_at + timedelta(microseconds=1))


def _spoil_whose_completion() -> None:
    CourseCompletion.objects.update(person=world.a_learner())


def _spoil_step() -> None:
    StepState.objects.filter(state="completed").update(state="in_progress")


def _spoil_team() -> None:
    TeamProgress.objects.update(members=7)


SPOILT = {
    "state": _spoil_state,
    "progress": _spoil_progress,
    "progress ": _spoil_track,
    "completion": _spoil_completion,
    "completion ": _spoil_whose_completion,
    "step": _spoil_step,
    "team": _spoil_team,
}


@pytest.mark.parametrize("table", SPOILT)
def test_a_wrong_row_is_named(table, of, capsys):
    SPOILT[table]()
    assert [difference.split()[0] for difference in verify().differences].count(table.strip()) >= 1
    with pytest.raises(CommandError):
        call_command("verify_progress")
    assert f"  {table.strip()} " in capsys.readouterr().out


TABLES = {
    "state": ObjectState,
    "progress": Progress,
    "completion": CourseCompletion,
    "step": StepState,
    "team": TeamProgress,
}


@pytest.mark.parametrize("table", TABLES)
def test_a_row_that_is_missing_is_named(table, of):
    TABLES[table].objects.all().delete()
    differences = [d for d in verify().differences if d.startswith(table)]
    assert differences
    assert all("is None" in difference for difference in differences)


def test_folding_again_mends_whose_completion_it_is(of):
    _spoil_whose_completion()
    rebuild_stretch(only(of.member.id))
    assert CourseCompletion.objects.get().person == of.member
    assert verify().differences == []


def test_a_row_that_the_log_knows_nothing_of_is_named(of):
    Progress.objects.create(
        registration=uuid4(),
        enrolment=uuid4(),
        kind="course",
        person=of.lead.id,
        target=of.course.id,
        minutes_done=20,
        minutes=20,
        state="completed",
        as_of=of.track.created_at,
    )
    assert [d for d in verify().differences if "the log says None" in d]


def test_what_waits_to_be_folded_is_counted(of):
    assert verify().waiting == 0
    begun(of.course, lessons=1)
    assert verify().waiting == 2


def test_an_erased_person_leaves_no_state_to_compare_with(of):
    """Her projections go with her (a later part does it); the log alone no longer holds them."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT records_erase(%s)", [of.member.id])
    assert [d for d in verify().differences if d.startswith("state")]
    ObjectState.objects.filter(learner=of.member.id).delete()
    assert not [d for d in verify().differences if d.startswith("state")]


def test_the_command_ends_with_one_where_anything_differs(of, campus_servers):
    _spoil_team()
    here = servers.environment_on(campus_servers, connection.settings_dict["NAME"])
    command = [sys.executable, "manage.py", "verify_progress"]
    done = subprocess.run(
        command, env={**os.environ, **here}, capture_output=True, text=True, check=False
    )
    assert (done.returncode, "Traceback" in done.stderr) == (1, False)
