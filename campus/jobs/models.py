"""Owns the table of long work."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from campus.ids import new_id


class Job(models.Model):
    """Work that takes longer than a page may, written in the transaction that asks for it.

    The row itself is what is owed: as long as it is queued or running, some worker takes it up.
    """

    class State(models.TextChoices):
        QUEUED = "queued", _("waiting")
        RUNNING = "running", _("running")
        DONE = "done", _("done")
        FAILED = "failed", _("failed")
        CANCELLED = "cancelled", _("cancelled")

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    kind = models.CharField(_("kind"), max_length=40)
    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.CASCADE, related_name="jobs", verbose_name=_("owner")
    )
    title = models.CharField(_("title"), max_length=300)
    arguments = models.JSONField(default=dict, editable=False)
    state = models.CharField(
        _("state"), max_length=10, choices=State.choices, default=State.QUEUED, editable=False
    )
    done = models.PositiveIntegerField(pgettext_lazy("number", "done"), default=0, editable=False)
    total = models.PositiveIntegerField(_("total"), default=0, editable=False)
    result = models.JSONField(default=dict, editable=False)
    code = models.CharField(max_length=60, blank=True, editable=False)
    detail = models.TextField(_("what went wrong"), blank=True, editable=False)
    tries = models.PositiveSmallIntegerField(_("tries"), default=0, editable=False)
    made_at = models.DateTimeField(_("asked for"), auto_now_add=True)
    started_at = models.DateTimeField(_("started"), null=True, editable=False)
    cancel_asked_at = models.DateTimeField(null=True, editable=False)
    ended_at = models.DateTimeField(_("ended"), null=True, editable=False)

    class Meta:
        verbose_name = _("job")
        verbose_name_plural = _("jobs")
        ordering = ["-made_at"]
        constraints = [
            models.CheckConstraint(
                condition=Q(state__in=["queued", "running"]) ^ Q(ended_at__isnull=False),
                name="job_ended_or_open",
            ),
            models.CheckConstraint(condition=Q(done__lte=F("total")), name="job_done_of_total"),
        ]
        indexes = [
            models.Index(
                fields=["made_at"],
                condition=Q(state__in=["queued", "running"]),
                name="job_still_open",
            )
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def is_open(self) -> bool:
        return self.state in (self.State.QUEUED, self.State.RUNNING)
