"""Owns the credential baked into a PNG: its text chunks, never its picture.

Source: Open Badges 3.0, section 5.3; PNG 1.2, section 4.2.3.
"""

import zlib
from collections.abc import Iterator
from typing import Final

from campus.errors import Invalid

SIGNATURE: Final = b"\x89PNG\r\n\x1a\n"
KEYWORD: Final = b"openbadgecredential"
OLDER: Final = b"openbadges"
_MOST_CHUNKS: Final = 10_000


def baked(body: bytes, *, longest: int) -> list[str]:
    """The texts of every chunk with the keyword.

    Raises Invalid with code `too_long`, `damaged` or `open_badges_2`.
    """
    chunks = list(_texts(body))
    found = [_text(rest, longest) for keyword, rest in chunks if keyword == KEYWORD]
    if not found and any(keyword == OLDER for keyword, _rest in chunks):
        raise Invalid("The badge is of Open Badges 2.", code="open_badges_2")
    return found


def _texts(body: bytes) -> Iterator[tuple[bytes, bytes]]:
    """Keyword and the rest of each `iTXt`; `tEXt` only ever holds badges of the older kind."""
    place = len(SIGNATURE)
    for _number in range(_MOST_CHUNKS):
        length = int.from_bytes(body[place : place + 4], "big")
        kind, content = body[place + 4 : place + 8], body[place + 8 : place + 8 + length]
        if len(kind) < 4 or kind == b"IEND":
            return
        checksum = body[place + 8 + length : place + 12 + length]
        if kind in (b"iTXt", b"tEXt"):
            if checksum != zlib.crc32(kind + content).to_bytes(4, "big"):
                raise Invalid("A chunk of the PNG is damaged.", code="damaged")
            keyword, _nul, rest = content.partition(b"\0")
            yield keyword, rest
        place += 12 + length


def _text(rest: bytes, longest: int) -> str:
    """After the keyword: flag, method, language, translated keyword, text."""
    is_compressed, parts = rest[:1] == b"\1", rest[2:].split(b"\0", 2)
    if len(parts) < 3:
        raise Invalid("The chunk of the credential is damaged.", code="damaged")
    text = parts[2]
    if is_compressed:
        text = _inflated(text, longest)
    if len(text) > longest:
        raise Invalid("The text in the PNG is too long for a credential.", code="too_long")
    try:
        return text.decode()
    except UnicodeDecodeError as fault:
        raise Invalid("The chunk of the credential is damaged.", code="damaged") from fault


def _inflated(packed: bytes, longest: int) -> bytes:
    """Never more than a letter too many, whatever the chunk would grow to."""
    try:
        return zlib.decompressobj().decompress(packed, longest + 1)
    except zlib.error as fault:
        raise Invalid("The chunk of the credential is damaged.", code="damaged") from fault
