"""Owns the scheduler: while no broker takes its messages, it sweeps by itself.

Otherwise nothing would be folded, issued or sent for as long as Redis is away: workers hear of
the sweep through the broker alone.
"""

import logging
from typing import Any

from celery.beat import PersistentScheduler, ScheduleEntry, SchedulingError
from django.db import close_old_connections

from workers import tasks

log = logging.getLogger(__name__)


class Scheduler(PersistentScheduler):
    def apply_async(self, entry: ScheduleEntry, *args: Any, **named: Any) -> Any:
        try:
            return super().apply_async(entry, *args, **named)
        except SchedulingError:
            if entry.task != tasks.sweep.name:
                raise
            log.warning("no broker: the scheduler sweeps by itself")
            close_old_connections()  # as at the start of a request: one that died is replaced
            return tasks.sweep()
