"""Owns the archive of public keys: what verifies old credentials when keys and domains change."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class IssuerKey(models.Model):
    """A public key that has signed for an issuer; written before its first signature, kept.

    One key may have signed under two domains of the campus: it is there once for each.
    """

    class Use(models.TextChoices):
        PROOF = "proof", _("proofs of credentials (Ed25519)")
        TOKEN = "token", _("credentials as tokens (P-256)")
        PAGE = "page", _("signatures of PDFs (X.509)")

    id = models.BigAutoField(primary_key=True)
    use = models.CharField(_("use"), max_length=5, choices=Use.choices, default=Use.PROOF)
    public_key = models.CharField(
        _("public key"),
        max_length=120,
        help_text=_("As a Multikey; of a certificate, the SHA-256 of its DER."),
    )
    certificate = models.TextField(_("certificate"), blank=True, help_text=_("In PEM."))
    did = models.CharField(_("issuer"), max_length=300)
    url = models.CharField(_("address"), max_length=300)
    name = models.CharField(_("name"), max_length=200, blank=True)
    first_used_at = models.DateTimeField(_("first used"))
    retired_at = models.DateTimeField(_("retired"), null=True, blank=True)
    compromised_at = models.DateTimeField(_("compromised"), null=True, blank=True)

    class Meta:
        verbose_name = _("issuer's key")
        verbose_name_plural = _("issuer's keys")
        ordering = ["first_used_at", "id"]
        constraints = [
            models.UniqueConstraint(fields=["did", "public_key"], name="each_key_of_an_issuer_once")
        ]

    def __str__(self) -> str:
        return f"{self.did}#{self.public_key}"
