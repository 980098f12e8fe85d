"""Owns who follows a track, and how far each step is (a projection of the log)."""

from django.conf import settings
from django.db import models
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _

from campus.ids import new_id, new_registration

from .steps import Step
from .tracks import Track


class TrackEnrolment(models.Model):
    """A person follows a track; leaving the team ends it, coming back revives it."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    track = models.ForeignKey(Track, models.PROTECT, related_name="enrolments")
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="track_enrolments"
    )
    registration = models.UUIDField(unique=True, default=new_registration, editable=False)
    enrolled_at = models.DateTimeField(_("enrolled"))
    withdrawn_at = models.DateTimeField(_("withdrawn"), null=True, blank=True)
    # A projection, as the states of the steps are: up to where the log is counted in them.
    position = models.BigIntegerField(default=0, editable=False)

    class Meta:
        verbose_name = _("enrolment in a track")
        verbose_name_plural = _("enrolments in tracks")
        constraints = [
            models.UniqueConstraint(fields=["track", "person"], name="one_enrolment_per_track")
        ]

    def __str__(self) -> str:
        return f"{self.person} · {self.track}"


class StepState(models.Model):
    """A projection: where one person stands with one step. Rebuilt, never edited."""

    class State(models.TextChoices):
        NOT_STARTED = "not_started", _("not started")
        IN_PROGRESS = "in_progress", _("in progress")
        COMPLETED = "completed", _("completed")
        ACCREDITED = "accredited", _("accredited")
        WAIVED = "waived", _("waived")
        FAILED = "failed", _("failed")

    enrolment = models.ForeignKey(TrackEnrolment, models.CASCADE, related_name="step_states")
    step = models.ForeignKey(Step, models.CASCADE, related_name="states")
    state = models.CharField(max_length=12, choices=State.choices)
    minutes_done = models.PositiveIntegerField()
    completed_at = models.DateTimeField(null=True)
    changed_at = models.DateTimeField(db_default=Now())

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["enrolment", "step"], name="one_state_per_step")
        ]

    def __str__(self) -> str:
        return f"{self.enrolment_id} · {self.step_id} · {self.state}"
