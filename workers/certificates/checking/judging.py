"""Owns the judgement of a dropped file: what is true of it and what is not, and how we know."""

from dataclasses import replace
from datetime import datetime

from workers.certificates.issuers.signing import issuer_documents
from workers.certificates.signed.proofs import issuer_of
from workers.certificates.verifying.examining import Finding

from ..models import Credential
from . import judgements as say
from .advising import TROUBLES, advice_of
from .asking import ask
from .cases import Case
from .claims import ISSUER, claims, is_credential, moment
from .findings import findings_of
from .judgements import Field, Judgement
from .pages import seal_found
from .readings import PDF, PNG, Reading
from .registered import find_registered, is_as_held, standing_of


def judge(body: bytes, now: datetime) -> Judgement:
    """Read apart, then judged from the register and the archived keys; nothing of it is kept.

    The register speaks only of a credential whose proof holds: whoever drops that file has read
    all of it. Raises Busy where too many files wait.
    """
    issuers = issuer_documents()
    reading = ask(body, issuers)
    if reading.document is None or not is_credential(reading.document):
        return _unreadable(reading)
    case = Case(body, reading, reading.document, issuers, now, said=dict(claims(reading.document)))
    if case.is_proved and case.origin == say.OURS and reading.credentials == 1:
        _look_up(case)
    verdict = verdict_of(case)
    findings = tuple(findings_of(case, verdict))
    if verdict in (say.VALID, say.EXPIRED, say.SIGNED):
        verdict = _with_what_is_shown(case, verdict, findings)
    return _judged(case, verdict, findings)


def _look_up(case: Case) -> None:
    """One that contradicts the register tells nothing of what the register holds."""
    credential = find_registered(case.document.get("id"))
    if credential is not None:
        case.is_as_registered = is_as_held(credential, case.reading)
        case.credential = credential if case.is_as_registered else None


def _unreadable(reading: Reading) -> Judgement:
    trouble = reading.trouble or "no_credential"
    judgement = Judgement(reading.kind, say.UNREADABLE, str(TROUBLES[trouble]), trouble)
    if reading.kind != PDF or not reading.seals:
        return judgement
    return replace(judgement, findings=(seal_found(reading)[0],))


def _judged(case: Case, verdict: str, findings: tuple[Finding, ...]) -> Judgement:
    judgement = Judgement(
        kind=case.reading.kind,
        verdict=verdict,
        advice=advice_of(case, verdict),
        trouble=case.reading.trouble,
        origin=case.origin,
        issuer=case.said.get(ISSUER, ""),
        issuer_id=issuer_of(case.document),
        credential=case.credential.id if case.credential else "",
        is_shown_proved=case.is_shown_proved,
        fields=tuple(
            Field(code, str(say.LABELS[code]), text, case.on_page.get(code), moment(text))
            for code, text in case.said.items()
        ),
        findings=findings,
    )
    return _of_ours(judgement, case.credential, case.now) if case.credential else judgement


def _of_ours(judgement: Judgement, credential: Credential, now: datetime) -> Judgement:
    """With what the register tells whoever has read all of it: since when and why it ended."""
    ends = {
        say.REVOKED: credential.revoked_at,
        say.SUPERSEDED: credential.superseded_at,
        say.EXPIRED: credential.valid_until,
    }
    return replace(
        judgement,
        is_erased=credential.erased_at is not None,
        is_demonstration=bool(credential.face.get("demonstration")),
        ended_at=ends.get(standing_of(credential, now)),
        reason=credential.revocation_reason if judgement.verdict == say.REVOKED else "",
    )


def verdict_of(case: Case) -> str:
    """Of the certificate in the file, whatever the file shows."""
    if not case.is_proved:
        return _unproved(case)
    if case.reading.credentials > 1:
        return say.SEVERAL
    if case.origin != say.OURS:
        return say.SIGNED
    if case.is_as_registered is False:
        return say.CONTRADICTED
    if case.is_as_registered is None:
        return say.UNVERIFIABLE
    return standing_of(case.credential, case.now)


def _unproved(case: Case) -> str:
    proof = case.reading.proof
    if proof is None:
        return say.UNVERIFIABLE
    is_false = proof.code == "proof_wrong" or case.origin == say.OURS
    return say.ALTERED if is_false else say.UNVERIFIABLE


def _with_what_is_shown(case: Case, verdict: str, findings: tuple[Finding, ...]) -> str:
    """Who reads a page believes the page: nothing is called valid for what is only attached."""
    if case.is_shown_proved is not False:
        return verdict
    if case.reading.kind == PNG:
        return say.PICTURE_UNPROVED
    is_refuted = any(one.holds is False for one in findings if one.code in ("seal", "words"))
    return say.PAGE_ALTERED if is_refuted else say.PAGE_UNPROVED
