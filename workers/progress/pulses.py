"""Owns telling whether a report has moved, by one probe, whatever the number of its people."""

from collections.abc import Collection
from uuid import UUID

from django.db import connection
from django.db.models import Sum

from .models import Pulse

_BEAT = """
INSERT INTO progress_pulse AS p (target, lot, beats) VALUES (%s, %s, 1)
ON CONFLICT (target, lot) DO UPDATE SET beats = p.beats + 1
"""


def pulse_of(targets: Collection[UUID]) -> int:
    """Another number whenever a progress row of these courses or tracks has changed; one query."""
    beats = Pulse.objects.filter(target__in=targets).aggregate(beats=Sum("beats"))["beats"]
    return int(beats or 0)


def beat_of_team(track: UUID) -> None:
    with connection.cursor() as cursor:
        cursor.execute(_BEAT, [track, Pulse.OF_THE_TEAM])
