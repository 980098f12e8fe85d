"""Owns the lists in which the world reads whether a credential is still in force."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from campus.ids import new_secret_id


class StatusList(models.Model):
    """A W3C Bitstring Status List: a bit for each of its credentials, at a random place.

    `document` is the signed text, made again in the transaction that sets a bit.
    """

    id = models.CharField(primary_key=True, max_length=22, default=new_secret_id, editable=False)
    bits = models.BinaryField()
    document = models.TextField(_("signed document"))
    signed_at = models.DateTimeField(_("signed"))
    opened_at = models.DateTimeField(_("opened"))
    is_open = models.BooleanField(_("takes more credentials"), default=True)

    class Meta:
        verbose_name = _("status list")
        verbose_name_plural = _("status lists")
        ordering = ["opened_at", "id"]

    def __str__(self) -> str:
        return self.id
