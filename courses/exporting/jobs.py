"""The export of a draft as long work: a zip that waits for whoever asked, and for nobody else."""

from __future__ import annotations

import tempfile
from collections.abc import Mapping
from typing import Any
from uuid import UUID

from django.core.files import File
from django.db import transaction
from django.urls import reverse
from django.utils.translation import gettext as _

from campus.accounts.models import User
from campus.audit.noting import note
from campus.errors import NotFound
from campus.jobs import working
from campus.jobs.doing import Report
from campus.jobs.models import Job
from courses.files import waiting
from courses.models import Course

from .packing import pack, snapshot

EXPORT = "courses.export"


@transaction.atomic
def start_export(*, course: Course, by: User) -> Job:
    title = _("Export: {course}").format(course=course.title)
    return working.start(kind=EXPORT, owner=by, title=title, arguments={"course": str(course.pk)})


def export_asked(job: Job, report: Report) -> Mapping[str, Any]:
    """The draft as it is when the work begins."""
    course = Course.objects.filter(pk=job.arguments["course"]).first()
    if course is None:
        raise NotFound(_("The course is no longer there."))
    text = snapshot(course)
    with tempfile.TemporaryFile() as file:
        pack(text, file, report)
        file.seek(0)
        waiting.keep(waiting.MADE, _name(job.pk), File(file))
    note(by=job.owner, deed="course.exported", about=course)
    words = _("The archive is ready, and is kept for {days} days.")
    return {
        "address": reverse("admin:courses_course_exported", args=[course.pk, job.pk]),
        "text": words.format(days=waiting.KEPT_FOR.days),
    }


def made(*, course: Course, job_id: UUID, by: User) -> File[bytes]:
    """The archive that she had made of this course. Raises NotFound for any other one."""
    done = Job.objects.filter(pk=job_id, owner=by, kind=EXPORT, state=Job.State.DONE)
    if not done.filter(arguments__course=str(course.pk)).exists():
        raise NotFound(_("There is no such archive of this course."))
    return waiting.opened(waiting.MADE, _name(job_id))


def _name(job_id: UUID) -> str:
    return f"{job_id}.zip"
