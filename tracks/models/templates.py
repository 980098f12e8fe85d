"""Owns the templates tracks are made from, and their revisions."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from campus.accounts.models import Organisation
from campus.ids import new_id

from .steps import StepContent


class TrackTemplate(models.Model):
    """A model of a track. Trainers edit its steps; each track made remembers the revision."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    organisation = models.ForeignKey(
        Organisation, models.PROTECT, related_name="templates", verbose_name=_("organisation")
    )
    slug = models.SlugField(_("slug"), max_length=120, unique=True)
    source_language = models.CharField(_("source language"), max_length=8, default="fr")
    title = models.JSONField(_("title"), help_text=_("By language."))
    summary = models.JSONField(_("summary"), default=dict, help_text=_("By language."))
    in_order = models.BooleanField(_("steps open one after the other"), default=False)

    class Meta:
        verbose_name = _("track template")
        verbose_name_plural = _("track templates")
        ordering = ["slug"]

    def __str__(self) -> str:
        return str(self.title.get(self.source_language, self.slug))


class TemplateStep(StepContent):
    """A step of a template's draft; its id stays with the steps made from it."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    template = models.ForeignKey(TrackTemplate, models.CASCADE, related_name="steps")

    class Meta:
        verbose_name = _("step of a template")
        verbose_name_plural = _("steps of templates")
        ordering = ["position"]


class TemplateRevision(models.Model):
    """A template as it was when tracks were made from it: immutable, numbered.

    `steps` is a list of {id, position, kind, title, course, release, minutes, scope, required},
    ids as text; `digest` tells whether the draft has changed since.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    template = models.ForeignKey(TrackTemplate, models.PROTECT, related_name="revisions")
    number = models.PositiveIntegerField(_("number"))
    title = models.JSONField()
    summary = models.JSONField()
    in_order = models.BooleanField()
    steps = models.JSONField()
    digest = models.CharField(max_length=64)
    created_at = models.DateTimeField(_("created"))

    class Meta:
        ordering = ["-number"]
        constraints = [
            models.UniqueConstraint(
                fields=["template", "number"], name="template_revision_numbers_are_unique"
            )
        ]

    def __str__(self) -> str:
        return f"{self.template} · {self.number}"
