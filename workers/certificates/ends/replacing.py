"""Owns the credential that takes the place of another: the same achievement, other words."""

from copy import deepcopy
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256
from typing import Any
from uuid import uuid4

from django.conf import settings
from django.db import transaction
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from campus.ids import new_secret_id
from campus.owed.owing import owe
from workers.certificates.issuers.signing import sign, the_issuer
from workers.certificates.issuing.track_words import NOBODY, People
from workers.certificates.models import Credential
from workers.certificates.pages import wording
from workers.certificates.pages.rendering import DOCUMENT
from workers.certificates.signed import documents, proofs
from workers.certificates.statuses.lists import Place, allocate, entry, withdraw


@dataclass(frozen=True, slots=True)
class Words:
    """What the new one says otherwise: the name of its holder, or the people of its team."""

    name: str
    people: People = NOBODY


@transaction.atomic
def replace(old: Credential, words: Words) -> Credential:
    """The old one ends, visibly; the new one has its version, evidence, rule and first date.

    What was revoked stays so in the new one. The caller has locked `old`, and found it not yet
    replaced. Raises NoSigningKey where this process holds no key.
    """
    now = timezone.now().replace(microsecond=0)
    Credential.objects.filter(id=old.id).update(superseded_at=now, share_token="")  # moves on
    new = _like(old, words, allocate(1)[0], now)
    new.save(force_insert=True)
    withdraw([old, new] if new.revoked_at else [old])
    owe(DOCUMENT, [new.id])
    return new


def _like(old: Credential, words: Words, place: Place, now: datetime) -> Credential:
    id_ = new_secret_id()
    document = sign(_document(old, words.name, id_, place), at=now)
    kept = (
        "achievement_id", "version_id", "subject_kind", "subject", "person_id", "team_id",
        "period", "issued_at", "title", "language", "rule", "evidence", "valid_until",
        "revoked_at", "revoked_by_id", "revocation_reason", "share_token",
    )  # fmt: skip
    return Credential(
        id=id_,
        supersedes_id=old.id,
        recipient_name=words.name,
        people_named=list(words.people.named),
        document=document,
        document_digest=sha256(document.encode()).hexdigest(),
        face=_face(old, words, id_, now),
        status_list_id=place.list_id,
        status_index=place.bit,
        **{field: getattr(old, field) for field in kept},
    )


def _document(old: Credential, name: str, id_: str, place: Place) -> documents.JsonObject:
    """`validFrom` stays that of the first; the proof says when this one was made.

    The subject is another random one: nobody links the two by it, nor so learns the name before.
    What it points at is what stands there today: the team's may have been replaced meanwhile.
    """
    document = deepcopy(proofs.parse(old.document))
    del document["proof"]
    issuer = the_issuer()
    document["id"] = f"{settings.CAMPUS_IRI}/verify/{id_}"
    document["issuer"] |= {"id": issuer.did, "name": issuer.name, "url": issuer.url}
    subject = document["credentialSubject"]
    subject["id"] = f"urn:uuid:{uuid4()}"
    subject["identifier"][0]["identityHash"] = name
    document["credentialStatus"] = documents.status_entry(entry(*place))
    if "relatedResource" in document:
        document["relatedResource"] = [_standing(one) for one in document["relatedResource"]]
    return document


def _standing(related: documents.JsonObject) -> documents.JsonObject:
    base, _slash, id_ = related["id"].rpartition("/")
    newest = _newest(id_)
    if newest is None or newest.id == id_:
        return related
    digest = documents.digest(newest.document.encode())
    return related | {"id": f"{base}/{newest.id}", "digestSRI": digest}


def _newest(id_: str) -> Credential | None:
    """The last of those that replaced one another; None where all that could be read is gone."""
    newest = Credential.objects.filter(id=id_).first()
    while newest and (next_ := Credential.objects.filter(supersedes=newest).first()):
        newest = next_
    return None if newest is None or newest.erased_at else newest


def _face(old: Credential, words: Words, id_: str, now: datetime) -> dict[str, Any]:
    face: dict[str, Any] = old.face
    before = face["verify_address"]
    address = f"{settings.CAMPUS_PUBLIC_URL}/verify/{id_}"
    with translation.override(old.language):
        corrected = _corrected(now)
        small_print = face["small_print"].removesuffix(f" {_corrected(_made_at(old))}")
    return face | {
        "name": words.name,
        "people": words.people.shown,
        "verify_address": address,
        "qr_alt": face["qr_alt"].replace(before, address),
        "small_print": f"{small_print} {corrected}",
    }


def _corrected(day: datetime) -> str:
    return _("Corrected on {day}.").format(day=wording.day(day))


def _made_at(credential: Credential) -> datetime:
    """`issued_at` is that of the first; the proof says when this one was made."""
    return datetime.fromisoformat(proofs.parse(credential.document)["proof"]["created"])
