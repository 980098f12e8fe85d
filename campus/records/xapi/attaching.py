"""Owns what a statement says of its attachments: the data itself travels beside it."""

from typing import Any

from . import identifiers
from .languages import language_map
from .refusals import Malformed, below
from .shapes import array, count, record

SIGNATURE = "http://adlnet.gov/expapi/attachments/signature"
SIGNATURE_TYPE = "application/octet-stream"

_ATTACHMENT = record(
    required={
        "usageType": identifiers.iri,
        "display": language_map,
        "contentType": identifiers.media_type,
        "length": count,
        "sha2": identifiers.sha2,
    },
    optional={"description": language_map, "fileUrl": identifiers.iri},
)


def attachment(value: Any, pointer: str) -> None:
    """One attachment; a signature has the media type that the specification gives it (2.6)."""
    _ATTACHMENT(value, pointer)
    if is_signature(value) and value["contentType"] != SIGNATURE_TYPE:
        detail = f"Send a signature as {SIGNATURE_TYPE}."
        raise Malformed(below(pointer, "contentType"), "not_a_signature", detail)


def is_signature(value: dict[str, Any]) -> bool:
    return bool(value["usageType"] == SIGNATURE)


attachments = array(attachment)
