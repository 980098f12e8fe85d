"""Owns what can be earned; a credential names one immutable version of it."""

from typing import Any

from django.conf import settings
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from campus.accounts.models import Organisation
from campus.ids import new_id
from courses.models import Skill

from .looks import CertificateTemplate, Signatory
from .titles import Titled, spoken


class SubjectKind(models.TextChoices):
    PERSON = "person", _("person")
    TEAM = "team", _("team")


class TargetKind(models.TextChoices):
    """What must be completed: a work (in any translation), or one tailor-made track."""

    WORK = "work", _("course")
    TRACK = "track", _("track")


class Achievement(models.Model):
    """What a person or a team can earn by completing one target.

    Of every course and track one comes of itself, an attestation without an author. What staff
    write here is its next version: it counts once it is published.
    """

    class Kind(models.TextChoices):
        ATTESTATION = "attestation", _("attestation of following")
        CERTIFICATE = "certificate", _("certificate of achievement")

    class Trust(models.TextChoices):
        DECLARED = "declared", _("declared by the learner")
        OBSERVED = "observed", _("observed by the campus")
        GRADED = "graded", _("graded by the campus")
        ATTESTED = "attested", _("attested by a named person")

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
    is_authored = models.BooleanField(
        _("written by staff"),
        default=False,
        help_text=_("What nobody wrote takes its words from the course or the track."),
    )
    is_draft = models.BooleanField(
        _("draft"), default=False, help_text=_("Nothing is issued before it is published.")
    )
    archived_at = models.DateTimeField(_("archived"), null=True, blank=True)

    # The next version, as staff write it; texts are by language, empty ones are the target's.
    source_language = models.CharField(_("source language"), max_length=8, default="fr")
    title = models.JSONField(_("title"), default=dict, blank=True, help_text=_("By language."))
    description = models.JSONField(
        _("description"), default=dict, blank=True, help_text=_("By language.")
    )
    least_trust = models.CharField(
        _("least trust"),
        max_length=10,
        choices=Trust.choices,
        default=Trust.DECLARED,
        help_text=_("How far each record it is earned on must be trusted."),
    )
    valid_for_months = models.PositiveSmallIntegerField(
        _("valid for (months)"),
        null=True,
        blank=True,
        validators=[MinValueValidator(1), MaxValueValidator(600)],
        help_text=_("Empty: for ever."),
    )
    renewal_opens_months = models.PositiveSmallIntegerField(
        _("renewal opens (months before the end)"),
        null=True,
        blank=True,
        help_text=_("Its holder then follows the course once more. Empty: it is not renewed."),
    )
    template = models.ForeignKey(
        CertificateTemplate,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="achievements",
        verbose_name=_("template"),
    )
    changed_at = models.DateTimeField(_("changed"), auto_now=True)

    objects = Titled.as_manager()

    class Meta:
        verbose_name = _("achievement")
        verbose_name_plural = _("achievements")
        constraints = [
            models.UniqueConstraint(
                fields=["target", "target_kind", "subject_kind", "kind"],
                name="one_achievement_per_target",
            ),
            models.CheckConstraint(
                condition=Q(renewal_opens_months=None)
                | Q(valid_for_months__gte=models.F("renewal_opens_months")),
                name="renewal_opens_while_it_is_valid",
            ),
        ]

    def __str__(self) -> str:
        return spoken(self.title, self.source_language) or self.target_title

    @property
    def target_title(self) -> str:
        """A query, unless it was read with `with_target_titles`, as lists are."""
        shown: Any = self
        if not hasattr(self, "titles_of_target"):
            shown = Achievement.objects.filter(pk=self.pk).with_target_titles().first()
        titles = shown.titles_of_target if shown else None
        return spoken(titles or {}, self.source_language) or "–"


class AchievementSkill(models.Model):
    """What its holder is able to do, and how well."""

    achievement = models.ForeignKey(Achievement, models.CASCADE, related_name="skills")
    skill = models.ForeignKey(
        Skill, models.PROTECT, related_name="achievement_skills", verbose_name=_("skill")
    )
    level = models.PositiveSmallIntegerField(
        _("level"), default=1, validators=[MinValueValidator(1), MaxValueValidator(4)]
    )

    class Meta:
        verbose_name = _("skill of an achievement")
        verbose_name_plural = _("skills of achievements")
        constraints = [
            models.UniqueConstraint(
                fields=["achievement", "skill"], name="one_level_per_achievement_skill"
            )
        ]

    def __str__(self) -> str:
        return f"{self.skill} {self.level}"


class AchievementSignatory(models.Model):
    """Who stands under it, in this order."""

    achievement = models.ForeignKey(Achievement, models.CASCADE, related_name="signatories")
    signatory = models.ForeignKey(
        Signatory, models.PROTECT, related_name="achievements", verbose_name=_("signatory")
    )
    position = models.PositiveSmallIntegerField(_("position"), default=0)

    class Meta:
        verbose_name = _("signatory of an achievement")
        verbose_name_plural = _("signatories of achievements")
        ordering = ["position", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["achievement", "signatory"], name="a_signatory_signs_once"
            )
        ]

    def __str__(self) -> str:
        return str(self.signatory)


class AchievementVersion(models.Model):
    """An achievement as it was worded at one time: numbered, never changed.

    `criteria` says what must be completed and with which trust; `skills` are as they were named
    and aligned then; `look` is the template's theme, `signatories` the names under it.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    achievement = models.ForeignKey(Achievement, models.PROTECT, related_name="versions")
    number = models.PositiveIntegerField(_("number"))
    source_language = models.CharField(_("source language"), max_length=8)
    title = models.JSONField(_("title"), help_text=_("By language."))
    description = models.JSONField(_("description"), default=dict)
    criteria = models.JSONField(_("criteria"))
    skills = models.JSONField(_("skills"), default=list)
    signatories = models.JSONField(_("signatories"), default=list)
    look = models.JSONField(_("look"), default=dict)
    valid_for_months = models.PositiveSmallIntegerField(_("valid for (months)"), null=True)
    renewal_opens_months = models.PositiveSmallIntegerField(_("renewal opens"), null=True)
    published_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+"
    )
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
