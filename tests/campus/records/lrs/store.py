"""Owns how tests speak with the record store at /xapi: as a client with its key, in one version."""

import base64
import json
from typing import Any
from uuid import uuid4

from django.conf import settings
from django.http import HttpResponse
from django.test import Client

from campus.records.lrs.clients import make_client
from campus.records.models import Scope
from courses.models import Enrolment
from tests import world
from tests.campus.records.xapi.samples import plain

ADDRESS = "/xapi/statements"
V1, V2 = "1.0.3", "2.0.0"


def a_statement(**fields: Any) -> dict[str, Any]:
    """A plain one with an id of its own."""
    return plain(**{"id": str(uuid4()), **fields})


def about(id_: str, **fields: Any) -> dict[str, Any]:
    """A statement about another one."""
    return a_statement(object={"objectType": "StatementRef", "id": id_}, **fields)


def voiding(id_: str, **fields: Any) -> dict[str, Any]:
    return about(id_, verb={"id": "http://adlnet.gov/expapi/verbs/voided"}, **fields)


def that_she_completed(enrolment: Enrolment, **fields: Any) -> dict[str, Any]:
    """What a client says of somebody enrolled and the first lesson of her course."""
    lesson = world.lessons_of(enrolment.course)[0]
    account = {"homePage": settings.CAMPUS_IRI, "name": str(enrolment.person.actor)}
    return a_statement(
        **{
            "actor": {"account": account},
            "object": {"id": f"{settings.CAMPUS_IRI}/lessons/{lesson.id}"},
            "context": {"registration": str(enrolment.registration)},
            **fields,
        }
    )


class Store:
    """A system with a key; `scopes` as `make_client` takes them."""

    def __init__(
        self, *scopes: str, version: str = V2, asserts_on: Any = (), name: str = "LMS"
    ) -> None:
        self.system, secret = make_client(
            name=name, scopes=scopes or (Scope.ALL,), asserts_on=asserts_on
        )
        pair = base64.b64encode(f"{self.system.key}:{secret}".encode()).decode()
        self.headers = {"Authorization": f"Basic {pair}", "X-Experience-API-Version": version}
        self.client = Client()

    def get(self, address: str = ADDRESS, *, headers: Any = None, **given: Any) -> HttpResponse:
        told = {
            name: json.dumps(each) if isinstance(each, dict | bool | int) else str(each)
            for name, each in given.items()
        }
        return self.client.get(address, told, headers=self.headers | (headers or {}))

    def head(self, **given: str) -> HttpResponse:
        return self.client.head(ADDRESS, given, headers=self.headers)

    def post(self, body: Any, content_type: str = "application/json") -> HttpResponse:
        raw = body if isinstance(body, bytes) else json.dumps(body)
        return self.client.post(ADDRESS, raw, content_type=content_type, headers=self.headers)

    def put(self, body: Any, content_type: str = "application/json", **given: str) -> HttpResponse:
        raw = body if isinstance(body, bytes) else json.dumps(body)
        query = {"QUERY_STRING": "&".join(f"{name}={each}" for name, each in given.items())}
        return self.client.put(
            ADDRESS, raw, content_type=content_type, headers=self.headers, **query
        )

    def keep(self, *statements: dict[str, Any]) -> list[str]:
        """Sends them one by one, so that each is stored later than the one before."""
        for each in statements:
            response = self.post(each)
            assert response.status_code == 200, response.content
        return [each["id"] for each in statements]

    def one(self, id_: str, **given: Any) -> dict[str, Any]:
        response = self.get(statementId=id_, **given)
        assert response.status_code == 200, response.content
        found: dict[str, Any] = response.json()
        return found

    def found(self, **given: Any) -> list[str]:
        """The ids of a page."""
        response = self.get(**given)
        assert response.status_code == 200, response.content
        return [each["id"] for each in response.json()["statements"]]
