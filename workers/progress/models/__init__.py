"""Projections of the log, one file per subject: never edited, always rebuildable."""

from .journeys import Journey
from .moves import Move, MovedEnrolment
from .progress import Progress, TeamProgress
from .pulses import Pulse
from .states import ObjectState

__all__ = [
    "Journey",
    "Move",
    "MovedEnrolment",
    "ObjectState",
    "Progress",
    "Pulse",
    "TeamProgress",
]
