"""Doing what is owed: once, under a lease, and no poisonous row holds up the others."""

import threading
from collections.abc import Iterator
from datetime import timedelta

import pytest
from django.utils import timezone

from campus.env import Env
from campus.owed import claiming, leasing
from campus.owed.models import Owed
from campus.owed.owing import owe
from tests.killing import a_worker
from tests.racing import another_process, wait_until, wait_until_blocked

KIND = "washing-up"


@pytest.fixture
def washed() -> Iterator[list[str]]:
    done: list[str] = []
    claiming.register(KIND, done.append)
    yield done
    del claiming._handlers[KIND]


@pytest.fixture
def breaks_plates() -> Iterator[list[str]]:
    done: list[str] = []

    def wash(key: str) -> None:
        if key == "plates":
            raise ValueError("a plate broke")
        done.append(key)

    claiming.register(KIND, wash)
    yield done
    del claiming._handlers[KIND]


def _come_due() -> None:
    Owed.objects.update(due_at=timezone.now())


@pytest.mark.django_db
def test_what_is_owed_is_done_and_gone(washed):
    owe(KIND, ["cups", "plates"])
    assert claiming.do_owed(KIND) == 2
    assert sorted(washed) == ["cups", "plates"]
    assert not Owed.objects.exists()
    assert claiming.do_owed(KIND) == 0


@pytest.mark.django_db
def test_what_is_not_due_is_left(washed):
    owe(KIND, ["cups"], due_at=timezone.now() + timedelta(minutes=1))
    assert claiming.do_owed(KIND) == 0
    assert washed == []


@pytest.mark.django_db
def test_the_oldest_is_done_first(washed):
    for minutes, key in ((1, "b"), (3, "a"), (2, "c")):
        owe(KIND, [key], due_at=timezone.now() - timedelta(minutes=minutes))
    claiming.do_owed(KIND)
    assert washed == ["a", "c", "b"]


@pytest.mark.django_db
def test_no_more_is_done_than_asked_for(washed):
    owe(KIND, ["a", "b", "c"])
    assert claiming.do_owed(KIND, most=2) == 2
    assert Owed.objects.count() == 1


@pytest.mark.django_db
def test_no_new_work_is_begun_once_the_time_is_over(washed):
    owe(KIND, ["a", "b", "c"])
    assert claiming.do_owed(KIND, longest=0.0) == 0
    assert claiming.do_owed(KIND, longest=10.0) == 3


@pytest.mark.django_db(transaction=True)
def test_a_failing_row_is_parked_after_three_tries_and_the_others_flow(breaks_plates):
    owe(KIND, ["plates", "cups"])
    for tries in (1, 2, 3):
        claiming.do_owed(KIND)
        row = Owed.objects.get()
        assert (row.key, row.tries) == ("plates", tries)
        assert row.fault == "ValueError: a plate broke"
        assert (row.parked_at is not None) is (tries == 3)
        _come_due()
    assert breaks_plates == ["cups"]
    assert claiming.do_owed(KIND) == 0
    assert claiming.kinds_due() == []


@pytest.mark.django_db(transaction=True)
def test_what_is_due_is_found_though_this_process_reads_a_wrong_clock(washed, monkeypatch):
    """The database's clock set it, so the database's clock tells."""
    owe(KIND, ["cups"])
    owe(KIND, ["plates"], due_at=timezone.now() + timedelta(hours=1))
    yesterday, tomorrow = (timezone.now() + timedelta(days=days) for days in (-1, 1))
    monkeypatch.setattr(timezone, "now", lambda: yesterday)
    assert claiming.kinds_due() == [KIND]
    claiming.do_owed(KIND)
    monkeypatch.setattr(timezone, "now", lambda: tomorrow)
    assert (claiming.kinds_due(), washed) == ([], ["cups"])


@pytest.mark.django_db(transaction=True)
def test_a_failing_row_waits_before_it_is_tried_again(breaks_plates):
    owe(KIND, ["plates"])
    claiming.do_owed(KIND)
    assert claiming.do_owed(KIND) == 0
    assert Owed.objects.get().due_at > timezone.now() + timedelta(seconds=10)


@pytest.mark.django_db(transaction=True)
def test_what_a_failing_handler_wrote_is_undone():
    def wash(key: str) -> None:
        owe("drying", [key])
        raise ValueError

    claiming.register(KIND, wash)
    owe(KIND, ["cups"])
    claiming.do_owed(KIND)
    del claiming._handlers[KIND]
    assert not Owed.objects.filter(kind="drying").exists()


@pytest.mark.django_db(transaction=True)
def test_what_is_owed_while_the_last_try_fails_is_not_parked(monkeypatch):
    """A fresh reason deserves a fresh try: the failure was about the reason before it."""
    owe(KIND, ["plates"])
    Owed.objects.update(tries=2)
    write_down, again = claiming.write_down, []

    def wash(key: str) -> None:
        again.append(run(owe, KIND, [key]))
        wait_until_blocked()
        raise ValueError("a plate broke")

    def after_the_one_who_waits(*args: object) -> None:
        again[0].result()
        write_down(*args)

    monkeypatch.setattr(claiming, "write_down", after_the_one_who_waits)
    claiming.register(KIND, wash)
    with another_process() as run:
        claiming.do_owed(KIND, most=1)
    del claiming._handlers[KIND]
    row = Owed.objects.get()
    assert (row.tries, row.parked_at) == (0, None)
    assert row.due_at <= timezone.now()


@pytest.mark.django_db(transaction=True)
def test_two_workers_do_everything_once():
    owe(KIND, [str(number) for number in range(60)])
    done: list[str] = []
    claiming.register(KIND, done.append)
    with another_process() as run:
        workers = [run(claiming.do_owed, KIND) for _ in range(2)]
        assert sum(worker.result() for worker in workers) == 60
    del claiming._handlers[KIND]
    assert sorted(done) == sorted(set(done))
    assert len(done) == 60


@pytest.mark.parametrize(("is_guarded", "times"), [(True, 1), (False, 2)])
@pytest.mark.django_db(transaction=True)
def test_work_that_outlasts_its_lease_is_done_once_for_the_lock_on_its_row(
    is_guarded, times, monkeypatch
):
    """Unguarded is the control: without the lock a second worker does it as well."""
    monkeypatch.setattr(leasing, "_LEASE", leasing._LEASE.replace("20 seconds", "0 seconds"))
    if not is_guarded:
        monkeypatch.setattr(leasing, "_LOCK", leasing._LOCK.removesuffix("FOR UPDATE"))
    begun: list[str] = []
    may_end = threading.Event()

    def wash(key: str) -> None:
        begun.append(key)
        may_end.wait(10)

    claiming.register(KIND, wash)
    owe(KIND, ["cups"])
    with another_process() as run:
        first = run(claiming.do_owed, KIND, most=1)
        wait_until(lambda: len(begun) == 1)
        second = run(claiming.do_owed, KIND, most=1)
        wait_until(lambda: second.done() or len(begun) == 2)
        may_end.set()
        first.result()
        second.result()
    del claiming._handlers[KIND]
    assert len(begun) == times


DIES = """
import signal
import django
django.setup()
from campus.owed import claiming, leasing
def die(key):
    print("begun", flush=True)
    signal.pause()
claiming.register("washing-up", die)
claiming.do_owed("washing-up")
"""


@pytest.mark.django_db(transaction=True)
def test_the_lease_of_a_killed_worker_comes_back(washed, campus_servers):
    owe(KIND, ["cups"])
    _kill_a_worker_in_the_middle(campus_servers)
    row = Owed.objects.get()
    assert (row.tries, row.parked_at) == (1, None)
    assert claiming.do_owed(KIND) == 0, "its lease is still running"

    _come_due()
    wait_until(lambda: claiming.do_owed(KIND) == 1)
    assert washed == ["cups"]


@pytest.mark.django_db(transaction=True)
def test_a_row_that_kills_every_worker_is_parked_in_the_end(washed):
    owe(KIND, ["cups"])
    Owed.objects.update(tries=leasing.MOST_TRIES)
    claiming.do_owed(KIND)
    row = Owed.objects.get()
    assert row.parked_at is not None
    assert "ended every time" in row.fault
    assert washed == []


def _kill_a_worker_in_the_middle(campus_servers: Env) -> None:
    with a_worker(DIES, campus_servers):
        pass
