"""Owns the report of a storm: Markdown that a person reads from top to bottom."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import UTC, datetime

from tests.faults.running import Outcome

_HEAD = """# What was struck, and what was found

{when}. {rounds} rounds of {faults} faults in {minutes:.0f} minutes; {accepted} records were
accepted, {unknown} were never answered and not asked for again, {retries} requests had to be
repeated. **{verdict}**

Each round has new learners, a team on a track and somebody alone, who send what they did to a
running campus (web server, two workers, two schedulers, PostgreSQL, Redis) while the fault
strikes. A strike has landed where something shows that it struck (who was killed, what was lost);
one that missed is made up for with another seed. A round is cut where a request was on its way and
was not answered; 503 that says when to come back is the only answer of that kind that is allowed.
Afterwards it must be calm within 60 seconds, and then all promises are proved: the log
holds what was accepted and nothing that was not sent (N1, N2); every projection equals the fold of
the log (N3); each credential was due and each one due is there, once (N4); each mail was sent and
each credential has its document (N5); nothing of it depended on Redis (N6). The control is the same
strike with the guard off: there the judgement must find what just this guard prevents.

| fault | what strikes | landed | cut | accepted | repeated | completed, credentials, mails \
| seconds | broken | without its guard |
|---|---|---:|---:|---:|---:|---:|---:|---:|---|
"""


def report(
    outcomes: Sequence[Outcome], lags: Mapping[str, Mapping[str, float]], *, seconds: float
) -> str:
    broken = [o for o in outcomes if o.broken or (o.is_judged and not o.is_kept)]
    head = _HEAD.format(
        when=datetime.now(UTC).strftime("%d.%m.%Y, %H:%M UTC"),
        rounds=sum(o.rounds for o in outcomes),
        faults=len(outcomes),
        minutes=seconds / 60,
        accepted=sum(o.accepted for o in outcomes),
        unknown=sum(o.unknown for o in outcomes),
        retries=sum(o.retries for o in outcomes),
        verdict=_verdict(broken, left=sum(not outcome.is_judged for outcome in outcomes)),
    )
    rest = [*map(_row, outcomes), "", *_lags(lags), *_details(outcomes)]
    return head + "\n".join(rest) + "\n"


def _lags(lags: Mapping[str, Mapping[str, float]]) -> Iterator[str]:
    if lags:
        yield "## From the answer to the fold, in seconds\n"
        for how, lag in lags.items():
            told = ", ".join(f"{name} {value}" for name, value in lag.items())
            yield f"- {how}: {told}"
        yield ""


def _verdict(broken: Sequence[Outcome], *, left: int) -> str:
    names = ", ".join(outcome.name for outcome in broken)
    said = f"Not kept, or not shown: {names}." if broken else "Every promise was kept."
    return f"{said} {left} controls are still to come." if left else said


def _row(o: Outcome) -> str:
    if o.left_out:
        return f"| {o.name} | {o.what} | left out: {o.left_out} | | | | | |"
    made = f"{o.made.completions}, {o.made.credentials}, {o.made.mails}"
    control = f"{len(o.control)} found" if o.control else "**nothing found**"
    return (
        f"| {o.name} | {o.what} | {o.landed} of {o.rounds} | {o.cut} | {o.accepted} "
        f"| {o.retries} | {made} | {o.seconds:.0f} | {len(o.broken) or 'none'} "
        f"| {control} ({', '.join(o.guards)} off) |"
    )


def _details(outcomes: Sequence[Outcome]) -> Iterator[str]:
    for o in outcomes:
        if o.broken:
            yield f"## Broken: {o.name}\n"
            yield from (f"- {fault}" for fault in o.broken[:30])
            yield ""
    yield "## How the strikes landed\n"
    for o in outcomes:
        how = (f"{how}: {times}" for how, times in sorted(o.landings.items()))
        yield f"- {o.name}: {'; '.join(how)}"
    yield ""
    yield "## What the controls found, one example each\n"
    for o in outcomes:
        if o.control:
            yield f"- {o.name}: {o.control[0][:300]}"
