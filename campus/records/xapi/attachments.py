"""Owns attachments beside statements: matched to them by digest, in requests and in answers."""

import hashlib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from . import multipart
from .multipart import MIXED, Part
from .reading import read_json
from .refusals import Malformed, below
from .walking import Thing, parts

JSON = "application/json"
HASH = "X-Experience-API-Hash"
_ENCODING = "Content-Transfer-Encoding"
# 2.4.11: "SHA-2"; which of the family is told by the length of its digest in hexadecimal.
_DIGESTS = {56: "sha224", 64: "sha256", 96: "sha384", 128: "sha512"}


@dataclass(frozen=True, slots=True)
class Content:
    """The data of an attachment, and the media type that its part or its statement told."""

    body: bytes
    content_type: str


Contents = Mapping[str, Content]
"""Data by its SHA-2, as statements name it, in lower case."""


def read_body(content_type: str | None, body: bytes) -> tuple[Any, list[Part]]:
    """The JSON of a request to store statements, not yet checked, and the parts that follow it.

    Raises Malformed for any content type but JSON and multipart/mixed (1.0.3, 1.5).
    """
    match multipart.media_type(content_type or ""):
        case "application/json":
            return read_json(body), []
        case "multipart/mixed":
            found = multipart.split(body, multipart.boundary_of(content_type or ""))
            return _first(found), found[1:]
    raise Malformed("", "content_type", f"Send statements as {JSON} or as {MIXED}.")


def _first(found: Sequence[Part]) -> Any:
    if not found or multipart.media_type(found[0].headers.get("content-type", "")) != JSON:
        detail = f"Send all statements in the first part, with the Content-Type {JSON}."
        raise Malformed("", "no_statements", detail)
    return read_json(found[0].body)


def matched(statements: Sequence[Thing], received: Sequence[Part]) -> Contents:
    """The data of the attachments of accepted statements, each once.

    Raises Malformed for a part that no statement names or whose data is not what its hash says,
    and for an attachment that has neither data nor a fileUrl (1.0.3, 1.5.2).
    """
    named = {each["sha2"].lower(): each for each in _attachments(statements)}
    contents = dict(_content(part, named) for part in received)
    for place, statement in enumerate(statements):
        pointer = below("", place) if len(statements) > 1 else ""
        _require_data(statement, contents, pointer)
    return contents


def _attachments(statements: Iterable[Thing]) -> Iterator[Thing]:
    for statement in statements:
        for part in parts(statement):
            yield from part.get("attachments", ())


def _content(part: Part, named: Mapping[str, Thing]) -> tuple[str, Content]:
    sha2 = part.headers.get(HASH.lower(), "").lower()
    if sha2 not in named:
        detail = f"Name each part's data in {HASH} by the sha2 of an attachment."
        raise Malformed("", "part_unknown", detail)
    encoding = part.headers.get(_ENCODING.lower(), "binary").lower()
    if encoding != "binary":
        detail = f"Send the data of attachments with {_ENCODING}: binary, not {encoding}."
        raise Malformed("", "not_binary", detail)
    if hashlib.new(_DIGESTS[len(sha2)], part.body).hexdigest() != sha2:
        detail = f"The data of part {sha2} has another SHA-2: send it as it was hashed."
        raise Malformed("", "hash_differs", detail)
    content_type = part.headers.get("content-type") or named[sha2]["contentType"]
    return sha2, Content(part.body, content_type)


def _require_data(statement: Thing, contents: Contents, pointer: str) -> None:
    for part in parts(statement):
        at = pointer if part is statement else below(pointer, "object")
        for place, each in enumerate(part.get("attachments", ())):
            if "fileUrl" not in each and each["sha2"].lower() not in contents:
                where = below(below(at, "attachments"), place)
                detail = f"Send this data in a part of {MIXED}, or say its fileUrl."
                raise Malformed(where, "no_data", detail)


def digests_in(statements: Iterable[Thing]) -> list[str]:
    """The digests of all attachments of these statements, each once, in their order."""
    return list(dict.fromkeys(each["sha2"].lower() for each in _attachments(statements)))


def written(statements: bytes, contents: Contents, boundary: str) -> tuple[str, bytes]:
    """The Content-Type and body of an answer with attachments: statements first, each data once."""
    first = Part({"Content-Type": JSON}, statements)
    others = (
        Part({"Content-Type": each.content_type, _ENCODING: "binary", HASH: sha2}, each.body)
        for sha2, each in contents.items()
    )
    return f'{MIXED}; boundary="{boundary}"', multipart.joined([first, *others], boundary)
