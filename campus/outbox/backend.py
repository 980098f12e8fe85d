"""Owns the mail backend Django writes to: a row and what is owed, instead of a connection."""

from collections.abc import Sequence

from django.core.mail import EmailMessage, EmailMultiAlternatives
from django.core.mail.backends.base import BaseEmailBackend
from django.db import transaction

from campus.owed.owing import owe

from .models import OutboxMail
from .sending import MAIL


class OutboxBackend(BaseEmailBackend):
    """Mail is part of the transaction that causes it: rolled back with it, never sent before."""

    def send_messages(self, email_messages: Sequence[EmailMessage]) -> int:
        with transaction.atomic():
            rows = OutboxMail.objects.bulk_create([_row(message) for message in email_messages])
            owe(MAIL, [str(row.id) for row in rows])
        return len(rows)


def _row(message: EmailMessage) -> OutboxMail:
    return OutboxMail(
        sender=message.from_email,
        recipients=message.recipients(),
        subject=str(message.subject),
        text=str(message.body),
        html=_html(message),
    )


def _html(message: EmailMessage) -> str:
    if not isinstance(message, EmailMultiAlternatives):
        return ""
    return next((str(body) for body, kind in message.alternatives if kind == "text/html"), "")
