"""Owns what an archive of certificates holds: each PDF, and a table of them.

It is written to a file piece by piece, so that ten thousand take no more memory than a hundred.
"""

from __future__ import annotations

import io
import tempfile
import zipfile
from collections.abc import Iterator, Sequence
from typing import IO, TYPE_CHECKING, Final

from django.utils.text import slugify
from django.utils.translation import gettext as _

from campus.jobs.doing import Report
from workers.certificates.issuing.bulk import chunks
from workers.certificates.models import CertificateDocument, Credential
from workers.certificates.pages.rendering import render_document

if TYPE_CHECKING:
    from campus.rest.sheets import Value

AT_ONCE: Final = 50
_LONGEST_NAME: Final = 60
_ZIP_EPOCH: Final = (1980, 1, 1, 0, 0, 0)


def pack(ids: Sequence[str], file: IO[bytes], report: Report) -> None:
    """Those of these credentials that nobody erased, in their order, into an empty file.

    A document that is not there yet is made, and kept.
    """
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
