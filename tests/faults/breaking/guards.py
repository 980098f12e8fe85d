"""The table of guards that a control turns off, each put back by taking its switch away.

Here and nowhere else is what the campus would be without them: it answers before it has
committed, takes no locks, forgets its sweeper, believes the clients' clocks.
"""

import functools
from collections.abc import Callable
from importlib import import_module
from typing import Any

from . import careless, weather
from .switches import here

Function = Callable[..., Any]
Careless = Callable[..., Any]

# Guard, the function that holds it as its caller knows it, and what stands in while it is off:
# called with the function itself, then with its arguments.
GUARDS: tuple[tuple[str, str, str, Careless], ...] = (
    ("answer_after_commit", "campus.records.rest.views", "receive", careless.answer_first),
    ("clients_ids", "campus.records.rest.views", "receive", careless.make_own_ids),
    ("summer_time", "campus.records.rest.views", "receive", careless.believe_the_wall),
    ("clock_of_the_log", "campus.records.appending", "_insert", careless.insert_by_own_clock),
    ("one_transaction", "workers.progress.folding.shards", "reduce", careless.commit_the_claim),
    ("owed_until_folded", "workers.progress.folding.shards", "reduce", careless.claim_and_forget),
    ("greatest_score", "workers.progress.folding.shards", "reduce", careless.keep_the_last_score),
    ("stored_at", "workers.progress.folding.shards", "reduce", careless.believe_the_clients_clock),
    ("claimed_is_gone", "workers.progress.folding.shards", "fold_shard", careless.claim_again),
    ("done_with_its_row", "campus.owed.claiming", "_do", careless.forget_first),
    ("locks", "campus.owed.claiming", "_lease", careless.lease_without_end),
    ("locks", "campus.owed.claiming", "_do", careless.do_without_locks),
    ("tries", "campus.owed.claiming", "_lease", careless.lease_without_counting),
    ("sweeper", "workers.progress.folding.shards", "fold_all", careless.sweep_nothing),
    ("sweeper", "campus.owed.claiming", "kinds_due", careless.nothing_due),
    ("finder", "workers.certificates.issuing.sweeping", "find_unissued", careless.nothing_unissued),
)


def loosen() -> None:
    for guard, module_name, name, stand_in in GUARDS:
        module = import_module(module_name)
        setattr(module, name, _loose(guard, getattr(module, name), stand_in))
    weather.make_poison_deadly()
    weather.wind_the_clocks()
    weather.hurry_the_schedule()


def _loose(guard: str, function: Function, stand_in: Careless) -> Function:
    switches = here()

    @functools.wraps(function)
    def loose(*args: Any, **named: Any) -> Any:
        if switches.is_off(guard):
            return stand_in(function, *args, **named)
        return function(*args, **named)

    return loose
