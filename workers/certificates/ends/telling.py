"""Owns the mails about what became of a certificate, to each holder in her language."""

from collections.abc import Callable, Sequence

from django.core.mail import send_mail
from django.utils import translation
from django.utils.translation import gettext as _

from campus.accounts.models import User
from campus.accounts.roles import campus_organisation
from tracks.models import Membership
from tracks.teams import LEARNING_ROLES
from workers.certificates.models import Credential

Worded = Callable[[], tuple[str, str]]
"""Subject and text, in the language that is active."""


def holders_of(credential: Credential) -> Sequence[User]:
    """The person, or whoever belongs to the team today and learns in it."""
    if credential.person is not None:
        return [credential.person]
    live = Membership.objects.filter(
        team=credential.team_id, left_at=None, role__in=LEARNING_ROLES
    ).select_related("person")
    return [membership.person for membership in live]


def tell(credential: Credential, worded: Worded) -> None:
    """The outbox keeps it with this transaction; `worded` leaves greeting and signature to us."""
    for holder in holders_of(credential):
        with translation.override(holder.language):
            subject, text = worded()
            hello = _("Hello {name},").format(name=holder.get_short_name())
            letter = f"{hello}\n\n{text}\n\n{campus_organisation().name}"
            send_mail(subject, letter, None, [holder.email])
