"""Owns what a document holds: bytes of a type, their tag, and how two of JSON become one."""

import hashlib
from dataclasses import dataclass
from typing import Any

import msgspec

from campus.records.xapi.multipart import media_type
from campus.records.xapi.reading import read_json
from campus.records.xapi.refusals import Malformed

JSON = "application/json"
BYTES = "application/octet-stream"


@dataclass(frozen=True, slots=True)
class Content:
    """Any bytes, as they came, with the Content-Type they came with."""

    body: bytes
    content_type: str

    @property
    def etag(self) -> str:
        """The SHA-1 in hexadecimal, as 1.0.3 (3.1) wants it; it guards against nobody."""
        return hashlib.sha1(self.body, usedforsecurity=False).hexdigest()


def merged(known: Content | None, posted: Content) -> Content:
    """What a document holds after a POST: its names are added to those known (1.0.3, 2.2).

    Where nothing is known it is stored as it is. Raises Malformed unless both are objects of JSON;
    a new document may be anything, but if it says to be JSON, it must be an object too.
    """
    if known is None:
        if media_type(posted.content_type) == JSON:
            _object(posted, "The document sent")
        return posted
    together = _object(known, "The document here") | _object(posted, "The document sent")
    return Content(msgspec.json.encode(together), known.content_type)


def _object(content: Content, which: str) -> dict[str, Any]:
    if media_type(content.content_type) != JSON:
        detail = f"{which} is no {JSON}: only JSON can be merged, replace it with PUT."
        raise Malformed("", "not_json", detail)
    value = read_json(content.body)
    if not isinstance(value, dict):
        raise Malformed("", "not_an_object", f"{which} is no object of JSON: use PUT instead.")
    return value
