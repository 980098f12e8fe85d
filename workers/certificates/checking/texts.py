"""Owns the text of a credential: as JSON of a bounded size and depth, or as a JWT."""

import base64
import binascii
import re
from typing import Any, Final

from campus.errors import Invalid
from workers.certificates.signed import proofs

MOST_DEEP: Final = 32
MOST_PARTS: Final = 20_000
_TOKEN: Final = re.compile(r"[A-Za-z0-9_-]{8,}\.[A-Za-z0-9_-]{8,}\.[A-Za-z0-9_-]{8,}")
JsonObject = dict[str, Any]


def is_token(text: str) -> bool:
    return _TOKEN.fullmatch(text) is not None


def parsed(text: str) -> JsonObject:
    """Raises Invalid with code `too_deep`, `too_many_parts`, `too_long` or `not_json`."""
    if len(text) > proofs.LONGEST_TEXT:
        raise Invalid("The text is too long for a credential.", code="too_long")
    if text.count("[") + text.count("{") > MOST_PARTS:
        raise Invalid("The text has too many parts for a credential.", code="too_many_parts")
    if _is_deep(text):
        raise Invalid("The text is nested too deeply for a credential.", code="too_deep")
    try:
        return proofs.parse(text)
    except Invalid as fault:
        raise Invalid(fault.detail, code="not_json") from fault


def payload(token: str) -> JsonObject:
    """What a JWT says, before anything is known of its signature; raises as `parsed` does."""
    try:
        middle = token.split(".")[1]
        text = base64.urlsafe_b64decode(middle + "=" * (-len(middle) % 4)).decode()
    except (binascii.Error, UnicodeDecodeError) as fault:
        raise Invalid("The token cannot be read.", code="not_json") from fault
    said = parsed(text)
    inner = said.get("vc")
    return inner if isinstance(inner, dict) else said


def _is_deep(text: str) -> bool:
    """Counted before anything is parsed; a bracket in a string counts, and no credential has 32."""
    depth = 0
    for match in re.finditer(r"[\[\]{}]", text):
        depth += 1 if match[0] in "[{" else -1
        if depth > MOST_DEEP:
            return True
    return False
