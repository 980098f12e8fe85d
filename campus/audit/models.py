"""Owns the table of deeds: rows that are added and never changed."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from campus.ids import new_id


class Deed(models.Model):
    """What somebody did, written in the transaction that did it; a trigger refuses any change.

    The object is named by kind, id and title, as it was then: it may be gone since. `within` is
    the id of what it belongs to, such as the course of a lesson. Only `by` may become empty, when
    the account goes; `name` says who it was.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    at = models.DateTimeField(_("when"), auto_now_add=True)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+", verbose_name=_("by")
    )
    name = models.CharField(_("who"), max_length=200, blank=True)
    deed = models.CharField(_("what"), max_length=60)
    kind = models.CharField(_("kind of object"), max_length=60)
    object = models.CharField(max_length=64)
    title = models.CharField(_("object"), max_length=300, blank=True)
    within = models.CharField(max_length=64, blank=True)
    detail = models.JSONField(_("details"), default=dict)

    class Meta:
        verbose_name = _("deed")
        verbose_name_plural = _("deeds")
        ordering = ["-at", "-id"]
        indexes = [
            models.Index(fields=["object", "-at"], name="deeds_of_an_object"),
            models.Index(fields=["within", "-at"], name="deeds_within"),
            models.Index(fields=["-at", "-id"], name="deeds_newest_first"),
        ]

    def __str__(self) -> str:
        return f"{self.deed} · {self.title}"
