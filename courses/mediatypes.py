"""What kind of file an attached file is: its media type by name, and the size of an image."""

from __future__ import annotations

import struct
from pathlib import PurePosixPath

UNKNOWN = "application/octet-stream"
TYPES = {
    "png": "image/png", "jpg": "image/jpeg", "jpeg": "image/jpeg", "gif": "image/gif",
    "webp": "image/webp", "avif": "image/avif", "svg": "image/svg+xml",
    "mp4": "video/mp4", "webm": "video/webm", "ogv": "video/ogg", "vtt": "text/vtt",
    "mp3": "audio/mpeg", "ogg": "audio/ogg", "oga": "audio/ogg", "wav": "audio/wav",
    "m4a": "audio/mp4", "pdf": "application/pdf", "zip": "application/zip",
    "csv": "text/csv", "txt": "text/plain", "json": "application/json", "xml": "application/xml",
    "doc": "application/msword", "xls": "application/vnd.ms-excel",
    "ppt": "application/vnd.ms-powerpoint",
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "pptx": "application/vnd.openxmlformats-officedocument.presentationml.presentation",
    "odt": "application/vnd.oasis.opendocument.text",
    "ods": "application/vnd.oasis.opendocument.spreadsheet",
    "odp": "application/vnd.oasis.opendocument.presentation",
    "ics": "text/calendar", "epub": "application/epub+zip",
}  # fmt: skip
# Shown in the page when linked to; everything else is downloaded. SVG can hold scripts: never.
SHOWN = {"image/png", "image/jpeg", "image/gif", "image/webp", "image/avif"}


def media_type(name: str) -> str:
    return TYPES.get(extension(name), UNKNOWN)


def extension(name: str) -> str:
    return PurePosixPath(name).suffix.lstrip(".").lower()


def image_size(head: bytes) -> tuple[int, int] | None:
    """Width and height in pixels from the first bytes of a PNG, GIF, JPEG or WebP; else None."""
    try:
        if head.startswith(b"\x89PNG\r\n\x1a\n"):
            return struct.unpack(">II", head[16:24])
        if head[:6] in {b"GIF87a", b"GIF89a"}:
            return struct.unpack("<HH", head[6:10])
        if head[:4] == b"RIFF" and head[8:12] == b"WEBP":
            return _webp_size(head)
        if head.startswith(b"\xff\xd8"):
            return _jpeg_size(head)
    except (struct.error, IndexError):
        return None  # cut short: its size is simply not known
    return None


def _webp_size(head: bytes) -> tuple[int, int] | None:
    if head[12:16] == b"VP8X":
        wide, high = (int.from_bytes(head[n : n + 3], "little") + 1 for n in (24, 27))
        return wide, high
    if head[12:16] == b"VP8 ":
        wide, high = struct.unpack("<HH", head[26:30])
        return wide & 0x3FFF, high & 0x3FFF
    return None


def _jpeg_size(head: bytes) -> tuple[int, int] | None:
    """Walk the segments to the start of frame (ITU T.81, B.2.2)."""
    place = 2
    while head[place] == 0xFF:
        mark = head[place + 1]
        (length,) = struct.unpack(">H", head[place + 2 : place + 4])
        if 0xC0 <= mark <= 0xCF and mark not in {0xC4, 0xC8, 0xCC}:
            high, wide = struct.unpack(">HH", head[place + 5 : place + 9])
            return wide, high
        place += 2 + length
    return None
