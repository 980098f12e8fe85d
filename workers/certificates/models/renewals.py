"""Owns who was told that a certificate of hers may be renewed: of each period once."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from .achievements import Achievement


class RenewalReminder(models.Model):
    """By period and not by credential, so that a correction reminds nobody again."""

    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")
    achievement = models.ForeignKey(Achievement, models.PROTECT, related_name="+")
    period = models.PositiveSmallIntegerField(_("period"))
    told_at = models.DateTimeField(_("told"))

    class Meta:
        verbose_name = _("reminder of a renewal")
        verbose_name_plural = _("reminders of renewals")
        constraints = [
            models.UniqueConstraint(
                fields=["person", "achievement", "period"], name="one_reminder_per_period"
            )
        ]

    def __str__(self) -> str:
        return f"{self.person_id} · {self.achievement_id} · {self.period}"
