"""Owing: a row in the causing transaction, once for each kind and key, and a bell after it."""

from collections.abc import Iterator
from datetime import timedelta

import pytest
from django.db import transaction
from django.utils import timezone

from campus.owed import claiming, owing
from campus.owed.models import Owed
from campus.owed.owing import owe
from tests.racing import another_process, wait_until_blocked

KIND = "washing-up"


@pytest.fixture
def rung() -> Iterator[list[str]]:
    heard: list[str] = []
    owing.hang_bell(heard.append)
    yield heard
    owing._bells.remove(heard.append)


@pytest.mark.django_db
def test_owing_twice_is_owing_once():
    owe(KIND, ["cups"])
    owe(KIND, ["cups", "plates", "plates"])
    assert sorted(Owed.objects.values_list("key", flat=True)) == ["cups", "plates"]


@pytest.mark.django_db
def test_two_kinds_may_owe_the_same_key():
    owe(KIND, ["cups"])
    owe("drying", ["cups"])
    assert Owed.objects.count() == 2


@pytest.mark.django_db
def test_owing_nothing_writes_nothing_and_rings_nobody(django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks() as callbacks:
        owe(KIND, [])
    assert (Owed.objects.count(), callbacks) == (0, [])


@pytest.mark.django_db
def test_what_is_owed_sooner_stays_sooner():
    later = timezone.now() + timedelta(days=1)
    owe(KIND, ["cups"])
    owe(KIND, ["cups"], due_at=later)
    assert Owed.objects.get().due_at < later


@pytest.mark.django_db
def test_what_is_owed_for_later_becomes_due_when_owed_for_now():
    owe(KIND, ["cups"], due_at=timezone.now() + timedelta(days=1))
    owe(KIND, ["cups"])
    assert Owed.objects.get().due_at <= timezone.now()


@pytest.mark.django_db
def test_owing_again_what_was_parked_tries_it_again():
    owe(KIND, ["cups"])
    Owed.objects.update(tries=3, parked_at=timezone.now(), fault="broken")
    owe(KIND, ["cups"])
    row = Owed.objects.get()
    assert (row.tries, row.parked_at, row.fault) == (0, None, "")


@pytest.mark.django_db
def test_what_a_sweeper_merely_misses_does_not_wake_what_was_parked():
    owe(KIND, ["cups"])
    Owed.objects.update(tries=3, parked_at=timezone.now())
    owe(KIND, ["cups", "plates"], afresh=False)
    assert Owed.objects.get(key="cups").parked_at is not None
    assert Owed.objects.get(key="plates").parked_at is None


@pytest.mark.django_db(transaction=True)
def test_the_bell_rings_after_the_commit(rung):
    with transaction.atomic():
        owe(KIND, ["cups"])
        assert rung == []
    assert rung == [KIND]


@pytest.mark.django_db(transaction=True)
def test_nothing_rings_and_nothing_is_owed_after_a_rollback(rung):
    with transaction.atomic():
        owe(KIND, ["cups"])
        transaction.set_rollback(True)
    assert (Owed.objects.count(), rung) == (0, [])


@pytest.mark.django_db(transaction=True)
def test_no_bell_rings_for_what_is_due_later(rung):
    owe(KIND, ["cups"], due_at=timezone.now() + timedelta(hours=1))
    assert rung == []


def test_a_bell_is_hung_once(rung):
    owing.hang_bell(rung.append)
    assert owing._bells.count(rung.append) == 1


@pytest.mark.django_db(transaction=True)
def test_what_is_owed_during_the_work_is_owed_again():
    """Whoever owes waits for the work on the same key, and then leaves a row of her own."""
    owe(KIND, ["cups"])
    with another_process() as run:
        during = []

        def wash(key: str) -> None:
            during.append(run(owe, KIND, [key]))
            wait_until_blocked()

        claiming.register(KIND, wash)
        assert claiming.do_owed(KIND, most=1) == 1
        during[0].result()
    assert Owed.objects.filter(kind=KIND, key="cups").exists()


@pytest.mark.django_db(transaction=True)
def test_without_the_wait_it_would_be_lost():
    """The control of the test above: owing that skips an existing row is gone with the row."""
    owe(KIND, ["cups"])

    def wash(key: str) -> None:
        with another_process() as run:
            run(_owe_without_waiting, key).result()

    claiming.register(KIND, wash)
    claiming.do_owed(KIND)
    assert not Owed.objects.exists()


def _owe_without_waiting(key: str) -> None:
    if not Owed.objects.filter(kind=KIND, key=key).exists():
        owe(KIND, [key])


@pytest.mark.django_db(transaction=True)
def test_two_who_owe_the_same_keys_in_another_order_do_not_deadlock():
    with another_process() as run:
        with transaction.atomic():
            owe(KIND, ["a"])
            other = run(owe, KIND, ["b", "a"])
            wait_until_blocked()
            owe(KIND, ["b"])
        other.result()
    assert Owed.objects.count() == 2


@pytest.fixture(autouse=True)
def _forget_the_handler() -> Iterator[None]:
    yield
    claiming._handlers.pop(KIND, None)
