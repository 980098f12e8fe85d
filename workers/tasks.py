"""Every Celery task: a name, ids in, one call. All may run twice, or never; see `doorbells`."""

from celery import shared_task
from django.utils import timezone

from campus.jobs import claims, doing
from campus.jobs.working import JOBS
from campus.owed import claiming
from campus.records import months, sealing
from campus.records.appending import RECORDS_BELL
from courses.drafting import uploading
from courses.files import waiting
from workers import doorbells
from workers.certificates.issuing import sweeping
from workers.certificates.renewal import reminding
from workers.progress.folding import shards

LONGEST_JOB_SECONDS = 3_600


@shared_task(name=doorbells.FOLD)
def fold() -> None:
    doorbells.take_down(RECORDS_BELL)
    shards.fold_all()


@shared_task(name=doorbells.DO_OWED)
def do_owed(kind: str) -> None:
    doorbells.take_down(kind)
    claiming.do_owed(kind)


@shared_task(
    name=doorbells.DO_JOB,
    acks_late=False,  # see `workers.celery`: this one may outlast the visibility timeout
    soft_time_limit=LONGEST_JOB_SECONDS,
    time_limit=LONGEST_JOB_SECONDS + 10,
)
def do_job() -> None:
    """One job, so that the time limit is one job's; then the bell for the next."""
    doorbells.take_down(JOBS)
    if doing.do_one() and claims.is_due():
        doorbells.ring(JOBS)


@shared_task(name="owed.sweep")
def sweep() -> None:
    """Do whatever is due, whether or not its bell was heard; shares of a task's time limit."""
    try:
        shards.fold_all(longest=10)
    finally:  # what cannot be folded must not hold up mail and credentials
        if claims.is_due():
            doorbells.ring(JOBS)
        for kind in claiming.kinds_due():
            claiming.do_owed(kind, longest=5)


@shared_task(name="certificates.sweep")
def sweep_credentials() -> None:
    sweeping.find_unissued()


@shared_task(name="certificates.remind")
def remind_of_renewals() -> None:
    reminding.find_opened(timezone.now())


@shared_task(name="courses.sweep_uploads")
def sweep_uploads() -> None:
    uploading.sweep(timezone.now())
    waiting.forget_old(now=timezone.now())


@shared_task(name="records.seal")
def seal() -> None:
    sealing.seal()


@shared_task(name="records.prepare_months")
def prepare_months() -> None:
    months.prepare()
