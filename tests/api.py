"""Owns how tests speak with the API: as a named person, in JSON."""

import json
from typing import Any

from django.http import HttpResponse
from django.test import Client

from campus.accounts.models import User

ROOT = "/api/v1"


class Api:
    """A client of the API, signed in as a person or not at all."""

    def __init__(self, person: User | None = None, *, language: str = "en", **client: Any) -> None:
        headers = {"Accept-Language": language, **client.pop("headers", {})}
        self.client = Client(headers=headers, **client)
        if person is not None:
            self.client.force_login(person)

    def get(self, path: str, **headers: str) -> HttpResponse:
        return self.client.get(ROOT + path, headers=headers)

    def post(self, path: str, body: Any) -> HttpResponse:
        text = body if isinstance(body, bytes) else json.dumps(body)
        return self.client.post(ROOT + path, text, content_type="application/json")

    def delete(self, path: str) -> HttpResponse:
        return self.client.delete(ROOT + path)

    def results(self, path: str) -> list[dict[str, Any]]:
        response = self.get(path)
        assert response.status_code == 200, response.content
        results: list[dict[str, Any]] = response.json()["results"]
        return results


def assert_problem(response: HttpResponse, status: int, code: str) -> dict[str, Any]:
    """The answer is a problem document of this status and code; it is given back."""
    assert response.headers["Content-Type"] == "application/problem+json", response.content
    problem: dict[str, Any] = response.json()
    assert (problem["status"], problem["type"]) == (status, f"urn:campus:problem:{code}"), problem
    assert response.status_code == status
    assert set(problem) == {"type", "title", "status", "detail", "errors", "request_id"}
    return problem
