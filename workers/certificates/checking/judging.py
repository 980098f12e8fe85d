"""Owns the judgement of a dropped file: what is true of it and what is not, and how we know."""

from dataclasses import replace
from datetime import datetime

from workers.certificates.issuers.signing import issuer_documents
from workers.certificates.signed.proofs import issuer_of
from workers.certificates.verifying.examining import Finding

from ..models import Credential
from . import judgements as say
from .asking import ask
from .cases import Case
from .claims import ISSUER, claims, is_credential, moment
from .findings import findings_of
from .judgements import Field, Judgement
from .pages import seal_found
from .readings import PDF, Reading
from .registered import find_registered, standing_of


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
    if case.is_proved and case.origin == say.OURS:
        case.credential = find_registered(reading.document.get("id"))
    verdict = _verdict(case)
    findings = tuple(findings_of(case, verdict))
    if verdict in (say.VALID, say.EXPIRED, say.SIGNED) and _is_page_false(findings):
        verdict = say.PAGE_ALTERED
    return _judged(case, verdict, findings)


def _unreadable(reading: Reading) -> Judgement:
    trouble = reading.trouble or "no_credential"
    judgement = Judgement(reading.kind, say.UNREADABLE, str(say.TROUBLES[trouble]), trouble)
    if reading.kind != PDF or not reading.seals:
        return judgement
    return replace(judgement, findings=(seal_found(reading)[0],))


def _judged(case: Case, verdict: str, findings: tuple[Finding, ...]) -> Judgement:
    judgement = Judgement(
        kind=case.reading.kind,
        verdict=verdict,
        advice=str(say.ADVICE[verdict]),
        trouble=case.reading.trouble,
        origin=case.origin,
        issuer=case.said.get(ISSUER, ""),
        issuer_id=issuer_of(case.document),
        credential=case.credential.id if case.credential else "",
        fields=tuple(
            Field(code, str(say.LABELS[code]), text, case.on_page.get(code), moment(text))
            for code, text in case.said.items()
        ),
        findings=findings,
    )
    return _of_ours(judgement, case.credential) if case.credential else judgement


def _of_ours(judgement: Judgement, credential: Credential) -> Judgement:
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
        ended_at=ends.get(judgement.verdict),
        reason=credential.revocation_reason if judgement.verdict == say.REVOKED else "",
    )


def _verdict(case: Case) -> str:
    if case.is_proved and case.origin == say.OURS:
        return standing_of(case.credential, case.now)
    if case.is_proved:
        return say.EXPIRED if case.has_expired else say.SIGNED
    proof = case.reading.proof
    is_false = proof is not None and proof.code == "proof_wrong"
    return say.ALTERED if is_false or case.origin == say.OURS else say.UNVERIFIABLE


def _is_page_false(findings: tuple[Finding, ...]) -> bool:
    return any(one.holds is False for one in findings if one.code in ("seal", "words"))
