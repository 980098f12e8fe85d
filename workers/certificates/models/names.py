"""Owns the names that certificates show: confirmed by their holders, corrected on request."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from campus.ids import new_id

from .credentials import Credential


class ConfirmedName(models.Model):
    """The name that a person wants on her certificates; nothing is issued to her before."""

    person = models.OneToOneField(
        settings.AUTH_USER_MODEL, models.PROTECT, primary_key=True, related_name="confirmed_name"
    )
    name = models.CharField(_("name"), max_length=200)
    confirmed_at = models.DateTimeField(_("confirmed"))

    class Meta:
        verbose_name = _("confirmed name")
        verbose_name_plural = _("confirmed names")

    def __str__(self) -> str:
        return self.name


class NameRequest(models.Model):
    """ "My name is wrong": what she wants instead, and what was decided."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    credential = models.ForeignKey(Credential, models.PROTECT, related_name="name_requests")
    name = models.CharField(_("name wanted"), max_length=200)
    reason = models.TextField(_("why"), blank=True, max_length=1000)
    asked_at = models.DateTimeField(_("asked"))
    decided_at = models.DateTimeField(_("decided"), null=True, blank=True)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+"
    )
    is_accepted = models.BooleanField(_("accepted"), null=True)
    answer = models.TextField(_("answer"), blank=True)

    class Meta:
        verbose_name = _("request for another name")
        verbose_name_plural = _("requests for another name")
        ordering = ["-asked_at"]
        constraints = [
            models.UniqueConstraint(
                fields=["credential"],
                condition=Q(decided_at=None),
                name="one_open_name_request_per_credential",
            ),
            models.CheckConstraint(
                condition=Q(decided_at=None, is_accepted=None)
                | Q(decided_at__isnull=False, is_accepted__isnull=False),
                name="a_decision_is_yes_or_no",
            ),
        ]

    def __str__(self) -> str:
        return self.name
