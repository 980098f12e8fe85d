"""Alive asks nothing; ready means that database and Redis answer and work gets done."""

from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from campus import health
from campus.owed.models import Owed
from courses.enrolment import enrol
from tests.world import a_learner, a_published_course


def ready() -> Any:
    response = Client().get("/readyz")
    return response.status_code, response.json()


@pytest.mark.django_db
def test_alive_asks_nothing() -> None:
    with CaptureQueriesContext(connection) as asked:
        assert Client().get("/healthz").status_code == 200
    assert len(asked) == 0


@pytest.mark.django_db
def test_ready_when_all_answer_and_nothing_waits() -> None:
    everything = {"database": "ok", "work": "ok", "redis": "ok", "disk": "ok"}
    assert ready() == (200, {"status": "ready", "checks": everything})


@pytest.mark.django_db
@pytest.mark.parametrize(("age", "parked", "status"), [(30, 0, 200), (90, 0, 503), (90, 1, 200)])
def test_work_that_nobody_took_up_makes_it_not_ready(age: int, parked: int, status: int) -> None:
    due = timezone.now() - timedelta(seconds=age)
    Owed.objects.create(kind="mail", key="1", due_at=due, parked_at=due if parked else None)
    assert ready()[0] == status


@pytest.mark.django_db
def test_a_record_that_nobody_folds_makes_it_not_ready() -> None:
    enrol(person=a_learner(), course=a_published_course())
    assert ready()[0] == 200
    with connection.cursor() as cursor:
        cursor.execute("UPDATE records_owed SET stored_at = now() - interval '2 minutes'")
    status, answer = ready()
    assert (status, answer["checks"]["work"]) == (503, "failing")


@pytest.mark.django_db
def test_without_redis_it_is_not_ready_and_says_so(settings: Any) -> None:
    settings.REDIS_URL = "redis://127.0.0.1:1/0"
    status, answer = ready()
    assert (status, answer["checks"]["redis"]) == (503, "failing")
    assert answer["checks"]["database"] == "ok"


@pytest.mark.django_db
def test_without_room_it_is_not_ready(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(health, "LEAST_FREE", 10**18)
    status, answer = ready()
    assert (status, answer["checks"]["disk"]) == (503, "failing")
