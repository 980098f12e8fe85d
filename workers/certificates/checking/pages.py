"""Owns whether the page that a PDF shows is the one the campus made for the credential in it."""

import hashlib
from collections.abc import Callable, Iterator

from django.utils.translation import gettext as _

from workers.certificates.verifying.examining import Finding

from ..models import Credential, IssuerKey
from . import claims
from .comparing import added_words, same_words, stands_in
from .readings import Page, Reading, Seal

# What a page of anybody shows if it is the page of this certificate.
_ALWAYS_SHOWN = (claims.RECIPIENT, claims.ACHIEVEMENT)
ReadPage = Callable[[bytes], Page | None]


def seal_found(reading: Reading) -> tuple[Finding, bool]:
    """What its signature proves, and whether that settles that the page is ours."""
    what = _("The PDF is signed, and not a byte has changed since")
    seal = _told(reading.seals)
    if seal is None:
        return Finding("seal", None, what, _("This PDF carries no signature.")), False
    is_ours = _is_ours(seal)
    if not seal.holds:
        how = _("What {signer} signed was changed afterwards.").format(signer=seal.signer)
        return Finding("seal", False, what, how), False
    if not seal.covers_all:
        how = _("Something was added to the file after {signer} had signed it.")
        return Finding("seal", False, what, how.format(signer=seal.signer)), False
    if not is_ours:
        how = _("Signed by {signer}, whose certificate this campus does not know.")
        return Finding("seal", None, what, how.format(signer=seal.signer)), False
    how = _("Signed by {signer}, with a certificate of this campus.").format(signer=seal.signer)
    return Finding("seal", True, what, how), True


def _told(seals: tuple[Seal, ...]) -> Seal | None:
    return next((one for one in seals if _is_ours(one)), seals[-1] if seals else None)


def _is_ours(seal: Seal) -> bool:
    keys = IssuerKey.objects.filter(use=IssuerKey.Use.PAGE, compromised_at=None)
    return keys.filter(public_key=seal.certificate).exists()


def is_the_one_issued(body: bytes, credential: Credential) -> bool:
    digest = hashlib.sha256(body).hexdigest()
    return hasattr(credential, "certificate") and credential.certificate.digest == digest


def words_found(
    page: Page | None, said: dict[str, str], credential: Credential | None, read: ReadPage
) -> tuple[Finding, dict[str, bool]]:
    """Whether the page says what the credential says, and that of each field that it should show.

    `read` gives the page of another PDF: that of the one the campus keeps, where it does.
    """
    what = _("The words on the page are those of the certificate")
    if page is None:
        return Finding("words", None, what, _("The words of this page cannot be read.")), {}
    original = _original(credential, read)
    shown = {
        code: stands_in(value, page.text)
        for code, value in said.items()
        if (stands_in(value, original.text) if original else code in _ALWAYS_SHOWN)
    }
    faults = list(_faults(page, original, all(shown.values())))
    how = " ".join(faults) or _told_how(original)
    return Finding("words", not faults, what, how), shown


def _original(credential: Credential | None, read: ReadPage) -> Page | None:
    if credential is None or not hasattr(credential, "certificate"):
        return None
    return read(bytes(credential.certificate.body))


def _told_how(original: Page | None) -> str:
    if original:
        return _("They were compared with the page that the campus made.")
    return _("The name and the achievement were looked for on the page.")


def _faults(page: Page, original: Page | None, is_all_shown: bool) -> Iterator[str]:
    if not is_all_shown:
        yield _("Words of the certificate are missing on the page.")
    if original and not same_words(page.text, original.text):
        added = added_words(page.text, original.text)
        words = ", ".join(_("“{words}”").format(words=run) for run in added)
        if words:
            yield _("The campus never put this on the page: {words}.").format(words=words)
        elif is_all_shown:
            yield _("Words that the campus put on the page are missing.")
    if original and page.notes > original.notes:
        yield _("Notes were laid over the page.")
    if original and page.pages != original.pages:
        yield _("The PDF has another number of pages.")
