"""Owns reading what the log says of enrolments, as the rules take it: as kept, or from the log."""

from collections import defaultdict
from collections.abc import Collection
from datetime import datetime
from uuid import UUID

from django.db import connection

from workers.progress.folding.reducing import REDUCED
from workers.progress.rules.states import State

_STATE = """registration, object, verb, trust, first_at::text, first_id, last_at::text,
    best_score, seconds, position, last_release"""
_KEPT = f"SELECT {_STATE} FROM progress_state WHERE registration = ANY(%s)"  # noqa: S608
_READ = f"""
WITH log AS (SELECT * FROM records_record WHERE registration = ANY(%s)),
    reduced AS ({REDUCED.format(log="log")})
SELECT {_STATE} FROM reduced
"""  # noqa: S608 - only the constants above


def states_of(registrations: Collection[UUID]) -> dict[UUID, list[State]]:
    """By registration, everything the log says in it."""
    return _states(_KEPT, registrations)


def states_in_log(registrations: Collection[UUID]) -> dict[UUID, list[State]]:
    """As `states_of`, read from the log itself: also what no fold has seen yet, in one snapshot."""
    return _states(_READ, registrations)


def _states(sql: str, registrations: Collection[UUID]) -> dict[UUID, list[State]]:
    """Times come as text: the loader of Django takes ten times as long for each."""
    with connection.cursor() as cursor:
        cursor.execute(sql, [list(registrations)])
        rows = cursor.fetchall()
    time, states = datetime.fromisoformat, defaultdict(list)
    for registration, object_, verb, trust, first_at, first_id, last_at, *said in rows:
        state = State(object_, verb, trust, time(first_at), first_id, time(last_at), *said)
        states[registration].append(state)
    return states
