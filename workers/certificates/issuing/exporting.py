"""Owns the export of an achievement's certificates: who asks for an archive, has it, loses it."""

from __future__ import annotations

import tempfile
from collections.abc import Iterable, Mapping
from typing import Any, Final
from uuid import UUID

from django.conf import settings
from django.core.files import File
from django.db import transaction
from django.urls import reverse
from django.utils.translation import gettext as _

from campus.accounts.models import User
from campus.accounts.roles import is_campus_staff
from campus.audit.noting import note
from campus.errors import Conflict, NotAllowed, NotFound
from campus.jobs import working
from campus.jobs.doing import Report
from campus.jobs.models import Job
from campus.owed.owing import owe
from courses.files import waiting
from workers.certificates.authoring.beginning import named
from workers.certificates.issuing.packing import pack
from workers.certificates.models import Achievement, Credential

EXPORT: Final = "certificates.export"
FORGOTTEN: Final = "certificates.forget_export"


@transaction.atomic
def start_export(*, achievement: Achievement, by: User) -> Job:
    """For campus staff: it names everybody, of whatever organisation, with secret addresses.

    Raises NotAllowed for all others, and Conflict where there is nothing to export.
    """
    _allowed(by)
    if not _live(achievement).exists():
        raise Conflict(_("Nothing of it is in force: there is nothing to export."), code="empty")
    return working.start(
        kind=EXPORT,
        owner=by,
        title=_("Export certificates: {achievement}").format(achievement=achievement),
        arguments={"achievement": str(achievement.pk)},
    )


def export_asked(job: Job, report: Report) -> Mapping[str, Any]:
    """Handler of `EXPORT`, in chunks: the documents that it has to make are kept."""
    achievement = Achievement.objects.get(pk=job.arguments["achievement"])
    ids = _packed(achievement, job, report)
    # An erasure before this moment found nothing to forget; a later one finds the archive.
    while Credential.objects.filter(id__in=ids, erased_at__isnull=False).exists():
        ids = _packed(achievement, job, report)
    detail = {"certificates": len(ids)}
    note(by=job.owner, deed="achievement.exported", about=named(achievement), detail=detail)
    words = _("The archive is ready, and is kept for {days} days.")
    return {
        "address": reverse(
            "admin:certificates_achievement_exported", args=[achievement.pk, job.pk]
        ),
        "text": words.format(days=waiting.KEPT_FOR.days),
    }


def made(*, achievement: Achievement, job_id: UUID, by: User) -> File[bytes]:
    """The archive that she had made of this achievement.

    Raises NotFound for any other one, and NotAllowed once she is no campus staff any more.
    """
    _allowed(by)
    done = Job.objects.filter(pk=job_id, owner=by, kind=EXPORT, state=Job.State.DONE)
    if not done.filter(arguments__achievement=str(achievement.pk)).exists():
        raise NotFound(_("There is no such archive of this achievement."))
    return waiting.opened(waiting.MADE, _name(job_id))


def owe_forgetting(achievements: Iterable[UUID]) -> None:
    """The archives of these go once this transaction has committed: staff have them made anew."""
    owe(FORGOTTEN, map(str, achievements))


def forget_archives(key: str) -> None:
    """Handler of what is owed: every archive of the achievement with this id that still waits."""
    exports = Job.objects.filter(kind=EXPORT, arguments__achievement=key)
    for id_ in exports.values_list("pk", flat=True):
        waiting.forget(waiting.MADE, _name(id_))


def _allowed(by: User) -> None:
    if not is_campus_staff(by):
        raise NotAllowed(
            _("Only campus staff export certificates: they name people of every organisation."),
            code="only_campus_staff",
        )


def _live(achievement: Achievement) -> Any:
    return Credential.objects.filter(
        achievement=achievement, revoked_at=None, superseded_at=None, erased_at=None
    )


def _name(job_id: UUID) -> str:
    return f"{job_id}.zip"


def _packed(achievement: Achievement, job: Job, report: Report) -> list[str]:
    """Which certificates the archive holds that is kept from now on."""
    ids = list(_live(achievement).order_by("issued_at", "id").values_list("id", flat=True))
    settings.CAMPUS_DATA.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryFile(dir=settings.CAMPUS_DATA) as file:
        pack(ids, file, report)
        file.seek(0)
        waiting.keep(waiting.MADE, _name(job.pk), File(file))
    return ids
