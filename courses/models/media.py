"""Owns the files of a draft, and those that are still arriving."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from campus.ids import new_id

from .catalogue import Course


class Media(models.Model):
    """A file of the draft, by the path its lessons use; the bytes are a `Blob`.

    `alt` is what an image says where a lesson gives it no text of its own.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    course = models.ForeignKey(
        Course, models.CASCADE, related_name="media", verbose_name=_("course")
    )
    path = models.CharField(_("path"), max_length=300)
    blob = models.ForeignKey("Blob", models.PROTECT, related_name="media")
    alt = models.CharField(
        _("alternative text"),
        max_length=500,
        blank=True,
        help_text=_("What it shows, for whoever does not see it."),
    )
    is_decorative = models.BooleanField(
        _("decorative"), default=False, help_text=_("Says nothing that the text does not.")
    )
    credit = models.CharField(_("credit"), max_length=300, blank=True)
    licence = models.CharField(_("licence"), max_length=100, blank=True)

    class Meta:
        verbose_name = _("file")
        verbose_name_plural = _("files")
        ordering = ["path"]
        constraints = [models.UniqueConstraint(fields=["course", "path"], name="one_file_per_path")]

    def __str__(self) -> str:
        return self.path


class Upload(models.Model):
    """A file on its way in parts; it becomes a `Media` once all of its bytes are here."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    course = models.ForeignKey(Course, models.CASCADE, related_name="uploads")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")
    path = models.CharField(max_length=300)
    size = models.PositiveBigIntegerField()
    received = models.PositiveBigIntegerField(default=0)
    begun_at = models.DateTimeField()
    seen_at = models.DateTimeField()
    media = models.ForeignKey(Media, models.SET_NULL, null=True, related_name="+")

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(received__lte=F("size")), name="never_more_than_all")
        ]

    def __str__(self) -> str:
        return f"{self.path} {self.received}/{self.size}"
