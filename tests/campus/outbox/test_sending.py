"""Mail is a row of the transaction that causes it, and leaves once that has committed."""

import smtplib

import pytest
from django.core.mail import EmailMultiAlternatives, get_connection, send_mail
from django.db import transaction

from campus.outbox.models import OutboxMail
from campus.outbox.sending import MAIL, send
from campus.owed.models import Owed

BACKEND = "campus.outbox.backend.OutboxBackend"


@pytest.fixture(autouse=True)
def _to_the_outbox(settings):
    """pytest-django keeps mail in memory otherwise."""
    settings.EMAIL_BACKEND = BACKEND
    settings.MAIL_SERVER = None


@pytest.fixture
def mail_server(settings):
    """A mail server that keeps in memory what it was given."""
    settings.MAIL_SERVER = {"backend": "django.core.mail.backends.locmem.EmailBackend"}


def _write(subject: str = "Bonjour") -> OutboxMail:
    send_mail(subject, "Votre attestation est prête.", None, ["awa@example.org"])
    return OutboxMail.objects.get(subject=subject)


@pytest.mark.django_db
def test_a_mail_is_a_row_and_is_owed():
    mail = _write()
    assert mail.recipients == ["awa@example.org"]
    assert mail.text == "Votre attestation est prête."
    assert mail.sent_at is None
    assert [(row.kind, row.key) for row in Owed.objects.all()] == [(MAIL, str(mail.id))]


@pytest.mark.django_db
def test_the_html_goes_with_the_text():
    message = EmailMultiAlternatives("Bonjour", "Texte", None, ["awa@example.org"])
    message.attach_alternative("<p>Texte</p>", "text/html")
    message.send()
    assert OutboxMail.objects.get().html == "<p>Texte</p>"


@pytest.mark.django_db(transaction=True)
def test_what_is_rolled_back_sends_no_mail():
    with transaction.atomic():
        _write()
        transaction.set_rollback(True)
    assert (OutboxMail.objects.count(), Owed.objects.count()) == (0, 0)


@pytest.mark.django_db
def test_a_mail_is_sent_once(mail_server, mailoutbox):
    mail = _write()
    send(str(mail.id))
    send(str(mail.id))
    assert [sent.subject for sent in mailoutbox] == ["Bonjour"]
    mail.refresh_from_db()
    assert mail.sent_at is not None


@pytest.mark.django_db
def test_a_mail_sent_again_after_a_kill_has_the_same_message_id(mail_server, mailoutbox):
    mail = _write()
    send(str(mail.id))
    OutboxMail.objects.update(sent_at=None)
    send(str(mail.id))
    first, second = (sent.extra_headers["Message-ID"] for sent in mailoutbox)
    assert first == second
    assert str(mail.id) in first


@pytest.mark.django_db
def test_without_a_mail_server_it_only_counts_as_sent(mailoutbox):
    mail = _write()
    send(str(mail.id))
    mail.refresh_from_db()
    assert mail.sent_at is not None
    assert mailoutbox == []


@pytest.mark.django_db
def test_a_server_that_refuses_leaves_it_unsent(settings):
    settings.MAIL_SERVER = {
        "backend": "django.core.mail.backends.smtp.EmailBackend",
        "host": "127.0.0.1",
        "port": 1,
    }
    mail = _write()
    with pytest.raises((OSError, smtplib.SMTPException)):
        send(str(mail.id))
    mail.refresh_from_db()
    assert mail.sent_at is None


@pytest.mark.django_db
def test_a_subject_of_two_lines_is_refused_before_it_is_kept():
    with pytest.raises(ValueError, match="Header values"):
        send_mail("Bonjour\nBcc: spy@example.org", "Texte", None, ["awa@example.org"])
    assert not OutboxMail.objects.exists()


@pytest.mark.django_db
def test_a_hidden_recipient_stays_hidden(mail_server, mailoutbox):
    EmailMultiAlternatives(
        "Bonjour", "Texte", None, ["awa@example.org"], bcc=["archive@example.org"]
    ).send()
    for mail in OutboxMail.objects.all():
        send(str(mail.id))
    assert sorted(sent.recipients() for sent in mailoutbox) == [
        ["archive@example.org"],
        ["awa@example.org"],
    ]


@pytest.mark.django_db
def test_many_mails_are_written_at_once():
    messages = [
        EmailMultiAlternatives(f"Bonjour {n}", "Texte", None, ["awa@example.org"]) for n in range(3)
    ]
    assert get_connection().send_messages(messages) == 3
    assert Owed.objects.filter(kind=MAIL).count() == 3
    assert get_connection().send_messages([]) == 0
