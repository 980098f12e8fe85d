"""Owns what stands where no fold has made a row of progress yet."""

from workers.progress.models import Progress
from workers.progress.models.progress import ProgressState

NOT_STARTED = Progress(
    minutes_done=0, minutes=0, seconds=0, position=0, state=ProgressState.NOT_STARTED.value
)
