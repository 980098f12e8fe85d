"""What a program is to the launcher: its command, and how it wishes to be run and stopped."""

import enum
import signal
from collections.abc import Mapping
from dataclasses import dataclass, field

from campus.env.reading import ROOT


class Tier(enum.IntEnum):
    """What is stopped together; the highest goes first, the database last."""

    DATABASE = 0
    REDIS = 1
    CAMPUS = 2


# Together below the promised 10 seconds, with room for killing what has not stopped by then.
SECONDS_TO_STOP = {Tier.CAMPUS: 3.5, Tier.REDIS: 1.0, Tier.DATABASE: 4.0}


@dataclass(frozen=True, slots=True)
class Program:
    """`name` is also its log's; `user` is whom to become first."""

    name: str
    command: tuple[str, ...]
    tier: Tier = Tier.CAMPUS
    environment: Mapping[str, str] = field(default_factory=dict)
    user: str | None = None
    folder: str = str(ROOT)
    stop_signal: signal.Signals = signal.SIGTERM
