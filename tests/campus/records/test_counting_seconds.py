"""An upgrade: time spent that was said before the log had a column for it is counted."""

from importlib import import_module
from types import SimpleNamespace

import psycopg
import pytest

from campus.records.models import LearningRecord
from campus.records.proving import prove
from tests import world
from tests.world import an_item, begun, say

upgrade = import_module("campus.records.migrations.0002_one_log")


@pytest.mark.django_db(transaction=True)
def test_what_statements_say_is_counted(owner: psycopg.Connection) -> None:
    course = world.a_published_course()
    enrolment, lesson = begun(course, lessons=0), world.lessons_of(course)[0].id
    for duration in ("PT1M30S", "PT3H", "PT1M30S"):
        item = an_item(
            enrolment.id, verb="experienced", lesson=lesson, result={"duration": duration}
        )
        say(enrolment.person, item)
    with owner.transaction():
        owner.execute(upgrade.ERASING, ["yes"])
        owner.execute("UPDATE records_record SET seconds = NULL")
    assert any("seconds" in fault for fault in prove().faults)
    with owner.transaction():
        upgrade.count_seconds(None, SimpleNamespace(connection=owner))
    assert prove().faults == []
    read = LearningRecord.objects.filter(verb="experienced").order_by("position")
    assert list(read.values_list("seconds", flat=True)) == [90, 1_800, 90]
