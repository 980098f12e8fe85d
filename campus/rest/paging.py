"""Owns cursor pages: cut by key, never by OFFSET, so that page 10,000 costs what page 1 does."""

import base64
import binascii
from collections.abc import Sequence
from datetime import datetime
from typing import Annotated, Any, Generic, TypeVar
from uuid import UUID

import msgspec
from django.db.models import Model, Q, QuerySet
from django.utils.translation import gettext as _
from rest_framework.request import Request

from campus.errors import Fault, Invalid

from . import parsing

USUAL = 20
MOST = 100

Item = TypeVar("Item")
Row = TypeVar("Row", bound=Model)
Kept = TypeVar("Kept")


class Page(msgspec.Struct, Generic[Item]):
    """One page of a list; `next` and `previous` are whole addresses, null at the ends."""

    results: list[Item]
    next: str | None
    previous: str | None


class PageQuery(msgspec.Struct, kw_only=True):
    """What every list takes: how many, and the cursor of a `next` or `previous` address."""

    limit: Annotated[int, msgspec.Meta(ge=1, description="At most 100; more is cut to 100.")] = (
        USUAL
    )
    cursor: Annotated[str, msgspec.Meta(description="From `next` or `previous`.")] = ""


class SinceQuery(PageQuery, kw_only=True):
    """For whoever keeps a copy: only what has changed since she last asked."""

    updated_since: (
        Annotated[
            datetime,
            msgspec.Meta(
                tz=True,
                description="A time with its offset. What was just being written then is told "
                "late: ask from a minute before you last asked.",
            ),
        ]
        | None
    ) = None


class CountedPageQuery(SinceQuery, kw_only=True):
    """For whoever has just sent a record and shows what it changed."""

    after: (
        Annotated[
            int,
            msgspec.Meta(
                ge=0, description="A position in the log: wait up to 5 s until it counts."
            ),
        ]
        | None
    ) = None


class Cursor(msgspec.Struct, array_like=True):
    """The row a page starts beside: the values it is ordered by, its id, and which way."""

    values: list[int | str]
    id: UUID
    backwards: bool = False


class Cut(msgspec.Struct):
    """Which part of a list is asked for."""

    limit: int
    cursor: Cursor | None

    @property
    def backwards(self) -> bool:
        return self.cursor is not None and self.cursor.backwards


def asked(request: Request, *, values: int = 0) -> Cut:
    """What the query asks for; `values` is how many values the list is ordered by before the id."""
    query = parsing.query(request, PageQuery)
    cursor = _decode(query.cursor) if query.cursor else None
    if cursor and len(cursor.values) != values:
        raise bad_cursor()
    return Cut(min(query.limit, MOST), cursor)


def newest_first(rows: QuerySet[Row], cut: Cut) -> list[Row]:
    """The rows of the page and one more on its far side; ids are UUIDv7, so they are in time."""
    return list(newest(rows, cut))


def newest(rows: QuerySet[Row, Kept], cut: Cut) -> QuerySet[Row, Kept]:
    """The same, not asked for yet."""
    if cut.cursor:
        past = Q(id__gt=cut.cursor.id) if cut.backwards else Q(id__lt=cut.cursor.id)
        rows = rows.filter(past)
    return rows.order_by("id" if cut.backwards else "-id")[: cut.limit + 1]


def trim(rows: Sequence[Kept], cut: Cut) -> tuple[list[Kept], bool]:
    """The rows in the list's order without the extra one, and whether there was one."""
    kept = list(rows[: cut.limit])
    return kept[::-1] if cut.backwards else kept, len(rows) > cut.limit


def addresses(
    request: Request, cut: Cut, cursors: Sequence[Cursor], has_more: bool
) -> tuple[str | None, str | None]:
    """`next` and `previous` for a page whose rows have these cursors, in the list's order."""
    if not cursors:
        return None, None
    has_next = cut.backwards or has_more
    has_previous = has_more if cut.backwards else cut.cursor is not None
    first, last = cursors[0], cursors[-1]
    return (
        _address(request, last) if has_next else None,
        _address(request, Cursor(first.values, first.id, True)) if has_previous else None,
    )


def _address(request: Request, cursor: Cursor) -> str:
    text = base64.urlsafe_b64encode(msgspec.json.encode(cursor)).rstrip(b"=").decode()
    query: Any = request.query_params.copy()
    query["cursor"] = text
    return request.build_absolute_uri(f"{request.path}?{query.urlencode()}")


def _decode(text: str) -> Cursor:
    try:
        padded = text + "=" * (-len(text) % 4)
        content = base64.b64decode(padded, altchars=b"-_", validate=True)
        parsing.refuse_nul(content)
        return msgspec.json.decode(content, type=Cursor)
    except Invalid as error:
        raise bad_cursor() from error
    except (binascii.Error, msgspec.DecodeError, UnicodeError, ValueError) as error:
        raise bad_cursor() from error


def bad_cursor() -> Invalid:
    detail = _("This cursor is none of ours: start again without it.")
    return Invalid(detail, code="invalid", faults=[Fault("cursor", "invalid_cursor", detail)])
