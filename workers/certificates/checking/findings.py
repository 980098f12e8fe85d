"""Owns what is found in a dropped file, one thing after another, and how each was found out."""

from collections.abc import Iterator

from django.utils.translation import gettext as _

from workers.certificates.signed.proofs import issuer_of
from workers.certificates.verifying.examining import FAULTS, Finding

from . import judgements as say
from .asking import ask
from .cases import Case
from .claims import UNTIL
from .pages import is_the_one_issued, seal_found, words_found
from .readings import PDF, PROVED, Page
from .registered import registered


def findings_of(case: Case, verdict: str) -> Iterator[Finding]:
    yield _issuer(case)
    yield _proof(case)
    if case.reading.credentials > 1:
        yield Finding("one", False, _("It carries one certificate"), _("It carries several."))
    if case.reading.kind == PDF:
        yield from _page(case)
    yield from _status(case, verdict)


def _issuer(case: Case) -> Finding:
    what = _("Its issuer is known")
    if case.origin == say.OURS and case.is_proved:
        return Finding("issuer", True, what, _("This campus issued it."))
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
        return Finding("proof", None, what, str(say.TROUBLES["broke_off"]))
    if proof.code == PROVED:
        how = _("Its proof holds, with the key {key}.").format(key=proof.method)
        return Finding("proof", True, what, how)
    if case.origin == say.UNKNOWN or proof.code == "other_suite":
        how = _("This cannot be checked here without the network.")
        return Finding("proof", None, what, how)
    return Finding("proof", False, what, str(FAULTS.get(proof.code, proof.detail)))


def _page(case: Case) -> Iterator[Finding]:
    seal, is_settled = seal_found(case.reading)
    yield seal
    credential = case.credential
    what = _("The words on the page are those of the certificate")
    if credential and is_the_one_issued(case.body, credential):
        how = _("Byte for byte, this is the PDF that the campus made.")
        yield Finding("words", True, what, how)
    elif is_settled and case.is_proved:
        yield Finding(
            "words", True, what, _("The signature of the PDF covers page and certificate.")
        )
    else:
        words, case.on_page = words_found(case.reading.page, case.said, credential, _page_of)
        yield words


def _page_of(pdf: bytes) -> Page | None:
    return ask(pdf, {}).page


def _status(case: Case, verdict: str) -> Iterator[Finding]:
    if case.is_proved and case.origin == say.OURS:
        yield registered(case.credential, verdict)
    elif case.origin == say.OURS:
        how = _("The register is asked only about what the campus has signed.")
        yield Finding("status", None, _("It is still in force"), how)
    elif "credentialStatus" in case.document:
        how = _("Its issuer publishes that at an address of its own, which is not asked from here.")
        yield Finding("status", None, _("It is still in force"), how)
    elif UNTIL in case.said:
        how = _("Only its own date says so; whether it was revoked is not known here.")
        holds = False if case.has_expired else case.is_proved or None
        yield Finding("status", holds, _("It is still in force"), how)
