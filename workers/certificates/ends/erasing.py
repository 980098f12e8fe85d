"""Owns the erasure of a holder: what names her goes, and what she kept herself still verifies.

Left are rows that name nobody: that something was issued, when, for what, where its status is
read, and the digest of the text that was signed. Who signed an outcome or a certificate stays on
those of the others: that was her office.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from django.db import connection, transaction

from campus.accounts.models import User
from campus.outbox.forgetting import forget_mail
from workers.certificates.ends.team_names import of_her_teams, replace_people
from workers.certificates.issuing.exporting import owe_forgetting
from workers.certificates.models import ConfirmedName, Credential
from workers.certificates.naming import locked_name

_ERASE = "SELECT certificates_erase(%s)"


@dataclass(frozen=True, slots=True)
class Erased:
    """How many credentials lost their words: hers, and those of teams that named her."""

    own: int
    of_teams: int


@transaction.atomic
def erase_holder(person: User) -> Erased:
    """Erase her name, documents and requests; a team's certificate that named her is replaced.

    Archives that may hold one of hers are forgotten, and mail to her address that was sent or is
    about a certificate. A team's members are told nothing: nothing of theirs changes. Calling
    again changes nothing.
    Raises NoSigningKey where a team's must be signed anew and this process holds no key.
    """
    # Before anything is looked for, so that nothing is being issued with it and kept afterwards.
    locked_name(person)
    # Locked, so that no document is being made of them at this moment and kept afterwards.
    own = list(Credential.objects.select_for_update().filter(person=person).order_by("id"))
    theirs = of_her_teams(person)
    of_teams = [one for one in theirs if person.id in one.people_named]
    ConfirmedName.objects.filter(person=person).delete()
    for one in of_teams:
        if one.superseded_at is None:
            replace_people(one)
    _erase(own)
    _erase(of_teams)
    owe_forgetting({one.achievement_id for one in (*own, *of_teams)})
    forget_mail(address=person.email, about={one.title for one in (*own, *theirs)})
    return Erased(len(own), len(of_teams))


def _erase(credentials: Sequence[Credential]) -> None:
    with connection.cursor() as cursor:
        cursor.execute(_ERASE, [[one.id for one in credentials]])
