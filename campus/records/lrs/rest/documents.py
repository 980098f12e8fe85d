"""Owns the doors of documents: states, profiles of activities, profiles of agents."""

from abc import abstractmethod
from datetime import datetime
from typing import ClassVar
from uuid import UUID

from django.http import HttpResponse
from django.utils.http import http_date

from campus.errors import NotFound
from campus.records.lrs import documents
from campus.records.lrs.contents import BYTES, Content
from campus.records.lrs.documents import Change, Kind, Place, Shelf
from campus.records.lrs.preconditions import Precondition, Unseen
from campus.records.models import Scope, XapiDocument
from campus.records.xapi.parameters import (
    check_alone,
    check_names,
    read_agent,
    read_iri,
    read_uuid,
)
from campus.records.xapi.timestamps import read_instant
from campus.records.xapi.versions import Version
from campus.rest.conditional import is_known

from .answers import json_answer, nothing
from .asking import Asked
from .door import Door


class Documents(Door):
    """`of` are the parameters that say what documents are about, `named` the one of their name."""

    of: ClassVar[tuple[str, ...]]
    named: ClassVar[str] = "profileId"
    may_be_of: ClassVar[tuple[str, ...]] = ()

    @abstractmethod
    def shelf(self, asked: Asked) -> Shelf: ...

    def unseen(self, version: Version) -> Unseen:
        return Unseen(may_create=version.creates_profile_blindly, may_replace=False)

    def get(self, asked: Asked) -> HttpResponse:
        about = (*self.of, *self.may_be_of)
        check_names(asked.parameters, (*about, self.named, "since"), self.of)
        if self.named not in asked.parameters:
            return self.listed(asked)
        check_alone(asked.parameters, self.named, with_=about)
        document = documents.find(self.place(asked))
        if document is None:
            raise NotFound("There is no such document: check its name, and what it is about.")
        return _shown(asked, document)

    def listed(self, asked: Asked) -> HttpResponse:
        since = asked.parameters.get("since")
        names, newest = documents.names(
            self.shelf(asked),
            registration=_registration(asked),
            since=None if since is None else read_instant(since, "/since"),
        )
        return _modified(json_answer(names), newest)

    def put(self, asked: Asked) -> HttpResponse:
        documents.put(self.change(asked), self.unseen(asked.version))
        return nothing()

    def post(self, asked: Asked) -> HttpResponse:
        documents.post(self.change(asked))
        return nothing()

    def delete(self, asked: Asked) -> HttpResponse:
        self.check_single(asked)
        documents.remove(self.place(asked), _precondition(asked))
        return nothing()

    def check_single(self, asked: Asked) -> None:
        needed = (*self.of, self.named)
        check_names(asked.parameters, (*needed, *self.may_be_of), needed)

    def place(self, asked: Asked) -> Place:
        return Place(self.shelf(asked), asked.parameters[self.named], _registration(asked))

    def change(self, asked: Asked) -> Change:
        self.check_single(asked)
        return Change(
            place=self.place(asked),
            content=Content(asked.body, asked.content_type or BYTES),
            precondition=_precondition(asked),
            client=asked.client,
        )


class States(Documents):
    scopes: ClassVar = dict.fromkeys(("get", "put", "post", "delete"), (Scope.STATE,))
    of: ClassVar = ("activityId", "agent")
    named: ClassVar = "stateId"
    may_be_of: ClassVar = ("registration",)

    def shelf(self, asked: Asked) -> Shelf:
        return Shelf(Kind.STATE, activity=_activity(asked), agent=_agent(asked))

    def unseen(self, version: Version) -> Unseen:
        return Unseen(may_create=True, may_replace=version.replaces_state_blindly)

    def delete(self, asked: Asked) -> HttpResponse:
        """Without a name, all states of the agent in the activity are deleted."""
        if self.named in asked.parameters:
            return super().delete(asked)
        check_names(asked.parameters, (*self.of, *self.may_be_of), self.of)
        documents.clear(self.shelf(asked), _registration(asked))
        return nothing()


class ActivityProfiles(Documents):
    scopes: ClassVar = dict.fromkeys(("get", "put", "post", "delete"), (Scope.PROFILE,))
    of: ClassVar = ("activityId",)

    def shelf(self, asked: Asked) -> Shelf:
        return Shelf(Kind.ACTIVITY_PROFILE, activity=_activity(asked))


class AgentProfiles(Documents):
    scopes: ClassVar = dict.fromkeys(("get", "put", "post", "delete"), (Scope.PROFILE,))
    of: ClassVar = ("agent",)

    def shelf(self, asked: Asked) -> Shelf:
        return Shelf(Kind.AGENT_PROFILE, agent=_agent(asked))


def _activity(asked: Asked) -> str:
    return read_iri(asked.parameters["activityId"], "/activityId")


def _agent(asked: Asked) -> dict[str, object]:
    return read_agent(asked.parameters["agent"])


def _registration(asked: Asked) -> UUID | None:
    given = asked.parameters.get("registration")
    return None if given is None else read_uuid(given, "/registration")


def _precondition(asked: Asked) -> Precondition:
    return Precondition(asked.headers.get("If-Match"), asked.headers.get("If-None-Match"))


def _shown(asked: Asked, document: XapiDocument) -> HttpResponse:
    """The bytes as they came. A browser never shows them as a page of ours, whatever their type."""
    etag = f'"{document.etag}"'
    if is_known(asked.headers.get("If-None-Match", ""), etag):
        response = HttpResponse(status=304)
    else:
        response = HttpResponse(bytes(document.body), content_type=document.content_type)
        response.headers["Content-Disposition"] = "attachment"
    response.headers["ETag"] = etag
    return _modified(response, document.stored_at)


def _modified(response: HttpResponse, at: datetime | None) -> HttpResponse:
    if at is not None:
        response.headers["Last-Modified"] = http_date(at.timestamp())
    return response
