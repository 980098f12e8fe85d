"""Owns the proof of all credentials, both ways: each one was due, and each one due is there."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import islice
from uuid import UUID

from django.utils import timezone

from campus.owed.models import Owed
from campus.records.models import LearningRecord
from workers.certificates.authoring.achievements import least_trust
from workers.certificates.issuers.signing import issuer_documents
from workers.certificates.issuing.sweeping import unissued
from workers.certificates.issuing.wanting import waiting_for_names
from workers.certificates.models import Credential
from workers.certificates.proving.witnesses import Lists, faults, read_lists
from workers.certificates.rules.eligibility import (
    Record,
    Requirement,
    raised,
    thawed,
    unmet,
)
from workers.certificates.verifying.examining import Issuers, examine
from workers.progress.folding.earning import CREDENTIAL

_AT_ONCE = 200


@dataclass(slots=True)
class Verification:
    """What was examined, and every difference in words.

    `erased` are records that went with somebody's learning since; `waiting` are owed at this
    moment; `unnamed` are people whose name is not confirmed yet.
    """

    credentials: int = 0
    records: int = 0
    erased: int = 0
    waiting: int = 0
    unnamed: int = 0
    differences: list[str] = field(default_factory=list)


@dataclass(slots=True)
class _Log:
    """What the log says of some records, and which of them it says nothing of any more."""

    records: dict[UUID, Record] = field(default_factory=dict)
    erased: set[UUID] = field(default_factory=set)


def verify(issuers: Issuers | None = None) -> Verification:
    """Prove every credential from the log and the archived keys; needs no network.

    `issuers` are DID documents that somebody archived, instead of the campus's own archive.
    """
    found = Verification(waiting=Owed.objects.filter(kind=CREDENTIAL, parked_at=None).count())
    every = Credential.objects.select_related("certificate", "token", "version").order_by("id")
    issuers = issuer_documents() if issuers is None else issuers
    lists = read_lists(issuers)
    found.differences += lists.differences
    for credentials in _chunks(every.iterator(_AT_ONCE)):
        _verify(credentials, issuers, lists, found)
    found.differences += [
        f"{key}: the rule holds, and no credential was issued" for key in unissued()
    ]
    found.unnamed = len(waiting_for_names())
    return found


def _chunks(credentials: Iterable[Credential]) -> Iterator[list[Credential]]:
    rest = iter(credentials)
    while chunk := list(islice(rest, _AT_ONCE)):
        yield chunk


def _verify(
    credentials: Sequence[Credential], issuers: Issuers, lists: Lists, found: Verification
) -> None:
    log = _read({UUID(id_) for one in credentials for id_ in one.evidence})
    found.credentials += len(credentials)
    found.records += len(log.records)
    found.erased += len(log.erased)
    for credential in credentials:
        found.differences += [
            f"{credential.id}: {fault}"
            for fault in (
                *_faults(credential, issuers, log),
                *faults(credential, issuers, lists),
            )
        ]


def _faults(credential: Credential, issuers: Issuers, log: _Log) -> Iterator[str]:
    if credential.erased_at:
        return  # only its holder can still show what was signed
    for finding in examine(credential, issuers, timezone.now()):
        if finding.holds is False and finding.code != "status":
            yield f"{finding.code} does not hold. {finding.how}"
    ids = {UUID(id_) for id_ in credential.evidence}
    if missing := ids - log.records.keys() - log.erased:
        yield f"the log lacks {len(missing)} of the {len(ids)} records it was issued on"
    evidence = [log.records[id_] for id_ in ids & log.records.keys()]
    rule = thawed(credential.rule)
    if lacking := _still_asked(unmet(rule, evidence), evidence, len(ids & log.erased)):
        yield f"its evidence does not meet {len(lacking)} parts of its rule"
    if rule != raised(rule, least := least_trust(credential.version)):
        yield f"its rule asks for less than its version, whose records are at least {least}"


def _still_asked(
    lacking: Sequence[Requirement], evidence: Iterable[Record], erased: int
) -> list[Requirement]:
    """What is lacking and cannot have been met by so many records that were erased.

    Somebody's records go all at once, so none is left of the enrolments they were of; and each was
    about one thing.
    """
    left = {record.registration for record in evidence}
    gone = dict.fromkeys(
        (part.registration, part.object) for part in lacking if part.registration not in left
    )
    explained = set(list(gone)[:erased])
    return [part for part in lacking if (part.registration, part.object) not in explained]


def _read(ids: set[UUID]) -> _Log:
    rows = LearningRecord.objects.filter(id__in=ids).values_list(
        "id", "registration", "object", "verb", "trust", "erased_at"
    )
    log = _Log()
    for id_, registration, about, verb, trust, erased_at in rows:
        if erased_at:
            log.erased.add(id_)
        else:
            log.records[id_] = Record(id_, registration, about, verb, trust)
    return log
