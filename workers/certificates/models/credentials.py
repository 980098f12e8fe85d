"""Owns what was issued, and the document made from it; both are frozen, by the database too."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from campus.ids import new_secret_id
from tracks.models import ProjectTeam

from .achievements import Achievement, AchievementVersion, SubjectKind


class Credential(models.Model):
    """One achievement of one person or team, in the exact text that was signed.

    `rule` and `evidence` say why it was issued: the requirements as they were, and the ids of
    the records that met them. `face` is every word its document shows. Only the revocation may
    be written afterwards; a correction is another credential, which `supersedes` this one.
    """

    id = models.CharField(primary_key=True, max_length=22, default=new_secret_id, editable=False)
    achievement = models.ForeignKey(Achievement, models.PROTECT, related_name="credentials")
    version = models.ForeignKey(AchievementVersion, models.PROTECT, related_name="credentials")
    subject_kind = models.CharField(_("earned by"), max_length=10, choices=SubjectKind.choices)
    subject = models.UUIDField(_("holder"))
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        related_name="credentials",
        verbose_name=_("person"),
    )
    team = models.ForeignKey(
        ProjectTeam, models.PROTECT, null=True, related_name="credentials", verbose_name=_("team")
    )
    period = models.PositiveSmallIntegerField(_("period"), default=1)
    issued_at = models.DateTimeField(_("issued"))
    recipient_name = models.CharField(_("name shown"), max_length=200)
    title = models.CharField(_("title"), max_length=400)
    language = models.CharField(_("language"), max_length=8)
    document = models.TextField(_("signed document"))
    face = models.JSONField(_("words of the certificate"))
    rule = models.JSONField(_("rule"))
    evidence = models.JSONField(_("evidence"))
    revoked_at = models.DateTimeField(_("revoked"), null=True, blank=True)
    revocation_reason = models.TextField(_("reason"), blank=True)
    supersedes = models.OneToOneField(
        "self", models.PROTECT, null=True, related_name="superseded_by", verbose_name=_("replaces")
    )

    class Meta:
        verbose_name = _("credential")
        verbose_name_plural = _("credentials")
        ordering = ["-issued_at"]
        constraints = [
            models.UniqueConstraint(
                fields=["subject_kind", "subject", "achievement", "period"],
                condition=Q(revoked_at=None),
                name="one_credential_per_period",
            ),
            models.CheckConstraint(
                condition=Q(subject_kind=SubjectKind.PERSON, person_id=models.F("subject"))
                | Q(subject_kind=SubjectKind.TEAM, team_id=models.F("subject")),
                name="a_credential_has_its_subject",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.title} · {self.recipient_name}"


class CertificateDocument(models.Model):
    """The PDF of a credential, made once and kept as made."""

    credential = models.OneToOneField(
        Credential, models.PROTECT, primary_key=True, related_name="certificate"
    )
    digest = models.CharField(max_length=64)
    body = models.BinaryField()
    rendered_at = models.DateTimeField()

    class Meta:
        verbose_name = _("document of a certificate")
        verbose_name_plural = _("documents of certificates")

    def __str__(self) -> str:
        return self.digest
