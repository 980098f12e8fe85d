"""Owns the public answer about a credential: what is true, and what that was proved by."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django.utils import timezone
from django.utils.crypto import constant_time_compare
from django.utils.translation import gettext as _

from campus.accounts.models import User
from campus.accounts.roles import is_campus_staff
from campus.errors import NotFound
from workers.certificates.ends.withdrawn import withdrawn_from
from workers.certificates.holding.mine import earned_with_teams
from workers.certificates.issuers.signing import issuer_documents
from workers.certificates.models import Credential, NameRequest, SubjectKind
from workers.certificates.rules.spelling import masked
from workers.certificates.statuses.standing import BROKEN, status_of
from workers.certificates.verifying.examining import Finding, examine
from workers.certificates.verifying.reports import Report
from workers.certificates.verifying.saying import said_by

# What no id of ours looks like is looked up all the same, as an id that nobody has.
_NOBODYS = "-" * 22


def report(id_: str, *, viewer: User | None, share: str = "") -> Report:
    """Look the credential up and prove it anew; raises NotFound, the same for every unknown id.

    The name is masked for everybody but the holder (for a team: its members) and whoever brings
    the token of the share link that the holder switched on.
    """
    credential = _found(id_)
    now = timezone.now()
    findings = tuple(examine(credential, issuer_documents(), now))
    is_shared = opens(share, credential)
    is_theirs = is_holder(viewer, credential)
    is_named = is_theirs or is_shared or credential.subject_kind == SubjectKind.TEAM
    return Report(
        **_known(credential, is_masked=not is_named, knows_others=is_theirs),
        **_withdrawn(credential, is_told=is_theirs or _is_staff(viewer)),
        **said_by(credential),
        status=_status(credential, findings, now),
        is_shared=is_shared,
        findings=findings,
    )


def team_document(id_: str) -> str | None:
    """The exact text that was signed, which the members' credentials name by its digest.

    It names the team alone, so that anybody may have it, also once another took its place. None for
    a person's; raises NotFound for an unknown id, and for what was erased.
    """
    credential = _found(id_)
    if credential.erased_at:
        raise NotFound(_("This certificate was erased: its document is gone."), code="erased")
    return credential.document if credential.subject_kind == SubjectKind.TEAM else None


def _found(id_: str) -> Credential:
    credential = find(id_)
    if credential is None:
        raise NotFound(
            _("No certificate has this address: compare it with the one on the document.")
        )
    return credential


def find(id_: str) -> Credential | None:
    """One query whatever the id looks like: how long it takes tells nothing about it."""
    is_possible = len(id_) <= len(_NOBODYS) and id_.isascii() and "\0" not in id_
    found = Credential.objects.select_related(
        "version__achievement", "certificate", "superseded_by"
    )
    return found.filter(id=id_ if is_possible else _NOBODYS).first()


def is_holder(viewer: User | None, credential: Credential) -> bool:
    if viewer is None:
        return False
    if credential.person_id:
        return credential.person_id == viewer.id
    return credential.id in earned_with_teams(viewer)


def _is_staff(viewer: User | None) -> bool:
    return viewer is not None and is_campus_staff(viewer)


def opens(share: str, credential: Credential) -> bool:
    return bool(credential.share_token) and constant_time_compare(share, credential.share_token)


def _known(credential: Credential, *, is_masked: bool, knows_others: bool) -> dict[str, Any]:
    """What the register says; the one of before is the holder's to show."""
    follower = getattr(credential, "superseded_by", None)
    if follower and not (knows_others or _leads_on(credential)):
        follower = None
    name = credential.recipient_name
    return {
        "id": credential.id,
        "title": credential.title,
        "recipient": masked(name) if is_masked else name,
        "is_masked": is_masked,
        "subject_kind": credential.subject_kind,
        "language": credential.language,
        "issued_at": credential.issued_at,
        "valid_until": credential.valid_until,
        "revoked_at": credential.revoked_at,
        "revocation_reason": credential.revocation_reason if credential.revoked_at else "",
        "superseded_at": credential.superseded_at,
        "superseded_by": follower.id if follower else None,
        "supersedes": credential.supersedes_id if knows_others else None,
        "erased_at": credential.erased_at,
        "version": credential.version.number,
        "records": len(credential.evidence),
        "document_digest": credential.document_digest,
    }


def _leads_on(credential: Credential) -> bool:
    """A team's tells anybody which one took its place: those of its members point at this one.

    Not where somebody whom it names has another name since: a former name must not lead to the
    present one, as that of a person never does.
    """
    if credential.subject_kind != SubjectKind.TEAM or credential.erased_at:
        return False
    corrected = NameRequest.objects.filter(is_accepted=True)
    return not corrected.filter(credential__person__in=credential.people_named).exists()


def _withdrawn(credential: Credential, *, is_told: bool) -> dict[str, Any]:
    """For its holder and for staff, who may revoke it; to everybody else it stands as issued."""
    withdrawn = withdrawn_from([credential.id]).get(credential.id) if is_told else None
    return {
        "evidence_withdrawn_at": withdrawn.since if withdrawn else None,
        "records_withdrawn": withdrawn.records if withdrawn else 0,
    }


def _status(credential: Credential, findings: Iterable[Finding], now: datetime) -> str:
    if any(finding.holds is False for finding in findings if finding.code != "status"):
        return BROKEN
    return status_of(credential, now)
