"""Owns the mail to send and the mail that was sent."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from campus.ids import new_id


class OutboxMail(models.Model):
    """One mail, exactly as it leaves; `sent_at` is set in the transaction that sent it."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    sender = models.CharField(pgettext_lazy("sender", "from"), max_length=300)
    recipients = models.JSONField(_("to"))
    subject = models.CharField(_("subject"), max_length=500)
    text = models.TextField(_("text"))
    html = models.TextField(_("HTML"), blank=True)
    written_at = models.DateTimeField(_("written"), auto_now_add=True)
    sent_at = models.DateTimeField(_("sent"), null=True, blank=True)

    class Meta:
        verbose_name = _("mail")
        verbose_name_plural = pgettext_lazy("several", "mail")
        ordering = ["-written_at"]

    def __str__(self) -> str:
        return self.subject
