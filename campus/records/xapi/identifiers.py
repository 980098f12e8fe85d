"""Owns the forms of identifiers and of other one-line values: UUID, IRI, mailto, digests, types."""

import re

from .shapes import formatted

# 4.4: the standard string form; any version and, as in the specification's own examples, variant.
_UUID = re.compile(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}", re.IGNORECASE)
# RFC 3987 without its tables of planes: a scheme, then no blank, control or excluded character.
_IRI = re.compile(
    r"[a-z][a-z0-9+.\-]*:(?:[^\x00-\x20\x7f-\xa0<>\"{}|\\^`%]|%[0-9a-f]{2})+",
    re.IGNORECASE | re.ASCII,
)
_WEB = re.compile(r"https?:", re.IGNORECASE)
_WEB_WITH_HOST = re.compile(r"https?://[^/?#]", re.IGNORECASE)
_BLANK = re.compile(r"\s")
_MAILTO = re.compile(r"mailto:[^\s@,?<>\"\\]+@[^\s@,?<>\"\\]+")
_SHA1 = re.compile(r"[0-9a-f]{40}", re.IGNORECASE)
_SHA2 = re.compile(r"[0-9a-f]{56}|[0-9a-f]{64}|[0-9a-f]{96}|[0-9a-f]{128}", re.IGNORECASE)
_WORD = r"[!#$%&'*+\-.^_`|~0-9A-Za-z]+"
# No line break anywhere: the value is written as a header of a part.
_QUOTED = r'"(?:[\t\x20-\x21\x23-\x5b\x5d-\x7e]|\\[\t\x20-\x7e])*"'
_PARAMETER = rf"{_WORD}=(?:{_WORD}|{_QUOTED})"
_MEDIA_TYPE = re.compile(rf"{_WORD}/{_WORD}(?:[ \t]*;[ \t]*{_PARAMETER})*[ \t]*;?")


def is_uuid(value: str) -> bool:
    return _UUID.fullmatch(value) is not None


def is_iri(value: str) -> bool:
    """Whether this is an absolute IRI, as far as form tells (best effort: 1.0.3, 2.2)."""
    if _IRI.fullmatch(value) is None or _BLANK.search(value):
        return False
    return _WEB.match(value) is None or _WEB_WITH_HOST.match(value) is not None


def is_mailto(value: str) -> bool:
    return _MAILTO.fullmatch(value) is not None


def is_sha1(value: str) -> bool:
    return _SHA1.fullmatch(value) is not None


def is_sha2(value: str) -> bool:
    """Whether this is a digest of the SHA-2 family in hexadecimal: 224, 256, 384 or 512 bits."""
    return _SHA2.fullmatch(value) is not None


def is_media_type(value: str) -> bool:
    return _MEDIA_TYPE.fullmatch(value) is not None


uuid = formatted(is_uuid, "not_a_uuid", "a UUID such as 6690e6c9-3ef0-4ed3-8b37-7f3964730bee")
iri = formatted(is_iri, "not_an_iri", "an IRI with its scheme, such as https://example.org/a")
mailto = formatted(is_mailto, "not_a_mailto", "one address such as mailto:name@example.org")
sha1 = formatted(is_sha1, "not_a_sha1", "the SHA-1 as 40 hexadecimal digits")
sha2 = formatted(is_sha2, "not_a_sha2", "the SHA-2 in hexadecimal, such as 64 digits of SHA-256")
media_type = formatted(is_media_type, "not_a_media_type", "a media type such as text/plain")
