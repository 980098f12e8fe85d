"""Owns the export of an achievement's certificates: a zip of PDFs and a table of them.

It is written to a file piece by piece, so that ten thousand take no more memory than a hundred.
"""

from __future__ import annotations

import io
import tempfile
import zipfile
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import IO, TYPE_CHECKING, Any, Final
from uuid import UUID

from django.conf import settings
from django.core.files import File
from django.db import transaction
from django.urls import reverse
from django.utils.text import slugify
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
from workers.certificates.issuing.bulk import chunks
from workers.certificates.models import Achievement, CertificateDocument, Credential
from workers.certificates.pages.rendering import render_document

if TYPE_CHECKING:
    from campus.rest.sheets import Value

EXPORT: Final = "certificates.export"
FORGOTTEN: Final = "certificates.forget_export"
AT_ONCE: Final = 50
_LONGEST_NAME: Final = 60
_ZIP_EPOCH: Final = (1980, 1, 1, 0, 0, 0)


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
        _pack(ids, file, report)
        file.seek(0)
        waiting.keep(waiting.MADE, _name(job.pk), File(file))
    return ids


def _pack(ids: Sequence[str], file: IO[bytes], report: Report) -> None:
    with (
        zipfile.ZipFile(file, "w", zipfile.ZIP_STORED) as archive,
        tempfile.TemporaryFile() as table,
    ):
        text = io.TextIOWrapper(table, encoding="utf-8-sig", newline="", write_through=True)
        # Here, for it brings a writer of workbooks along, which no other work of a worker needs.
        from campus.rest.sheets import write_csv

        write_csv(text, _header(), _rows(ids, archive, report))
        text.detach()
        table.seek(0)
        with archive.open(zipfile.ZipInfo("certificates.csv", _ZIP_EPOCH), "w") as entry:
            while piece := table.read(1 << 16):
                entry.write(piece)


def _rows(
    ids: Sequence[str], archive: zipfile.ZipFile, report: Report
) -> Iterator[Sequence[Value]]:
    """Writes each PDF on the way; somebody erased meanwhile is left out."""
    number = 0
    for chunk in chunks(ids, AT_ONCE):
        for id_ in _without_document(chunk):
            render_document(id_)
        documents = CertificateDocument.objects.select_related("credential").defer(
            "credential__document", "credential__rule", "credential__evidence"
        )
        found = {one.credential_id: one for one in documents.filter(credential__in=chunk)}
        for document in (found[id_] for id_ in chunk if id_ in found):
            number += 1
            name = _file_name(number, document.credential)
            archive.writestr(zipfile.ZipInfo(name, _ZIP_EPOCH), bytes(document.body))
            yield _row(number, name, document)
        report(min(number, len(ids)), len(ids))


def _without_document(ids: Sequence[str]) -> list[str]:
    missing = Credential.objects.filter(id__in=ids, certificate=None, erased_at=None)
    return list(missing.values_list("id", flat=True))


def _file_name(number: int, credential: Credential) -> str:
    name = slugify(credential.recipient_name)[:_LONGEST_NAME] or "certificate"
    return f"{number:05d}-{name}.pdf"


def _header() -> list[str]:
    return [
        _("Number"), _("Name"), _("Certificate"), _("Issued (UTC)"), _("Valid until (UTC)"),
        _("Address to check it"), _("File"), _("SHA-256 of the file"),
    ]  # fmt: skip


def _row(number: int, name: str, document: CertificateDocument) -> list[Value]:
    credential = document.credential
    return [
        number,
        credential.recipient_name,
        credential.title,
        credential.issued_at,
        credential.valid_until,
        credential.face["verify_address"],
        name,
        document.digest,
    ]
