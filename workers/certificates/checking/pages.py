"""Owns whether the page that a PDF shows is the one the campus made for the credential in it."""

import hashlib
from collections.abc import Callable, Iterator

from django.utils.translation import gettext as _

from workers.certificates.verifying.examining import Finding, seal_of

from ..models import Credential, IssuerKey
from . import claims
from .comparing import added_words, same_words, stands_in
from .readings import Page, Reading, Seal

# What a page of anybody shows if it is the page of this certificate.
_ALWAYS_SHOWN = (claims.RECIPIENT, claims.ACHIEVEMENT)
ReadPage = Callable[[bytes], Page | None]


def seal_found(reading: Reading, *, is_expected: bool = False) -> tuple[Finding, bool]:
    """What its signature proves, and whether that settles that the page is ours.

    `is_expected` where the campus made a PDF of the certificate: it signs every one.
    """
    what = _("The PDF is signed, and not a byte has changed since")
    seal = _told(reading.seals)
    if seal is None and is_expected:
        how = _("This PDF carries no signature, and the campus signs every one that it makes.")
        return Finding("seal", None, what, how), False
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


def is_proved(body: bytes, credential: Credential | None, *, is_sealed: bool) -> bool:
    """Whether all that the PDF shows is the campus's.

    Where the register keeps the PDF, only those bytes are, and only while their own signature
    holds; elsewhere (it was erased) the signature over the whole file says it.
    """
    if credential is None or not hasattr(credential, "certificate"):
        return is_sealed
    kept = credential.certificate
    is_same = hashlib.sha256(body).hexdigest() == kept.digest and body == bytes(kept.body)
    return is_same and seal_of(kept).holds is not False


def words_found(
    page: Page | None, said: dict[str, str], credential: Credential | None, read: ReadPage
) -> tuple[Finding, dict[str, bool]]:
    """What the letters of the page refute, and the fields that it lacks: they prove nothing.

    `read` gives the page of another PDF: that of the one the campus keeps, where it does.
    """
    what = _("The words on the page are those of the certificate")
    if page is None or not page.text.strip():
        return Finding("words", None, what, _("The words of this page cannot be read.")), {}
    original = _original(credential, read)
    lacking = {
        code: False
        for code, value in said.items()
        if (stands_in(value, original.text) if original else code in _ALWAYS_SHOWN)
        and not stands_in(value, page.text)
    }
    faults = list(_faults(page, original, is_all_shown=not lacking))
    how = " ".join(faults) or _told_how(original)
    return Finding("words", False if faults else None, what, how), lacking


def _original(credential: Credential | None, read: ReadPage) -> Page | None:
    if credential is None or not hasattr(credential, "certificate"):
        return None
    return read(bytes(credential.certificate.body))


def _told_how(original: Page | None) -> str:
    if original:
        return _(
            "Its letters are those of the page that the campus made. Pictures and drawings were "
            "not compared: they may cover them."
        )
    return _(
        "The name and the achievement stand among its letters. What else it shows was not compared."
    )


def _faults(page: Page, original: Page | None, *, is_all_shown: bool) -> Iterator[str]:
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
