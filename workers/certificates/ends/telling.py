"""Owns the mails about what became of a certificate, to each holder in her language."""

from collections.abc import Callable, Sequence

from django.core.mail import send_mail
from django.utils import translation
from django.utils.translation import gettext as _

from campus.accounts.models import User
from campus.accounts.roles import campus_organisation
from tracks.models import Membership
from tracks.teams import LEARNING_ROLES
from workers.certificates.holding.mine import earned_with_teams
from workers.certificates.models import Credential

Worded = Callable[[], tuple[str, str]]
"""Subject and text, in the language that is active."""


def holders_of(credential: Credential) -> Sequence[User]:
    """The person, or those who earned it with the team, in it still or not."""
    if credential.person is not None:
        return [credential.person]
    learners = Membership.objects.filter(team=credential.team_id, role__in=LEARNING_ROLES)
    people = User.objects.filter(id__in=learners.values("person"), is_active=True)
    return [one for one in people.order_by("id") if credential.id in earned_with_teams(one)]


def tell(credential: Credential, worded: Worded) -> None:
    """The outbox keeps it with this transaction; `worded` leaves greeting and signature to us."""
    for holder in holders_of(credential):
        with translation.override(holder.language):
            subject, text = worded()
            hello = _("Hello {name},").format(name=holder.get_short_name())
            letter = f"{hello}\n\n{text}\n\n{campus_organisation().name}"
            send_mail(subject, letter, None, [holder.email])
