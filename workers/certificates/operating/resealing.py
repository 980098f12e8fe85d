"""Owns the exchange of the key that signs PDFs; its certificate is kept, so they stay ours."""

from datetime import datetime

from django.conf import settings
from django.db import transaction
from django.db.models import QuerySet

from campus.accounts.roles import campus_organisation
from campus.audit.noting import note
from campus.env.pdfkeys import KeyFile
from campus.errors import Conflict, Invalid
from workers.certificates.issuers.keys import NoSigningKey, keep_first
from workers.certificates.issuers.signing import key_folder
from workers.certificates.models import IssuerKey
from workers.certificates.operating.rotating import Rotated, exchange
from workers.certificates.sealing import keys, signing
from workers.certificates.sealing.democertificate import demonstration_key

USE = "page"


@transaction.atomic
def reseal(*, file: KeyFile | None, at: datetime) -> Rotated:
    """Archive the certificate of a new key and retire all older ones: they sign no PDF any more.

    The operator's authority makes it. `file` holds it, and she names that file afterwards; without
    `file`, the settings name it already. In development one is made, in place. Raises
    NoSigningKey, Invalid where its certificate is not in force, and Conflict where it is not new.
    """
    if file is None and settings.PDF_KEY is None and settings.IS_DEVELOPMENT:
        return _made_here(at)
    if file is not None:
        return Rotated(_take_over(keys.load(file), at), file.path, None)
    signing.forget()
    public = _take_over(named_key(), at)
    named = settings.PDF_KEY
    return Rotated(public, named.path if isinstance(named, KeyFile) else None, None)


def in_use() -> str:
    """The digest of the certificate that signed last; raises NoSigningKey where none did."""
    rows = IssuerKey.objects.filter(use=USE, retired_at=None).order_by("-first_used_at", "-id")
    public = rows.values_list("public_key", flat=True).first()
    if public is None:
        raise NoSigningKey("No key of PDFs is in use.")
    return public


def named_key() -> keys.PageKey:
    """The key that the settings name; raises NoSigningKey."""
    return keys.page_key(settings.PDF_KEY, key_folder(), may_make_one=settings.IS_DEVELOPMENT)


def _made_here(at: datetime) -> Rotated:
    present = key_folder() / keys.DEVELOPMENT_FILE
    named_key()  # made, where there is none to exchange
    new = present.with_name(f"{present.name}.new")
    keep_first(new, demonstration_key())
    public = _take_over(keys.load(KeyFile(new)), at)
    aside = exchange(present, new, at)
    signing.forget()
    return Rotated(public, present, aside)


def _take_over(key: keys.PageKey, at: datetime) -> str:
    """From now on this key signs, alone."""
    public, certificate = signing.digest_of(key), key.certificate
    if not certificate.not_valid_before <= at <= certificate.not_valid_after:
        since, until = certificate.not_valid_before, certificate.not_valid_after
        detail = f"The new certificate is valid from {since:%Y-%m-%d} to {until:%Y-%m-%d} only."
        raise Invalid(detail, code="not_in_force")
    others = IssuerKey.objects.filter(use=USE, retired_at=None).exclude(public_key=public)
    if _was_used_before(public, others):
        raise Conflict(
            "This key of PDFs was used before: name the new one with --file, or in the settings.",
            code="key_used_before",
        )
    others.update(retired_at=at)
    signing.archive(key, by=campus_organisation().name, at=at)
    note(by=None, deed="key.rotated", about=("key", public, public), detail={"use": USE})
    return public


def _was_used_before(public: str, others: QuerySet[IssuerKey]) -> bool:
    """Unless it came last: the settings named it, and it signed before the others were retired."""
    known = IssuerKey.objects.filter(use=USE, public_key=public)
    newest = known.order_by("-id").first()
    if newest is None:
        return False
    has_ended = known.exclude(retired_at=None, compromised_at=None).exists()
    return has_ended or not others.exists() or others.filter(id__gt=newest.id).exists()
