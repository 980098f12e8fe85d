"""Whatever is sent, the answer is the campus's own: a refusal that says why, never a fault."""

from typing import Any
from uuid import UUID, uuid4

import pytest

from campus.accounts.models import Role
from campus.accounts.roles import campus_organisation
from courses.enrolment import enrol
from tests.api import Api
from tests.world import a_published_course, a_team_with_a_track, lessons_of

pytestmark = pytest.mark.django_db

TEXTS = (
    "",
    "0",
    "-1",
    "1.5",
    "99999999999999999999",
    "NaN",
    "null",
    "é" * 3_000,
    "\ufffe",
    "%",
    "'; DROP TABLE x; --",
    "../../etc/passwd",
    "0001-01-01T00:00:00+14:00",
    "9999-12-31T23:59:59-14:00",
    "2026-02-30T00:00:00Z",
    str(UUID(int=0)),
    "6daaa3b7-628f-4f86-863c-2d0dff925fae",
    "eyJ9",
    "WzFd",
    "W1sxXSwiMDE5OGM2ZjItN2ExYi03YzNkLThlNGYtNWE2YjdjOGQ5ZTBmIl0",
)
VALUES: tuple[Any, ...] = (
    *TEXTS,
    None,
    True,
    -1,
    0,
    2**31,
    2**63,
    2**64,
    10**400,
    1e308,
    [],
    {},
    [[]],
    {"a": None},
    "\u2028",
    "a\ud7ffb",
)


@pytest.fixture(scope="module")
def document() -> dict[str, Any]:
    found: dict[str, Any] = Api().get("/schema").json()
    return found


def queries(document: dict[str, Any]) -> list[tuple[str, str]]:
    """Every query parameter of every address that reads, by path."""
    return [
        (path, parameter["name"])
        for path, methods in document["paths"].items()
        if path.startswith("/api/v1/")
        for parameter in methods.get("get", {}).get("parameters", ())
        if parameter["in"] == "query"
    ]


def filled(path: str, of: Any) -> str:
    """The path with ids of what is there."""
    lesson = lessons_of(of.course)[0]
    return path.format(
        course=of.course.slug,
        number=1,
        lesson_id=lesson.id,
        track=of.track.slug,
        team_id=of.team.id,
        enrolment_id=uuid4(),
        credential_id="x" * 22,
        digest="0" * 64,
        slug="premiers-pas",
        job_id=uuid4(),
        upload_id=uuid4(),
        wish_id=uuid4(),
        attempt_id=uuid4(),
        quiz_id=lesson.id,
    )


def test_no_query_makes_a_fault(document: dict[str, Any]) -> None:
    of = a_team_with_a_track()
    Role.objects.create(person=of.lead, organisation=campus_organisation(), kind=Role.Kind.STAFF)
    api = Api(of.lead)
    asked = queries(document)
    assert len(asked) > 20
    for path, name in asked:
        for text in TEXTS:
            got = api.client.get(filled(path, of), {name: text})
            assert got.status_code in (200, 400, 404), (path, name, text, got.content)


@pytest.mark.parametrize("text", [text for text in TEXTS if text and "/" not in text])
def test_no_part_of_an_address_makes_a_fault(text: str, document: dict[str, Any]) -> None:
    lead = a_team_with_a_track().lead
    Role.objects.create(person=lead, organisation=campus_organisation(), kind=Role.Kind.STAFF)
    api = Api(lead)
    for path in document["paths"]:
        for part in ("{course}", "{track}", "{digest}", "{team_id}", "{lesson_id}", "{number}"):
            if part in path and path.startswith("/api/v1/"):
                whole = path.replace(part, text).replace("{course}", "x").replace("{number}", "1")
                assert api.client.get(whole).status_code in (200, 400, 404, 405), whole


@pytest.mark.parametrize("path", ["/enrolments", "/records", "/teams/{team_id}/signature"])
def test_no_body_makes_a_fault(path: str) -> None:
    of = a_team_with_a_track()
    api = Api(of.coach)
    for value in VALUES:
        for body in (value, {"course": value}, {"course": of.course.slug, "release": value},
                     {"track": value}, {"outcome": value}, {"records": value}):  # fmt: skip
            got = api.post(filled(path, of), body)
            assert got.status_code in (200, 201, 400, 404, 409), (path, body, got.content)


@pytest.mark.parametrize(
    "name", ["id", "enrolment", "lesson", "step", "verb", "at", "result", "duration", "response"]
)
def test_no_field_of_a_record_makes_a_fault(name: str) -> None:
    of = a_team_with_a_track()
    course = a_published_course(lessons=("article", "quiz"))
    enrolment, _is_new = enrol(person=of.lead, course=course)
    article, quiz = lessons_of(course)
    for value in VALUES:
        for lesson, verb in ((article, "completed"), (quiz, "answered")):
            item: dict[str, Any] = {
                "id": str(uuid4()),
                "enrolment": str(enrolment.id),
                "lesson": str(lesson.id),
                "verb": verb,
                "at": "2026-11-01T10:00:00Z",
            }
            item |= {"result": {name: value}} if name in ("duration", "response") else {name: value}
            got = Api(of.lead).post("/records", {"records": [item]})
            assert got.status_code in (200, 400), (item, got.content)
