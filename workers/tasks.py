"""Every Celery task: a name, ids in, one call. All may run twice, or never; see `doorbells`."""

from celery import shared_task

from campus.owed import claiming
from campus.records import months
from campus.records.appending import RECORDS_BELL
from workers import doorbells
from workers.certificates import sweeping
from workers.progress import folding


@shared_task(name=doorbells.FOLD)
def fold() -> None:
    doorbells.take_down(RECORDS_BELL)
    folding.fold_all()


@shared_task(name=doorbells.DO_OWED)
def do_owed(kind: str) -> None:
    doorbells.take_down(kind)
    claiming.do_owed(kind)


@shared_task(name="owed.sweep")
def sweep() -> None:
    """Do whatever is due, whether or not its bell was heard; shares of a task's time limit."""
    try:
        folding.fold_all(longest=10)
    finally:  # what cannot be folded must not hold up mail and credentials
        for kind in claiming.kinds_due():
            claiming.do_owed(kind, longest=5)


@shared_task(name="certificates.sweep")
def sweep_credentials() -> None:
    sweeping.find_unissued()


@shared_task(name="records.prepare_months")
def prepare_months() -> None:
    months.prepare()
