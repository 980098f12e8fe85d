"""Owns the strict reading of bodies and queries: what is not expected is refused, and said."""

import re
from collections.abc import Mapping
from typing import IO, Any, TypeVar

import msgspec
from django.utils.translation import gettext as _
from rest_framework.parsers import BaseParser
from rest_framework.request import Request

from campus.errors import CampusError, Fault, Invalid

from .wording import fault_of

LARGEST_BODY = 5 * 1024 * 1024
DEEPEST = 20

_BRACKETS = bytes(set(range(256)) - set(b"[]{}"))
_AS_SQUARE = bytes.maketrans(b"{}", b"[]")
# One that does not end reaches to the end: else each quote in it would be tried as a beginning.
_STRING = re.compile(rb'"[^"\\]*(?:\\.[^"\\]*)*"?', re.DOTALL)

Struct = TypeVar("Struct")


class TooLarge(CampusError):
    status = 413
    code = "body_too_large"


class Bytes(BaseParser):
    """Hands a view the bytes of a JSON body, checked for size, depth and NUL characters.

    The view decodes them with `body`, so that a struct is filled in one step.
    """

    media_type = "application/json"

    def parse(  # type: ignore[override]  # a parser may hand over anything
        self,
        stream: IO[Any],
        media_type: str | None = None,
        parser_context: Mapping[str, Any] | None = None,
    ) -> bytes:
        text: bytes = stream.read(LARGEST_BODY + 1)
        if len(text) > LARGEST_BODY:
            raise TooLarge(_("The body is larger than 5 MB: send it in several parts."))
        if depth(text) > DEEPEST:
            detail = _("The body is nested more than {most} levels deep.").format(most=DEEPEST)
            raise Invalid(detail, code="too_deep")
        self.check(text)
        return text

    def check(self, text: bytes) -> None:
        refuse_nul(text)


class BytesOfItems(Bytes):
    """For a door that judges each item by itself: one that holds a NUL is refused there, alone."""

    def check(self, text: bytes) -> None:
        """Nothing: what is in an item is for its judge."""


def body(request: Request, kind: type[Struct]) -> Struct:
    """The body as a struct; raises Invalid with one fault that says where and what."""
    text = request.data if isinstance(request.data, bytes) else b""
    if not text:
        raise Invalid(_("Send a JSON object as the body."), code="body_missing")
    try:
        return msgspec.json.decode(text, type=kind)
    except msgspec.ValidationError as error:
        raise _invalid(fault_of(str(error))) from error
    except (msgspec.DecodeError, UnicodeDecodeError) as error:
        detail = _("The body is not valid JSON: {why}.").format(why=error)
        raise Invalid(detail, code="invalid_json") from error


def query(request: Request, kind: type[Struct]) -> Struct:
    """The query as a struct, from the last value of each name; names it lacks are ignored."""
    try:
        return msgspec.convert(request.query_params.dict(), type=kind, strict=False)
    except msgspec.ValidationError as error:
        raise _invalid(fault_of(str(error), is_query=True)) from error


def depth(text: bytes) -> int:
    """How deep brackets nest outside of strings; exact for JSON that is well formed.

    Each round takes the innermost pairs out, so hostile input costs at most `DEEPEST` passes.
    """
    if text.count(b"[") + text.count(b"{") <= DEEPEST:
        return 0
    left = _STRING.sub(b"", text).translate(_AS_SQUARE, _BRACKETS)
    rounds = 0
    while left and rounds <= DEEPEST:
        left = left.replace(b"[]", b"")
        rounds += 1
    return rounds


def refuse_nul_in_address(request: Request) -> None:
    """PostgreSQL stores no NUL character, so none may come near a query."""
    if "%00" in request.META.get("QUERY_STRING", "") or "\0" in request.path:
        raise Invalid(_("The address holds a NUL character: leave it out."), code="nul_character")


def refuse_nul(text: bytes) -> None:
    if b"\\u0000" in text and b"\\u0000" in text.replace(b"\\\\", b""):
        raise Invalid(_("The body holds a NUL character: leave it out."), code="nul_character")


def _invalid(fault: Fault) -> Invalid:
    return Invalid(fault.detail, code="invalid", faults=[fault])
