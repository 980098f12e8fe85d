"""Owns the sending of one mail that is owed."""

from typing import Any
from uuid import UUID

from django.conf import settings
from django.core.mail import EmailMultiAlternatives, get_connection
from django.utils import timezone

from .models import OutboxMail

MAIL = "mail"


def send(key: str) -> None:
    """Hand one mail to the mail server; without one it only counts as sent (`/dev/mail`).

    Mail is at least once: a worker killed between the server's answer and our commit sends
    again, with the same Message-ID, so that mail programs show one.
    """
    mail = OutboxMail.objects.select_for_update().filter(id=UUID(key), sent_at=None).first()
    if mail is None:
        return
    if settings.MAIL_SERVER:
        _deliver(mail, settings.MAIL_SERVER)
    mail.sent_at = timezone.now()
    mail.save(update_fields=["sent_at"])


def _deliver(mail: OutboxMail, server: dict[str, Any]) -> None:
    message = EmailMultiAlternatives(
        mail.subject,
        mail.text,
        mail.sender,
        mail.recipients,
        headers={"Message-ID": f"<{mail.id}@{settings.CAMPUS_HOST_NAME}>"},
        connection=get_connection(**server),
    )
    if mail.html:
        message.attach_alternative(mail.html, "text/html")
    message.send()
