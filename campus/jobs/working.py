"""Owns what is done to a job from outside: ask for it, call it off, ask for it again."""

from typing import TYPE_CHECKING, Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from campus.errors import Conflict
from campus.owed.owing import ring

from .models import Job

if TYPE_CHECKING:
    from collections.abc import Mapping

    from django.contrib.auth.base_user import AbstractBaseUser

JOBS = "jobs"


def start(
    *, kind: str, owner: "AbstractBaseUser", title: str, arguments: "Mapping[str, Any]"
) -> Job:
    """A job as part of the caller's transaction; a worker takes it up after the commit.

    `arguments` are JSON; the title is shown to the owner, so it is in her language.
    """
    job = Job.objects.create(
        kind=kind, owner_id=owner.pk, title=title[:300], arguments=dict(arguments)
    )
    ring(JOBS)
    return job


@transaction.atomic
def cancel(*, job: Job) -> None:
    """What waits never begins; what runs is undone at its next report.

    Raises Conflict for a job that has ended.
    """
    now = timezone.now()
    open_jobs = Job.objects.filter(pk=job.pk)
    waiting = open_jobs.filter(state=Job.State.QUEUED)
    if waiting.update(state=Job.State.CANCELLED, cancel_asked_at=now, ended_at=now):
        return
    if not open_jobs.filter(state=Job.State.RUNNING).update(cancel_asked_at=now):
        raise Conflict(_("This has ended already: there is nothing to cancel."), code="ended")


@transaction.atomic
def start_again(*, job: Job) -> None:
    """The same work from its beginning. Raises Conflict unless it failed or was cancelled."""
    ended = Job.objects.filter(pk=job.pk, state__in=[Job.State.FAILED, Job.State.CANCELLED])
    fresh = {"state": Job.State.QUEUED, "done": 0, "total": 0, "tries": 0, "code": "", "detail": ""}
    unset = dict.fromkeys(("started_at", "cancel_asked_at", "ended_at"))
    if not ended.update(**fresh, **unset):
        raise Conflict(
            _("This runs still, or is done: there is nothing to try again."), code="open"
        )
    ring(JOBS)
