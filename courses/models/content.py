"""Owns the draft: modules, lessons, questions with their keys, and attached files."""

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from campus.ids import new_id

from .catalogue import Course


class Module(models.Model):
    """A group of lessons; its id lives from release to release."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    course = models.ForeignKey(Course, models.CASCADE, related_name="modules")
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
    written, and publishing resolves them.
    """

    class Kind(models.TextChoices):
        ARTICLE = "article", _("article")
        VIDEO = "video", _("video")
        QUIZ = "quiz", _("quiz")
        FILE = "file", _("file")
        LINK = "link", _("link")

    class MoveOn(models.TextChoices):
        COMPLETED = "Completed", _("completed")
        PASSED = "Passed", _("passed")
        COMPLETED_AND_PASSED = "CompletedAndPassed", _("completed and passed")
        COMPLETED_OR_PASSED = "CompletedOrPassed", _("completed or passed")
        NOT_APPLICABLE = "NotApplicable", _("does not count")

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    module = models.ForeignKey(Module, models.CASCADE, related_name="lessons")
    position = models.PositiveIntegerField(_("position"), default=0)
    path = models.CharField(_("path"), max_length=300, blank=True)
    permalink = models.CharField(_("permalink"), max_length=300, blank=True)
    slug = models.SlugField(_("slug"), max_length=120)
    kind = models.CharField(_("kind"), max_length=10, choices=Kind.choices, default=Kind.ARTICLE)
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


class Question(models.Model):
    """A question of a quiz lesson. Learners' serializers never import this model."""

    class Kind(models.TextChoices):
        SINGLE = "single", _("one right answer")
        MULTIPLE = "multiple", _("several right answers")

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    lesson = models.ForeignKey(Lesson, models.CASCADE, related_name="questions")
    position = models.PositiveIntegerField(_("position"), default=0)
    kind = models.CharField(_("kind"), max_length=10, choices=Kind.choices, default=Kind.SINGLE)
    prompt = models.TextField(_("question (Markdown)"))
    explanation = models.TextField(_("explanation (Markdown)"), blank=True)

    class Meta:
        verbose_name = _("question")
        verbose_name_plural = _("questions")
        ordering = ["position", "id"]

    def __str__(self) -> str:
        return self.prompt[:80]


class Choice(models.Model):
    """One possible answer, with the key."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    question = models.ForeignKey(Question, models.CASCADE, related_name="choices")
    position = models.PositiveIntegerField(_("position"), default=0)
    text = models.TextField(_("answer (Markdown)"))
    is_correct = models.BooleanField(_("right"), default=False)
    feedback = models.TextField(_("feedback (Markdown)"), blank=True)

    class Meta:
        verbose_name = _("choice")
        verbose_name_plural = _("choices")
        ordering = ["position", "id"]

    def __str__(self) -> str:
        return self.text[:80]


class Media(models.Model):
    """A file of the draft, by the path its lessons use; the bytes are a `Blob`."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    course = models.ForeignKey(Course, models.CASCADE, related_name="media")
    path = models.CharField(_("path"), max_length=300)
    blob = models.ForeignKey("Blob", models.PROTECT, related_name="media")

    class Meta:
        verbose_name = _("file")
        verbose_name_plural = _("files")
        ordering = ["path"]
        constraints = [models.UniqueConstraint(fields=["course", "path"], name="one_file_per_path")]

    def __str__(self) -> str:
        return self.path
