"""Owns a member's word on standing by name on what her teams earned, and what follows from it."""

from functools import partial
from typing import Final

from django.db import transaction
from django.utils.translation import gettext as _

from campus.accounts import consents
from campus.accounts.models import Consent, User
from campus.owed.owing import owe
from tracks.models import Membership
from tracks.teams import LEARNING_ROLES
from workers.certificates.ends.team_names import of_her_teams, replace_people
from workers.certificates.ends.telling import tell
from workers.certificates.holding.mine import earned_with_teams
from workers.certificates.models import Credential
from workers.certificates.naming import TEAM_NAMES, confirmed_name, locked_name
from workers.certificates.pages.wording import MOST_NAMES

_NAMED: Final = Consent.Kind.NAME_ON_TEAM_CREDENTIAL


def has_agreed(person: User) -> bool:
    return consents.has_given(person, _NAMED)


def is_asked(person: User) -> bool:
    """Whoever learns in a team or ever did, and whoever agreed."""
    learnt = Membership.objects.filter(person=person, role__in=LEARNING_ROLES)
    return learnt.exists() or has_agreed(person)


@transaction.atomic
def agree(*, person: User) -> None:
    """Her teams' certificates show her name, those that were issued too; agreeing again is once."""
    if not has_agreed(person):
        _hold(person)
        consents.give(person=person, kind=_NAMED)


@transaction.atomic
def take_back(*, person: User) -> None:
    """They count her among the members and name her no more."""
    if has_agreed(person):
        _hold(person)
        consents.take_back(person=person, kind=_NAMED)


def _hold(person: User) -> None:
    """Whoever issues has her name: what is being issued now is there before a worker looks."""
    owe(TEAM_NAMES, [str(person.id)])
    locked_name(person)


@transaction.atomic
def carry_out(key: str) -> None:
    """Handler of what is owed: what still shows otherwise than the person with this id wants today.

    Another takes its place, and the members are told. What was revoked stays as it is.
    """
    person = User.objects.filter(id=key).first()
    if person is None:
        return
    for one in of_her_teams(person):
        if not (one.superseded_at or one.revoked_at) and _says_otherwise(one, person):
            new = replace_people(one)
            tell(new, partial(_replaced, new))


def _says_otherwise(one: Credential, person: User) -> bool:
    if person.id in one.people_named:
        return not has_agreed(person)
    is_full = len(one.people_named) >= MOST_NAMES
    is_to_be = has_agreed(person) and confirmed_name(person) is not None
    return is_to_be and not is_full and one.id in earned_with_teams(person)


def _replaced(new: Credential) -> tuple[str, str]:
    text = _(
        "The certificate of your team was replaced: {title}\n\n"
        "Whom of you it names has changed, as each decides for herself. The new one replaces the "
        "one before, which says so to whoever checks it. Its address:\n"
        "{address}"
    )
    return _("The certificate of your team was replaced"), text.format(
        title=new.title, address=new.face["verify_address"]
    )
