"""Owns project teams, their project, and who belongs to them from when to when."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from campus.accounts.models import Organisation
from campus.ids import new_id


class ProjectTeam(models.Model):
    """People who carry out one transformation project together."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    organisation = models.ForeignKey(
        Organisation, models.PROTECT, related_name="teams", verbose_name=_("organisation")
    )
    name = models.CharField(_("name"), max_length=200)
    actor = models.UUIDField(unique=True, default=new_id, editable=False)
    created_at = models.DateTimeField(_("created"), auto_now_add=True)

    class Meta:
        verbose_name = _("project team")
        verbose_name_plural = _("project teams")
        ordering = ["name"]

    def __str__(self) -> str:
        return self.name


class Project(models.Model):
    """The transformation project of a team; its outcome is signed by the team's coach."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    team = models.OneToOneField(ProjectTeam, models.CASCADE, related_name="project")
    title = models.CharField(_("title"), max_length=200)
    summary = models.TextField(_("summary"), blank=True)
    outcome = models.TextField(_("outcome"), blank=True)
    signed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("signed by"),
    )
    signed_at = models.DateTimeField(_("signed"), null=True, blank=True)

    class Meta:
        verbose_name = _("project")
        verbose_name_plural = _("projects")
        constraints = [
            models.CheckConstraint(
                condition=Q(signed_at=None, signed_by=None)
                | Q(signed_at__isnull=False, signed_by__isnull=False),
                name="a_signature_has_a_signer_and_a_date",
            )
        ]

    def __str__(self) -> str:
        return self.title


class Membership(models.Model):
    """A person belongs to a team in a role, from a date on."""

    class Role(models.TextChoices):
        LEAD = "lead", _("lead")
        MEMBER = "member", _("member")
        COACH = "coach", _("coach")

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    team = models.ForeignKey(ProjectTeam, models.CASCADE, related_name="memberships")
    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="memberships")
    role = models.CharField(_("role"), max_length=10, choices=Role.choices, default=Role.MEMBER)
    joined_at = models.DateTimeField(_("joined"))
    left_at = models.DateTimeField(_("left"), null=True, blank=True)

    class Meta:
        verbose_name = _("membership")
        verbose_name_plural = _("memberships")
        ordering = ["joined_at"]
        constraints = [
            models.UniqueConstraint(
                fields=["team", "person"],
                condition=Q(left_at=None),
                name="one_live_membership_per_team",
            )
        ]

    def __str__(self) -> str:
        return f"{self.person} · {self.get_role_display()} · {self.team}"
