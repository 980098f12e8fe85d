"""Projections of the log, one file per subject: never edited, always rebuildable."""

from .progress import Progress, TeamProgress
from .states import ObjectState

__all__ = ["ObjectState", "Progress", "TeamProgress"]
