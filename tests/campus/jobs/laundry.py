"""Owns the long work that tests speak of: washing so many shirts, each one reported."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import Any

from campus.accounts.models import User
from campus.jobs import doing, working
from campus.jobs.doing import Handler, Report
from campus.jobs.models import Job
from tests.world import a_person

KIND = "laundry"


def wash(job: Job, report: Report) -> Mapping[str, Any]:
    shirts = job.arguments["shirts"]
    for done in range(1, shirts + 1):
        report(done, shirts)
    return {"text": f"{shirts} shirts are clean."}


def some_laundry(owner: User | None = None, *, shirts: int = 3) -> Job:
    owner = owner or a_person()
    return working.start(kind=KIND, owner=owner, title="Shirts", arguments={"shirts": shirts})


@contextmanager
def done_by(handler: Handler) -> Iterator[None]:
    doing.register(KIND, handler)
    try:
        yield
    finally:
        del doing._handlers[KIND]
