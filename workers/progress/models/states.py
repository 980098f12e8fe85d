"""Owns what the log says of one object in one enrolment, reduced by verb and trust."""

from django.db import models


class ObjectState(models.Model):
    """The first and last record of a verb about an object, the best score and the time spent.

    Every column is a least, a greatest or a sum over distinct records, so they may arrive in any
    order, batch or number and the row comes out the same. One row per trust lets a rule ask for
    more of it.
    """

    pk = models.CompositePrimaryKey("registration", "object", "verb", "trust")
    registration = models.UUIDField()
    object = models.UUIDField()
    verb = models.CharField(max_length=20)
    trust = models.CharField(max_length=8)
    learner = models.UUIDField()
    first_at = models.DateTimeField()
    first_id = models.UUIDField()
    last_at = models.DateTimeField()
    best_score = models.FloatField(null=True)
    seconds = models.PositiveBigIntegerField(default=0)
    position = models.BigIntegerField(default=0)
    last_release = models.UUIDField(null=True)

    class Meta:
        db_table = "progress_state"

    def __str__(self) -> str:
        return f"{self.registration} {self.verb} {self.object}"
