"""Work that is cheaper by the dozen: many at once, and what fails among them harms nobody else."""

from collections.abc import Iterator, Sequence

import pytest
from django.utils import timezone

from campus.env import Env
from campus.owed import claiming
from campus.owed.models import Owed
from campus.owed.owing import owe
from tests.killing import a_worker
from tests.racing import another_process

KIND = "baking"


@pytest.fixture
def baked() -> Iterator[list[list[str]]]:
    """What went into the oven each time; whoever puts bricks in opens it empty."""
    done: list[list[str]] = []

    def bake(keys: Sequence[str]) -> None:
        if "tray:brick" in keys:
            raise ValueError("that is no bread")
        owe("eating", keys)
        done.append(sorted(keys))

    def bake_one(key: str) -> None:
        bake([key])

    claiming.register(KIND, bake_one, together=claiming.Together("tray:", bake))
    yield done
    del claiming._handlers[KIND], claiming._together[KIND]


@pytest.mark.django_db
def test_what_is_due_is_done_at_once(baked: list[list[str]]) -> None:
    owe(KIND, [f"tray:{number}" for number in range(claiming.MOST_AT_ONCE + 3)])
    assert claiming.do_owed(KIND) == claiming.MOST_AT_ONCE + 3
    assert [len(tray) for tray in baked] == [claiming.MOST_AT_ONCE, 3]
    assert not Owed.objects.filter(kind=KIND).exists()


@pytest.mark.django_db
def test_no_more_at_once_than_asked_for(baked: list[list[str]]) -> None:
    owe(KIND, ["tray:a", "tray:b", "tray:c"])
    assert claiming.do_owed(KIND, most=2) == 2
    assert [len(tray) for tray in baked] == [2]


@pytest.mark.django_db
def test_what_is_of_another_sort_is_done_alone(baked: list[list[str]]) -> None:
    owe(KIND, ["cake:a", "cake:b", "tray:a", "tray:b"])
    claiming.do_owed(KIND)
    assert sorted(baked) == [["cake:a"], ["cake:b"], ["tray:a", "tray:b"]]


@pytest.mark.django_db
def test_what_failed_before_is_done_alone(baked: list[list[str]]) -> None:
    owe(KIND, ["tray:a", "tray:b", "tray:c"])
    Owed.objects.filter(key="tray:b").update(tries=1)
    claiming.do_owed(KIND)
    assert sorted(baked) == [["tray:a", "tray:c"], ["tray:b"]]


@pytest.mark.django_db(transaction=True)
def test_one_that_fails_spoils_no_other_and_the_fault_is_its_own(baked: list[list[str]]) -> None:
    owe(KIND, ["tray:a", "tray:brick", "tray:c"])
    claiming.do_owed(KIND)
    assert sorted(baked) == [["tray:a"], ["tray:c"]]
    row = Owed.objects.get(kind=KIND)
    assert (row.key, row.tries, row.fault) == ("tray:brick", 1, "ValueError: that is no bread")
    assert sorted(Owed.objects.filter(kind="eating").values_list("key", flat=True)) == [
        "tray:a",
        "tray:c",
    ]


DIES = """
import signal
import django
django.setup()
from campus.owed import claiming
def die(key):
    print("begun", flush=True)
    signal.pause()
claiming.register("baking", die, together=claiming.Together("tray:", die))
claiming.do_owed("baking")
"""


@pytest.mark.django_db(transaction=True)
def test_a_worker_that_is_killed_costs_each_one_try_and_then_each_is_alone(
    baked: list[list[str]], campus_servers: Env
) -> None:
    """So the one that killed it is parked by itself, and no innocent with it."""
    owe(KIND, ["tray:a", "tray:b", "tray:c"])
    with a_worker(DIES, campus_servers):
        pass
    rows = Owed.objects.filter(kind=KIND)
    assert [row.tries for row in rows] == [1, 1, 1]
    rows.update(due_at=timezone.now())
    assert claiming.do_owed(KIND) == 3
    assert sorted(baked) == [["tray:a"], ["tray:b"], ["tray:c"]]


@pytest.mark.django_db(transaction=True)
def test_two_workers_do_everything_once(baked: list[list[str]]) -> None:
    owe(KIND, [f"tray:{number}" for number in range(120)])
    with another_process() as run:
        workers = [run(claiming.do_owed, KIND) for _ in range(2)]
        assert sum(worker.result() for worker in workers) == 120
    done = [key for tray in baked for key in tray]
    assert (len(done), len(set(done))) == (120, 120)
