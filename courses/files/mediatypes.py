"""What kinds of file there are: their media types, by the endings that name them."""

from __future__ import annotations

from pathlib import PurePosixPath

UNKNOWN = "application/octet-stream"
SVG = "image/svg+xml"
TYPES = {
    "png": "image/png", "jpg": "image/jpeg", "jpeg": "image/jpeg", "gif": "image/gif",
    "webp": "image/webp", "avif": "image/avif", "svg": SVG,
    "mp4": "video/mp4", "m4v": "video/mp4", "webm": "video/webm", "ogv": "video/ogg",
    "mp3": "audio/mpeg", "ogg": "audio/ogg", "oga": "audio/ogg", "wav": "audio/wav",
    "m4a": "audio/mp4", "vtt": "text/vtt", "pdf": "application/pdf", "zip": "application/zip",
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
# Decoded by us, so known to be images; in the page when linked to.
RASTER = {"image/png", "image/jpeg", "image/gif", "image/webp", "image/avif"}
SHOWN = RASTER
# What a browser plays; the bytes of the first two do not tell sound from film.
PLAYED = {"video/mp4", "audio/mp4", "video/webm", "video/ogg", "audio/ogg", "audio/mpeg",
          "audio/wav"}  # fmt: skip
TEXTS = {"text/vtt", "text/csv", "text/plain", "application/json", "application/xml",
         "text/calendar"}  # fmt: skip
# Compound files of the older Office: which of the three is not told by their beginning.
OLDER_OFFICE = {"application/msword", "application/vnd.ms-excel", "application/vnd.ms-powerpoint"}

_NAMES = {kind: ending.upper() for ending, kind in reversed(TYPES.items())}
_NAMES["text/html"] = "HTML"


def media_type(name: str) -> str:
    return TYPES.get(extension(name), UNKNOWN)


def extension(name: str) -> str:
    return PurePosixPath(name).suffix.lstrip(".").lower()


def is_image(kind: str) -> bool:
    return kind in RASTER or kind == SVG


def named(kind: str) -> str:
    """What people call it: PNG, PDF, DOCX."""
    return _NAMES.get(kind, kind)
