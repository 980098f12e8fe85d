"""Owns the doing of a job: one at a time, in the language of whoever waits for it."""

import logging
import time
from collections.abc import Callable, Mapping
from contextlib import nullcontext
from typing import Any

from django.db import OperationalError, transaction
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from campus.errors import CampusError

from .claims import Claim, claim_one
from .models import Job

MOST_TRIES = 3
# Each report is a commit: whoever reports a thousand times a second is written down five times.
_PAUSE_SECONDS = 0.2

Report = Callable[[int, int], None]
Handler = Callable[[Job, Report], Mapping[str, Any]]
_handlers: dict[str, Handler] = {}
_in_chunks: set[str] = set()
log = logging.getLogger(__name__)


class CalledOff(Exception):
    """Its owner cancelled the job; raised by `report`, it undoes what is not committed."""


class Superseded(Exception):
    """Another process has the job now, so what this one did is undone."""


def register(kind: str, handler: Handler, *, in_chunks: bool = False) -> None:
    """`handler(job, report)` does this kind of work in one transaction and answers the result.

    It may run again from the beginning after its process ended, and finds its own work undone.
    `report(done, total)` is seen at once by whoever waits.

    A handler `in_chunks` opens a transaction for each chunk, keeps what it committed when it is
    called off or killed, and begins again with what is left: it must find that out by itself.
    """
    _handlers[kind] = handler
    (_in_chunks.add if in_chunks else _in_chunks.discard)(kind)


def keeps_chunks(kind: str) -> bool:
    """Whether what was done stays when the work is called off."""
    return kind in _in_chunks


def do_one() -> bool:
    """Do the oldest job that nobody does; whether there was one."""
    with claim_one() as claim:
        if claim is None:
            return False
        _do(Job.objects.select_related("owner").get(pk=claim.job_id), claim)
        return True


def _do(job: Job, claim: Claim) -> None:
    with translation.override(getattr(job.owner, "language", None)):
        try:
            if claim.tries > MOST_TRIES:
                raise CampusError(_died_every_time(), code="died_every_time")
            _work(job, claim)
        except CalledOff:
            _end(claim, state=Job.State.CANCELLED)
        except Superseded:
            log.warning("job %s was taken over by another worker", job.pk)
        except CampusError as error:
            _end(claim, state=Job.State.FAILED, code=error.code, detail=error.detail)
        except OperationalError:  # the database was away, or chose us in a deadlock: again, soon
            log.exception("job %s is tried again", job.pk)
        except Exception:  # its transaction is undone; the log has the fault, the owner is told
            log.exception("job %s failed: %s", job.pk, job.kind)
            _end(claim, state=Job.State.FAILED, code="fault", detail=_our_fault())


def _work(job: Job, claim: Claim) -> None:
    report = reporting(claim)
    report(0, 0)
    handler = _handlers[job.kind]
    whole = nullcontext() if keeps_chunks(job.kind) else transaction.atomic()
    with whole:
        result = handler(job, report)
        if not _end(claim, state=Job.State.DONE, result=dict(result)):
            raise Superseded


def reporting(claim: Claim) -> Report:
    """A `report` that writes at most every `_PAUSE_SECONDS`, and always the first and the last."""
    last = -_PAUSE_SECONDS

    def report(done: int, total: int) -> None:
        nonlocal last
        if done < total and time.monotonic() - last < _PAUSE_SECONDS:
            return
        last = time.monotonic()
        is_called_off = claim.write_progress(done, total)
        if is_called_off is None:
            raise Superseded
        if is_called_off:
            raise CalledOff

    return report


def _end(claim: Claim, **values: Any) -> bool:
    """Write the end down, unless the job is no longer this claim's."""
    mine = Job.objects.filter(pk=claim.job_id, tries=claim.tries, state=Job.State.RUNNING)
    return bool(mine.update(ended_at=timezone.now(), **values))


def _died_every_time() -> str:
    return _("The process doing this ended every time. Tell the staff of the campus.")


def _our_fault() -> str:
    return _("The campus failed and wrote it down. Try again, or tell the staff of the campus.")
