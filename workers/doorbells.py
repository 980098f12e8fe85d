"""The table from what is owed to who does it: start reading the workers here."""

import logging
import time
from dataclasses import dataclass
from functools import cache

import redis
from django.conf import settings

from campus.jobs import doing
from campus.jobs.working import JOBS
from campus.outbox import sending
from campus.owed import claiming, owing
from campus.records import waiting
from campus.records.appending import RECORDS_BELL
from courses.exporting import jobs as export_jobs
from courses.importing import jobs as import_jobs
from courses.quizzes import handing
from tracks import enrolment
from workers.certificates import naming
from workers.certificates.ends import agreeing, correcting
from workers.certificates.holding import tokening
from workers.certificates.issuing import awarding, bulk, exporting
from workers.certificates.issuing import handling as issuing
from workers.certificates.pages import rendering
from workers.certificates.renewal import reminding
from workers.certificates.statuses import lists as statuslist
from workers.progress.folding import earning, shards, sparing, teams
from workers.progress.moving import carrying_out
from workers.ringing import Ringer

HANDLERS: dict[str, claiming.Handler] = {
    sending.MAIL: sending.send,
    handing.ATTEMPT_OVER: handing.close_owed,
    enrolment.TRACK_CHANGED: shards.refold_track,
    sparing.UNFOLDED: shards.fold_again,
    teams.TEAM_PROGRESS: teams.fold_team,
    earning.CREDENTIAL: issuing.issue,
    rendering.DOCUMENT: rendering.render_document,
    tokening.VC_JWT: tokening.make_token,
    reminding.REMINDER: reminding.remind,
    awarding.DOCUMENT_IN_TIME: rendering.render_document,
    statuslist.STATUS: statuslist.sign_again,
    exporting.FORGOTTEN: exporting.forget_archives,
    correcting.CORRECTION: correcting.carry_out,
    naming.TEAM_NAMES: agreeing.carry_out,
}
# Cheaper by the dozen.
TOGETHER: dict[str, claiming.Together] = {earning.CREDENTIAL: issuing.TOGETHER}
# Long work: a queue and a worker of its own (`campus.jobs`).
LONG_HANDLERS: dict[str, doing.Handler] = {
    export_jobs.EXPORT: export_jobs.export_asked,
    import_jobs.IMPORT: import_jobs.import_sent,
    carrying_out.MOVE: carrying_out.carry_out,
}
# Long work of many pieces, each of which is kept as soon as it is done.
CHUNK_HANDLERS: dict[str, doing.Handler] = {
    bulk.ISSUE: bulk.issue_asked,
    exporting.EXPORT: exporting.export_asked,
}
FOLD = "progress.fold"
DO_OWED = "owed.do"
DO_JOB = "jobs.do"

_MESSAGES: dict[str, tuple[str, list[str]]] = {RECORDS_BELL: (FOLD, []), JOBS: (DO_JOB, [])}

# A bell that was just rung is not rung again until its task has taken it down or this has passed.
_QUIET_MS = 1_000


@dataclass(slots=True)
class Silence:
    """Until when this process does not try to ring, by the monotonic clock."""

    until: float = 0.0


_silence = Silence()
log = logging.getLogger(__name__)


def hang() -> None:
    """Called at start-up by every process that serves, works or schedules."""
    for kind, handler in HANDLERS.items():
        claiming.register(kind, handler, together=TOGETHER.get(kind))
    for kind, long_handler in LONG_HANDLERS.items():
        doing.register(kind, long_handler)
    for kind, chunk_handler in CHUNK_HANDLERS.items():
        doing.register(kind, chunk_handler, in_chunks=True)
    owing.hang_bell(ringer.ring_soon)
    waiting.hang_hurry(shards.fold_shard)
    waiting.hang_spared(sparing.is_spared)


def ring(kind: str) -> None:
    """Wake a worker. A broker that does not answer is no fault: the sweeper finds the work.

    Whoever rings waits at most half a second, and then not again for a while. After a commit the
    thread of `ringer` does it.
    """
    if time.monotonic() < _silence.until:
        return
    try:
        if _bells().set(_bell(kind), "rung", nx=True, px=_QUIET_MS):
            _send(kind)
    except (redis.RedisError, OSError) as fault:
        _silence.until = time.monotonic() + _QUIET_MS / 1_000
        log.warning("no bell for %s: %s", kind, fault)


ringer = Ringer(ring)


def take_down(kind: str) -> None:
    """Before claiming: whatever is owed from now on rings again."""
    try:
        _bells().delete(_bell(kind))
    except (redis.RedisError, OSError) as fault:
        log.warning("bell of %s not taken down: %s", kind, fault)


def _send(kind: str) -> None:
    from kombu.exceptions import OperationalError

    from workers.celery import app

    name, args = _MESSAGES.get(kind, (DO_OWED, [kind]))
    try:
        app.send_task(name, args=args, expires=30)
    except OperationalError as fault:
        log.warning("no message for %s: %s", kind, fault)


@cache
def _bells() -> redis.Redis:
    return redis.Redis.from_url(settings.REDIS_URL, socket_timeout=0.5, socket_connect_timeout=0.5)


def _bell(kind: str) -> str:
    return f"campus:bell:{kind}"
