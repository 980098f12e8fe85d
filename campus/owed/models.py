"""Owns the table of owed work."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _


class Owed(models.Model):
    """One thing still to be done, written in the transaction that caused it.

    A row disappears in the transaction that does the work; after `leasing.MOST_TRIES`
    failures it is parked, so that a poisonous one does not hold up the others.
    """

    kind = models.CharField(_("kind"), max_length=40)
    key = models.CharField(_("key"), max_length=200)
    due_at = models.DateTimeField(_("due"))
    tries = models.PositiveSmallIntegerField(_("tries"), default=0)
    parked_at = models.DateTimeField(_("parked"), null=True, blank=True)
    fault = models.TextField(_("last fault"), blank=True)

    class Meta:
        verbose_name = _("owed work")
        verbose_name_plural = _("owed work")
        constraints = [models.UniqueConstraint(fields=["kind", "key"], name="owed_once")]
        indexes = [
            models.Index(
                fields=["kind", "due_at"], condition=Q(parked_at=None), name="owed_and_due"
            )
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.key}"
