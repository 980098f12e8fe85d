"""Owns how far a walk through all learners has come, so that it goes on where it stopped."""

from django.db import models


class Journey(models.Model):
    """A proof or rebuild under way: the last learner done, how many, what was wrong so far."""

    name = models.CharField(max_length=40, primary_key=True)
    after = models.UUIDField(null=True)
    learners = models.PositiveIntegerField(default=0)
    records = models.PositiveBigIntegerField(default=0)
    rows = models.PositiveBigIntegerField(default=0)
    faults = models.PositiveIntegerField(default=0)
    begun_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        db_table = "progress_journey"

    def __str__(self) -> str:
        return f"{self.name}: {self.learners}"
