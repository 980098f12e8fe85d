"""Owns what is published: immutable numbered releases of content-addressed blobs."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from campus.ids import new_id

from .catalogue import Course
from .content import Lesson


class Blob(models.Model):
    """Bytes named by their SHA-256: texts in `body`, media in the blob storage (`body` null)."""

    digest = models.CharField(primary_key=True, max_length=64)
    media_type = models.CharField(max_length=100)
    size = models.PositiveBigIntegerField()
    width = models.PositiveIntegerField(null=True)
    height = models.PositiveIntegerField(null=True)
    body = models.BinaryField(null=True)
    stored_at = models.DateTimeField(auto_now_add=True)
    withdrawn_at = models.DateTimeField(null=True)
    withdrawn_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+"
    )
    withdrawn_because = models.TextField(blank=True)
    returned_at = models.DateTimeField(null=True)

    class Meta:
        indexes = [
            models.Index(
                fields=["withdrawn_at", "digest"],
                condition=models.Q(withdrawn_at__isnull=False),
                name="withdrawn_blobs",
            )
        ]

    def __str__(self) -> str:
        return self.digest


class BlobVariant(models.Model):
    """An image in another width: a blob made from a blob."""

    blob = models.ForeignKey(Blob, models.CASCADE, related_name="variants")
    width = models.PositiveIntegerField()
    variant = models.ForeignKey(Blob, models.PROTECT, related_name="+")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["blob", "width"], name="one_variant_per_width")
        ]

    def __str__(self) -> str:
        return f"{self.blob_id} {self.width}"


class Source(models.Model):
    """A text as its author wrote it, named by its SHA-256; it holds keys and is never served."""

    digest = models.CharField(primary_key=True, max_length=64)
    body = models.TextField()

    def __str__(self) -> str:
        return self.digest


class CourseRelease(models.Model):
    """What learners read: a course frozen at publication. `digest` is that of its outline.

    One that `corrects` another has its lessons, quizzes and rules: who reads that one reads this.
    `source` is what it was compiled from: the course's facts and modules. `blobs_changed_at` says
    when it was last rendered again as other bytes, which `former_blobs` then gave way to.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    course = models.ForeignKey(Course, models.PROTECT, related_name="releases")
    number = models.PositiveIntegerField(_("number"))
    outline = models.ForeignKey(Blob, models.PROTECT, related_name="+")
    source = models.ForeignKey(Source, models.PROTECT, null=True, related_name="+")
    corrects = models.ForeignKey(
        "self", models.PROTECT, null=True, related_name="corrections", verbose_name=_("corrects")
    )
    restores = models.ForeignKey(
        "self", models.PROTECT, null=True, related_name="+", verbose_name=_("goes back to")
    )
    note = models.TextField(_("note"), blank=True)
    published_at = models.DateTimeField(_("published"))
    published_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+"
    )
    blobs_changed_at = models.DateTimeField(null=True)

    class Meta:
        verbose_name = _("release")
        verbose_name_plural = _("releases")
        ordering = ["-number"]
        constraints = [
            models.UniqueConstraint(fields=["course", "number"], name="release_numbers_are_unique")
        ]

    def __str__(self) -> str:
        return f"{self.course} · {self.number}"

    @property
    def digest(self) -> str:
        return self.outline_id


class ReleaseLesson(models.Model):
    """A lesson as one release holds it, with the rules the fold goes by compiled in.

    `quiz` holds a quiz's rules, `key` what it is graded with: the answers of this release,
    whatever the draft says since; `feedback` maps a question to its explanation and a choice to
    what is said of it, as HTML; `asked` is every question as it may be asked. None enters a blob.
    `source` is what it was compiled from. Whoever is pinned here reads `corrected_by` instead;
    `corrected_at` says since when these words are those of a correction.
    """

    release = models.ForeignKey(CourseRelease, models.CASCADE, related_name="lessons")
    lesson = models.ForeignKey(Lesson, models.PROTECT, related_name="released")
    blob = models.ForeignKey(Blob, models.PROTECT, related_name="+")
    questions = models.ForeignKey(Blob, models.PROTECT, null=True, related_name="+")
    quiz = models.JSONField(null=True)
    asked = models.ForeignKey(Source, models.PROTECT, null=True, related_name="+")
    key = models.JSONField(null=True)
    feedback = models.JSONField(null=True)
    source = models.ForeignKey(Source, models.PROTECT, null=True, related_name="+")
    corrected_by = models.ForeignKey("self", models.PROTECT, null=True, related_name="corrects")
    corrected_at = models.DateTimeField(null=True)
    position = models.PositiveIntegerField()
    kind = models.CharField(max_length=10)
    title = models.CharField(max_length=300)
    minutes = models.PositiveSmallIntegerField()
    move_on = models.CharField(max_length=20)
    mastery = models.FloatField()

    class Meta:
        ordering = ["position"]
        constraints = [
            models.UniqueConstraint(fields=["release", "lesson"], name="lesson_once_per_release")
        ]

    def __str__(self) -> str:
        return f"{self.release} · {self.title}"

    def as_read(self) -> "ReleaseLesson":
        """Itself in the words of the row that corrects it: for showing, never to be saved."""
        read = self.corrected_by
        if read is not None:
            self.title, self.blob, self.questions = read.title, read.blob, read.questions
            self.asked_id, self.feedback = read.asked_id, read.feedback
            self.corrected_at = read.corrected_at
        return self


class ReleaseBlob(models.Model):
    """A blob is public while a release that refers to it is."""

    release = models.ForeignKey(CourseRelease, models.CASCADE, related_name="blobs")
    blob = models.ForeignKey(Blob, models.PROTECT, related_name="releases")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["release", "blob"], name="blob_once_per_release")
        ]

    def __str__(self) -> str:
        return f"{self.release_id} {self.blob_id}"


class FormerBlob(models.Model):
    """A blob that a release referred to once: copies may hold it still, and are to lose it.

    By its digest alone, so that the bytes themselves may go.
    """

    release = models.ForeignKey(CourseRelease, models.CASCADE, related_name="former_blobs")
    digest = models.CharField(max_length=64)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["release", "digest"], name="former_blob_once_per_release"
            )
        ]

    def __str__(self) -> str:
        return f"{self.release_id} {self.digest}"
