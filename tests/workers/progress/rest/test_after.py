"""Nobody is shown a number older than her own act: `?after=` waits, and tells how far it is."""

import time
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from campus.owed import claiming
from campus.owed.models import Owed
from campus.records import waiting
from courses.enrolment import enrol
from tests.api import Api
from tests.racing import another_process
from tests.world import Followed, a_team_with_a_track, done, lessons_of
from workers import doorbells
from workers.progress.folding import shards
from workers.progress.folding.shards import fold_all
from workers.progress.folding.sparing import UNFOLDED
from workers.progress.folding.teams import TEAM_PROGRESS

pytestmark = pytest.mark.django_db(transaction=True)
Settle = Callable[[], None]

PERSONAL = ("/progress", "/tracks", "/tracks/{track}", "/tracks/{track}/steps", "/enrolments")
OF_THE_TEAM = ("/teams/{team}/progress",)


@pytest.fixture
def of(settle: Settle) -> Followed:
    of = a_team_with_a_track()
    enrol(person=of.member, course=of.course)
    settle()
    return of


@pytest.fixture
def briefly(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(waiting, "LONGEST_SECONDS", 0.3)


@pytest.fixture
def unhurried(monkeypatch: pytest.MonkeyPatch) -> None:
    """As where only a worker folds."""
    monkeypatch.setattr(waiting, "_hurries", [])


@pytest.fixture
def no_broker(settings: Any) -> Iterator[None]:
    """Nobody listens where the bells are rung, and no worker runs."""
    settings.REDIS_URL = "redis://127.0.0.1:1"
    doorbells._bells.cache_clear()
    yield
    doorbells.ringer.finish()
    doorbells._bells.cache_clear()
    doorbells._silence.until = 0.0


def act(of: Followed) -> int:
    """The member does the first lesson, as a telephone would; the position it was told."""
    (enrolment,) = [e for e in Api(of.member).results("/enrolments") if "course" in e]
    item = done(enrolment_of(of), lessons_of(of.course)[0])
    assert item["enrolment"] == enrolment["id"]
    answer = Api(of.member).post("/records", {"records": [item]}).json()
    (result,) = answer["results"]
    assert result["status"] == "stored"
    return int(answer["position"])


def enrolment_of(of: Followed) -> Any:
    return of.course.enrolments.get(person=of.member)


def asked(of: Followed, path: str, after: int) -> Any:
    person = of.coach if path in OF_THE_TEAM else of.member
    address = path.format(track=of.track.slug, team=of.team.id)
    answer = Api(person).get(f"{address}?after={after}")
    assert answer.status_code == 200, answer.content
    return answer.json()


def position_in(answer: Any) -> int:
    if "position" in answer:
        return int(answer["position"])
    return min(row["position"] for row in answer["results"] if "track" in row or "slug" in row)


def _fold_soon() -> None:
    time.sleep(0.4)
    fold_all()
    claiming.do_owed(TEAM_PROGRESS)


@pytest.mark.parametrize("path", [*PERSONAL, *OF_THE_TEAM])
def test_an_answer_waits_for_what_was_just_done(of: Followed, path: str, unhurried: None) -> None:
    position = act(of)
    with another_process() as run:
        began = time.monotonic()
        folding = run(_fold_soon)
        answer = asked(of, path, position)
        assert time.monotonic() - began >= 0.3
        assert position_in(answer) >= position
        folding.result()


@pytest.mark.parametrize("path", [*PERSONAL, *OF_THE_TEAM])
def test_an_answer_that_waited_too_long_says_how_far_it_is(
    of: Followed, path: str, briefly: None, unhurried: None
) -> None:
    before = position_in(asked(of, path, 0))
    position = act(of)
    assert position_in(asked(of, path, position)) == before < position
    fold_all()
    claiming.do_owed(TEAM_PROGRESS)
    assert position_in(asked(of, path, position)) >= position


@pytest.mark.parametrize("path", PERSONAL)
def test_without_broker_and_worker_an_answer_is_fresh_at_once(
    of: Followed, path: str, no_broker: None
) -> None:
    asked(of, path, 0)
    position = act(of)
    began = time.monotonic()
    answer = asked(of, path, position)
    assert position_in(answer) >= position
    assert time.monotonic() - began < 1  # some milliseconds, on a machine that has nothing else


def test_a_fault_in_folding_leaves_the_answer_as_it_was(
    of: Followed, briefly: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fold_badly(_shard: int) -> int:
        raise ValueError("cannot be folded")

    monkeypatch.setattr(waiting, "_hurries", [fold_badly])
    position = act(of)
    assert position_in(asked(of, "/progress", position)) < position
    monkeypatch.undo()
    assert position_in(asked(of, "/progress", position)) >= position


@pytest.mark.parametrize("path", ["/progress", "/tracks/{track}/steps", "/teams/{team}/progress"])
def test_who_is_spared_is_told_how_far_she_is(
    of: Followed, path: str, briefly: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What the fold has claimed of her is owed no more, and is not counted either."""

    def decide_badly(*_given: object) -> None:
        raise ValueError("cannot be decided")

    position = act(of)
    with monkeypatch.context() as broken:
        broken.setattr(shards, "decide_tracks", decide_badly)
        fold_all()
    assert Owed.objects.filter(kind=UNFOLDED).exists()
    assert position_in(asked(of, path, position)) < position
    claiming.do_owed(UNFOLDED)
    claiming.do_owed(TEAM_PROGRESS)
    assert position_in(asked(of, path, position)) >= position


def test_a_team_that_is_parked_is_told_how_far_it_is(of: Followed, briefly: None) -> None:
    position = act(of)
    fold_all()
    owed = Owed.objects.filter(kind=TEAM_PROGRESS, key=str(of.track.id))
    owed.update(parked_at=of.track.created_at)
    assert position_in(asked(of, "/teams/{team}/progress", position)) < position
    owed.update(parked_at=None)
    claiming.do_owed(TEAM_PROGRESS)
    assert position_in(asked(of, "/teams/{team}/progress", position)) >= position


def test_the_number_that_was_waited_for_holds_the_act(of: Followed) -> None:
    position = act(of)
    with another_process() as run:
        folding = run(_fold_soon)
        (track,) = [row for row in asked(of, "/progress", position)["results"] if "track" in row]
        steps = asked(of, "/tracks/{track}/steps", position)["results"]
        table = asked(of, "/teams/{team}/progress", position)
        folding.result()
    assert track["minutes_done"] == steps[0]["minutes_done"] == table["minutes_done"] == 30


def test_a_course_says_its_position_to_whoever_waits(of: Followed) -> None:
    position = act(of)
    fold_all()
    rows = asked(of, "/enrolments", position)["results"]
    assert [row["position"] for row in rows] == [position, position]
    (course,) = [row for row in Api(of.member).results("/enrolments") if "course" in row]
    assert "position" not in course


@pytest.mark.parametrize("path", [*PERSONAL, *OF_THE_TEAM])
@pytest.mark.parametrize("after", ["-1", "x"])
def test_a_position_that_is_none_is_refused(of: Followed, path: str, after: str) -> None:
    person = of.coach if path in OF_THE_TEAM else of.member
    address = path.format(track=of.track.slug, team=of.team.id)
    assert Api(person).get(f"{address}?after={after}").status_code == 400


@pytest.mark.parametrize("path", [*PERSONAL, *OF_THE_TEAM, "/progress/{mine}/why"])
def test_what_has_not_moved_is_not_sent_again(of: Followed, path: str, settle: Settle) -> None:
    mine = of.track.enrolments.get(person=of.member).id
    address = path.format(team=of.team.id, track=of.track.slug, mine=mine)
    person = of.coach if path in OF_THE_TEAM else of.member
    first = Api(person).get(address)
    known = {"If-None-Match": first.headers["ETag"]}
    again = Api(person).get(address, **known)
    assert (again.status_code, again.content) == (304, b"")
    assert again.headers["ETag"] == first.headers["ETag"]
    act(of)
    settle()
    moved = Api(person).get(address, **known)
    assert moved.status_code == 200
    assert moved.headers["ETag"] != first.headers["ETag"]


@pytest.mark.parametrize(("path", "most"), [("/progress", 4), ("/teams/{team}/progress", 4)])
def test_a_pulse_that_finds_nothing_new_asks_little_of_the_database(
    of: Followed, path: str, most: int
) -> None:
    address = path.format(team=of.team.id)
    api = Api(of.coach if path in OF_THE_TEAM else of.member)
    known = {"If-None-Match": api.get(address).headers["ETag"]}
    with CaptureQueriesContext(connection) as queries:
        assert api.get(address, **known).status_code == 304
    assert len(queries) == most
