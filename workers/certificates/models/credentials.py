"""Owns what was issued, and the document made from it; both are frozen, by the database too."""

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from campus.ids import new_secret_id
from tracks.models import ProjectTeam

from .achievements import Achievement, AchievementVersion, SubjectKind
from .statuses import StatusList


class Credential(models.Model):
    """One achievement of one person or team, in the exact text that was signed.

    `rule` and `evidence` say why it was issued: the requirements as they were, and the ids of
    the records that met them. `face` is everything its document shows, and `people_named` whom
    it names beside its holder: the members who agreed, on a team's. Only its end may be written
    afterwards, once, and whether its holder shares it; a correction is another credential, which
    `supersedes` this one. An erasure leaves what no longer names anybody.
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
    people_named = ArrayField(models.UUIDField(), default=list)
    document_digest = models.CharField(_("digest of the document"), max_length=64, default="")
    valid_until = models.DateTimeField(_("valid until"), null=True, blank=True)
    status_list = models.ForeignKey(
        StatusList, models.PROTECT, null=True, related_name="credentials"
    )
    status_index = models.PositiveIntegerField(null=True)
    revoked_at = models.DateTimeField(_("revoked"), null=True, blank=True)
    revoked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("revoked by"),
    )
    revocation_reason = models.TextField(_("reason"), blank=True)
    superseded_at = models.DateTimeField(_("superseded"), null=True, blank=True)
    erased_at = models.DateTimeField(_("erased"), null=True, blank=True)
    share_token = models.CharField(
        _("share link"),
        max_length=22,
        blank=True,
        help_text=_("Shows the whole name, for as long as the holder leaves it on."),
    )
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
                condition=Q(revoked_at=None, superseded_at=None),
                name="one_credential_per_period",
            ),
            # What was revoked makes room for no other: only a correction comes after the first.
            models.UniqueConstraint(
                fields=["subject_kind", "subject", "achievement", "period"],
                condition=Q(supersedes=None),
                name="one_first_credential_per_period",
            ),
            models.UniqueConstraint(
                fields=["status_list", "status_index"], name="one_credential_per_status_bit"
            ),
            models.UniqueConstraint(
                fields=["share_token"],
                condition=~Q(share_token=""),
                name="a_share_link_is_of_one_credential",
            ),
            models.CheckConstraint(
                condition=Q(status_list=None, status_index=None)
                | Q(status_list__isnull=False, status_index__isnull=False),
                name="a_status_has_its_list_and_index",
            ),
            models.CheckConstraint(
                condition=Q(subject_kind=SubjectKind.PERSON, person_id=models.F("subject"))
                | Q(subject_kind=SubjectKind.TEAM, team_id=models.F("subject"))
                | Q(erased_at__isnull=False, person=None, team=None),
                name="a_credential_has_its_subject",
            ),
        ]

    def __str__(self) -> str:
        return " · ".join(filter(None, (self.title, self.recipient_name)))


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


class CredentialToken(models.Model):
    """The credential as a JWT (ES256), made when it is first asked for and kept as made."""

    credential = models.OneToOneField(
        Credential, models.PROTECT, primary_key=True, related_name="token"
    )
    text = models.TextField()
    made_at = models.DateTimeField()

    class Meta:
        verbose_name = _("token of a credential")
        verbose_name_plural = _("tokens of credentials")

    def __str__(self) -> str:
        return self.credential_id
