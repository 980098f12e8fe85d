"""Owns organisations, who belongs to them from when to when, and what people do for them."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from campus.ids import new_id


class Organisation(models.Model):
    """An employer or the campus itself; every course, template and project has one owner.

    The campus keeps the `CAMPUS_IRI` it was first started with, or moved to: identifiers and
    credentials contain it, so another value stops the start.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    name = models.CharField(_("name"), max_length=200)
    slug = models.SlugField(_("slug"), unique=True)
    is_campus = models.BooleanField(_("is the campus"), default=False, editable=False)
    iri = models.URLField(blank=True, editable=False)

    class Meta:
        verbose_name = _("organisation")
        verbose_name_plural = _("organisations")
        ordering = ["name"]
        constraints = [
            models.UniqueConstraint("is_campus", condition=Q(is_campus=True), name="one_campus")
        ]

    def __str__(self) -> str:
        return self.name


class Affiliation(models.Model):
    """A person belongs to an organisation during a period; a manager sees those of today."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.CASCADE, related_name="affiliations"
    )
    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="affiliations")
    starts_on = models.DateField(_("from"))
    ends_on = models.DateField(_("until"), null=True, blank=True)

    class Meta:
        verbose_name = _("affiliation")
        verbose_name_plural = _("affiliations")
        constraints = [
            models.UniqueConstraint(
                fields=["person", "organisation"],
                condition=Q(ends_on=None),
                name="one_open_affiliation_per_organisation",
            ),
            models.CheckConstraint(
                condition=Q(ends_on=None) | Q(ends_on__gte=F("starts_on")),
                name="an_affiliation_ends_after_it_starts",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.person} · {self.organisation}"


class Role(models.Model):
    """What a person does for an organisation; coaching is a membership of a team instead."""

    class Kind(models.TextChoices):
        AUTHOR = "author", _("author")
        TRAINER = "trainer", _("trainer")
        MANAGER = "manager", _("manager")
        STAFF = "staff", _("campus staff")

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="roles")
    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="roles")
    kind = models.CharField(_("role"), max_length=10, choices=Kind.choices)

    class Meta:
        verbose_name = _("role")
        verbose_name_plural = _("roles")
        constraints = [
            models.UniqueConstraint(
                fields=["person", "organisation", "kind"], name="one_role_of_a_kind"
            )
        ]

    def __str__(self) -> str:
        return f"{self.person} · {self.get_kind_display()} · {self.organisation}"
