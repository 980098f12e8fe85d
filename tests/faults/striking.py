"""Owns what each fault does to a round: when it strikes, and how learners send meanwhile."""

import shutil
import signal
import time
from collections.abc import Callable
from contextlib import suppress

import psycopg
from django.utils import timezone

from campus.owed.models import Owed
from tests.faults.breaking.weather import POISON
from tests.faults.storms import Round
from tests.faults.struck import wait_for

WORKERS = ("celery", " worker ")
_MOST_PASSES = 3
_WRITE_AHEAD = (
    "SELECT pg_logical_emit_message(true, 'campus', 'full')",
    "SELECT pg_switch_wal()",
)


def kill_at(point: str, *, passes_in_control: int) -> Callable[[Round], None]:
    """Whoever comes by there after some others is killed; learners go on sending."""

    def strike(round_: Round) -> None:
        switches = round_.struck.switches
        chosen = round_.chance.randrange(_MOST_PASSES)
        switches.arm(point, passes=passes_in_control if round_.is_control else chosen)
        round_.send()
        patience = 20 if round_.is_control else 3
        if wait_for(lambda: not switches.is_armed(point), seconds=patience) or round_.is_control:
            return
        switches.disarm()
        switches.arm(point)  # fewer came by than chance had chosen: the next one, then
        round_.send([round_.learners.late_phone()])
        if not wait_for(lambda: not switches.is_armed(point), seconds=10):
            round_.notes.append("nobody came by")

    return strike


def flush_redis(round_: Round) -> None:
    if round_.is_control or round_.chance.random() < 0.5:
        _with_workers_gone(round_, round_.struck.redis.flushall)
    else:
        round_.send_meanwhile(lambda: _after_a_while(round_, round_.struck.redis.flushall))


def restart_redis(round_: Round) -> None:
    loses_all = round_.is_control or round_.chance.random() < 0.5

    def restart() -> None:
        round_.struck.signal(signal.SIGKILL, "valkey-server")
        round_.struck.signal(signal.SIGKILL, "redis-server")
        if loses_all:
            for folder in ("valkey", "redis"):
                shutil.rmtree(
                    round_.struck.running.data / folder / "appendonlydir", ignore_errors=True
                )

    if loses_all:
        _with_workers_gone(round_, restart)
    else:
        round_.send_meanwhile(lambda: _after_a_while(round_, restart))


def stop_postgresql(round_: Round) -> None:
    if round_.is_control:
        round_.send()
        round_.struck.stop_postgresql_at_once()
        time.sleep(2)
    else:
        stop = round_.struck.stop_postgresql_at_once
        round_.send_meanwhile(lambda: _after_a_while(round_, stop))


def fill_the_disk(round_: Round) -> None:
    struck = round_.struck
    struck.disk.prepare()

    def fill() -> None:
        struck.disk.fill()
        with suppress(psycopg.Error):
            for _segment in range(12):
                struck.as_postgres(*_WRITE_AHEAD)
        time.sleep(3)
        struck.disk.free()

    if round_.is_control:
        round_.send()
        fill()
    else:
        round_.send_meanwhile(lambda: _after_a_while(round_, fill))


def send_plainly(round_: Round) -> None:
    round_.send()


def send_ten_times(round_: Round) -> None:
    phones = round_.learners.phones(round_.chance)
    for phone in phones:
        phone.times = 5
    round_.send([*phones, *phones])


def send_backwards(round_: Round) -> None:
    round_.send(round_.learners.phones_backwards(pause=0.8))


def answer_mail_slowly(round_: Round) -> None:
    round_.struck.mail.seconds_to_answer = 2.0 if round_.is_control else 0.5
    round_.send()
    time.sleep(1)


def jump_clocks(round_: Round) -> None:
    def jump() -> None:
        for _jump in range(4):
            seconds = round_.chance.choice((-1, 1)) * round_.chance.choice((90, 3_600, 86_400))
            round_.struck.switches.set_clocks(seconds)
            time.sleep(round_.chance.uniform(0.1, 0.6))

    if round_.is_control:
        round_.struck.switches.set_clocks(86_400)
        round_.send()
    else:
        round_.send_meanwhile(jump)


def send_poison(round_: Round) -> None:
    from django.core.mail import send_mail

    from campus.outbox.models import OutboxMail

    send_mail(POISON, "…", None, ["somebody@example.org"])
    round_.send()
    key = str(OutboxMail.objects.filter(subject=POISON).latest("written_at").id)
    if not wait_for(lambda: _is_parked(key), seconds=30):
        round_.told.append(f"poison {key} was not parked")
    Owed.objects.filter(key=key).delete()


def _is_parked(key: str) -> bool:
    """Looks once a second, and lets the lease of 20 seconds run out meanwhile."""
    time.sleep(1)
    rows = Owed.objects.filter(key=key)
    rows.filter(parked_at=None).update(due_at=timezone.now())
    return rows.exclude(parked_at=None).exists()


def _with_workers_gone(round_: Round, strike: Callable[[], object]) -> None:
    """Killed, and started again by the launcher: whatever rings meanwhile, nobody hears."""
    round_.struck.signal(signal.SIGKILL, *WORKERS)
    round_.send()
    strike()


def _after_a_while(round_: Round, strike: Callable[[], object]) -> None:
    time.sleep(round_.chance.uniform(0.0, 0.3))
    strike()
