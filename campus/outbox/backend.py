"""Owns the mail backend Django writes to: a row and what is owed, instead of a connection."""

from collections.abc import Iterator, Sequence

from django.core.mail import EmailMessage, EmailMultiAlternatives
from django.core.mail.backends.base import BaseEmailBackend
from django.db import transaction

from campus.owed.owing import owe

from .models import OutboxMail
from .sending import MAIL


class OutboxBackend(BaseEmailBackend):
    """Mail is part of the transaction that causes it: rolled back with it, never sent before.

    Raises BadHeaderError, as Django's own backends do, for a header of several lines.
    """

    def send_messages(self, email_messages: Sequence[EmailMessage]) -> int:
        with transaction.atomic():
            rows = [row for message in email_messages for row in _rows(message)]
            OutboxMail.objects.bulk_create(rows)
            owe(MAIL, [str(row.id) for row in rows])
        return len(email_messages)


def _rows(message: EmailMessage) -> Iterator[OutboxMail]:
    """One mail to those who may see each other, one to each hidden recipient."""
    message.message()  # refuses what would inject a header, before it is kept
    if shown := [*message.to, *message.cc]:
        yield _row(message, shown)
    for hidden in message.bcc:
        yield _row(message, [hidden])


def _row(message: EmailMessage, recipients: list[str]) -> OutboxMail:
    return OutboxMail(
        sender=message.from_email,
        recipients=recipients,
        subject=str(message.subject),
        text=str(message.body),
        html=_html(message),
    )


def _html(message: EmailMessage) -> str:
    if not isinstance(message, EmailMultiAlternatives):
        return ""
    return next((str(body) for body, kind in message.alternatives if kind == "text/html"), "")
