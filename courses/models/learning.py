"""Owns who follows which course, and who completed which work."""

from django.conf import settings
from django.db import models
from django.db.models.functions import Now
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from campus.ids import new_id, new_registration

from .catalogue import Course, Work
from .releases import CourseRelease


class Enrolment(models.Model):
    """A person follows a work during one period, pinned to a release of one translation."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="enrolments")
    work = models.ForeignKey(Work, models.PROTECT, related_name="enrolments")
    # Its own index is the first half of the one below.
    course = models.ForeignKey(Course, models.PROTECT, related_name="enrolments", db_index=False)
    release = models.ForeignKey(CourseRelease, models.PROTECT, related_name="enrolments")
    period = models.PositiveSmallIntegerField(_("period"), default=1)
    registration = models.UUIDField(unique=True, default=new_registration, editable=False)
    enrolled_at = models.DateTimeField(_("enrolled"))
    withdrawn_at = models.DateTimeField(_("withdrawn"), null=True, blank=True)
    changed_at = models.DateTimeField(default=timezone.now, db_default=Now(), editable=False)

    class Meta:
        verbose_name = _("enrolment")
        verbose_name_plural = _("enrolments")
        ordering = ["-enrolled_at"]
        constraints = [
            models.UniqueConstraint(
                fields=["person", "work", "period"], name="one_enrolment_per_period"
            )
        ]
        # A course's people in pages: the last page costs what the first one does.
        indexes = [models.Index(fields=["course", "id"], name="enrolment_by_course")]

    def __str__(self) -> str:
        return f"{self.person} · {self.course}"


class CourseCompletion(models.Model):
    """A projection of the log: this enrolment's work is complete. Rebuilt, never edited."""

    enrolment = models.OneToOneField(
        Enrolment, models.CASCADE, primary_key=True, related_name="completion"
    )
    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="completions")
    work = models.ForeignKey(Work, models.PROTECT, related_name="completions")
    release = models.ForeignKey(CourseRelease, models.PROTECT, related_name="+")
    completed_at = models.DateTimeField()
    changed_at = models.DateTimeField(db_default=Now())

    class Meta:
        indexes = [models.Index(fields=["person", "work"], name="completion_by_person_work")]

    def __str__(self) -> str:
        return f"{self.person_id} · {self.work_id}"
