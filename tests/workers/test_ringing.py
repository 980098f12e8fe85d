"""The thread that rings: nobody waits for the broker, and no kind is forgotten."""

import os
import threading
import time

import pytest

from workers.ringing import PAUSE_SECONDS, Ringer


def test_what_is_asked_for_is_rung() -> None:
    rung: list[str] = []
    ringer = Ringer(rung.append)
    ringer.ring_soon("mail")
    ringer.ring_soon("records")
    ringer.finish()
    assert set(rung) == {"mail", "records"}


def test_whoever_asks_does_not_wait_for_the_broker() -> None:
    answering = threading.Event()

    def ring(_kind: str) -> None:
        answering.wait(5)

    ringer = Ringer(ring)
    began = time.monotonic()
    ringer.ring_soon("records")
    assert time.monotonic() - began < 1
    answering.set()
    ringer.finish()


def test_many_at_once_are_rung_a_few_times() -> None:
    rung: list[str] = []
    ringer = Ringer(rung.append)
    for _ in range(1_000):
        ringer.ring_soon("records")
    ringer.finish()
    assert 1 <= len(rung) < 100


def test_what_comes_while_it_rings_is_rung_afterwards() -> None:
    """Else the last record of a burst would wait for the sweeper."""
    rung: list[float] = []
    ringer = Ringer(lambda _kind: rung.append(time.monotonic()))
    last = 0.0
    for _ in range(20):
        last = time.monotonic()
        ringer.ring_soon("records")
        time.sleep(PAUSE_SECONDS / 7)
    ringer.finish()
    assert rung[-1] >= last


def test_after_its_end_it_begins_again() -> None:
    rung: list[str] = []
    ringer = Ringer(rung.append)
    for _ in range(2):
        ringer.ring_soon("mail")
        ringer.finish()
    assert rung == ["mail", "mail"]


@pytest.mark.filterwarnings("ignore:.*fork:DeprecationWarning")  # it is what is tried here
def test_a_child_of_a_process_that_rang_has_a_thread_of_its_own() -> None:
    reading, writing = os.pipe()

    def ring(kind: str) -> None:
        os.write(writing, f"{os.getpid()} {kind};".encode())

    ringer = Ringer(ring)
    ringer.ring_soon("mail")
    ringer.finish()
    ringer.ring_soon("mail")
    child = os.fork()
    if child == 0:
        ringer.ring_soon("records")
        ringer.finish()
        os._exit(0)
    os.waitpid(child, 0)
    ringer.finish()
    os.close(writing)
    with os.fdopen(reading) as told:
        assert f"{child} records;" in told.read()
