"""Owns the lists in which the world reads what was withdrawn: places given, bits set, lists signed.

Source: W3C Bitstring Status List 1.0.
"""

import secrets
import zlib
from collections.abc import Callable, Iterable, Sequence
from datetime import datetime
from typing import Any, Final, NamedTuple

from django.conf import settings
from django.db import connection, transaction
from django.db.transaction import TransactionManagementError
from django.utils import timezone

from campus.errors import Invalid
from campus.ids import new_secret_id
from campus.owed.owing import owe
from workers.certificates.issuers.keys import NoSigningKey
from workers.certificates.issuers.signing import sign, signer, the_issuer
from workers.certificates.models import Credential, StatusList
from workers.certificates.rules.bitstrings import BITS, EMPTY, decoded, encoded, has_bit, with_bits
from workers.certificates.signed.canonical import CREDENTIALS_V2
from workers.certificates.signed.documents import JsonObject, Status, instant
from workers.certificates.signed.proofs import parse

STATUS: Final = "status.sign"
"""Owed where a bit was set by a process that holds no key."""

# Beyond that, places that are still free would be found by ever more tries.
_FULL: Final = BITS // 2
# A list is counted when a place is given whose number this divides: it need not be exact.
_COUNTED_EVERY: Final = 64
_KEPT_FOR_MILLISECONDS: Final = 60_000
_OPENING: Final = 7_131

# Held to the end of the transaction: whoever comes at the same moment is given another place.
_TAKE = """
SELECT place FROM unnest(%s::int[]) AS place WHERE pg_try_advisory_xact_lock(%s, place)
"""
_GIVEN = """
SELECT status_index FROM certificates_credential
WHERE status_list_id = %s AND status_index = ANY(%s)
"""
_OPEN = """
SELECT id FROM certificates_statuslist WHERE is_open AND strpos(document, %s) > 0
ORDER BY opened_at, id LIMIT 1
"""
_LOCK_OPENING = "SELECT pg_advisory_xact_lock(%s)"

Chooser = Callable[[int], Sequence[int]]
"""Gives so many places to try, in [0, BITS)."""


def at_random(count: int) -> Sequence[int]:
    """The order of issue must not be read from them."""
    return [secrets.randbelow(BITS) for _ in range(count)]


def address_of(list_id: str) -> str:
    return f"{settings.CAMPUS_IRI}/status/{list_id}"


class Place(NamedTuple):
    """Where in which list the world reads of one credential."""

    list_id: str
    bit: int


def entry(list_id: str, index: int) -> Status:
    """What the credential with this place says of it."""
    return Status(address_of(list_id), index)


def allocate(count: int, *, choose: Chooser = at_random) -> list[Place]:
    """Free places of an open list for so many credentials, nobody else's until the commit.

    In the transaction that keeps them, or they are given to others before they are kept.
    Raises NoSigningKey where a list must be opened and there is no key to sign it with.
    """
    if not connection.in_atomic_block:
        raise TransactionManagementError("Places are given in the transaction that keeps them.")
    list_id = _open_list()
    places: list[int] = []
    while len(places) < count:
        tried = [
            place for place in dict.fromkeys(choose(count - len(places))) if place not in places
        ]
        free = _not_given(list_id, _taken(list_id, tried))
        places += [place for place in tried if place in free]
    if any(place % _COUNTED_EVERY == 0 for place in places) and _is_full(list_id):
        StatusList.objects.filter(id=list_id).update(is_open=False)
    return [Place(list_id, place) for place in places]


def _taken(list_id: str, places: Iterable[int]) -> list[int]:
    with connection.cursor() as cursor:
        cursor.execute(_TAKE, [sorted(places), _space(list_id)])
        return [place for (place,) in cursor.fetchall()]


def _not_given(list_id: str, places: Sequence[int]) -> set[int]:
    """Looked up once they are locked: whoever had one of them before has committed by now."""
    with connection.cursor() as cursor:
        cursor.execute(_GIVEN, [list_id, list(places)])
        return set(places) - {place for (place,) in cursor.fetchall()}


def _space(list_id: str) -> int:
    """A signed 32-bit number for the list; two lists with the same one lock a little too much."""
    return zlib.crc32(list_id.encode()) - 2**31


def _is_full(list_id: str) -> bool:
    return Credential.objects.filter(status_list=list_id).count() >= _FULL


def _open_list() -> str:
    """Of several workers that find none, one opens it and the others wait and use it."""
    found = _find_open()
    if found is not None:
        return found
    with connection.cursor() as cursor:
        cursor.execute(_LOCK_OPENING, [_OPENING])
    return _find_open() or _opened(timezone.now())


def _find_open() -> str | None:
    """Of this campus under its present name: an older name's lists serve what they hold."""
    with connection.cursor() as cursor:
        cursor.execute(_OPEN, [f'"{settings.CAMPUS_IRI}/status/'])
        found = cursor.fetchone()
    return found[0] if found else None


def _opened(now: datetime) -> str:
    id_ = new_secret_id()
    draft = _unsigned(address_of(id_), the_issuer().did, EMPTY, now)
    StatusList.objects.create(
        id=id_, bits=EMPTY, document=sign(draft, at=now), signed_at=now, opened_at=now
    )
    return id_


@transaction.atomic
def withdraw(credentials: Iterable[Credential]) -> None:
    """Set the bits of these for ever, and sign their lists again.

    Where this process holds no key, a worker that does is owed the signature.
    """
    places: dict[str, list[int]] = {}
    for one in credentials:
        if one.status_list_id is not None and one.status_index is not None:
            places.setdefault(one.status_list_id, []).append(one.status_index)
    signs = _holds_key()
    if not signs:  # Before the lists are locked, as the worker does.
        owe(STATUS, sorted(places))
    for list_id, indexes in sorted(places.items()):
        found = StatusList.objects.select_for_update().get(id=list_id)
        found.bits = with_bits(bytes(found.bits), indexes)
        found.save(update_fields=["bits"])
        if signs:
            _sign(found)


def _holds_key() -> bool:
    try:
        signer(the_issuer().did, at=timezone.now())
    except NoSigningKey:
        return False
    return True


@transaction.atomic
def sign_again(key: str) -> None:
    """Handler of what is owed: the list with this id, signed over the bits it has now."""
    found = StatusList.objects.select_for_update().filter(id=key).first()
    if found is not None:
        _sign(found)


def _sign(found: StatusList) -> None:
    """Under the name it was opened under: its credentials and their issuer say that one."""
    now = timezone.now()
    before = parse(found.document)
    draft = _unsigned(before["id"], before["issuer"], bytes(found.bits), found.opened_at)
    found.document, found.signed_at = sign(draft, at=now), now
    found.save(update_fields=["document", "signed_at"])


def _unsigned(address: str, issuer: str, bits: bytes, opened_at: datetime) -> JsonObject:
    """Source: section 2.2; the issuer is that of the credentials, as section 3.2 wants."""
    return {
        "@context": [CREDENTIALS_V2],
        "id": address,
        "type": ["VerifiableCredential", "BitstringStatusListCredential"],
        "issuer": issuer,
        "validFrom": instant(opened_at),
        "credentialSubject": {
            "id": f"{address}#list",
            "type": "BitstringStatusList",
            "statusPurpose": "revocation",
            "encodedList": encoded(bits),
            "ttl": _KEPT_FOR_MILLISECONDS,
        },
    }


def status_bit(document: JsonObject, index: int) -> bool:
    """Whether this place of a list says withdrawn; the list's proof is for the caller to verify.

    Raises Invalid with code `status_unreadable`.
    """
    subject: Any = document.get("credentialSubject")
    if not isinstance(subject, dict) or not isinstance(subject.get("encodedList"), str):
        raise Invalid("It is no status list.", code="status_unreadable")
    return has_bit(decoded(subject["encodedList"]), index)
