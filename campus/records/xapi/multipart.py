"""Owns multipart/mixed (RFC 2046): a body into its parts, and parts into a body."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from email.message import Message

from .refusals import Malformed

MIXED = "multipart/mixed"
MOST_PARTS = 1_000
MOST_HEADER_BYTES = 8_192

_BOUNDARY = re.compile(r"[0-9A-Za-z'()+_,\-./:=? ]{0,69}[0-9A-Za-z'()+_,\-./:=?]")
_BLANK = re.compile(rb"\r?\n\r?\n")
_HEADER = re.compile(r"([!#$%&'*+\-.^_`|~0-9A-Za-z]+):[ \t]*([\x20-\x7e\t]*)")


@dataclass(frozen=True, slots=True)
class Part:
    """One part: its headers by their names in lower case, and its bytes as they came."""

    headers: Mapping[str, str]
    body: bytes


def media_type(content_type: str) -> str:
    """The type without its parameters, in lower case."""
    return content_type.partition(";")[0].strip().lower()


def boundary_of(content_type: str) -> str:
    """The boundary that a Content-Type names; raises Malformed where it names none."""
    header = Message()
    header["Content-Type"] = content_type
    boundary = header.get_param("boundary")
    if not isinstance(boundary, str) or not _BOUNDARY.fullmatch(boundary):
        detail = "Name the boundary of the parts in the Content-Type: multipart/mixed; boundary=…"
        raise Malformed("", "no_boundary", detail)
    return boundary


def split(body: bytes, boundary: str) -> list[Part]:
    """The parts of a body, what stands before the first and after the last left out.

    Lines may end with a bare line feed, as in requests that were kept as text. Raises Malformed
    where the last boundary is missing, a header is none, or there are too many.
    """
    # A delimiter begins a line; the line break before it belongs to it, the one after does not.
    line = rb"(?:\A|\r?\n)--" + re.escape(boundary.encode()) + rb"(--)?[ \t]*(?=\r?\n|\Z)"
    starts: list[int] = []
    pieces: list[bytes] = []
    for found in re.finditer(line, body):
        if starts:
            pieces.append(body[starts[-1] : found.start()])
        if found[1]:
            return [_part(piece) for piece in pieces]
        starts.append(found.end())
        if len(starts) > MOST_PARTS:
            raise Malformed("", "too_many_parts", f"Send at most {MOST_PARTS} parts.")
    detail = f"End the last part with the line --{boundary}--."
    raise Malformed("", "no_end", detail)


def _part(piece: bytes) -> Part:
    """What stands between two delimiters: a line break, headers, an empty line, the bytes."""
    blank = _BLANK.search(piece)
    if blank is None:
        raise Malformed("", "no_headers", "Put an empty line between a part's headers and data.")
    lines = piece[: blank.start()].splitlines()[1:]
    if blank.start() > MOST_HEADER_BYTES:
        raise Malformed("", "headers_too_large", f"Keep headers below {MOST_HEADER_BYTES} bytes.")
    return Part(dict(_header(each) for each in lines), piece[blank.end() :])


def _header(line: bytes) -> tuple[str, str]:
    found = _HEADER.fullmatch(line.decode("latin-1"))
    if found is None:
        raise Malformed("", "bad_header", "Write each header of a part as “Name: value”, in ASCII.")
    return found[1].lower(), found[2].strip()


def joined(parts: Iterable[Part], boundary: str) -> bytes:
    """A body of these parts; the boundary, random, must not stand in any of them."""
    line = f"--{boundary}".encode()
    pieces = [piece for part in parts for piece in (line, b"\r\n", *_written(part), b"\r\n")]
    return b"".join([*pieces, line, b"--\r\n"])


def _written(part: Part) -> Iterable[bytes]:
    yield from (f"{name}: {value}\r\n".encode() for name, value in part.headers.items())
    yield b"\r\n"
    yield part.body
