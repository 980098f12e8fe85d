"""Owns the judgement of a dropped file: what is true of it and what is not, and how we know."""

from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _

from ..examining import FAULTS, Finding
from ..models import Credential
from ..proofs import issuer_of
from ..signing import issuer_documents
from . import judgements as say
from .asking import ask
from .claims import ISSUER, UNTIL, claims, moment
from .judgements import Field, Judgement
from .pages import is_the_one_issued, seal_found, words_found
from .readings import PDF, PROVED, Page, Reading
from .registered import find_registered, registered, standing_of


@dataclass(slots=True)
class _Case:
    """One file under judgement; `credential` is set only once its proof by the campus holds."""

    body: bytes
    reading: Reading
    document: dict[str, Any]
    issuers: dict[str, Any]
    now: datetime
    credential: Credential | None = None
    said: dict[str, str] = field(default_factory=dict)
    on_page: dict[str, bool] = field(default_factory=dict)

    @property
    def origin(self) -> str:
        did = issuer_of(self.document)
        if did in self.issuers:
            return say.OURS
        return say.ITS_OWN_KEY if did.startswith("did:key:") else say.UNKNOWN

    @property
    def is_proved(self) -> bool:
        return self.reading.proof is not None and self.reading.proof.code == PROVED


def judge(body: bytes, now: datetime) -> Judgement:
    """Read apart, then judged from the register and the archived keys; nothing of it is kept.

    The register speaks only of a credential whose proof holds: whoever drops that file has read
    all of it. Raises Busy where too many files wait.
    """
    issuers = issuer_documents()
    reading = ask(body, issuers)
    if reading.document is None:
        return _unreadable(reading)
    case = _Case(body, reading, reading.document, issuers, now, said=dict(claims(reading.document)))
    if case.is_proved and case.origin == say.OURS:
        case.credential = find_registered(reading.document.get("id"))
    verdict = _verdict(case)
    findings = tuple(_findings(case, verdict))
    if verdict in (say.VALID, say.EXPIRED, say.SIGNED) and _is_page_false(findings):
        verdict = say.PAGE_ALTERED
    return _judged(case, verdict, findings)


def _unreadable(reading: Reading) -> Judgement:
    trouble = reading.trouble or "no_credential"
    judgement = Judgement(reading.kind, say.UNREADABLE, str(say.TROUBLES[trouble]), trouble)
    if reading.kind != PDF or not reading.seals:
        return judgement
    return replace(judgement, findings=(seal_found(reading)[0],))


def _judged(case: _Case, verdict: str, findings: tuple[Finding, ...]) -> Judgement:
    return Judgement(
        kind=case.reading.kind,
        verdict=verdict,
        advice=str(say.ADVICE[verdict]),
        trouble=case.reading.trouble,
        origin=case.origin,
        issuer=case.said.get(ISSUER, ""),
        issuer_id=issuer_of(case.document),
        credential=case.credential.id if case.credential else "",
        is_erased=case.credential is not None and case.credential.erased_at is not None,
        fields=tuple(
            Field(code, str(say.LABELS[code]), text, case.on_page.get(code))
            for code, text in case.said.items()
        ),
        findings=findings,
    )


def _verdict(case: _Case) -> str:
    if case.is_proved and case.origin == say.OURS:
        return standing_of(case.credential, case.now)
    if case.is_proved:
        return say.EXPIRED if _has_expired(case) else say.SIGNED
    proof = case.reading.proof
    is_false = proof is not None and proof.code == "proof_wrong"
    return say.ALTERED if is_false or case.origin == say.OURS else say.UNVERIFIABLE


def _has_expired(case: _Case) -> bool:
    until = moment(case.said.get(UNTIL, ""))
    return until is not None and until <= case.now


def _is_page_false(findings: tuple[Finding, ...]) -> bool:
    return any(one.holds is False for one in findings if one.code in ("seal", "words"))


def _findings(case: _Case, verdict: str) -> Iterator[Finding]:
    yield _issuer(case)
    yield _proof(case)
    if case.reading.credentials > 1:
        yield Finding("one", False, _("It carries one certificate"), _("It carries several."))
    if case.reading.kind == PDF:
        yield from _page(case)
    yield from _status(case, verdict)


def _issuer(case: _Case) -> Finding:
    what = _("Its issuer is known")
    if case.origin == say.OURS:
        return Finding("issuer", True, what, _("It says that this campus issued it."))
    if case.origin == say.ITS_OWN_KEY:
        how = _("Its issuer is a key that names itself: nobody vouches for whose it is.")
        return Finding("issuer", None, what, how)
    how = _("Its issuer’s keys are not kept here: {issuer}.")
    named = issuer_of(case.document)[:200] or _("it names none")
    return Finding("issuer", None, what, how.format(issuer=named))


def _proof(case: _Case) -> Finding:
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


def _page(case: _Case) -> Iterator[Finding]:
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


def _status(case: _Case, verdict: str) -> Iterator[Finding]:
    if case.is_proved and case.origin == say.OURS:
        yield registered(case.credential, verdict)
    elif "credentialStatus" in case.document:
        how = _("Its issuer publishes that at an address of its own, which is not asked from here.")
        yield Finding("status", None, _("It is still in force"), how)
    elif UNTIL in case.said:
        how = _("Only its own date says so; whether it was revoked is not known here.")
        holds = False if _has_expired(case) else case.is_proved or None
        yield Finding("status", holds, _("It is still in force"), how)
