"""Owns `/xapi/statements`: storing statements, and finding them again."""

import secrets
from collections.abc import Mapping, Sequence
from typing import Any, ClassVar

import msgspec
from django.http import HttpResponse
from django.utils import timezone
from django.utils.http import http_date

from campus.records.lrs import attached
from campus.records.lrs.answering import answered
from campus.records.lrs.consistency import consistent_through
from campus.records.lrs.continuing import read_token, token_after
from campus.records.lrs.filtering import columns_for
from campus.records.lrs.querying import Found, find_one, find_page
from campus.records.lrs.searching import Place
from campus.records.lrs.storing import store
from campus.records.models import Scope
from campus.records.xapi.attachments import matched, read_body, written
from campus.records.xapi.languages import preferences
from campus.records.xapi.multipart import MIXED, Part
from campus.records.xapi.parameters import check_names, read_uuid
from campus.records.xapi.queries import Asked as Search
from campus.records.xapi.queries import read_asked
from campus.records.xapi.refusals import below
from campus.records.xapi.signed import check_signatures
from campus.records.xapi.statements import read_post, read_put
from campus.records.xapi.timestamps import written as as_written
from campus.records.xapi.walking import Thing

from .answers import json_answer, nothing
from .asking import Asked
from .door import Door

_THROUGH = "X-Experience-API-Consistent-Through"


class Statements(Door):
    scopes: ClassVar = {
        "get": (Scope.READ, Scope.READ_MINE),
        "put": (Scope.WRITE,),
        "post": (Scope.WRITE,),
    }

    def finish(self, response: HttpResponse) -> None:
        response.headers[_THROUGH] = as_written(consistent_through())

    def put(self, asked: Asked) -> HttpResponse:
        """One statement, whose id the address says."""
        check_names(asked.parameters, ("statementId",), required=("statementId",))
        id_ = read_uuid(asked.parameters["statementId"], "/statementId")
        value, received = read_body(asked.content_type, asked.body)
        _store(asked, [read_put(value, id_, asked.version)], received, is_batch=False)
        return nothing()

    def post(self, asked: Asked) -> HttpResponse:
        """One statement or a list; answers their ids in order."""
        check_names(asked.parameters, ())
        value, received = read_body(asked.content_type, asked.body)
        statements = read_post(value, asked.version)
        ids = _store(asked, statements, received, is_batch=isinstance(value, list))
        return json_answer(ids)

    def get(self, asked: Asked) -> HttpResponse:
        """One statement by its id, or a page of those that meet the filters."""
        given, after = _given(asked)
        search = read_asked(given)
        single = search.statement or search.voided
        if single:
            found = find_one(asked.client, single, is_voided=search.voided is not None)
            return _shown(asked, search, [found])
        return _page(asked, search, given, after)


def _store(
    asked: Asked, statements: Sequence[Thing], received: Sequence[Part], *, is_batch: bool
) -> list[str]:
    contents = matched(statements, received)
    for place, each in enumerate(statements):
        check_signatures(each, contents, below("", place) if is_batch else "", asked.version)
    return store(
        client=asked.client,
        statements=statements,
        contents=contents,
        version=asked.version,
        now=timezone.now(),
    )


def _given(asked: Asked) -> tuple[Mapping[str, str], Place | None]:
    """The parameters of the search, or those that `more` stands for."""
    if "more" not in asked.parameters:
        return asked.parameters, None
    check_names(asked.parameters, ("more",))
    return read_token(asked.client, asked.parameters["more"])


def _page(
    asked: Asked, search: Search, given: Mapping[str, str], after: Place | None
) -> HttpResponse:
    assert search.query is not None
    found, has_more = find_page(asked.client, search.query, columns_for(given), after)
    if search.has_attachments:
        fitting = attached.count_fitting([each.id for each in found])
        found, has_more = found[:fitting], has_more or fitting < len(found)
    more = f"{asked.path}?more={token_after(asked.client, given, found[-1])}" if has_more else ""
    return _shown(asked, search, found, more)


def _shown(
    asked: Asked, search: Search, found: Sequence[Found], more: str | None = None
) -> HttpResponse:
    """A single statement stands for itself; a page, which says if there is `more`, is a list."""
    wanted = preferences(asked.headers.get("Accept-Language"))
    statements = answered(found, search.format, wanted)
    value: Any = statements[0] if more is None else {"statements": statements, "more": more}
    response = _multipart(value, found) if search.has_attachments else json_answer(value)
    if found:
        newest = max(each.stored_at for each in found)
        response.headers["Last-Modified"] = http_date(newest.timestamp())
    return response


def _multipart(value: Any, found: Sequence[Found]) -> HttpResponse:
    """The boundary is told without quotes, which many a reader takes for a part of it."""
    boundary = secrets.token_hex(20)
    contents = attached.find([each.id for each in found])
    _quoted, body = written(msgspec.json.encode(value), contents, boundary)
    return HttpResponse(body, content_type=f"{MIXED}; boundary={boundary}")
