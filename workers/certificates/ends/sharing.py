"""Owns the link that shows the whole name on the public page, for as long as its holder likes."""

from django.conf import settings
from django.db import transaction
from django.utils.translation import gettext as _

from campus.accounts.models import User
from campus.errors import NotFound
from campus.ids import new_secret_id
from workers.certificates.models import Credential


@transaction.atomic
def switch_on(*, person: User, credential: Credential) -> str:
    """The token of the link; the same one while it is on, another after it was off.

    Raises NotFound for what is not her own: a team's page masks no name.
    """
    held = _hers(person, credential)
    if not held.share_token:
        held.share_token = new_secret_id()
        held.save(update_fields=["share_token"])
    return held.share_token


@transaction.atomic
def switch_off(*, person: User, credential: Credential) -> None:
    """Whoever has the link sees what everybody sees; off is off, however often one asks."""
    held = _hers(person, credential)
    held.share_token = ""
    held.save(update_fields=["share_token"])


def address_with(credential: Credential, token: str) -> str:
    return f"{settings.CAMPUS_PUBLIC_URL}/verify/{credential.id}?share={token}"


def _hers(person: User, credential: Credential) -> Credential:
    rows = Credential.objects.select_for_update().filter(id=credential.id, person=person)
    held = rows.first()
    if held is None:
        raise NotFound(_("There is no such certificate among yours."))
    return held
