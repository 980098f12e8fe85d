"""Owns how Python sees the log; the tables themselves are made in SQL by the first migration."""

from datetime import datetime, timedelta

from django.db import models

from campus.records.verbs import Trust


class RecordQuerySet(models.QuerySet["LearningRecord"]):
    def counting(self) -> "RecordQuerySet":
        """Those that the fold reads: about somebody of the campus, not erased, not voided."""
        voided = Void.objects.filter(voided=models.OuterRef("id"))
        return self.filter(erased_at=None, learner__isnull=False).exclude(models.Exists(voided))

    def since(self, moment: datetime) -> "RecordQuerySet":
        """Stored then or later: months before are not looked at. Clocks may differ by a day."""
        return self.filter(stored_at__gte=moment - timedelta(days=1))


class LearningRecord(models.Model):
    """One xAPI statement. The database refuses to change or delete it (erasure aside).

    `learner` is a person or a team; `registration` says in which enrolment. A statement of another
    system has a `client` and its `authority`; where it moves nobody's progress it is a stranger's
    and has no learner. `statement` is the
    canonical JSON text that `hash` was made from, with `salt` before it. `seconds` is how long she
    learnt, idle time cut. Of an erased person's
    rows only id, `stored_at`, hash and `erased_at` are left and everything else is null: whoever
    reads the other columns leaves erased rows out.
    """

    pk = models.CompositePrimaryKey("id", "stored_at")
    id = models.UUIDField()
    stored_at = models.DateTimeField()
    position = models.BigIntegerField()
    occurred_at = models.DateTimeField()
    learner_kind = models.CharField(max_length=8)
    learner = models.UUIDField(null=True)
    registration = models.UUIDField()
    object_kind = models.CharField(max_length=10)
    object = models.UUIDField()
    release = models.UUIDField(null=True)
    verb = models.CharField(max_length=20)
    score = models.FloatField(null=True)
    seconds = models.IntegerField(null=True)
    trust = models.CharField(max_length=8, choices=Trust.choices)
    asserted_by = models.UUIDField(null=True)
    client = models.UUIDField(null=True)
    authority = models.TextField(null=True)
    statement = models.TextField(null=True)
    salt = models.BinaryField(null=True)
    hash = models.BinaryField()
    erased_at = models.DateTimeField(null=True)

    objects = RecordQuerySet.as_manager()

    class Meta:
        managed = False
        db_table = "records_record"

    def __str__(self) -> str:
        return f"{self.verb} {self.object_kind} {self.object}"


class Void(models.Model):
    """A statement that another one took back; both stay in the log."""

    voided = models.UUIDField(primary_key=True)
    by = models.UUIDField()
    stored_at = models.DateTimeField()

    class Meta:
        managed = False
        db_table = "records_void"

    def __str__(self) -> str:
        return f"{self.by} voids {self.voided}"
