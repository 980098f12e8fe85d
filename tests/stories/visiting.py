"""Owns how the people of a story speak with a running campus: over HTTP, as any program may."""

import http.client
import json
from collections.abc import Iterable
from datetime import UTC, datetime
from typing import Any
from uuid import uuid4

Item = dict[str, Any]


class Answer:
    def __init__(self, response: http.client.HTTPResponse) -> None:
        self.status = response.status
        self.headers = response.headers
        self.body = response.read()

    def json(self) -> Any:
        assert self.status in (200, 201), (self.status, self.body[:500])
        return json.loads(self.body)


class Visitor:
    """Somebody with an HTTP client; a person once she has signed in."""

    def __init__(self, port: int) -> None:
        self.port = port
        self.token: str | None = None

    def ask(self, method: str, path: str, body: Any = None, **headers: str) -> Answer:
        text = None if body is None else json.dumps(body).encode()
        return self.send(method, path, text, **headers)

    def send(self, method: str, path: str, body: bytes | None, **headers: str) -> Answer:
        """Bytes as they are; JSON unless the headers say otherwise."""
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=20)
        known = {"Content-Type": "application/json", "Accept-Language": "fr"}
        if self.token:
            known["X-Session-Token"] = self.token
        try:
            connection.request(method, path, body, known | headers)
            return Answer(connection.getresponse())
        finally:
            connection.close()

    def get(self, path: str, **headers: str) -> Answer:
        return self.ask("GET", path, **headers)

    def sign_in(self, email: str, password: str) -> "Visitor":
        answer = self.ask(
            "POST", "/_allauth/app/v1/auth/login", {"email": email, "password": password}
        )
        self.token = answer.json()["meta"]["session_token"]
        return self

    def results(self, path: str) -> list[Item]:
        results: list[Item] = self.get(f"/api/v1{path}").json()["results"]
        return results

    def outline(self, course: str) -> list[Item]:
        """The lessons of a course, in order."""
        modules = self.get(f"/api/v1/courses/{course}").json()["modules"]
        return [lesson for module in modules for lesson in module["lessons"]]

    def say(self, items: Iterable[Item]) -> list[str]:
        """Sends records; answers what became of each."""
        answer = self.ask("POST", "/api/v1/records", {"records": list(items)})
        return [result["status"] for result in answer.json()["results"]]


def an_item(enrolment: str, **fields: Any) -> Item:
    at = datetime.now(UTC).isoformat()
    return {"id": str(uuid4()), "enrolment": enrolment, "at": at, **fields}
