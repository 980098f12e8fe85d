"""Owns what an act costs in processors' time, here and in PostgreSQL, whatever else is running."""

import json
import time
from collections.abc import Callable
from dataclasses import dataclass
from statistics import median

from tests.benchmarks.processors import processor_seconds, server_process

ROUNDS, TIMES = 5, 20


@dataclass(frozen=True, slots=True)
class Act:
    """Something that is done all day; `first` is done before it and not measured."""

    name: str
    steepest: float
    do: Callable[[], object]
    first: Callable[[], object] = lambda: None


def measured(act: Act) -> tuple[float, float]:
    """Milliseconds of processors, and times a thing that no log can slow down.

    What else runs on this machine makes every cycle dearer, for both alike: growth is that of the
    ratio, in the middle one of the rounds.
    """
    rounds = [(_round(act), _round(_STEADY)) for _ in range(ROUNDS)]
    ratio = median(spent / steady for spent, steady in rounds)
    return min(spent for spent, _steady in rounds) / TIMES * 1_000, ratio


def _stand_still() -> None:
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute("SELECT json_agg(n)::text FROM generate_series(1, 5000) AS n")
        json.loads(cursor.fetchone()[0])


_STEADY = Act("stand still", 0.0, _stand_still)


def _round(act: Act) -> float:
    server, seconds = server_process(), 0.0
    for _ in range(TIMES):
        act.first()
        began = time.process_time() + processor_seconds(server)
        act.do()
        seconds += time.process_time() + processor_seconds(server) - began
    return seconds
