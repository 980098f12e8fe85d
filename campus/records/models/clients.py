"""Owns the systems that speak xAPI with the campus, each by its key, and what each may do."""

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from campus.ids import new_id, new_secret_id


class Scope(models.TextChoices):
    """What a client may do; but for the last, the names are those of xAPI 1.0.3 (4.2)."""

    WRITE = "statements/write", _("send records")
    READ_MINE = "statements/read/mine", _("read the records it sent")
    READ = "statements/read", _("read all records")
    STATE = "state", _("read and write states")
    PROFILE = "profile", _("read and write profiles")
    ALL = "all", _("all of these")
    ASSERT = "assert", _("move progress where named below")


class XapiClient(models.Model):
    """A system with a key. Of its secret, random and long, only the SHA-256 is kept.

    `asserts_on` holds ids of courses: what a package above owns, so without foreign key.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    name = models.CharField(_("name"), max_length=200)
    key = models.CharField(_("key"), max_length=40, unique=True, default=new_secret_id)
    secret_hash = models.BinaryField()
    scopes = ArrayField(
        models.CharField(max_length=30, choices=Scope.choices), verbose_name=_("may")
    )
    asserts_on = ArrayField(
        models.UUIDField(), default=list, blank=True, verbose_name=_("moves progress in")
    )
    organisation = models.ForeignKey(
        "accounts.Organisation",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("organisation"),
    )
    made_at = models.DateTimeField(_("made"), auto_now_add=True)
    revoked_at = models.DateTimeField(_("revoked"), null=True, blank=True)

    class Meta:
        verbose_name = _("xAPI client")
        verbose_name_plural = _("xAPI clients")
        ordering = ["name", "id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(scopes__contains=["assert"]) | Q(asserts_on=[]),
                name="asserts_only_with_its_scope",
            ),
            models.CheckConstraint(condition=~Q(scopes=[]), name="a_client_may_do_something"),
        ]

    def __str__(self) -> str:
        return self.name
