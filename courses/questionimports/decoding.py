"""Bytes as the text that was sent, or what to do where they are none."""

from __future__ import annotations

from django.utils.translation import gettext as _

from .shapes import refusal

MOST_BYTES = 20 * 2**20
# Zip (every office document), gzip, RAR, 7z.
_ARCHIVES = (b"PK\x03\x04", b"PK\x05\x06", b"\x1f\x8b", b"Rar!", b"7z\xbc\xaf")


def refuse_what_is_no_text(data: bytes, *, most: int = MOST_BYTES) -> None:
    if len(data) > most:
        detail = _("The file has more than {most} MB: make several files of it.")
        raise refusal(detail.format(most=most // 2**20), code="file_too_large")
    if data.startswith(_ARCHIVES):
        detail = _("This is an archive or an office document: send the text file itself.")
        raise refusal(detail, code="not_text")
    is_wide = data.startswith((b"\xff\xfe", b"\xfe\xff"))
    if data.startswith(b"%PDF-") or (b"\0" in data and not is_wide):
        raise refusal(_("This file is not text."), code="not_text")


def text_of(data: bytes) -> str:
    """UTF-8, or UTF-16 where the file says so; raises Invalid with the line that is neither."""
    refuse_what_is_no_text(data)
    encoding = "utf-16" if data.startswith((b"\xff\xfe", b"\xfe\xff")) else "utf-8-sig"
    try:
        text = data.decode(encoding)
    except UnicodeDecodeError as error:
        line = data[: error.start].count(b"\n") + 1
        detail = _("This is not UTF-8: open the file in an editor and save it as UTF-8.")
        raise refusal(detail, code="not_utf8", line=line) from error
    if not text.strip():
        raise refusal(_("There is nothing in it."), code="empty_file")
    return text.replace("\r\n", "\n").replace("\r", "\n")
