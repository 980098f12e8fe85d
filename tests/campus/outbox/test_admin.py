"""Outgoing mail in the admin: that it left, not what it said."""

import pytest
from django.core.mail import send_mail

from campus.outbox.models import OutboxMail
from tests.trainers import Admin, a_staff_member, a_trainer

pytestmark = pytest.mark.django_db


def test_staff_see_that_a_mail_left_and_not_the_address_in_it(
    settings: pytest.FixtureRequest,
) -> None:
    settings.EMAIL_BACKEND = "campus.outbox.backend.OutboxBackend"  # type: ignore[attr-defined]
    send_mail("Votre mot de passe", "https://campus.example/secret-key", None, ["a@example.org"])
    mail, admin = OutboxMail.objects.get(), Admin(a_staff_member())
    page = admin.get("outbox_outboxmail_change", mail.id).content.decode()
    assert "Votre mot de passe" in page
    assert "secret-key" not in page
    assert admin.post("outbox_outboxmail_change", mail.id, data={"subject": "x"}).status_code == 403
    assert Admin(a_trainer()).get("outbox_outboxmail_changelist").status_code == 403
