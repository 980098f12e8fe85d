"""Owns how far somebody is: one row per enrolment, one per team and track."""

from django.db import models
from django.db.models.functions import Now


class ProgressState(models.TextChoices):
    NOT_STARTED = "not_started"
    IN_PROGRESS = "in_progress"
    COMPLETED = "completed"
    ACCREDITED = "accredited"
    WITHDRAWN = "withdrawn"


class Fraction(models.Model):
    """Whole minutes done of whole minutes.

    `as_of` is when the last record counted was stored, `position` its place in the log, and
    `seconds` the time spent.
    """

    minutes_done = models.PositiveIntegerField()
    minutes = models.PositiveIntegerField()
    state = models.CharField(max_length=12, choices=ProgressState.choices)
    completed_at = models.DateTimeField(null=True)
    as_of = models.DateTimeField()
    position = models.BigIntegerField(default=0)
    seconds = models.PositiveBigIntegerField(default=0)

    class Meta:
        abstract = True

    @property
    def fraction(self) -> float:
        """In [0, 1]; without any minutes to do, only the state can say."""
        if not self.minutes:
            return float(self.state in (ProgressState.COMPLETED, ProgressState.ACCREDITED))
        return self.minutes_done / self.minutes


class Progress(Fraction):
    """How far a person is with one enrolment, in a course or a track.

    `as_of` is when the last record counted was stored, `changed_at` when this row last changed.
    """

    class Kind(models.TextChoices):
        COURSE = "course"
        TRACK = "track"

    registration = models.UUIDField(primary_key=True)
    enrolment = models.UUIDField(unique=True)
    kind = models.CharField(max_length=6, choices=Kind.choices)
    person = models.UUIDField()
    target = models.UUIDField()
    changed_at = models.DateTimeField(db_default=Now())

    class Meta:
        indexes = [
            models.Index(fields=["person", "kind"], name="progress_by_person"),
            models.Index(fields=["target"], name="progress_by_target"),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.target} {self.fraction:.0%}"


class TeamProgress(Fraction):
    """How far a team is with its track: the mean over its members, in their own minutes."""

    track = models.UUIDField(primary_key=True)
    team = models.UUIDField()
    members = models.PositiveIntegerField()

    class Meta:
        indexes = [models.Index(fields=["team"], name="team_progress_by_team")]

    def __str__(self) -> str:
        return f"{self.track} {self.fraction:.0%}"
