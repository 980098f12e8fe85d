"""Projections of the log, one file per subject: never edited, always rebuildable."""

from .moves import Move, MovedEnrolment
from .progress import Progress, TeamProgress
from .states import ObjectState

__all__ = ["Move", "MovedEnrolment", "ObjectState", "Progress", "TeamProgress"]
