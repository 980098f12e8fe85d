"""What strikes every process of a campus in a storm: poison, wrong clocks, a hurried schedule."""

import os
import signal
import time
from typing import Any

from .switches import here

POISON = "poison"
WRONG_CLOCK = "wrong clock"


def make_poison_deadly() -> None:
    """A mail about poison ends the process that would send it."""
    from campus.outbox import sending

    send = sending._deliver

    def deliver(mail: Any, server: Any) -> None:
        if mail.subject == POISON:
            os.kill(os.getpid(), signal.SIGKILL)
        send(mail, server)

    sending._deliver = deliver


def wind_the_clocks() -> None:
    """The clocks that Python reads are wrong by as much as the storm says."""
    from datetime import timedelta

    from django.utils import timezone

    switches, true_now, true_time = here(), timezone.now, time.time

    def wrong_now() -> Any:
        if offset := switches.clock_is_off_by:
            switches.note(WRONG_CLOCK)
        return true_now() + timedelta(seconds=offset)

    timezone.now = wrong_now
    time.time = lambda: true_time() + switches.clock_is_off_by


def hurry_the_schedule() -> None:
    """The sweeper comes each second and the seal every two: a storm of hours in minutes."""
    if not os.environ.get("FAULTS_HURRY"):
        return
    from workers.schedule import SCHEDULE

    for name, seconds in (("sweep", 1.0), ("seal the log", 2.0)):
        SCHEDULE[name] |= {"schedule": seconds, "options": {"expires": 30}}
