"""Owns the exchange of a key that signs for a new one; what the old one signed stays valid."""

import os
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from django.conf import settings
from django.db import transaction

from campus.audit.noting import note
from campus.errors import Conflict, NotFound
from campus.owed.owing import owe
from workers.certificates.issuers import keys
from workers.certificates.issuers.signing import archive, key_folder
from workers.certificates.models import IssuerKey, StatusList
from workers.certificates.signed.issuer import did_of, multibase
from workers.certificates.statuses.lists import STATUS


@dataclass(frozen=True, slots=True)
class Rotated:
    """The new key as it is published, and where the private keys lie now, if in files."""

    public: str
    file: Path | None
    old_file: Path | None


@transaction.atomic
def rotate(*, use: keys.Use, file: Path | None, at: datetime) -> Rotated:
    """Publish a new key and retire all older ones of this use: they sign nothing from now on.

    The new key is in `file`, made there if need be, and the operator names that file; without
    `file` it takes the place of the present one, which moves aside. Lists of statuses are signed
    anew by the workers. Raises NoSigningKey, and Conflict where `file` holds a key used before.
    """
    present = _present(use)
    new_file = file or present.with_name(f"{present.name}.new")
    if not new_file.exists():
        keys.make(new_file, use=use)
    public = multibase(keys.load(new_file, use=use).public_key())
    if IssuerKey.objects.filter(public_key=public).exists():
        raise Conflict(f"{new_file} holds a key that was used before.", code="key_used_before")
    IssuerKey.objects.filter(use=use, retired_at=None).update(retired_at=at)
    archive(public, use=use, did=did_of(settings.CAMPUS_IRI), at=at)
    note(by=None, deed="key.rotated", about=("key", public, public), detail={"use": use})
    if use == "proof":
        owe(STATUS, StatusList.objects.values_list("id", flat=True))
    if file:
        return Rotated(public, file, None)
    return Rotated(public, present, exchange(present, new_file, at))


@transaction.atomic
def mark_compromised(public: str, *, since: datetime) -> int:
    """Somebody else may have this key: nothing signed with it from then on is ours.

    Under every name the campus had. Answers how many rows say so now; raises NotFound.
    """
    rows = IssuerKey.objects.filter(public_key=public)
    marked = rows.update(compromised_at=since)
    if not marked:
        raise NotFound(f"No key {public} was ever used here.")
    rows.filter(retired_at=None).update(retired_at=since)
    about = ("key", public, public)
    note(by=None, deed="key.compromised", about=about, detail={"since": since.isoformat()})
    return marked


def present_key(use: keys.Use) -> str:
    """The public key that signs now; raises NoSigningKey."""
    return multibase(keys.load(_present(use), use=use).public_key())


def _present(use: keys.Use) -> Path:
    named: dict[keys.Use, Path | None] = {
        "proof": settings.SIGNING_KEY_FILE,
        "token": settings.TOKEN_KEY_FILE,
    }
    return keys.path_of(use, named[use], key_folder(), may_make_one=settings.IS_DEVELOPMENT)


def exchange(present: Path, new: Path, at: datetime) -> Path:
    """Where the old file lies now; readers find the old key or the new one, never none."""
    aside = present.with_name(f"{present.name}.retired-{at:%Y%m%dT%H%M%SZ}")
    os.link(present, aside)
    os.replace(new, present)
    keys.forget()
    return aside
