"""Owns what was learnt elsewhere: the evidence that a course was accredited for, and by whom."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from campus.ids import new_id

from .catalogue import Course, Work


class Accreditation(models.Model):
    """A named person took this evidence for a whole work; `record` says so in the log.

    The same evidence accredits once. Withdrawn evidence stays here, and so is never taken for new.
    """

    class Source(models.TextChoices):
        CSV = "csv", _("table of another platform")
        XAPI = "xapi", _("record of another platform")
        ATTESTATION = "attestation", _("attestation of a trainer")

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        related_name="accreditations",
        verbose_name=_("person"),
    )
    work = models.ForeignKey(Work, models.PROTECT, related_name="accreditations")
    course = models.ForeignKey(
        Course, models.PROTECT, related_name="accreditations", verbose_name=_("course")
    )
    source = models.CharField(_("kind of evidence"), max_length=12, choices=Source.choices)
    shown = models.TextField(_("what was shown"))
    address = models.URLField(_("where it can be seen"), max_length=500, blank=True)
    digest = models.CharField(max_length=64, editable=False)
    record = models.UUIDField(unique=True, editable=False)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("recognised by")
    )
    made_at = models.DateTimeField(_("recognised"))
    withdrawn_at = models.DateTimeField(_("withdrawn on"), null=True, editable=False)
    withdrawn_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        related_name="+",
        verbose_name=_("withdrawn by"),
    )
    withdrawn_because = models.TextField(_("why it was withdrawn"), blank=True)

    class Meta:
        verbose_name = _("piece of prior learning")
        verbose_name_plural = _("prior learning")
        ordering = ["-made_at"]
        constraints = [
            models.UniqueConstraint(
                fields=["person", "work", "digest"], name="evidence_accredits_once"
            ),
            models.CheckConstraint(
                condition=Q(withdrawn_at__isnull=True, withdrawn_by__isnull=True)
                | Q(withdrawn_at__isnull=False, withdrawn_by__isnull=False),
                name="evidence_withdrawn_by_somebody",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.person} · {self.course}"


class EquivalentActivity(models.Model):
    """An activity of another system which, completed there, is as good as a course of ours.

    `by` vouches for it: what that system says of people is attested in this person's name.
    """

    iri = models.URLField(_("address (IRI) of the activity"), max_length=500)
    course = models.ForeignKey(
        Course, models.PROTECT, related_name="equivalent_activities", verbose_name=_("course")
    )
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("said by")
    )
    made_at = models.DateTimeField(_("since"), auto_now_add=True)

    class Meta:
        verbose_name = _("equivalent activity")
        verbose_name_plural = _("equivalent activities")
        ordering = ["iri"]
        constraints = [
            models.UniqueConstraint(fields=["iri", "course"], name="activity_equivalent_once")
        ]

    def __str__(self) -> str:
        return f"{self.iri} · {self.course}"
