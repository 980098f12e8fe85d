"""Whoever knows nothing but the OpenAPI document can complete every kind of lesson and step."""

from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest
import yaml

from courses.files.blobs import keep_media
from courses.models import Course, Lesson, Media
from courses.releases.publishing import publish
from tests.api import Api
from tests.world import a_draft, a_published_course, a_team_with_a_track, lessons_of, right_answers
from workers.progress.folding.shards import fold_all

pytestmark = pytest.mark.django_db

DOCUMENT = Path(__file__).parents[4] / "campus" / "openapi.yaml"
KINDS = ("article", "video", "file", "link", "quiz")


def a_course_of(kind: str) -> Course:
    if kind != "file":
        return a_published_course(lessons=(kind,))
    course = a_draft(lessons=(kind,))
    blob = keep_media(b"%PDF-1.7", media_type="application/pdf")
    Media.objects.create(course=course, path="fiche.pdf", blob=blob)
    Lesson.objects.filter(module__course=course).update(file="fiche.pdf")
    publish(course=course, by=None)
    return course


def rows_that_complete() -> list[dict[str, Any]]:
    document = yaml.safe_load(DOCUMENT.read_text(encoding="utf-8"))
    verb = document["components"]["schemas"]["Record"]["properties"]["verb"]
    assert {row["verb"] for row in verb["x-accepted"]} == set(verb["enum"])
    return [row for row in verb["x-accepted"] if row["completes"]]


def row_for(kind: str) -> dict[str, Any]:
    (row,) = [row for row in rows_that_complete() if row["kind"] == kind]
    return row


def record(row: dict[str, Any], enrolment: str, object_: str, answers: Any) -> dict[str, Any]:
    examples = {"response": answers, "progress": 1.0, "duration": "PT5M"}
    result = {"result": {name: examples[name] for name in row["needs"]}} if row["needs"] else {}
    at = datetime.now(UTC).isoformat()
    named = {"enrolment": enrolment, row["object"]: object_, "verb": row["verb"], "at": at}
    return {"id": str(uuid4()), **named, **result}


def send(person: Any, item: dict[str, Any]) -> None:
    (result,) = Api(person).post("/records", {"records": [item]}).json()["results"]
    assert result["status"] == "stored", result


def test_every_kind_of_lesson_and_step_has_exactly_one_row_that_completes_it() -> None:
    """A practice quiz has two: whoever answers it has done it, and so has who says so."""
    assert sorted(row["kind"] for row in rows_that_complete()) == sorted(
        ["article", "video", "quiz", "practice", "practice", "file", "link", "workshop"]
    )


@pytest.mark.parametrize("kind", KINDS)
def test_a_lesson_is_completed_by_what_the_table_says(kind: str) -> None:
    course = a_course_of(kind)
    of = a_team_with_a_track()
    (lesson,) = lessons_of(course)
    enrolment = Api(of.member).post("/enrolments", {"course": course.slug}).json()["id"]
    answers = right_answers(lesson) if kind == "quiz" else {}
    send(of.member, record(row_for(kind), enrolment, str(lesson.id), answers))
    fold_all()
    (progress,) = Api(of.member).results(f"/progress?enrolment={enrolment}")
    assert (progress["state"], progress["fraction"]) == ("completed", 1.0)


def test_a_workshop_is_completed_by_what_the_table_says() -> None:
    of = a_team_with_a_track()
    row = row_for("workshop")
    assert row["said_by"] == "lead"
    steps = {s["kind"]: s for s in Api(of.member).results(f"/tracks/{of.track.slug}/steps")}
    (enrolment,) = [e for e in Api(of.member).results("/enrolments") if "track" in e]
    send(of.lead, record(row, enrolment["id"], steps["workshop"]["id"], {}))
    fold_all()
    after = {s["kind"]: s for s in Api(of.member).results(f"/tracks/{of.track.slug}/steps")}
    assert after["workshop"]["state"] == "completed"
