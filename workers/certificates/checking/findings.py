"""Owns what is found in a dropped file, one thing after another, and how each was found out."""

from collections.abc import Iterator

from django.utils.formats import date_format
from django.utils.translation import gettext as _

from workers.certificates.signed.proofs import issuer_of
from workers.certificates.verifying.examining import FAULTS, Finding

from . import judgements as say
from .advising import TROUBLES
from .asking import ask
from .cases import Case
from .claims import ISSUED, UNTIL, moment
from .pages import is_proved, seal_found, words_found
from .pictures import picture_found
from .readings import PDF, PNG, PROVED, Page
from .registered import registered


def findings_of(case: Case, verdict: str) -> Iterator[Finding]:
    yield _issuer(case)
    yield _proof(case)
    if case.reading.credentials > 1:
        yield Finding("one", False, _("It carries one certificate"), _("It carries several."))
    if case.reading.kind == PDF:
        yield from _page(case)
    if case.reading.kind == PNG:
        picture = picture_found(case)
        case.is_shown_proved = picture.holds is True
        yield picture
    if case.has_begun is not True and ISSUED in case.said:
        yield _beginning(case)
    if verdict != say.SEVERAL:
        yield from _status(case, verdict)


def _issuer(case: Case) -> Finding:
    what = _("Its issuer is known")
    if case.credential:
        return Finding("issuer", True, what, _("This campus issued it."))
    if case.origin == say.OURS and case.is_proved:
        return Finding("issuer", None, what, _("The campus’s key signed it."))
    if case.origin == say.OURS:
        how = _("It says that this campus issued it, and does not prove it.")
        return Finding("issuer", None, what, how)
    if case.origin == say.ITS_OWN_KEY:
        how = _("Its issuer is a key that names itself: nobody vouches for whose it is.")
        return Finding("issuer", None, what, how)
    how = _("Its issuer’s keys are not kept here: {issuer}.")
    named = issuer_of(case.document)[:200] or _("it names none")
    return Finding("issuer", None, what, how.format(issuer=named))


def _proof(case: Case) -> Finding:
    what, proof = _("Its issuer signed it, and not a letter has changed since"), case.reading.proof
    if proof is None:
        return Finding("proof", None, what, str(TROUBLES["broke_off"]))
    if proof.code == PROVED:
        how = _("Its proof holds, with the key {key}.").format(key=proof.method)
        return Finding("proof", True, what, how)
    if case.origin == say.OURS and proof.code == "other_suite":
        how = _("The campus signs in another way: this proof is none of its own.")
        return Finding("proof", False, what, how)
    if case.origin == say.UNKNOWN or proof.code == "other_suite":
        how = _("This cannot be checked here without the network.")
        return Finding("proof", None, what, how)
    return Finding("proof", False, what, str(FAULTS.get(proof.code, proof.detail)))


def _page(case: Case) -> Iterator[Finding]:
    seal, is_sealed = seal_found(case.reading, is_expected=case.credential is not None)
    yield seal
    what = _("The words on the page are those of the certificate")
    case.is_shown_proved = case.is_proved and is_proved(
        case.body, case.credential, is_sealed=is_sealed
    )
    if case.is_shown_proved:
        how = _("Page and certificate are, byte for byte, what the campus signed together.")
        yield Finding("words", True, what, how)
    else:
        words, case.on_page = words_found(case.reading.page, case.said, case.credential, _page_of)
        yield words


def _page_of(pdf: bytes) -> Page | None:
    return ask(pdf, {}).page


def _beginning(case: Case) -> Finding:
    what = _("Its time has begun")
    begins = moment(case.said[ISSUED])
    if begins is None:
        return Finding("begun", None, what, _("The date that it gives cannot be read."))
    how = _("By its own date it counts only from {day} on.")
    return Finding("begun", False, what, how.format(day=date_format(begins, "DATE_FORMAT")))


def _status(case: Case, verdict: str) -> Iterator[Finding]:
    what = _("It is still in force")
    if case.is_proved and case.origin == say.OURS:
        yield registered(case.credential, verdict, is_as_registered=case.is_as_registered)
    elif case.origin == say.OURS:
        how = _("The register is asked only about what the campus has signed.")
        yield Finding("status", None, what, how)
    elif case.has_expired:
        yield Finding("status", False, what, _("By its own date its time has run out."))
    elif "credentialStatus" in case.document:
        how = _("Its issuer publishes that at an address of its own, which is not asked from here.")
        yield Finding("status", None, what, how)
    elif UNTIL in case.said and moment(case.said[UNTIL]) is None:
        yield Finding("status", None, what, _("The date that it gives cannot be read."))
    elif UNTIL in case.said:
        how = _("Only its own date says so; whether it was revoked is not known here.")
        yield Finding("status", None, what, how)
