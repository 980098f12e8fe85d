"""Images without what the camera wrote beside the picture: where it was taken, and with what.

The picture itself is not touched. What follows its end is handed back apart.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass

_PNG = b"\x89PNG\r\n\x1a\n"
_PNG_KEPT = {
    b"IHDR", b"PLTE", b"IDAT", b"IEND", b"tRNS", b"cHRM", b"gAMA", b"iCCP", b"sBIT", b"sRGB",
    b"cICP", b"bKGD", b"pHYs", b"acTL", b"fcTL", b"fdAT",
}  # fmt: skip
_WEBP_KEPT = {b"VP8 ", b"VP8L", b"VP8X", b"ALPH", b"ICCP", b"ANIM", b"ANMF"}
# In coded data a marker is FF and neither 00, a restart nor another FF (ITU T.81, B.1.1.2).
_JPEG_MARKER = re.compile(rb"\xff[^\x00\xd0-\xd7\xff]")
_START_OF_SCAN, _END = 0xDA, 0xD9


class CutShort(ValueError):
    """The file ends before its picture does, or is none."""


@dataclass(frozen=True)
class Stripped:
    picture: bytes
    rest: bytes = b""


def stripped(body: bytes, media_type: str) -> Stripped:
    """Raises CutShort. Types that hold no metadata of a camera come back as they are."""
    parts = _READERS.get(media_type)
    return parts(body) if parts else Stripped(body)


def _png(body: bytes) -> Stripped:
    kept, at = [_PNG], len(_PNG)
    while True:
        length, kind = int.from_bytes(body[at : at + 4], "big"), body[at + 4 : at + 8]
        end = at + 12 + length
        if len(kind) < 4 or end > len(body):
            raise CutShort
        if kind in _PNG_KEPT:
            kept.append(body[at:end])
        at = end
        if kind == b"IEND":
            return Stripped(b"".join(kept), body[at:])


def _jpeg(body: bytes) -> Stripped:
    kept = [body[:2]]
    end = 2
    for start, end, marker in _segments(body):
        if _is_kept(marker, body[start + 4 : start + 16]):
            kept.append(body[start:end])
    return Stripped(b"".join(kept), body[end:])


def _is_kept(marker: int, head: bytes) -> bool:
    """All but comments and applications' data; of these the colours: JFIF, ICC, Adobe."""
    if marker == 0xE2:
        return head.startswith(b"ICC_PROFILE\0")
    return marker in (0xE0, 0xEE) or not (0xE0 <= marker <= 0xEF or marker == 0xFE)


def _segments(body: bytes) -> Iterator[tuple[int, int, int]]:
    """Start, end and marker of each segment; a scan holds its coded data."""
    at = 2
    while True:
        while body[at : at + 2] == b"\xff\xff":  # fill bytes may precede any marker
            at += 1
        if body[at : at + 1] != b"\xff" or at + 2 > len(body):
            raise CutShort
        marker = body[at + 1]
        if marker == _END:
            yield at, at + 2, marker
            return
        end = at + 2 + int.from_bytes(body[at + 2 : at + 4], "big")
        if end > len(body) or end < at + 4:
            raise CutShort
        if marker == _START_OF_SCAN:
            found = _JPEG_MARKER.search(body, end)
            if found is None:
                raise CutShort
            end = found.start()
        yield at, end, marker
        at = end


def _webp(body: bytes) -> Stripped:
    whole = 8 + int.from_bytes(body[4:8], "little")
    if whole > len(body):
        raise CutShort
    kept, at = [b"WEBP"], 12
    while at + 8 <= whole:
        kind, length = body[at : at + 4], int.from_bytes(body[at + 4 : at + 8], "little")
        end = at + 8 + length + length % 2
        if at + 8 + length > whole:
            raise CutShort
        if kind in _WEBP_KEPT:
            kept.append(_without_flags(body[at:end]) if kind == b"VP8X" else body[at:end])
        at = end
    content = b"".join(kept)
    return Stripped(b"RIFF" + len(content).to_bytes(4, "little") + content, body[max(at, whole) :])


def _without_flags(chunk: bytes) -> bytes:
    """The header no longer announces EXIF (8) and XMP (4)."""
    return chunk[:8] + bytes([chunk[8] & ~0x0C & 0xFF]) + chunk[9:]


_READERS: dict[str, Callable[[bytes], Stripped]] = {
    "image/png": _png,
    "image/jpeg": _jpeg,
    "image/webp": _webp,
}
