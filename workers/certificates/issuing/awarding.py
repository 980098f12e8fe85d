"""Owns the award: signed credentials, each kept once, their documents owed, their holders told."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Final
from uuid import UUID

from django.core.mail import EmailMessage, get_connection
from django.db import connection
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from campus.accounts.models import User
from campus.errors import Conflict
from campus.owed.owing import owe
from workers.certificates.issuing.making import Entitled, made, the_office
from workers.certificates.models import Credential
from workers.certificates.pages.rendering import DOCUMENT
from workers.certificates.rules.eligibility import unmet
from workers.certificates.statuses.lists import allocate

# Documents that nobody waits for. No bell rings for them: the sweeper makes them in slices of a
# few seconds, so that whoever earns or asks alone is never behind a cohort.
DOCUMENT_IN_TIME = "certificate.render_in_time"

_HELD: Final = """
SELECT achievement_id, subject, period FROM certificates_credential
WHERE achievement_id = ANY(%s) AND subject = ANY(%s)
"""
_KEPT: Final = "SELECT id FROM certificates_credential WHERE id = ANY(%s)"

Key = tuple[UUID, UUID, int]
"""Achievement, subject, period: what there is one live credential of."""


def held(achievements: Iterable[UUID], subjects: Iterable[UUID]) -> set[Key]:
    """Live, superseded or revoked: what was revoked does not come back by itself."""
    with connection.cursor() as cursor:
        cursor.execute(_HELD, [list(achievements), list(subjects)])
        return set(cursor.fetchall())


def has_evidence(entitled: Entitled) -> bool:
    return not unmet(entitled.requirements, entitled.evidence)


def evidence_missing(missing: int) -> Conflict:
    """The projection that says the rule holds and the log disagree: nothing is issued on that."""
    return Conflict(
        f"The log lacks {missing} records that the rule asks for: run verify_progress.",
        code="evidence_missing",
    )


def award(entitled: Entitled) -> Credential | None:
    """As `award_all`, to one; None where another worker was first."""
    credentials = award_all([entitled])
    return credentials[0] if credentials else None


def award_all(all_entitled: Sequence[Entitled], *, in_time: bool = False) -> list[Credential]:
    """Make, sign and keep credentials; those that another worker was first with are left out.

    `in_time`: their documents may come after those of whoever earned alone.
    Raises Conflict where somebody's evidence does not meet her rule.
    """
    for entitled in all_entitled:
        if missing := unmet(entitled.requirements, entitled.evidence):
            raise evidence_missing(len(missing))
    if not all_entitled:
        return []
    office = the_office(timezone.now().replace(microsecond=0))
    all_entitled = sorted(
        all_entitled, key=_key
    )  # two that keep the same must not wait in a circle
    places = allocate(len(all_entitled))
    credentials = [
        made(entitled, office=office, place=place)
        for entitled, place in zip(all_entitled, places, strict=True)
    ]
    kept = _keep(credentials)
    owe(
        DOCUMENT_IN_TIME if in_time else DOCUMENT,
        [one.id for one in kept],
        due_at=office.now if in_time else None,
    )
    holders = {one.id: of.holders for one, of in zip(credentials, all_entitled, strict=True)}
    _tell(kept, holders)
    return kept


def _key(entitled: Entitled) -> Key:
    return entitled.version.achievement_id, entitled.subject.id, entitled.period


def _keep(credentials: list[Credential]) -> list[Credential]:
    Credential.objects.bulk_create(credentials, ignore_conflicts=True)
    with connection.cursor() as cursor:
        cursor.execute(_KEPT, [[one.id for one in credentials]])
        kept = {id_ for (id_,) in cursor.fetchall()}
    return [one for one in credentials if one.id in kept]


def _tell(credentials: Sequence[Credential], holders: Mapping[str, Sequence[User]]) -> None:
    """By mail, each in her language; the outbox keeps it with this transaction."""
    mails = [_mail(holder, one) for one in credentials for holder in holders[one.id]]
    get_connection().send_messages(mails)


def _mail(holder: User, credential: Credential) -> EmailMessage:
    with translation.override(holder.language):
        text = _(
            "Hello {name},\n\n"
            "Your certificate is ready: {title}\n\n"
            "Anyone can check it at this address, which only those you give it to know:\n"
            "{address}\n\n"
            "You find the PDF and the file for machines among your certificates.\n\n"
            "{campus}"
        )
        return EmailMessage(
            _("Your certificate is ready"),
            text.format(
                name=holder.get_short_name(),
                title=credential.title,
                address=credential.face["verify_address"],
                campus=credential.face["issuer"],
            ),
            None,
            [holder.email],
        )
