"""Owns the draft: modules, lessons, and the captions of a film."""

from enum import StrEnum

from django.conf import settings
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from campus.ids import new_id

from .catalogue import Course


class Module(models.Model):
    """A group of lessons; its id lives from release to release."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    course = models.ForeignKey(
        Course, models.CASCADE, related_name="modules", verbose_name=_("course")
    )
    position = models.PositiveIntegerField(_("position"), default=0)
    title = models.CharField(_("title"), max_length=200)
    archived_at = models.DateTimeField(_("archived"), null=True, blank=True)

    class Meta:
        verbose_name = _("module")
        verbose_name_plural = _("modules")
        ordering = ["position", "id"]

    def __str__(self) -> str:
        return self.title


class Lesson(models.Model):
    """One lesson of the draft, as its author wrote it; its id lives from release to release.

    `path` and `permalink` are how other lessons link to it; `source` keeps such links as
    written, and publishing resolves them. `version` counts what was saved, so that nobody
    overwrites what she did not see.
    """

    class Kind(StrEnum):
        """The kinds that code speaks of by name; `courses.kinds` has them all."""

        ARTICLE = "article"
        QUIZ = "quiz"

    class MoveOn(models.TextChoices):
        COMPLETED = "Completed", _("completed")
        PASSED = "Passed", _("passed")
        COMPLETED_AND_PASSED = "CompletedAndPassed", _("completed and passed")
        COMPLETED_OR_PASSED = "CompletedOrPassed", _("completed or passed")
        NOT_APPLICABLE = "NotApplicable", _("does not count")

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    module = models.ForeignKey(
        Module, models.CASCADE, related_name="lessons", verbose_name=_("module")
    )
    position = models.PositiveIntegerField(_("position"), default=0)
    path = models.CharField(_("path"), max_length=300, blank=True)
    permalink = models.CharField(_("permalink"), max_length=300, blank=True)
    slug = models.SlugField(_("slug"), max_length=120)
    kind = models.CharField(_("kind"), max_length=10, default=Kind.ARTICLE.value)
    title = models.CharField(_("title"), max_length=300)
    source = models.TextField(_("text (Markdown)"), blank=True)
    address = models.URLField(_("address"), max_length=500, blank=True)
    file = models.CharField(_("file"), max_length=300, blank=True, help_text=_("Path of a file."))
    minutes = models.PositiveSmallIntegerField(
        _("minutes"), null=True, blank=True, help_text=_("Empty: from the length of the text.")
    )
    move_on = models.CharField(
        _("counts as done when"), max_length=20, choices=MoveOn.choices, default=MoveOn.COMPLETED
    )
    mastery = models.FloatField(
        _("mastery score"),
        default=0.7,
        validators=[MinValueValidator(0.0), MaxValueValidator(1.0)],
        help_text=_("Share of the points that passes a quiz, from 0 to 1."),
    )
    transcript = models.TextField(_("transcript (Markdown)"), blank=True)
    version = models.PositiveIntegerField(default=1, editable=False)
    changed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, editable=False, related_name="+"
    )
    archived_at = models.DateTimeField(_("archived"), null=True, blank=True)
    changed_at = models.DateTimeField(_("changed"), auto_now=True)

    class Meta:
        verbose_name = _("lesson")
        verbose_name_plural = _("lessons")
        ordering = ["position", "id"]
        indexes = [
            models.Index(fields=["permalink"], name="lesson_by_permalink"),
            models.Index(fields=["path"], name="lesson_by_path"),
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(mastery__gte=0.0, mastery__lte=1.0), name="mastery_0_to_1"
            )
        ]

    def __str__(self) -> str:
        return self.title


class Caption(models.Model):
    """The captions of a video lesson in one language: a WebVTT file of the course, by its path."""

    lesson = models.ForeignKey(
        Lesson, models.CASCADE, related_name="captions", verbose_name=_("lesson")
    )
    language = models.CharField(_("language"), max_length=8)
    path = models.CharField(_("file"), max_length=300)

    class Meta:
        verbose_name = _("captions")
        verbose_name_plural = _("captions")
        ordering = ["language"]
        constraints = [
            models.UniqueConstraint(
                fields=["lesson", "language"], name="captions_once_per_language"
            )
        ]

    def __str__(self) -> str:
        return f"{self.lesson} ({self.language})"
