"""`python -m tests.faults`: a storm on a campus of its own, and a report of it.

`--long` has every fault as often as the promises say; without it, one round each. The end is 1
where a promise was broken, or where a control found nothing.
"""

import argparse
import json
import signal
import sys
import time
from dataclasses import asdict
from pathlib import Path
from typing import Any

from tests.faults.lagging import measured_apart
from tests.faults.struck import Struck, a_struck_campus


def main() -> int:
    asked = _asked()
    asked.lags = measured_apart() if asked.lag else {}
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))  # the disk and the servers go as well
    with a_struck_campus() as struck:
        return _storm(struck, asked)


def _storm(struck: Struck, asked: argparse.Namespace) -> int:
    """On the campus that was just started: only now is there a database to speak of."""
    from tests.faults.catalogue import PLANNED
    from tests.faults.running import run

    planned = [PLANNED[name] for name in asked.only or PLANNED]
    rounds = [one.rounds if asked.long else 1 for one in planned]
    times = [n if asked.seeds is None else asked.seeds for n in rounds]
    told: dict[str, Any] = {}
    began = time.monotonic()

    def tell(outcome: Any) -> None:
        told[outcome.name] = outcome
        _say(outcome)
        _write(asked, list(told.values()), seconds=time.monotonic() - began)

    outcomes = run(struck, list(zip(planned, times, strict=True)), tell)
    return 0 if all(outcome.is_kept for outcome in outcomes) else 1


def _write(asked: argparse.Namespace, outcomes: list[Any], *, seconds: float) -> None:
    """Again after each fault: a storm that is cut short has its report as well."""
    from tests.faults.reporting import report

    if asked.report:
        asked.report.write_text(report(outcomes, asked.lags, seconds=seconds))
    if asked.json:
        asked.json.write_text(json.dumps([asdict(outcome) for outcome in outcomes]))


def _asked() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--long", action="store_true")
    parser.add_argument("--seeds", type=int, help="rounds of each; 0 for controls alone")
    parser.add_argument("--only", nargs="+", metavar="FAULT", help="faults by their names")
    parser.add_argument("--lag", action="store_true", help="measure it first, into the report")
    parser.add_argument("--report", type=Path)
    parser.add_argument("--json", type=Path)
    return parser.parse_args()


def _say(outcome: Any) -> None:
    """After its rounds, and once more after its control."""
    if outcome.control is not None:
        found = f"{len(outcome.control)} found" if outcome.control else "NOTHING FOUND"
        print(f"{outcome.name} without its guard: {found}", flush=True)
        return
    print(
        f"{outcome.name}: {outcome.landed} of {outcome.rounds} landed in {outcome.seconds:.0f} s "
        f"({outcome.landings}), {outcome.cut} cut, {outcome.accepted} accepted, "
        f"{outcome.made}, {len(outcome.broken)} broken",
        flush=True,
    )
    for fault in outcome.broken[:5]:
        print(f"  {fault}", flush=True)


if __name__ == "__main__":
    sys.exit(main())
