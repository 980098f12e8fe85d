"""Owns what stands in a PDF: the credential attached, the signatures, and the words of its pages.

Only ever called where memory and time are limited: a PDF can be made to cost any amount of both.
"""

import io
import re
from collections.abc import Iterator
from itertools import islice
from typing import Any, Final

from cryptography.hazmat.primitives import hashes
from cryptography.x509.oid import NameOID
from pypdf import PageObject, PdfReader
from pypdf.errors import PyPdfError
from pypdf.generic import ContentStream, NameObject

from campus.errors import Invalid
from workers.certificates.sealing.reading import Seal as Found
from workers.certificates.sealing.reading import seals

from .readings import Page, Seal

_MOST_FILES: Final = 20
_MOST_PAGES: Final = 3
_LONGEST: Final = 20_000
# A link to the verification page and the field of the signature belong there.
_EXPECTED: Final = ("/Link", "/Widget")
_CONTENTS: Final = NameObject("/Contents")
# Lines and curves are most of what draws a page, and none of what it says.
_PATHS: Final = re.compile(
    rb"(?<=\s)(?:[-+.\d]{1,20}\s{1,4}){2}(?:(?:[-+.\d]{1,20}\s{1,4}){4}c|[ml])(?=\s)"
)


def opened(body: bytes) -> PdfReader:
    """Raises Invalid with code `encrypted` or `damaged`."""
    try:
        reader = PdfReader(io.BytesIO(body), strict=False)
    except PyPdfError as fault:
        raise Invalid("The PDF is damaged.", code="damaged") from fault
    if reader.is_encrypted:
        raise Invalid("The PDF is encrypted.", code="encrypted")
    return reader


def attached(reader: PdfReader, *, longest: int) -> list[str]:
    """The texts of the attachments that may be credentials, the right name first."""
    found = [
        (name != "credential.json", content.decode("utf-8", "replace"))
        for name, content in islice(_files(reader), _MOST_FILES)
        if len(content) <= longest and b'"@context"' in content
    ]
    return [text for _is_other, text in sorted(found, key=lambda one: one[0])]


def _files(reader: PdfReader) -> Iterator[tuple[str, bytes]]:
    for file in reader.attachment_list:
        yield file.name, bytes(file.content)


def sealed(body: bytes) -> tuple[Seal, ...]:
    return tuple(_seal(one) for one in seals(body))


def _seal(found: Found) -> Seal:
    names = found.certificate.subject.get_attributes_for_oid(NameOID.COMMON_NAME)
    return Seal(
        certificate=found.certificate.fingerprint(hashes.SHA256()).hex(),
        signer=str(names[0].value) if names else found.certificate.subject.rfc4514_string(),
        holds=found.holds,
        covers_all=found.covers_all,
    )


def shown(reader: PdfReader) -> Page:
    """The words of the first pages, and how many notes somebody laid over them."""
    pages = list(islice(iter(reader.pages), _MOST_PAGES))
    return Page(
        text="\n".join(_words(page) for page in pages)[:_LONGEST],
        pages=len(reader.pages),
        notes=sum(_is_a_note(one) for page in pages for one in page.annotations or ()),
    )


def _words(page: PageObject) -> str:
    """Read in half the time without the drawings; a sentence that looks like one loses it too."""
    if _CONTENTS in page:
        # As bytes: what they spell, only the fonts of the page know.
        content = ContentStream(page[_CONTENTS], page.pdf, "bytes")
        content.set_data(_PATHS.sub(b"", content.get_data()))
        page[_CONTENTS] = content
    return page.extract_text()


def _is_a_note(annotation: Any) -> bool:
    return annotation.get_object().get("/Subtype") not in _EXPECTED
