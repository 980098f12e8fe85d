"""Owns a string of bits as status lists carry it: most significant first, in GZIP, as multibase.

Source: W3C Bitstring Status List 1.0, sections 2.2, 3.3 and 3.4.
"""

import base64
import binascii
import gzip
import zlib
from collections.abc import Iterable
from typing import Final

from campus.errors import Invalid

# The least that the specification allows: so many that one bit tells nobody whose it is.
BITS: Final = 131_072
EMPTY: Final = bytes(BITS // 8)
# Of whoever else's list is read; what unpacks to more is a trap.
_MOST_BYTES: Final = 4 * 1024 * 1024
_GZIP: Final = 16 + zlib.MAX_WBITS


def with_bits(bits: bytes, indexes: Iterable[int]) -> bytes:
    """The same string with these bits set; bit 0 is the leftmost one of the first byte."""
    changed = bytearray(bits)
    for index in indexes:
        changed[index >> 3] |= 0x80 >> (index & 7)
    return bytes(changed)


def has_bit(bits: bytes, index: int) -> bool:
    """Raises Invalid where the string has no such bit."""
    if not 0 <= index < len(bits) * 8:
        raise _unreadable(f"The status list has no place {index}.")
    return bool(bits[index >> 3] & 0x80 >> (index & 7))


def encoded(bits: bytes) -> str:
    """The same text for the same bits, whenever it is made."""
    packed = gzip.compress(bits, mtime=0)
    return "u" + base64.urlsafe_b64encode(packed).decode().rstrip("=")


def decoded(text: str) -> bytes:
    """Raises Invalid where it is no packed string of bits, or one too short or too long."""
    if not text.startswith("u"):
        raise _unreadable("The status list is not written in base64url.")
    try:
        packed = base64.b64decode(text[1:] + "=" * (-len(text[1:]) % 4), b"-_", validate=True)
        unpacking = zlib.decompressobj(_GZIP)
        bits = unpacking.decompress(packed, _MOST_BYTES + 1)
    except (binascii.Error, ValueError, zlib.error) as fault:
        raise _unreadable("The status list cannot be unpacked.") from fault
    if not unpacking.eof or not BITS <= len(bits) * 8 <= _MOST_BYTES * 8:
        raise _unreadable("The status list is cut off, too short or too long.")
    return bits


def _unreadable(detail: str) -> Invalid:
    return Invalid(detail, code="status_unreadable")
