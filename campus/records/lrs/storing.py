"""Owns storing the statements that another system sends: all of a request's, or none."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from uuid import UUID

import msgspec
from django.db import connection, transaction
from django.utils.translation import gettext as _

from campus.errors import Conflict
from campus.ids import new_registration
from campus.records.appending import Entry, Status, append_entries
from campus.records.mentioning import Mentioning, mention, wait_for_each_other
from campus.records.models import XapiClient
from campus.records.xapi.attachments import Contents
from campus.records.xapi.canonical import are_same, canonical
from campus.records.xapi.versions import Version
from campus.records.xapi.walking import Thing, target

from . import attached, hearing
from .asserting import assert_all
from .clients import authority_of
from .knowing import learn
from .retracting import mark_all, retract_all, voided_by

_BEFORE = """
SELECT i.id, r.statement FROM records_id i
JOIN records_record r ON r.id = i.id AND r.stored_at = i.stored_at WHERE i.id = ANY(%s)
"""

Statements = Mapping[UUID, Thing]


class _Late(Exception):
    """Somebody else stored one of these at the same moment, and was first."""


def store(
    *,
    client: XapiClient,
    statements: Sequence[Thing],
    contents: Contents,
    version: Version,
    now: datetime,
) -> list[str]:
    """Store accepted statements of one request and the data beside them; answers their ids.

    One that is there already, and says the same, changes nothing. Raises Conflict where it says
    something else, NotAllowed where one takes back what is not the client's: nothing is stored.
    """
    given = [
        each if "id" in each else {**each, "id": str(new_registration())} for each in statements
    ]
    by_id = {UUID(each["id"]): each for each in given}
    try:
        _store(client, by_id, contents, version, now)
    except _Late:
        _store(client, by_id, contents, version, now)
    return [each["id"] for each in given]


@transaction.atomic
def _store(
    client: XapiClient, by_id: Statements, contents: Contents, version: Version, now: datetime
) -> None:
    targets = [UUID(about) for each in by_id.values() if (about := target(each)) is not None]
    wait_for_each_other(by_id, targets)
    fresh = _without_stored(by_id, version)
    entries = [(_entry(id_, client, each, version), each) for id_, each in fresh.items()]
    assert_all(client, entries, now)
    voids = retract_all(client, entries, now)
    _append([entry for entry, _each in entries])
    _keep_beside(client, fresh, contents, voids)


def _without_stored(by_id: Statements, version: Version) -> dict[UUID, Thing]:
    """Those that are not there yet. An erased one has no content left to be the same as."""
    stored = _find_stored(by_id)
    for id_, text in stored.items():
        if text is None or not are_same(msgspec.json.decode(text), by_id[id_], version):
            detail = _("Statement {id} is stored with other content: send this one with a new id.")
            raise Conflict(detail.format(id=id_), code="id_taken")
    return {id_: each for id_, each in by_id.items() if id_ not in stored}


def _find_stored(ids: Iterable[UUID]) -> dict[UUID, str | None]:
    with connection.cursor() as cursor:
        cursor.execute(_BEFORE, [list(ids)])
        return dict(cursor.fetchall())


def _entry(id_: UUID, client: XapiClient, statement: Thing, version: Version) -> Entry:
    return Entry(
        id=id_,
        statement=canonical(statement, version),
        client=client.id,
        authority=msgspec.json.encode(authority_of(client)).decode(),
    )


def _append(entries: Sequence[Entry]) -> None:
    """Whoever stores the same id at the same moment is waited for: then it is there."""
    if any(each.status is not Status.STORED for each in append_entries(entries)):
        raise _Late


def _keep_beside(
    client: XapiClient, fresh: Statements, contents: Contents, voids: Mapping[UUID, UUID]
) -> None:
    """By what they are found, what they take back, what they teach, and what is attached."""
    authority = authority_of(client)
    earlier = mention(
        [
            Mentioning(id_, {**each, "authority": authority}, client.id)
            for id_, each in fresh.items()
        ]
    )
    not_voiding = {id_: found for id_, found in earlier.items() if voided_by(fresh[id_]) is None}
    voided = mark_all(client, voids, not_voiding)
    learn(fresh.values(), client=client)
    attached.keep(client=client, statements=fresh, contents=contents)
    hearing.tell(client, list(fresh.items()), voided)
