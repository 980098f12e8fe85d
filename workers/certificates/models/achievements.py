"""Owns what can be earned; a credential names one immutable version of it."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from campus.accounts.models import Organisation
from campus.ids import new_id


class SubjectKind(models.TextChoices):
    PERSON = "person", _("person")
    TEAM = "team", _("team")


class TargetKind(models.TextChoices):
    """What must be completed: a work (in any translation), or one tailor-made track."""

    WORK = "work", _("course")
    TRACK = "track", _("track")


class Achievement(models.Model):
    """What a person or a team can earn by completing one target."""

    class Kind(models.TextChoices):
        ATTESTATION = "attestation", _("attestation of following")
        CERTIFICATE = "certificate", _("certificate of achievement")

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    organisation = models.ForeignKey(
        Organisation, models.PROTECT, related_name="achievements", verbose_name=_("organisation")
    )
    target_kind = models.CharField(_("kind of target"), max_length=10, choices=TargetKind.choices)
    target = models.UUIDField(_("target"))
    subject_kind = models.CharField(_("earned by"), max_length=10, choices=SubjectKind.choices)
    kind = models.CharField(
        _("kind"), max_length=12, choices=Kind.choices, default=Kind.ATTESTATION
    )

    class Meta:
        verbose_name = _("achievement")
        verbose_name_plural = _("achievements")
        constraints = [
            models.UniqueConstraint(
                fields=["target", "target_kind", "subject_kind", "kind"],
                name="one_achievement_per_target",
            )
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} · {self.get_target_kind_display()} {self.target}"


class AchievementVersion(models.Model):
    """An achievement as it was worded at one time: numbered, never changed."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    achievement = models.ForeignKey(Achievement, models.PROTECT, related_name="versions")
    number = models.PositiveIntegerField(_("number"))
    source_language = models.CharField(_("source language"), max_length=8)
    title = models.JSONField(_("title"), help_text=_("By language."))
    criteria = models.JSONField(_("criteria"))
    created_at = models.DateTimeField(_("created"))

    class Meta:
        verbose_name = _("version of an achievement")
        verbose_name_plural = _("versions of achievements")
        ordering = ["-number"]
        constraints = [
            models.UniqueConstraint(
                fields=["achievement", "number"], name="achievement_version_numbers_are_unique"
            )
        ]

    def __str__(self) -> str:
        return f"{self.title.get(self.source_language, '')} · {self.number}"
