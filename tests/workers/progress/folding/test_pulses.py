"""A report's pulse moves whenever a number of it does, and only then."""

import pytest
from django.db import transaction
from django.db.models import Sum

from tests import world
from tests.racing import another_process
from tests.world import begun
from workers.progress.folding.shards import fold_all, fold_shard
from workers.progress.models import Pulse

pytestmark = pytest.mark.django_db(transaction=True)


def beats(of) -> int:
    return Pulse.objects.filter(target=of.id).aggregate(beats=Sum("beats"))["beats"] or 0


def test_it_moves_with_the_numbers_of_its_course_and_of_no_other():
    course, other = world.a_published_course(), world.a_published_course()
    assert beats(course) == 0
    enrolment = begun(course, lessons=1)
    fold_all()
    before = beats(course)
    assert (before > 0, beats(other)) == (True, 0)
    world.say(enrolment.person, world.done(enrolment, world.lessons_of(course)[1]))
    fold_all()
    assert beats(course) > before


def test_it_rests_where_nothing_changed(settle):
    of = world.a_team_with_a_track()
    settle()
    before = beats(of.track)
    fold_all()
    assert beats(of.track) == before


def test_a_teams_own_number_moves_it(settle):
    of = world.a_team_with_a_track()
    fold_all()
    before = beats(of.track)
    settle()
    assert beats(of.track) > before


def test_folds_of_two_lots_do_not_wait_for_each_other():
    course = world.a_published_course()
    lots: dict[int, object] = {}
    while len(lots) < 2:
        enrolment = begun(course, lessons=1)
        lots[enrolment.person_id.bytes[15] % 16] = enrolment
    one, other = lots
    with another_process() as run, transaction.atomic():
        assert fold_shard(one) > 0
        assert run(fold_shard, other).result(timeout=10) > 0
