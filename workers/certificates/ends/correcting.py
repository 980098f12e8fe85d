"""Owns "my name is wrong": what a holder asks, and the certificate that then takes its place."""

from functools import partial
from typing import Final

from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from campus.accounts.models import User
from campus.accounts.roles import is_campus_staff
from campus.audit.noting import note
from campus.errors import Conflict, Invalid, NotAllowed, NotFound
from campus.owed.owing import owe
from workers.certificates import naming
from workers.certificates.ends.replacing import Words, replace
from workers.certificates.ends.revoking import live
from workers.certificates.ends.team_names import correct_teams
from workers.certificates.ends.telling import tell
from workers.certificates.issuers.keys import NoSigningKey
from workers.certificates.models import Credential, NameRequest

CORRECTION: Final = "credential.correct"
"""Owed where a process that holds no key accepted a request."""

LONGEST_REASON: Final = 1000


def requests_of(person: User, credential: Credential) -> QuerySet[NameRequest]:
    """The newest first; nobody else's."""
    return NameRequest.objects.filter(credential=credential, credential__person=person)


@transaction.atomic
def ask(*, person: User, credential: Credential, name: str, reason: str = "") -> NameRequest:
    """Staff are asked to put this name on the certificate.

    Raises NotFound for somebody else's, Invalid for what is no name or the same one, Conflict
    where it has ended or another request is still open.
    """
    if credential.person_id != person.id:
        raise NotFound(_("There is no such certificate among yours."))
    name, held = naming.spelled(name), live(credential)
    if name == held.recipient_name:
        raise Invalid(_("The certificate shows this name already."), code="name_unchanged")
    if held.name_requests.filter(decided_at=None).exists():
        raise Conflict(
            _("You have asked for another name already: wait for the answer."), code="request_open"
        )
    return NameRequest.objects.create(
        credential=held, name=name, reason=reason.strip()[:LONGEST_REASON], asked_at=timezone.now()
    )


@transaction.atomic
def accept(*, request: NameRequest, by: User, answer: str = "") -> NameRequest:
    """The certificate is replaced by one with this name, which is hers from now on.

    Raises NotAllowed for whoever is not campus staff, Conflict where it was decided already or
    the certificate has ended.
    """
    _lock_name(request)
    decided = _decide(request, by, is_accepted=True, answer=answer)
    live(decided.credential)
    try:
        with transaction.atomic():
            _carry_out(decided)
    except NoSigningKey:
        owe(CORRECTION, [str(decided.id)])
    return decided


@transaction.atomic
def refuse(*, request: NameRequest, by: User, answer: str) -> NameRequest:
    """Raises Invalid without an answer, and as `accept` does."""
    if not answer.strip():
        raise Invalid(_("Say why: she reads it."), code="reason_missing")
    decided = _decide(request, by, is_accepted=False, answer=answer)
    tell(decided.credential, partial(_refused, decided))
    return decided


@transaction.atomic
def carry_out(key: str) -> None:
    """Handler of what is owed: the request with this id, accepted and not carried out yet."""
    rows = NameRequest.objects.filter(id=key, is_accepted=True)
    for request in rows:
        _lock_name(request)
    row = rows.select_for_update().first()
    if (
        row is not None
        and Credential.objects.filter(
            id=row.credential_id, superseded_at=None, revoked_at=None, erased_at=None
        ).exists()
    ):
        _carry_out(row)


def _decide(request: NameRequest, by: User, *, is_accepted: bool, answer: str) -> NameRequest:
    if not is_campus_staff(by):
        raise NotAllowed(_("Only campus staff decide about names on certificates."))
    row = NameRequest.objects.select_for_update().get(id=request.id)
    if row.decided_at:
        raise Conflict(_("This request was decided already."), code="already_decided")
    row.decided_at, row.decided_by = timezone.now(), by
    row.is_accepted, row.answer = is_accepted, answer.strip()
    row.save(update_fields=["decided_at", "decided_by", "is_accepted", "answer"])
    deed = "name_request.accepted" if is_accepted else "name_request.refused"
    about = ("credential", row.credential_id, row.credential.title)
    note(by=by, deed=deed, about=about)
    return row


def _carry_out(request: NameRequest) -> None:
    old = live(request.credential)
    assert old.person is not None  # nobody asks for a team
    naming.keep(person=old.person, name=request.name)
    # The teams first: each is held before the lists of what ends are, as an erasure has it.
    correct_teams(old.person)
    new = replace(old, Words(request.name))
    tell(new, partial(_accepted, new, request.answer))


def _lock_name(request: NameRequest) -> None:
    """Before the request and the certificate: an erasure takes them in this order."""
    if request.credential.person is not None:
        naming.locked_name(request.credential.person)


def _accepted(new: Credential, answer: str) -> tuple[str, str]:
    text = _(
        "Your certificate was corrected: {title}\n\n"
        "The new one replaces the one before, which says so to whoever checks it. Its address:\n"
        "{address}"
    )
    told = text.format(title=new.title, address=new.face["verify_address"])
    return _("Your certificate was corrected"), "\n\n".join(filter(None, (told, answer)))


def _refused(request: NameRequest) -> tuple[str, str]:
    text = _("The name on your certificate stays as it is: {title}\n\nThe answer: {answer}")
    return _("The name on your certificate stays as it is"), text.format(
        title=request.credential.title, answer=request.answer
    )
