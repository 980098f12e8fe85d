"""Mail to somebody who is erased goes, and nobody else's."""

import pytest
from django.core.mail import send_mail
from django.utils import timezone

from campus.outbox.forgetting import forget_mail
from campus.outbox.models import OutboxMail

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _to_the_outbox(settings: pytest.FixtureRequest) -> None:
    settings.EMAIL_BACKEND = "campus.outbox.backend.OutboxBackend"  # type: ignore[attr-defined]


def a_mail(text: str, *to: str, is_sent: bool = False) -> OutboxMail:
    send_mail("Campus", text, None, list(to))
    mail = OutboxMail.objects.latest("id")
    mail.sent_at = timezone.now() if is_sent else None
    mail.save()
    return mail


def left() -> set[str]:
    return set(OutboxMail.objects.values_list("text", flat=True))


def test_what_was_sent_to_her_goes_and_what_was_not_where_it_is_about_this() -> None:
    a_mail("parti", "awa@example.org", is_sent=True)
    a_mail("parti aux deux", "awa@example.org", "marc@example.org", is_sent=True)
    a_mail("pas encore : Écrire clair", "awa@example.org")
    a_mail("votre compte est effacé", "awa@example.org")
    a_mail("Écrire clair, de Marc", "marc@example.org", is_sent=True)
    assert forget_mail(address="awa@example.org", about=["Écrire clair", ""]) == 3
    assert left() == {"votre compte est effacé", "Écrire clair, de Marc"}


def test_about_nothing_only_what_was_sent_goes() -> None:
    a_mail("parti", "awa@example.org", is_sent=True)
    a_mail("pas encore", "awa@example.org")
    assert forget_mail(address="awa@example.org") == 1
    assert left() == {"pas encore"}
