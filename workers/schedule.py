"""The table of periodic work: what finds what no bell announced."""

from typing import Any

EVERY_SWEEP = 5.0
EVERY_DAY = 86_400.0
EVERY_MINUTE = 60.0


def _periodic(task: str, seconds: float) -> dict[str, Any]:
    """A missed beat is not made up for: the message expires before the next one is due."""
    return {"task": task, "schedule": seconds, "options": {"expires": seconds}}


SCHEDULE = {
    "sweep": _periodic("owed.sweep", EVERY_SWEEP),
    "find credentials nobody was told of": _periodic("certificates.sweep", EVERY_MINUTE / 2),
    "remind of renewals that opened": _periodic("certificates.remind", EVERY_DAY / 24),
    "forget uploads nobody went on with": _periodic("courses.sweep_uploads", EVERY_DAY / 24),
    "seal the log": _periodic("records.seal", EVERY_MINUTE),
    "prepare the log's next months": _periodic("records.prepare_months", EVERY_DAY / 2),
}
