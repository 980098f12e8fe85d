"""Owns how often the numbers of a course or a track have moved."""

from django.db import models


class Pulse(models.Model):
    """Moves on with every change of a progress row of this course or track.

    One row for each shard of learners, because a shard has one fold at a time: folds never wait
    here. `OF_THE_TEAM` stands for the shard in the row that a team's own number has.
    """

    OF_THE_TEAM = -1

    pk = models.CompositePrimaryKey("target", "lot")
    target = models.UUIDField()
    lot = models.SmallIntegerField()
    beats = models.BigIntegerField()

    class Meta:
        db_table = "progress_pulse"

    def __str__(self) -> str:
        return f"{self.target} {self.lot}: {self.beats}"
