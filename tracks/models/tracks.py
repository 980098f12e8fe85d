"""Owns tracks and their immutable revisions."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from campus.ids import new_id, new_registration

from .teams import ProjectTeam
from .templates import TemplateRevision


class Track(models.Model):
    """A tailor-made path of one team or one person; it changes only by a new revision.

    `registration` is the team's own: records about the team as a learner carry it.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    slug = models.SlugField(_("slug"), max_length=160, unique=True)
    team = models.ForeignKey(
        ProjectTeam, models.PROTECT, null=True, blank=True, related_name="tracks"
    )
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="tracks"
    )
    template_revision = models.ForeignKey(
        TemplateRevision, models.PROTECT, null=True, blank=True, related_name="tracks"
    )
    source_language = models.CharField(_("source language"), max_length=8, default="fr")
    title = models.JSONField(_("title"), help_text=_("By language."))
    zone = models.CharField(_("time zone"), max_length=60, default="Europe/Paris")
    registration = models.UUIDField(unique=True, default=new_registration, editable=False)
    created_at = models.DateTimeField(_("created"))

    class Meta:
        verbose_name = _("track")
        verbose_name_plural = _("tracks")
        ordering = ["-created_at"]
        constraints = [
            models.CheckConstraint(
                condition=Q(team=None, person__isnull=False) | Q(team__isnull=False, person=None),
                name="a_track_belongs_to_a_team_or_a_person",
            )
        ]

    def __str__(self) -> str:
        return str(self.title.get(self.source_language, self.slug))


class TrackRevision(models.Model):
    """A track as it stands during a period: immutable, numbered; the newest is in force."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    track = models.ForeignKey(Track, models.CASCADE, related_name="revisions")
    number = models.PositiveIntegerField(_("number"))
    note = models.TextField(_("note"), blank=True)
    in_order = models.BooleanField(_("steps open one after the other"), default=False)
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+"
    )
    created_at = models.DateTimeField(_("created"))
    replaced_at = models.DateTimeField(_("replaced"), null=True)

    class Meta:
        verbose_name = _("revision")
        verbose_name_plural = _("revisions")
        ordering = ["-number"]
        constraints = [
            models.UniqueConstraint(
                fields=["track", "number"], name="track_revision_numbers_are_unique"
            ),
            models.UniqueConstraint(
                fields=["track"], condition=Q(replaced_at=None), name="one_revision_in_force"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.track} · {self.number}"
