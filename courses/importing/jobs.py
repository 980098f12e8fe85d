"""The import of a sent archive as long work: what its sender agreed to, or nothing."""

from __future__ import annotations

from collections.abc import Mapping
from functools import partial
from typing import Any

from django.db import transaction
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from campus.accounts.models import Organisation, User
from campus.errors import NotFound
from campus.jobs import working
from campus.jobs.doing import Report
from campus.jobs.models import Job
from courses.models import Course

from . import arriving
from .entering import import_course

IMPORT = "courses.import"


@transaction.atomic
def start_import(
    *, archive: str, name: str, by: User, organisation: Organisation, into: Course | None, seen: str
) -> Job:
    """`seen` is the digest of the draft whose difference she was shown."""
    return working.start(
        kind=IMPORT,
        owner=by,
        title=_("Import: {name}").format(name=name),
        arguments={
            "archive": archive,
            "name": name,
            "organisation": str(organisation.pk),
            "into": str(into.pk) if into else None,
            "seen": seen,
        },
    )


def import_sent(job: Job, report: Report) -> Mapping[str, Any]:
    said = job.arguments
    into = Course.objects.filter(pk=said["into"]).first() if said["into"] else None
    if said["into"] and into is None:
        raise NotFound(_("The course is no longer there: import it as a new one."))
    with arriving.opened(said["archive"]) as path:
        imported = import_course(
            path,
            name=said["name"],
            organisation=Organisation.objects.get(pk=said["organisation"]),
            by=User.objects.get(pk=job.owner_id),
            seen=said["seen"],
            into=into,
            report=report,
        )
    transaction.on_commit(partial(arriving.forget, said["archive"]))
    count = len(imported.changes)
    words = ngettext("{count} change was made.", "{count} changes were made.", count)
    address = reverse("admin:courses_course_change", args=[imported.course.pk])
    return {"address": address, "text": words.format(count=count)}
