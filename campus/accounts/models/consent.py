"""Owns what a person agreed to, and when she took it back."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from campus.ids import new_id


class Consent(models.Model):
    """A dated agreement; taking it back closes the row and keeps it as evidence."""

    class Kind(models.TextChoices):
        NAME_ON_TEAM_CREDENTIAL = "name_on_team_credential", _("my name on the team's certificate")
        LISTED = "listed", _("the catalogue shows me as an expert or for my lab")
        NAMED_TO_MANAGER = "named_to_manager", _("my organisation's manager sees me by name")

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="consents")
    kind = models.CharField(_("agreement"), max_length=40, choices=Kind.choices)
    given_at = models.DateTimeField(_("given"))
    withdrawn_at = models.DateTimeField(_("taken back"), null=True, blank=True)

    class Meta:
        verbose_name = _("consent")
        verbose_name_plural = _("consents")
        constraints = [
            models.UniqueConstraint(
                fields=["person", "kind"],
                condition=Q(withdrawn_at=None),
                name="one_live_consent_of_a_kind",
            )
        ]

    def __str__(self) -> str:
        return f"{self.person} · {self.get_kind_display()}"
