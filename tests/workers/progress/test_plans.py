"""No incremental job reads the log or the projections from end to end, however long they are."""

import json
from typing import Any
from uuid import uuid4

import pytest
from django.db import connection

from workers.progress.folding import reducing, states
from workers.progress.reporting import followers

pytestmark = pytest.mark.django_db
LONG = (
    "records_record", "records_owed", "progress_state", "progress_progress", "records_void",
    "courses_enrolment", "accounts_user",
)  # fmt: skip


def plan(sql: str, values: Any) -> dict[str, Any]:
    """As the planner makes it where a scan of a whole table is the last resort."""
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL enable_seqscan = off")
        cursor.execute(f"EXPLAIN (FORMAT JSON) {sql}", values)
        (told,) = cursor.fetchone()
    return (json.loads(told) if isinstance(told, str) else told)[0]["Plan"]


def scanned(node: dict[str, Any]) -> set[str]:
    """The long tables that a plan reads from end to end."""
    own = {node["Relation Name"]} if node["Node Type"] == "Seq Scan" else set()
    long = {name for name in own if name.startswith(LONG)}
    return long.union(*(scanned(child) for child in node.get("Plans", [])))


def indexes_of(node: dict[str, Any]) -> set[str]:
    own = {node["Index Name"]} if "Index Name" in node else set()
    return own.union(*(indexes_of(child) for child in node.get("Plans", [])))


def kinds_of(node: dict[str, Any]) -> set[str]:
    return {node["Node Type"]}.union(*(kinds_of(child) for child in node.get("Plans", [])))


@pytest.mark.parametrize(
    ("sql", "values"),
    [
        (reducing._REDUCE, [3, 5_000]),
        (reducing._AGAIN, {"registrations": [uuid4()]}),
        (states._READ, [[uuid4()]]),
        (reducing._WAITING, []),
        (reducing._FORGET, [[uuid4()], [uuid4()], [uuid4()], ["passed"], ["graded"]]),
    ],
    ids=["reduce", "reduce again", "read again", "waiting shards", "forget"],
)
def test_no_step_of_the_fold_reads_a_long_table_from_end_to_end(sql, values):
    assert scanned(plan(sql, values)) == set()


def test_a_page_of_a_courses_people_is_read_off_an_index_in_its_order():
    values = {"course": uuid4(), "after": uuid4(), "most": 1_000, "instant": ""}
    told = plan(followers._PAGE, values)
    assert scanned(told) == set()
    # Of a table as short as a test's, the planner takes either index in the order of the page.
    assert indexes_of(told) & {"enrolment_by_course", "courses_enrolment_pkey"}
    assert "Sort" not in kinds_of(told)


def test_a_plan_that_does_is_found():
    """The negative control: by this column there is no index."""
    assert scanned(plan("SELECT 1 FROM records_record WHERE seconds = 7", []))
