"""Owns who is writing what right now, and what reviewers say of a draft."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from campus.ids import new_id

from .catalogue import Course
from .content import Lesson


class Editing(models.Model):
    """Somebody has a lesson open in the editor; seen again every few seconds."""

    lesson = models.ForeignKey(Lesson, models.CASCADE, related_name="editings")
    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")
    seen_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["lesson", "person"], name="one_editing_per_person")
        ]

    def __str__(self) -> str:
        return f"{self.lesson_id} {self.person_id}"


class Comment(models.Model):
    """What a reviewer says of a draft, or of one lesson of it, until it is settled."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    course = models.ForeignKey(
        Course, models.CASCADE, related_name="comments", verbose_name=_("course")
    )
    lesson = models.ForeignKey(
        Lesson, models.CASCADE, null=True, blank=True, related_name="comments",
        verbose_name=_("lesson"),
    )  # fmt: skip
    author = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+",
        verbose_name=_("author"),
    )  # fmt: skip
    text = models.TextField(_("comment"), max_length=5000)
    written_at = models.DateTimeField(_("written"))
    settled_at = models.DateTimeField(_("settled"), null=True, blank=True)
    settled_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+",
        verbose_name=_("settled by"),
    )  # fmt: skip

    class Meta:
        verbose_name = _("comment")
        verbose_name_plural = _("comments")
        ordering = ["written_at", "id"]

    def __str__(self) -> str:
        return self.text[:80]
