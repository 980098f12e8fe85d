"""Owns how certificates look: themes as data, their pictures, and who signs."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from campus.accounts.models import Organisation
from campus.ids import new_id


class Picture(models.Model):
    """A logo or a drawn signature, named by its digest: what a certificate shows never changes."""

    digest = models.CharField(_("digest"), primary_key=True, max_length=64)
    media_type = models.CharField(_("media type"), max_length=40)
    body = models.BinaryField()
    width = models.PositiveIntegerField(_("width"))
    height = models.PositiveIntegerField(_("height"))
    added_at = models.DateTimeField(_("added"), auto_now_add=True)

    class Meta:
        verbose_name = _("picture")
        verbose_name_plural = _("pictures")

    def __str__(self) -> str:
        return self.digest


class CertificateTemplate(models.Model):
    """A look of an organisation: `theme` is data (`themes.Theme`); only trusted staff may bring a
    `layout` of their own, in typst."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    organisation = models.ForeignKey(
        Organisation,
        models.PROTECT,
        related_name="certificate_templates",
        verbose_name=_("organisation"),
    )
    name = models.CharField(_("name"), max_length=120)
    theme = models.JSONField(_("theme"), default=dict)
    logo = models.ForeignKey(
        Picture, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("logo")
    )
    layout = models.TextField(_("own layout (typst)"), blank=True)
    is_default = models.BooleanField(
        _("default"), default=False, help_text=_("Of what names no template in this organisation.")
    )
    changed_at = models.DateTimeField(_("changed"), auto_now=True)

    class Meta:
        verbose_name = _("certificate template")
        verbose_name_plural = _("certificate templates")
        ordering = ["name"]
        constraints = [
            models.UniqueConstraint(
                fields=["organisation"],
                condition=models.Q(is_default=True),
                name="one_default_template_per_organisation",
            )
        ]

    def __str__(self) -> str:
        return self.name


class Signatory(models.Model):
    """A named person whose name, and drawn signature, stand on certificates."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    organisation = models.ForeignKey(
        Organisation, models.PROTECT, related_name="signatories", verbose_name=_("organisation")
    )
    name = models.CharField(_("name"), max_length=120)
    role = models.JSONField(_("role"), default=dict, blank=True, help_text=_("By language."))
    signature = models.ForeignKey(
        Picture,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("drawn signature"),
    )

    class Meta:
        verbose_name = _("signatory")
        verbose_name_plural = _("signatories")
        ordering = ["name"]

    def __str__(self) -> str:
        return self.name
