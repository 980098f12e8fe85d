"""Owns the documents that clients keep: found by what they are about, changed one at a time."""

import hashlib
import json
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any
from uuid import UUID

from django.db import connection, transaction
from django.db.models import QuerySet
from django.utils import timezone

from campus.records.models import XapiClient, XapiDocument
from campus.records.xapi.mentions import agent_key

from .contents import Content, merged
from .preconditions import Precondition, Unseen


class Kind(StrEnum):
    STATE = "state"
    ACTIVITY_PROFILE = "activity profile"
    AGENT_PROFILE = "agent profile"


@dataclass(frozen=True, slots=True)
class Shelf:
    """Documents of a kind about an activity, an agent, or both."""

    kind: Kind
    activity: str | None = None
    agent: dict[str, Any] | None = None

    @property
    def agent_key(self) -> UUID | None:
        return None if self.agent is None else agent_key(self.agent)

    @property
    def key(self) -> UUID:
        return _digest(self.kind, self.activity, self.agent_key)


@dataclass(frozen=True, slots=True)
class Place:
    """Where one document lies; that of a registration is another than the one without."""

    shelf: Shelf
    name: str
    registration: UUID | None = None

    @property
    def key(self) -> UUID:
        return _digest(self.shelf.key, self.registration, self.name)


def _digest(*parts: object) -> UUID:
    text = json.dumps([part if part is None else str(part) for part in parts])
    return UUID(bytes=hashlib.sha256(text.encode()).digest()[:16])


def find(place: Place) -> XapiDocument | None:
    return XapiDocument.objects.filter(key=place.key).first()


def on_shelf(shelf: Shelf, registration: UUID | None = None) -> QuerySet[XapiDocument]:
    """All documents there, of one registration if it is named."""
    found = XapiDocument.objects.filter(shelf=shelf.key)
    return found if registration is None else found.filter(registration=registration)


def names(
    shelf: Shelf, *, registration: UUID | None = None, since: datetime | None = None
) -> tuple[list[str], datetime | None]:
    """The names of documents there, of those stored after `since`; and when the last one was."""
    found = on_shelf(shelf, registration)
    if since is not None:
        found = found.filter(stored_at__gt=since)
    rows = list(found.order_by("name").values_list("name", "stored_at"))
    newest = max((stored_at for _name, stored_at in rows), default=None)
    return list(dict.fromkeys(name for name, _stored_at in rows)), newest


@dataclass(frozen=True, slots=True)
class Change:
    """A document as a client sends it, and under which condition."""

    place: Place
    content: Content
    precondition: Precondition
    client: XapiClient


def put(change: Change, unseen: Unseen) -> None:
    """Store it in the place of what is there.

    Raises PreconditionFailed; without a precondition, Conflict or Invalid where `unseen` says that
    the client must show what it has seen.
    """

    def replaced(known: XapiDocument | None) -> Content:
        change.precondition.check_putting(_etag(known), unseen)
        return change.content

    _write(change, replaced)


def post(change: Change) -> None:
    """Store it, or merge it into what is there; raises PreconditionFailed, or Malformed."""

    def grown(known: XapiDocument | None) -> Content:
        change.precondition.check(_etag(known))
        return merged(_content(known), change.content)

    _write(change, grown)


@transaction.atomic
def remove(place: Place, precondition: Precondition) -> None:
    """Delete it if it is there; raises PreconditionFailed."""
    _lock(place)
    precondition.check(_etag(find(place)))
    XapiDocument.objects.filter(key=place.key).delete()


def clear(shelf: Shelf, registration: UUID | None = None) -> None:
    """Delete all documents there, of one registration if it is named."""
    on_shelf(shelf, registration).delete()


def forget(agent: dict[str, Any]) -> int:
    """Delete everything that any client keeps about this agent; how many documents it was."""
    return XapiDocument.objects.filter(agent=agent_key(agent)).delete()[0]


@transaction.atomic
def _write(change: Change, content_of: Callable[[XapiDocument | None], Content]) -> None:
    place = change.place
    _lock(place)
    content = content_of(find(place))
    XapiDocument.objects.update_or_create(
        key=place.key,
        defaults={
            "shelf": place.shelf.key,
            "agent": place.shelf.agent_key,
            "registration": place.registration,
            "name": place.name,
            "content_type": content.content_type,
            "body": content.body,
            "etag": content.etag,
            "stored_at": timezone.now(),  # not before the lock: of two, the later counts as later
            "client": change.client.id,
        },
    )


def _lock(place: Place) -> None:
    """Until the transaction ends nobody else changes this document, be it there already or not."""
    number = int.from_bytes(place.key.bytes[:8], signed=True)
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [number])


def _etag(document: XapiDocument | None) -> str | None:
    return document.etag if document else None


def _content(document: XapiDocument | None) -> Content | None:
    return Content(bytes(document.body), document.content_type) if document else None
