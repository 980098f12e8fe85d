"""Owns what else speaks for a credential: its bit in a signed list, and its token."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from campus.errors import CampusError
from campus.owed.models import Owed
from workers.certificates.models import Credential, StatusList
from workers.certificates.rules.bitstrings import decoded, has_bit
from workers.certificates.signed import proofs, tokens
from workers.certificates.signed.documents import JsonObject
from workers.certificates.statuses.lists import STATUS
from workers.certificates.verifying.examining import Issuers


@dataclass(slots=True)
class Lists:
    """The bits that the world reads, by list; `differences` say what is wrong with the lists."""

    bits: dict[str, bytes] = field(default_factory=dict)
    differences: list[str] = field(default_factory=list)


def read_lists(issuers: Issuers) -> Lists:
    """Each list from its signed text; one that is owed its signature may lag behind its bits."""
    found = Lists()
    owed = set(Owed.objects.filter(kind=STATUS).values_list("key", flat=True))
    for row in StatusList.objects.iterator(10):
        try:
            bits = _signed_bits(row, issuers)
        except CampusError as fault:
            found.differences.append(f"status list {row.id}: {fault.detail}")
            continue
        if bits != bytes(row.bits) and row.id not in owed:
            found.differences.append(f"status list {row.id}: it says other than the register")
        found.bits[row.id] = bytes(row.bits)
    return found


def _signed_bits(row: StatusList, issuers: Issuers) -> bytes:
    document = proofs.parse(row.document)
    proofs.verify(document, issuers)
    return decoded(str(document["credentialSubject"]["encodedList"]))


def faults(credential: Credential, issuers: Issuers, lists: Lists) -> Iterator[str]:
    """What of these contradicts the register, in words; what was never made is no fault."""
    yield from _status_faults(credential, lists.bits)
    if not credential.erased_at:
        yield from _place_faults(credential)
        yield from _token_faults(credential, issuers)


def _status_faults(credential: Credential, bits: Mapping[str, bytes]) -> Iterator[str]:
    list_, index = credential.status_list_id, credential.status_index
    if list_ is None or index is None or list_ not in bits:
        return
    is_over = bool(credential.revoked_at or credential.superseded_at)
    if has_bit(bits[list_], index) != is_over:
        says = "still in force" if is_over else "withdrawn"
        yield f"status does not hold. Its list says that it is {says}, and the register does not"


def _place_faults(credential: Credential) -> Iterator[str]:
    """Its address and its place are those kept for it, or nobody could end it."""
    try:
        document = proofs.parse(credential.document)
    except CampusError:
        return  # said already: its text cannot be read
    if _last(document.get("id")) != credential.id:
        yield "address does not hold. It names another one than the one it is kept under"
    named = document.get("credentialStatus", {})
    kept = (credential.status_list_id, credential.status_index)
    said = (_last(named.get("statusListCredential")), _number(named.get("statusListIndex")))
    if said != kept:
        yield "status does not hold. It names another place than the one kept for it"


def _last(address: object) -> str | None:
    return str(address).rsplit("/", 1)[-1] if address else None


def _number(text: object) -> int | None:
    return int(str(text)) if str(text).isdecimal() else None


def _token_faults(credential: Credential, issuers: Issuers) -> Iterator[str]:
    if not hasattr(credential, "token"):
        return
    try:
        token = tokens.verify_token(credential.token.text, issuers)
    except CampusError as fault:
        yield f"token does not hold. {fault.detail}"
        return
    if token.credential != _unproved(credential):
        yield "token does not hold. It says other than the document"


def _unproved(credential: Credential) -> JsonObject:
    document = proofs.parse(credential.document)
    return {name: part for name, part in document.items() if name != "proof"}
