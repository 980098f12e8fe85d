"""Owns what the tests of signed pages share: a key, a page signed with it, and its forgeries."""

import re
import zlib
from datetime import UTC, datetime
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory

from tests.workers.certificates.faces import ZOE
from workers.certificates.pages.typesetting import Face, typeset
from workers.certificates.sealing.keys import PageKey, page_key
from workers.certificates.sealing.seals import seal

NOW = datetime(2026, 11, 2, 8, 0, tzinfo=UTC)
CREDENTIAL = '{"name": "Zoé Lefèvre-Çelik", "grade": "passed"}\n'


@cache
def a_key() -> PageKey:
    with TemporaryDirectory() as folder:
        return page_key.__wrapped__(None, Path(folder), may_make_one=True)


def plain(face: Face = ZOE, credential: str = CREDENTIAL) -> bytes:
    return typeset(face, credential=credential, issued_at=NOW)


def signed(face: Face = ZOE, credential: str = CREDENTIAL, key: PageKey | None = None) -> bytes:
    return seal(plain(face, credential), key or a_key(), by="Campus", at=NOW, timestamps=None)


def edited(pdf: bytes) -> bytes:
    """One byte of the page's language, and no length changes."""
    assert pdf.count(b"/Lang(fr)") == 1 or b"/Lang (fr)" in pdf
    return re.sub(rb"/Lang ?\(fr\)", lambda found: found[0].replace(b"fr", b"en"), pdf)


def with_another_attachment(pdf: bytes) -> bytes:
    """The attached credential says something else, in as many bytes."""
    for match in re.finditer(rb"stream\r?\n", pdf):
        end = pdf.find(b"\nendstream", match.end())
        body = pdf[match.end() : end]
        try:
            text = zlib.decompress(body)
        except zlib.error:
            text = body
        if b'"grade"' not in text:
            continue
        swapped = text.replace(b"passed", b"failed")
        for level in range(10):
            packed = swapped if text == body else zlib.compress(swapped, level)
            if len(packed) <= len(body):
                return pdf[: match.end()] + packed.ljust(len(body), b"\n") + pdf[end:]
    raise AssertionError("the attachment was not found")


def with_an_update(pdf: bytes) -> bytes:
    """An incremental update, as a PDF editor would append it: the page is cut in half."""
    page = re.search(rb"\n(\d+) 0 obj\n<<\n/Type /Page\n.*?endobj\n", pdf, re.DOTALL)
    assert page is not None
    start, place = int(pdf.rsplit(b"startxref", 1)[1].split()[0]), len(pdf)
    trailer = re.findall(rb"trailer\n<<\n(.*?)/Prev", pdf, re.DOTALL)[-1]
    added = page[0][1:].replace(b"841.8898", b"420.0000")
    table = b"xref\n%s 1\n%010d 00000 n \ntrailer\n<<\n%s/Prev %d >>\n" % (
        page[1],
        place,
        trailer,
        start,
    )
    return pdf + added + table + b"startxref\n%d\n%%%%EOF\n" % (place + len(added))
