"""Owns what a step is: a lasting identity, and what each revision says of it."""

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from campus.ids import new_id
from courses.models import Course, CourseRelease, Work


class StepKind(models.TextChoices):
    COURSE = "course", _("course")
    WORKSHOP = "workshop", _("workshop")


class StepScope(models.TextChoices):
    """Whose doing completes a step."""

    MEMBER = "member", _("each member")


class StepContent(models.Model):
    """What a step asks for; shared by template steps and the steps of a revision.

    A course step names a work through one of its courses: completing any translation counts.
    """

    position = models.PositiveIntegerField(_("position"), default=0)
    kind = models.CharField(_("kind"), max_length=12, choices=StepKind.choices)
    title = models.JSONField(_("title"), help_text=_("By language."))
    course = models.ForeignKey(
        Course, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("course")
    )
    minutes = models.PositiveIntegerField(_("minutes"), default=60)
    scope = models.CharField(
        _("scope"), max_length=10, choices=StepScope.choices, default=StepScope.MEMBER
    )
    required = models.BooleanField(_("required"), default=True)

    class Meta:
        abstract = True

    def __str__(self) -> str:
        """A course step may leave its title to the course."""
        return next(iter(self.title.values()), self.course.title if self.course else "–")


class Step(models.Model):
    """The lasting identity of a step: its id lives from revision to revision."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    track = models.ForeignKey("tracks.Track", models.CASCADE, related_name="steps")

    def __str__(self) -> str:
        return str(self.id)


class RevisionStep(StepContent):
    """A step as one immutable revision of a track has it."""

    revision = models.ForeignKey("tracks.TrackRevision", models.CASCADE, related_name="steps")
    step = models.ForeignKey(Step, models.PROTECT, related_name="revised")
    work = models.ForeignKey(Work, models.PROTECT, null=True, related_name="+")
    release = models.ForeignKey(CourseRelease, models.PROTECT, null=True, related_name="+")
    release_at_least = models.PositiveIntegerField(null=True)
    equivalents = ArrayField(models.UUIDField(), default=list, blank=True)
    due_on = models.DateField(_("due"), null=True, blank=True)

    class Meta:
        ordering = ["position"]
        constraints = [
            models.UniqueConstraint(fields=["revision", "step"], name="step_once_per_revision"),
            models.CheckConstraint(
                condition=Q(kind=StepKind.COURSE, work__isnull=False, release__isnull=False)
                | ~Q(kind=StepKind.COURSE) & Q(work=None, release=None),
                name="a_course_step_names_a_release",
            ),
        ]
