"""Owns the report of a storm: Markdown that a person reads from top to bottom."""

from collections.abc import Iterator, Sequence
from datetime import UTC, datetime

from tests.faults.running import Outcome

_HEAD = """# What was struck, and what was found

{when}. {rounds} rounds of {faults} faults in {minutes:.0f} minutes; {accepted} records were
accepted, {unknown} were never answered and not asked for again, {retries} requests had to be
repeated. **{verdict}**

Each round has new learners, a team on a track and somebody alone, who send what they did to a
running campus (web server, two workers, two schedulers, PostgreSQL, Redis) while the fault
strikes. Afterwards it must be calm within 60 seconds, and then all promises are proved: the log
holds what was accepted and nothing that was not sent (N1, N2); every projection equals the fold of
the log (N3); each credential was due and each one due is there, once (N4); each mail was sent and
each credential has its document (N5); nothing of it depended on Redis (N6). The control is the same
strike with the guard off: there the judgement must find something.

| fault | what strikes | rounds | accepted | repeated | seconds | broken | without its guard |
|---|---|---:|---:|---:|---:|---:|---|
"""


def report(outcomes: Sequence[Outcome], *, seconds: float) -> str:
    broken = [outcome for outcome in outcomes if not outcome.is_kept]
    head = _HEAD.format(
        when=datetime.now(UTC).strftime("%d.%m.%Y, %H:%M UTC"),
        rounds=sum(o.rounds for o in outcomes),
        faults=len(outcomes),
        minutes=seconds / 60,
        accepted=sum(o.accepted for o in outcomes),
        unknown=sum(o.unknown for o in outcomes),
        retries=sum(o.retries for o in outcomes),
        verdict=f"{len(broken)} faults broke a promise." if broken else "Every promise was kept.",
    )
    return head + "\n".join([*map(_row, outcomes), "", *_details(outcomes)]) + "\n"


def _row(o: Outcome) -> str:
    if o.left_out:
        return f"| {o.name} | {o.what} | left out: {o.left_out} | | | | | |"
    rounds = f"{o.rounds} ({o.missed} missed)" if o.missed else f"{o.rounds}"
    control = f"{len(o.control)} found" if o.control else "**nothing found**"
    return (
        f"| {o.name} | {o.what} | {rounds} | {o.accepted} | {o.retries} | {o.seconds:.0f} "
        f"| {len(o.broken) or 'none'} | {control} ({', '.join(o.guards)} off) |"
    )


def _details(outcomes: Sequence[Outcome]) -> Iterator[str]:
    for o in outcomes:
        if o.broken:
            yield f"## Broken: {o.name}\n"
            yield from (f"- {fault}" for fault in o.broken[:30])
            yield ""
    yield "## What the controls found, one example each\n"
    for o in outcomes:
        if o.control:
            yield f"- {o.name}: {o.control[0][:300]}"
