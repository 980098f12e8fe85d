"""The table of faults: what strikes, how often in the long form, and the guards that hold."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta

from tests.faults import striking
from tests.faults.breaking.points import POINTS
from tests.faults.storms import Fault

WEEK = timedelta(days=7)
SEEDS_LONG, TIMES_LONG = 25, 20

_LOSES_OWED = ("done_with_its_row", "finder")
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


def _kills() -> Iterator[Planned]:
    for point in POINTS:
        guards, passes = _AT_POINT[point.name]
        what = f"SIGKILL {point.side} `{point.module}.{point.function}`"
        strike = striking.kill_at(point.name, passes_in_control=passes)
        yield Planned(
            Fault(f"kill {point.name}", what, strike, guards, may_repeat_mail=True), SEEDS_LONG
        )


_SERVERS = (
    Planned(
        Fault(
            "redis flushed",
            "FLUSHALL, half the time while both workers are dead",
            striking.flush_redis,
            ("sweeper",),
        ),
        TIMES_LONG,
    ),
    Planned(
        Fault(
            "redis restarted",
            "SIGKILL of Redis; half the time with the loss of all its data, both workers dead",
            striking.restart_redis,
            ("sweeper",),
        ),
        TIMES_LONG,
    ),
    Planned(
        Fault(
            "postgresql stopped",
            "an immediate stop (SIGQUIT) in the midst of writing, and the start after it",
            striking.stop_postgresql,
            ("answer_after_commit",),
            may_repeat_mail=True,
        ),
        TIMES_LONG,
    ),
    Planned(
        Fault(
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
        Fault(
            "duplicates",
            "every batch sent ten times, from several threads",
            striking.send_ten_times,
            ("clients_ids",),
        ),
        SEEDS_LONG,
    ),
    Planned(
        Fault(
            "reversed",
            "the last act arrives first, each folded before the next comes",
            striking.send_backwards,
            ("greatest_score",),
        ),
        5,
    ),
    Planned(
        Fault(
            "a week old",
            "acts of a week ago arrive in some order",
            striking.send_plainly,
            ("stored_at",),
            age=WEEK,
        ),
        SEEDS_LONG,
    ),
    Planned(
        Fault(
            "two schedulers",
            "two schedulers and two workers at the same owed work, with a slow mail server",
            striking.answer_mail_slowly,
            ("locks",),
        ),
        5,
    ),
    Planned(
        Fault(
            "clocks jump",
            "the clocks of all our processes jump by hours and days, forwards and backwards",
            striking.jump_clocks,
            ("clock_of_the_log",),
            age=WEEK,
        ),
        TIMES_LONG,
    ),
    Planned(
        Fault(
            "poison",
            "a mail kills whoever sends it: parked after three tries, the others flow",
            striking.send_poison,
            ("tries",),
            may_repeat_mail=True,
        ),
        5,
    ),
)
PLANNED: dict[str, Planned] = {
    planned.fault.name: planned for planned in (*_kills(), *_SERVERS, *_MESSAGES)
}
