"""The table of failpoints: where in web and workers a process may be killed."""

import functools
from collections.abc import Callable
from dataclasses import dataclass
from importlib import import_module
from typing import Any

from .switches import here

BEFORE, AFTER = "before", "after"


@dataclass(frozen=True, slots=True)
class Point:
    """A name, and the function (as its caller knows it) before or after which it lies."""

    name: str
    module: str
    function: str
    side: str


POINTS = (
    Point("web.before_insert", "campus.records.appending", "_insert", BEFORE),
    Point("web.after_insert", "campus.records.appending", "_insert", AFTER),
    Point("web.after_commit", "campus.records.rest.views", "receive", AFTER),
    Point("bell.before_message", "workers.doorbells", "_send", BEFORE),
    Point("fold.before_claim", "workers.progress.folding.shards", "reduce", BEFORE),
    Point("fold.after_reduce", "workers.progress.folding.shards", "reduce", AFTER),
    Point("fold.before_keep", "workers.progress.folding.shards", "keep", BEFORE),
    Point("fold.before_settle", "courses.learning", "settle", BEFORE),
    Point("fold.before_steps", "tracks.steps", "settle", BEFORE),
    Point("fold.before_commit", "workers.progress.folding.shards", "fold_sparing", AFTER),
    Point("fold.after_commit", "workers.progress.folding.shards", "fold_shard", AFTER),
    Point("team.before_commit", "workers.progress.folding.teams", "team_progress", AFTER),
    Point("owed.after_lease", "campus.owed.claiming", "_do", BEFORE),
    Point("issue.before_award", "workers.certificates.issuing.courses", "award_all", BEFORE),
    Point("issue.before_commit", "workers.certificates.issuing.courses", "award_all", AFTER),
    Point(
        "render.before_keep", "workers.certificates.pages.rendering", "typeset_credential", AFTER
    ),
    Point("mail.before_delivery", "campus.outbox.sending", "_deliver", BEFORE),
    Point("mail.after_delivery", "campus.outbox.sending", "_deliver", AFTER),
)


def hang() -> None:
    for point in POINTS:
        module = import_module(point.module)
        setattr(module, point.function, _killing(point, getattr(module, point.function)))


def _killing(point: Point, function: Callable[..., Any]) -> Callable[..., Any]:
    switches = here()

    @functools.wraps(function)
    def killing(*args: Any, **named: Any) -> Any:
        if point.side == BEFORE:
            switches.pass_by(point.name)
        answer = function(*args, **named)
        if point.side == AFTER:
            switches.pass_by(point.name)
        return answer

    return killing
