"""The table of faults: what strikes, how often in the long form, and the guards that hold."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from tests.faults import delivering, striking, winding
from tests.faults.breaking.points import POINTS
from tests.faults.storms import Fault, Round

WEEK = timedelta(days=7)
SEEDS_LONG, TIMES_LONG = 25, 20

_LOSES_OWED = ("done_with_its_row", "finder")
# What the judgement says of each guard that is off.
_REVEALS = {
    "answer_after_commit": "accepted and not in the log",
    "clients_ids": "in the log and never sent",
    "sweeper": "not folded|still owed",
    "owed_until_folded": "the log says",
    "one_transaction": "the log says",
    "claimed_is_gone": "the log says",
    "done_with_its_row": "was written and not sent|has no document|the rule holds|the log says",
    "greatest_score": "the log says",
    "stored_at": "the log says",
    "locks": r"was sent \d+ times",
    "clock_of_the_log": "says it was stored at",
    "summer_time": "sent was",
    "tries": "was not parked",
}
# The guards without which a kill at the point loses or doubles, and how many pass it unharmed in
# the control.
_AT_POINT: dict[str, tuple[tuple[str, ...], int]] = {
    # Two of the answer that is rolled back, for what the campus adds itself is one more.
    "web.before_insert": (("answer_after_commit",), 2),
    "web.after_insert": (("answer_after_commit",), 2),
    "web.after_commit": (("clients_ids",), 0),
    "bell.before_message": (("sweeper",), 0),
    "fold.before_claim": (("owed_until_folded",), 0),
    "fold.after_reduce": (("one_transaction",), 0),
    "fold.before_keep": (("one_transaction",), 0),
    "fold.before_settle": (("one_transaction",), 0),
    "fold.before_steps": (("one_transaction",), 0),
    "fold.before_commit": (("one_transaction",), 0),
    "fold.after_commit": (("claimed_is_gone",), 1),
    "team.before_commit": (_LOSES_OWED, 0),
    "owed.after_lease": (_LOSES_OWED, 0),
    "issue.before_award": (_LOSES_OWED, 0),
    "issue.before_commit": (_LOSES_OWED, 0),
    "render.before_keep": (_LOSES_OWED, 0),
    "mail.before_delivery": (_LOSES_OWED, 0),
    "mail.after_delivery": (_LOSES_OWED, 0),
}


@dataclass(frozen=True, slots=True)
class Planned:
    """A fault, and how many rounds of it the long form has."""

    fault: Fault
    rounds: int


def _fault(
    name: str,
    what: str,
    strike: Callable[[Round], None],
    guards: tuple[str, ...],
    **more: Any,
) -> Fault:
    return Fault(name, what, strike, guards, reveals=_REVEALS[guards[0]], **more)


def _kills() -> Iterator[Planned]:
    for point in POINTS:
        guards, passes = _AT_POINT[point.name]
        what = f"SIGKILL {point.side} `{point.module}.{point.function}`"
        strike = striking.kill_at(point.name, passes_in_control=passes)
        yield Planned(
            _fault(
                f"kill {point.name}",
                what,
                strike,
                guards,
                may_repeat_mail=point.name == "mail.after_delivery",
            ),
            SEEDS_LONG,
        )


_SERVERS = (
    Planned(
        _fault(
            "redis flushed",
            "FLUSHALL, half the time while both workers are dead",
            striking.flush_redis,
            ("sweeper",),
        ),
        TIMES_LONG,
    ),
    Planned(
        _fault(
            "redis restarted",
            "SIGKILL of Redis; half the time with the loss of all its data, both workers dead",
            striking.restart_redis,
            ("sweeper",),
        ),
        TIMES_LONG,
    ),
    Planned(
        _fault(
            "postgresql stopped",
            "an immediate stop (SIGQUIT) in the midst of writing, and the start after it",
            striking.stop_postgresql,
            ("answer_after_commit",),
            may_repeat_mail=True,
        ),
        TIMES_LONG,
    ),
    Planned(
        _fault(
            "disk full",
            "no byte left for the database, its log included, for three seconds",
            striking.fill_the_disk,
            ("answer_after_commit",),
            may_repeat_mail=True,
            needs_disk=True,
        ),
        5,
    ),
)
_MESSAGES = (
    Planned(
        _fault(
            "duplicates",
            "every batch sent ten times, from several threads",
            delivering.send_ten_times,
            ("clients_ids",),
        ),
        SEEDS_LONG,
    ),
    Planned(
        _fault(
            "reversed",
            "the last act arrives first, each folded before the next comes",
            delivering.send_backwards,
            ("greatest_score",),
        ),
        10,
    ),
    Planned(
        _fault(
            "a week old",
            "acts of a week ago arrive in some order",
            delivering.send_late,
            ("stored_at",),
            age=WEEK,
        ),
        SEEDS_LONG,
    ),
    Planned(
        _fault(
            "two schedulers",
            "two schedulers and two workers at the same owed work, with a slow mail server",
            delivering.answer_mail_slowly,
            ("locks",),
        ),
        TIMES_LONG,
    ),
    Planned(
        _fault(
            "clocks jump",
            "the clocks of all our processes jump by hours and days, forwards and backwards",
            winding.jump_clocks,
            ("clock_of_the_log",),
            age=WEEK,
        ),
        TIMES_LONG,
    ),
    Planned(
        _fault(
            "summer time",
            "the hour that comes twice: phones say the time on the wall, our clocks cross it too",
            winding.cross_summer_time,
            ("summer_time",),
        ),
        TIMES_LONG,
    ),
    Planned(
        _fault(
            "poison",
            "a mail kills whoever sends it: parked after three tries, the others flow",
            delivering.send_poison,
            ("tries",),
        ),
        10,
    ),
)
PLANNED: dict[str, Planned] = {
    planned.fault.name: planned for planned in (*_kills(), *_SERVERS, *_MESSAGES)
}
