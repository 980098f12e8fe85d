"""The learner's own move: she sees what changes, then moves to exactly that, and back."""

import pytest

from campus.records.models import LearningRecord
from courses.models import Course, Enrolment
from tests.api import Api, assert_problem
from tests.workers.progress.moving.test_moving import a_newer_release
from tests.world import a_learner, a_published_course, begun, done, lessons_of, say
from workers.progress.folding.shards import fold_all

pytestmark = pytest.mark.django_db


@pytest.fixture
def course() -> Course:
    return a_published_course(lessons=("article", "article"))


@pytest.fixture
def enrolment(course: Course) -> Enrolment:
    enrolment = begun(course, lessons=1)
    a_newer_release(course, drop=True)
    fold_all()
    return enrolment


def the_number(api: Api) -> tuple[int, int]:
    fold_all()
    (row,) = api.results("/progress")
    return row["minutes_done"], row["minutes"]


def test_the_preview_says_both_numbers_and_which_lessons_differ(enrolment: Enrolment) -> None:
    seen = Api(enrolment.person).get(f"/enrolments/{enrolment.id}/move").json()
    assert seen["before"] == {"release": 1, "fraction": 0.5, "minutes_done": 10, "minutes": 20}
    assert seen["after"] == {"release": 2, "fraction": 0.0, "minutes_done": 0, "minutes": 20}
    titles = {kind: [lesson["title"] for lesson in seen[kind]] for kind in ("same", "new", "gone")}
    assert titles == {"same": ["Article 2"], "new": ["Une de plus 0"], "gone": ["Article 1"]}
    assert the_number(Api(enrolment.person)) == (10, 20)


def test_she_moves_to_what_she_saw_and_back(enrolment: Enrolment) -> None:
    api, address = Api(enrolment.person), f"/enrolments/{enrolment.id}/move"
    seen = api.get(address).json()
    assert api.post(address, {"release": 2, "seen": seen["seen"]}).status_code == 200
    assert the_number(api) == (0, 20)
    back = api.get(f"{address}?release=1").json()
    assert back["after"]["fraction"] == 0.5
    assert api.post(address, {"release": 1, "seen": back["seen"]}).status_code == 200
    assert the_number(api) == (10, 20)


def test_a_number_that_changed_since_is_looked_at_again(
    enrolment: Enrolment, course: Course
) -> None:
    api, address = Api(enrolment.person), f"/enrolments/{enrolment.id}/move"
    seen = api.get(address).json()["seen"]
    say(enrolment.person, done(enrolment, lessons_of(course)[0]))
    assert_problem(api.post(address, {"release": 2, "seen": seen}), 409, "moved_on")
    assert the_number(api) == (20, 20)


def test_the_preview_of_one_release_does_not_move_to_another(enrolment: Enrolment) -> None:
    a_newer_release(enrolment.course)
    api, address = Api(enrolment.person), f"/enrolments/{enrolment.id}/move"
    seen = api.get(f"{address}?release=2").json()["seen"]
    assert_problem(api.post(address, {"release": 3, "seen": seen}), 409, "moved_on")
    assert api.post(address, {"release": 2, "seen": seen}).status_code == 200


def test_moving_to_where_one_is_is_refused(enrolment: Enrolment) -> None:
    api, address = Api(enrolment.person), f"/enrolments/{enrolment.id}/move"
    seen = api.get(f"{address}?release=1").json()["seen"]
    assert_problem(api.post(address, {"release": 1, "seen": seen}), 409, "reads_it_already")


def test_a_release_that_is_not_there_is_not_found(enrolment: Enrolment) -> None:
    answer = Api(enrolment.person).get(f"/enrolments/{enrolment.id}/move?release=9")
    assert assert_problem(answer, 404, "not_found")["errors"][0]["pointer"] == "/release"


@pytest.mark.parametrize("number", ["0", "-1", "99999999999999999999", "x"])
def test_a_release_that_is_no_number_is_refused(enrolment: Enrolment, number: str) -> None:
    answer = Api(enrolment.person).get(f"/enrolments/{enrolment.id}/move?release={number}")
    assert answer.status_code == 400


def test_nobody_moves_somebody_else(enrolment: Enrolment) -> None:
    address = f"/enrolments/{enrolment.id}/move"
    other = Api(a_learner())
    assert other.get(address).status_code == 404
    seen = Api(enrolment.person).get(address).json()["seen"]
    assert other.post(address, {"release": 2, "seen": seen}).status_code == 404


def test_why_names_the_release_and_the_move(enrolment: Enrolment) -> None:
    api, address = Api(enrolment.person), f"/enrolments/{enrolment.id}/move"
    before = api.get(f"/progress/{enrolment.id}/why").json()
    assert (before["fraction"], before["release"], before["interventions"]) == (0.5, 1, [])
    api.post(address, {"release": 2, "seen": api.get(address).json()["seen"]})
    fold_all()
    why = api.get(f"/progress/{enrolment.id}/why").json()
    assert (why["fraction"], why["release"]) == (0.0, 2)
    (said,) = why["interventions"]
    record = LearningRecord.objects.get(registration=enrolment.registration, verb="moved")
    assert (said["what"], said["record"]) == ("moved", str(record.id))
    assert "from release 1 to release 2" in said["said"]
