"""Owns `more`: where the next page of a search begins, signed, for the client that was answered."""

from collections.abc import Mapping
from datetime import datetime
from uuid import UUID

from django.core import signing

from campus.records.models import XapiClient
from campus.records.xapi.refusals import Malformed

from .querying import Found
from .searching import Place

_SALT = "campus.records.lrs.more"


def token_after(client: XapiClient, given: Mapping[str, str], last: Found) -> str:
    """What asks for the same search after this statement; it does not grow old."""
    place = last.stored_at.isoformat(), str(last.id)
    return signing.dumps([str(client.id), dict(given), *place], salt=_SALT, compress=True)


def read_token(client: XapiClient, token: str) -> tuple[dict[str, str], Place]:
    """The parameters of the search and where to go on; raises Malformed unless it is the client's.

    What it may read is looked at anew each time.
    """
    try:
        owner, given, stored_at, id_ = signing.loads(token, salt=_SALT)
    except signing.BadSignature:
        owner = ""
    if owner != str(client.id):
        detail = "Follow “more” as it was answered to you, or begin the search anew."
        raise Malformed("/more", "no_such_page", detail)
    return given, (datetime.fromisoformat(stored_at), UUID(id_))
