"""Many who earn in one moment: issued at once, in a few queries, and none harms another."""

import pytest
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext

from campus.outbox.models import OutboxMail
from campus.owed.claiming import do_owed
from campus.owed.models import Owed
from courses.models import Course, Enrolment
from tests import world
from workers.certificates.issuing.courses import issue_all
from workers.certificates.issuing.handling import CREDENTIAL
from workers.certificates.models import Credential
from workers.certificates.pages.rendering import DOCUMENT
from workers.progress.folding.earning import course_key
from workers.progress.folding.shards import fold_all
from workers.progress.models import ObjectState

pytestmark = pytest.mark.django_db


def finished(course: Course, many: int) -> list[Enrolment]:
    enrolments = [world.finish(world.a_learner(f"Personne {n}"), course) for n in range(many)]
    fold_all()
    return enrolments


def test_those_of_several_courses_get_theirs_and_are_told_once() -> None:
    awa, both = world.a_learner("Awa Diop"), [world.a_published_course() for _ in range(2)]
    for course in both:
        world.finish(awa, course)
        finished(course, 3)
    assert do_owed(CREDENTIAL) == 8
    credentials = Credential.objects.all()
    assert sorted(credentials.values_list("person__name", flat=True)) == sorted(
        ["Awa Diop", "Personne 0", "Personne 1", "Personne 2"] * 2
    )
    assert Owed.objects.filter(kind=DOCUMENT).count() == 8
    assert OutboxMail.objects.count() == 8
    assert not Owed.objects.filter(kind=CREDENTIAL).exists()


@pytest.mark.django_db(transaction=True)
def test_one_whose_records_disagree_keeps_nobody_elses_back() -> None:
    zoe, *others = finished(world.a_published_course(), 4)
    ObjectState.objects.filter(registration=zoe.registration, verb="completed").delete()
    do_owed(CREDENTIAL)
    held = Credential.objects.values_list("person", flat=True)
    assert sorted(held) == sorted(one.person_id for one in others)
    left = Owed.objects.get(kind=CREDENTIAL)
    assert str(zoe.person_id) in left.key
    assert "verify_progress" in left.fault


def test_the_queries_do_not_grow_with_the_people() -> None:
    course = world.a_published_course(lessons=("article",))
    keys = [course_key(one.work_id, one.person_id, one.period) for one in finished(course, 12)]

    def asked(some: list[str]) -> int:
        with transaction.atomic(), CaptureQueriesContext(connection) as queries:
            issue_all(some)
        # One place in 64, and they are drawn at random, has its status list counted.
        return len([query for query in queries if "COUNT(*)" not in query["sql"]])

    asked(keys[:1])
    assert asked(keys[1:3]) == asked(keys[3:])
    assert Credential.objects.count() == 12
