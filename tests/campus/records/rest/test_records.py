"""The records' door: an answer for each item, and what it takes is what its table says."""

from typing import Any
from uuid import uuid4

import pytest

from campus.records.models import LearningRecord
from campus.records.receiving import RecordIn
from campus.records.rest import verbs
from campus.records.verbs import sendable
from courses.enrolment import enrol
from tests.api import Api, assert_problem
from tests.world import a_learner, a_published_course, an_item, lessons_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def learner() -> Any:
    return a_learner()


@pytest.fixture
def completed(learner: Any) -> dict[str, Any]:
    """A record as it should be: she finished a lesson of a course she follows."""
    course = a_published_course()
    enrolment, _is_new = enrol(person=learner, course=course)
    return an_item(enrolment.id, lesson=lessons_of(course)[0].id, verb="completed")


def send(person: Any, *items: Any) -> list[dict[str, Any]]:
    response = Api(person).post("/records", {"records": items})
    assert response.status_code == 200, response.content
    results: list[dict[str, Any]] = response.json()["results"]
    return results


def stored() -> int:
    return LearningRecord.objects.filter(verb="completed").count()


def test_a_record_is_stored_and_sent_again_it_is_a_duplicate(
    learner: Any, completed: dict[str, Any]
) -> None:
    assert send(learner, completed) == [{"id": completed["id"], "status": "stored"}]
    assert send(learner, completed) == [{"id": completed["id"], "status": "duplicate"}]
    assert stored() == 1


def test_the_same_id_with_other_content_is_a_conflict(
    learner: Any, completed: dict[str, Any]
) -> None:
    send(learner, completed)
    (result,) = send(learner, completed | {"verb": "experienced"})
    assert (result["status"], result["code"]) == ("conflict", "id_taken")
    assert stored() == 1


def test_one_that_is_refused_does_not_block_the_others(
    learner: Any, completed: dict[str, Any]
) -> None:
    other = completed | {"id": str(uuid4())}
    results = send(learner, "no record", completed, other | {"spare": 1}, {"id": 7}, other)
    assert [result["status"] for result in results] == [
        "refused",
        "stored",
        "refused",
        "refused",
        "stored",
    ]
    assert [result["id"] for result in results] == [
        None,
        completed["id"],
        other["id"],
        None,
        other["id"],
    ]
    assert all(result["detail"] for result in results if result["status"] == "refused")


@pytest.mark.parametrize("change", [{"id": "a\0"}, {"verb": "a\0"}, {"a\0": 1}, {"at": "\0"}])
def test_one_with_a_nul_character_does_not_block_the_others(
    change: dict[str, Any], learner: Any, completed: dict[str, Any]
) -> None:
    results = send(learner, completed | {"id": str(uuid4())} | change, completed)
    assert [result["status"] for result in results] == ["refused", "stored"]


@pytest.mark.parametrize(
    ("change", "is_named"),
    [
        ({"result": {"duration": "PT5M \ud83d"}}, True),
        ({"\udc00": 1}, True),
        ({"id": "\ud800"}, False),
    ],
)
def test_one_with_half_a_character_does_not_block_the_others(
    change: dict[str, Any], is_named: bool, learner: Any, completed: dict[str, Any]
) -> None:
    spoilt = completed | {"id": str(uuid4())} | change
    results = send(learner, spoilt, completed)
    assert [result["status"] for result in results] == ["refused", "stored"]
    assert results[0]["id"] == (spoilt["id"] if is_named else None)
    assert results[0]["code"] == "malformed"


def test_a_whole_smiley_is_no_half(learner: Any, completed: dict[str, Any]) -> None:
    item = completed | {"id": str(uuid4()), "verb": "\U0001f600"}
    results = send(learner, item, completed)
    assert [result.get("code") for result in results] == ["verb_not_accepted", None]


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"spare": 1}, "« spare » n’est pas connu ici : retirez-le (/spare)."),
        ({"result": {"duration": "5 minutes"}}, "(/result/duration)."),
        ({"id": "seven"}, "(/id)."),
    ],
)
def test_a_record_that_cannot_be_read_is_refused_in_the_readers_language(
    change: dict[str, Any], said: str, learner: Any, completed: dict[str, Any]
) -> None:
    body = {"records": [completed | change]}
    (result,) = Api(learner, language="fr").post("/records", body).json()["results"]
    assert said in result["detail"].replace("\xa0", " ").replace("\u202f", " ")
    assert "Expected" not in result["detail"]


def test_a_record_about_somebody_elses_enrolment_is_refused(completed: dict[str, Any]) -> None:
    (result,) = send(a_learner("Une autre"), completed)
    assert (result["status"], result["code"]) == ("refused", "unknown_enrolment")
    assert stored() == 0


def test_500_are_taken_and_501_are_refused_as_a_whole(
    learner: Any, completed: dict[str, Any]
) -> None:
    items = [completed | {"id": str(uuid4())} for _ in range(501)]
    refused = Api(learner).post("/records", {"records": items})
    problem = assert_problem(refused, 400, "too_many_records")
    assert "500" in problem["detail"]
    assert stored() == 0
    assert {result["status"] for result in send(learner, *items[:500])} == {"stored"}


@pytest.mark.parametrize(
    ("body", "code"),
    [
        (b'{"records": [], "more": 1}', "invalid"),
        (b'{"record": []}', "invalid"),
        (b'{"records": {}}', "invalid"),
        (b'{"records": [NaN]}', "invalid_json"),
        (b'{"records": ["\\ud800", NaN]}', "invalid_json"),
        (b'{"records": ["\\ud800"', "invalid_json"),
        (b'{"record": ["\\ud800"]}', "invalid"),
        (b"", "body_missing"),
    ],
)
def test_a_body_that_is_no_batch_is_refused(learner: Any, body: bytes, code: str) -> None:
    assert_problem(Api(learner).post("/records", body), 400, code)


def test_whoever_is_not_signed_in_stores_nothing(completed: dict[str, Any]) -> None:
    assert_problem(Api().post("/records", {"records": [completed]}), 401, "not_signed_in")
    assert stored() == 0


def test_a_form_is_no_json(learner: Any) -> None:
    response = Api(learner).client.post("/api/v1/records", {"records": "x"})
    assert_problem(response, 415, "not_json")


def test_the_documented_record_is_the_one_that_is_read() -> None:
    documented = verbs.documented(RecordIn)
    assert documented.__struct_fields__ == RecordIn.__struct_fields__
    assert documented.__struct_defaults__ == RecordIn.__struct_defaults__


def test_the_table_lists_every_row_that_may_be_sent_and_no_other() -> None:
    rows = {(row["object"], row["kind"], row["verb"]) for row in verbs.accepted()}
    assert rows == {(row.object, row.kind, row.verb) for row in sendable()}
    assert ("lesson", "quiz", "passed") not in rows, "only the campus grades"
    for row in sendable():
        assert f"| {row.object} | {row.kind} | `{row.verb}` |" in verbs.as_table()
