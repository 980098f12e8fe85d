"""Owns moves to another release: what was looked at, and what became of each enrolment."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from campus.ids import new_id
from courses.models import Course, CourseRelease, Enrolment


class Move(models.Model):
    """Enrolments of a course and the number each would have on another release.

    Looked at first; then a job moves those whose number is still the one that was looked at.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    course = models.ForeignKey(
        Course, models.PROTECT, related_name="moves", verbose_name=_("course")
    )
    release = models.ForeignKey(
        CourseRelease, models.PROTECT, null=True, related_name="+", verbose_name=_("release")
    )
    undoes = models.ForeignKey("self", models.PROTECT, null=True, related_name="undone_by")
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("by")
    )
    looked_at = models.DateTimeField(_("looked at"))
    job = models.UUIDField(null=True, editable=False)
    ended_at = models.DateTimeField(_("ended"), null=True, editable=False)

    class Meta:
        verbose_name = _("move to a release")
        verbose_name_plural = _("moves to a release")
        ordering = ["-looked_at"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(release__isnull=True) ^ models.Q(undoes__isnull=True),
                name="move_to_a_release_or_back",
            )
        ]

    def __str__(self) -> str:
        return f"{self.course} → {self.release.number}" if self.release else f"{self.course} ←"


class MovedEnrolment(models.Model):
    """One enrolment: from which release to which, and from which number to which.

    `position` is that of the last record counted when it was looked at.
    """

    class Outcome(models.TextChoices):
        LOOKED_AT = "looked_at", _("looked at")
        MOVED = "moved", _("moved")
        MOVED_ON = "moved_on", _("has moved on meanwhile: look again")

    move = models.ForeignKey(Move, models.CASCADE, related_name="enrolments")
    enrolment = models.ForeignKey(Enrolment, models.PROTECT, related_name="+")
    before = models.ForeignKey(CourseRelease, models.PROTECT, related_name="+")
    after = models.ForeignKey(CourseRelease, models.PROTECT, related_name="+")
    position = models.BigIntegerField()
    done_before = models.PositiveIntegerField()
    minutes_before = models.PositiveIntegerField()
    state_before = models.CharField(max_length=12)
    done_after = models.PositiveIntegerField()
    minutes_after = models.PositiveIntegerField()
    state_after = models.CharField(max_length=12)
    outcome = models.CharField(max_length=10, choices=Outcome.choices, default=Outcome.LOOKED_AT)

    class Meta:
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(fields=["move", "enrolment"], name="enrolment_once_per_move")
        ]

    def __str__(self) -> str:
        return f"{self.enrolment_id} {self.done_before}/{self.minutes_before}"
