"""What a file is by its bytes, whatever its name says."""

from __future__ import annotations

import re
import zipfile
import zlib
from typing import BinaryIO

from courses.files.mediatypes import OLDER_OFFICE, SVG, UNKNOWN

HEAD = 4096
_LONGEST_LIST = 8 * 2**20
OFFICE = "an older Office file"
ZIP = "application/zip"
HTML = "text/html"
_STARTS = (
    (b"\x89PNG\r\n\x1a\n", "image/png"),
    (b"\xff\xd8\xff", "image/jpeg"),
    (b"GIF87a", "image/gif"),
    (b"GIF89a", "image/gif"),
    (b"%PDF-", "application/pdf"),
    (b"ID3\x02", "audio/mpeg"),
    (b"ID3\x03", "audio/mpeg"),
    (b"ID3\x04", "audio/mpeg"),
    (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", OFFICE),
    (b"PK\x03\x04", ZIP),
    (b"PK\x05\x06", ZIP),
)
# ISO base media (ISO/IEC 14496-12): the brand after “ftyp”. What is not listed may be anything.
_BRANDS = {b"avif": "image/avif", b"avis": "image/avif", b"M4A ": "audio/mp4", b"M4B ": "audio/mp4"}
_FILM = re.compile(rb"iso[0-9a-z]|mp4[0-9a-z]|avc1|dash|M4V[ HP]|MSNV|3g[pre][0-9a-z]|f4v |mmp4")
_XML_START = (
    rb"(?:\xef\xbb\xbf)?\s*(?:<\?xml[^>]*\?>\s*)?(?:<!--.*?-->\s*|<!DOCTYPE\s+svg[^>]*>\s*)*"
)
_SVG = re.compile(_XML_START + rb"<(?:[\w-]+:)?svg[\s/>]", re.DOTALL | re.IGNORECASE)
_HTML = re.compile(
    rb"(?:\xef\xbb\xbf)?\s*(?:<!--.*?-->\s*)*<(?:!doctype\s+html|html|head|body|script|iframe)[\s>]",
    re.DOTALL | re.IGNORECASE,
)
_VTT = re.compile(rb"(?:\xef\xbb\xbf)?WEBVTT(?:[ \t\r\n]|$)")
# MPEG-1 or 2, layer III, with a bit rate and a sampling rate that exist.
_MP3 = re.compile(rb"\xff[\xfa\xfb\xf2\xf3][\x10-\xeb]")
_MAIN = {
    b"wordprocessingml.document.main+xml": "wordprocessingml.document",
    b"spreadsheetml.sheet.main+xml": "spreadsheetml.sheet",
    b"presentationml.presentation.main+xml": "presentationml.presentation",
}
_OPEN_XML = "application/vnd.openxmlformats-officedocument."
_DECLARED = re.compile(rb"application/(?:vnd\.oasis\.opendocument\.[a-z-]+|epub\+zip)")


def type_of(file: BinaryIO) -> str:
    """The media type its bytes prove; texts prove none, so they and the unknown are `UNKNOWN`."""
    file.seek(0)
    head = file.read(HEAD)
    found = type_of_head(head)
    return _inside(file) if found == ZIP else found


def type_of_head(head: bytes) -> str:
    for start, kind in _STARTS:
        if head.startswith(start):
            return kind
    if head[:4] == b"RIFF":
        return {b"WEBP": "image/webp", b"WAVE": "audio/wav"}.get(head[8:12], UNKNOWN)
    if head[4:8] == b"ftyp":
        film = "video/mp4" if _FILM.match(head, 8) else UNKNOWN
        return _BRANDS.get(head[8:12], film)
    if head[:4] == b"OggS":
        return "video/ogg" if b"\x80theora" in head else "audio/ogg"
    if head[:4] == b"\x1aE\xdf\xa3":
        return "video/webm" if b"webm" in head[:64] else UNKNOWN
    patterns = ((_MP3, "audio/mpeg"), (_VTT, "text/vtt"), (_SVG, SVG), (_HTML, HTML))
    return next((kind for pattern, kind in patterns if pattern.match(head)), UNKNOWN)


def is_text(head: bytes) -> bool:
    return b"\0" not in head and type_of_head(head) in (UNKNOWN, "text/vtt", SVG, HTML)


def fits(found: str, called: str) -> bool:
    """Whether bytes of one type may bear the name of another."""
    if found == OFFICE:
        return called in OLDER_OFFICE
    return found == called


def ends_as_archive(file: BinaryIO) -> bool:
    """Whether a reader of ZIP, which begins at the end, would take it for an archive."""
    return bool(_end_of_archive(file))


def _end_of_archive(file: BinaryIO) -> bytes:
    """The record that ends an archive, with what stands before it in case it is a long one."""
    end = file.seek(0, 2)
    file.seek(max(0, end - 42 - 0xFFFF))
    tail = file.read()
    at = tail.rfind(b"PK\x05\x06")
    if at < 0 or len(tail) < at + 22:
        return b""
    is_last = at + 22 + int.from_bytes(tail[at + 20 : at + 22], "little") == len(tail)
    return tail[max(0, at - 20) : at + 22] if is_last else b""


def _inside(file: BinaryIO) -> str:
    """What an archive is by the entry that its format prescribes; one cut short is unknown.

    A list of entries too long to be held is not read: no document has one.
    """
    end = _end_of_archive(file)
    if not end:
        return UNKNOWN
    if b"PK\x06\x07" in end or int.from_bytes(end[-10:-6], "little") > _LONGEST_LIST:
        return ZIP
    try:
        with zipfile.ZipFile(file) as archive:
            names = set(archive.namelist())
            if "[Content_Types].xml" in names:
                return _office(_beginning(archive, "[Content_Types].xml"))
            if "mimetype" in names and _DECLARED.fullmatch(_beginning(archive, "mimetype").strip()):
                return _beginning(archive, "mimetype").strip().decode()
            return ZIP
    except (zipfile.BadZipFile, NotImplementedError, RuntimeError, OSError, EOFError, zlib.error):
        return UNKNOWN


def _office(types: bytes) -> str:
    """With macros it is none of the three, so it bears none of their names."""
    kinds = (_OPEN_XML + kind for main, kind in _MAIN.items() if main in types)
    return next(kinds, ZIP)


def _beginning(archive: zipfile.ZipFile, name: str) -> bytes:
    with archive.open(name) as entry:
        return entry.read(256 * 1024)
