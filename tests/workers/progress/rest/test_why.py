"""Why, over the API: the minutes of the parts add up to the number exactly, whatever they are."""

from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests import world
from tests.api import Api
from workers.progress.explaining.parts import Explanation, Part
from workers.progress.folding.shards import fold_all
from workers.progress.models import Progress
from workers.progress.rest.explaining import Why, shown

MINUTES = st.integers(0, 600)
PARTS = st.lists(st.tuples(MINUTES, MINUTES).map(sorted), min_size=1, max_size=30)


def why(parts: list[list[int]]) -> Why:
    """Of parts, each with its minutes done and its minutes."""
    total = sum(minutes for _done, minutes in parts) or 1
    made = [
        Part(UUID(int=n), "", done, minutes, total, "in_progress", "")
        for n, (done, minutes) in enumerate(parts)
    ]
    return shown(Explanation(sum(done for done, _minutes in parts) / total, made))


@given(PARTS)
def test_the_minutes_of_the_parts_add_up_exactly(parts: list[list[int]]) -> None:
    answer = why(parts)
    assert sum(part.minutes_done for part in answer.parts) == answer.minutes_done
    assert sum(part.minutes for part in answer.parts) == answer.minutes
    assert answer.fraction == answer.minutes_done / (answer.minutes or 1)
    assert sum(part.counts for part in answer.parts) == pytest.approx(answer.fraction)


def test_as_shares_they_do_not_always() -> None:
    """Why the minutes are told: floating-point numbers are rounded each by itself."""
    answer = why([[1, 1]] * 49)
    assert sum(part.counts for part in answer.parts) != answer.fraction == 1.0


@pytest.mark.django_db
def test_they_are_the_minutes_that_progress_shows() -> None:
    enrolment = world.begun(
        world.a_published_course(lessons=("article",) * 3, minutes=7), lessons=2
    )
    fold_all()
    answer = Api(enrolment.person).get(f"/progress/{enrolment.id}/why").json()
    row = Progress.objects.get()
    assert (
        (answer["minutes_done"], answer["minutes"]) == (row.minutes_done, row.minutes) == (14, 21)
    )
    assert [part["minutes_done"] for part in answer["parts"]] == [7, 7, 0]
    assert [part["minutes"] for part in answer["parts"]] == [7, 7, 7]
