"""Owns how Campus makes identifiers; neither Python 3.11 nor PostgreSQL 15 makes UUIDv7."""

import secrets
import time
import uuid

_SECRET_BYTES = 16


def new_id() -> uuid.UUID:
    """A UUIDv7 for a public object: sorts by the millisecond it was made in.

    Source: RFC 9562, section 5.7; the 74 bits after the clock are random.
    """
    milliseconds = time.time_ns() // 1_000_000
    value = (milliseconds & (1 << 48) - 1) << 80 | secrets.randbits(80)
    value = value & ~(0xF << 76) | 0x7 << 76
    value = value & ~(0x3 << 62) | 0x2 << 62
    return uuid.UUID(int=value)


def new_registration() -> uuid.UUID:
    """A UUIDv4, which xAPI wants for registrations and statement ids."""
    return uuid.uuid4()


def new_secret_id() -> str:
    """128 random bits as 22 characters of base64url: an address nobody can guess."""
    return secrets.token_urlsafe(_SECRET_BYTES)
