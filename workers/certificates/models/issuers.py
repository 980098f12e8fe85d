"""Owns the archive of public keys: what verifies old credentials when keys and domains change."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class IssuerKey(models.Model):
    """A public key that has signed for an issuer; written before its first signature, kept."""

    public_key = models.CharField(_("public key"), primary_key=True, max_length=80)
    did = models.CharField(_("issuer"), max_length=300)
    url = models.CharField(_("address"), max_length=300)
    first_used_at = models.DateTimeField(_("first used"))

    class Meta:
        verbose_name = _("issuer's key")
        verbose_name_plural = _("issuer's keys")
        ordering = ["first_used_at"]

    def __str__(self) -> str:
        return f"{self.did}#{self.public_key}"
