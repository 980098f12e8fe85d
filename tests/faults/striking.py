"""Owns the strikes at processes and servers: when they come, and how learners send meanwhile."""

import shutil
import signal
import time
from collections.abc import Callable

import psycopg

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
        if not _is_struck(round_, point, seconds=patience) and not round_.is_control:
            switches.disarm()
            switches.arm(point)  # fewer came by than chance had chosen: the next one, then
            round_.send([round_.learners.late_phone()])
            _is_struck(round_, point, seconds=10)
        if killed := switches.struck_at(point):
            round_.landed = f"{killed} killed"

    return strike


def _is_struck(round_: Round, point: str, *, seconds: float) -> bool:
    return wait_for(lambda: bool(round_.struck.switches.struck_at(point)), seconds=seconds)


def flush_redis(round_: Round) -> None:
    """Again and again while they send, or once while nobody hears; it counts what was lost."""

    def flush() -> None:
        lost = _doorbells(round_)
        round_.struck.redis.flushall()
        if lost:
            round_.landed = "bells and messages lost"

    def flush_often() -> None:
        for _flush in range(8):
            _after_a_while(round_, flush)

    if round_.is_control or round_.chance.random() < 0.5:
        _with_workers_gone(round_, flush)
    else:
        round_.send_meanwhile(flush_often)


def restart_redis(round_: Round) -> None:
    struck, loses_all = round_.struck, round_.is_control or round_.chance.random() < 0.5

    def restart() -> None:
        lost = _doorbells(round_) if loses_all else 0
        with struck.launcher_held():
            before = struck.kill_redis()
            for folder in ("valkey", "redis") if loses_all else ():
                shutil.rmtree(struck.running.data / folder / "appendonlydir", ignore_errors=True)
        if wait_for(lambda: struck.redis_server not in (before, None), seconds=20):
            round_.landed = "restarted, bells and messages lost" if lost else "restarted"

    if loses_all:
        _with_workers_gone(round_, restart)
    else:
        round_.send_meanwhile(lambda: _after_a_while(round_, restart))


def stop_postgresql(round_: Round) -> None:
    struck = round_.struck

    def stop() -> None:
        before = struck.postmaster
        struck.stop_postgresql_at_once()
        if wait_for(lambda: struck.postmaster not in (before, None), seconds=20):
            round_.landed = "server ended, another started"

    if round_.is_control:
        round_.send()
        with struck.launcher_held():  # till what was answered too early would be stored
            struck.stop_postgresql_at_once()
            time.sleep(2)
    else:
        round_.send_meanwhile(lambda: _after_a_while(round_, stop))


def fill_the_disk(round_: Round) -> None:
    struck = round_.struck
    struck.disk.prepare()

    def fill() -> None:
        struck.disk.fill()
        try:
            for _segment in range(12):
                struck.as_postgres(*_WRITE_AHEAD)
        except psycopg.Error as refusal:
            round_.landed = f"no room: {type(refusal).__name__}"
        time.sleep(3)
        struck.disk.free()

    if round_.is_control:
        round_.send()
        fill()
    else:
        round_.send_meanwhile(lambda: _after_a_while(round_, fill))


def _doorbells(round_: Round) -> int:
    """What a loss of everything in Redis loses just now: messages, those being done, bells."""
    server = round_.struck.redis
    bells = sum(1 for _key in server.scan_iter("campus:bell:*"))
    return int(server.llen("celery")) + int(server.hlen("unacked")) + bells


def _with_workers_gone(round_: Round, strike: Callable[[], object]) -> None:
    """Killed, and started again by the launcher: whatever rings meanwhile, nobody hears."""
    round_.struck.signal(signal.SIGKILL, *WORKERS)
    round_.send()
    strike()


def _after_a_while(round_: Round, strike: Callable[[], object]) -> None:
    time.sleep(round_.chance.uniform(0.0, 0.3))
    strike()
