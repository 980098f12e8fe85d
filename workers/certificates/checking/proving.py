"""Owns the proof of a dropped credential: by the issuers we know, or by a key that names itself."""

from collections.abc import Mapping
from typing import Any, Final

from campus.errors import Invalid
from workers.certificates.signed import proofs, tokens
from workers.certificates.signed.issuer import Published, did_document

from .readings import PROVED, Proof

JsonObject = dict[str, Any]
_OWN_KEY: Final = "did:key:"


def proof_of(document: JsonObject, issuers: Mapping[str, JsonObject]) -> Proof:
    document = _with_one_proof(document)
    did = proofs.issuer_of(document)
    known = {**issuers, **_naming_itself(did)}
    other = _other_suite(document)
    if did in known and other:
        return Proof("other_suite", detail=other)
    try:
        return Proof(PROVED, method=proofs.verify(document, known))
    except Invalid as fault:
        return Proof(fault.code, detail=fault.detail)


def token_proof(token: str, document: JsonObject, issuers: Mapping[str, JsonObject]) -> Proof:
    """Of a JWT: only the one algorithm that credentials as tokens are signed with here."""
    known = {**issuers, **_naming_itself(proofs.issuer_of(document))}
    try:
        return Proof(PROVED, method=tokens.verify_token(token, known).method)
    except Invalid as fault:
        return Proof(fault.code, detail=fault.detail)


def _naming_itself(did: str) -> dict[str, JsonObject]:
    """The document of a `did:key` is the key itself.  Source: the did:key method, section 3.1."""
    key = did.removeprefix(_OWN_KEY)
    if key == did or len(key) > 100:
        return {}
    return {did: did_document(did, [Published(key)], url=did)}


def _with_one_proof(document: JsonObject) -> JsonObject:
    """A list of one says what the one says.  Source: VC Data Integrity 1.0, section 2.1."""
    proof = document.get("proof")
    if isinstance(proof, list) and len(proof) == 1:
        return {**document, "proof": proof[0]}
    return document


def _other_suite(document: JsonObject) -> str:
    """The name of a proof of another kind than ours; empty where there is none, or it is ours."""
    proof = document.get("proof")
    if isinstance(proof, list):
        return f"{len(proof)} proofs"
    if not isinstance(proof, dict):
        return ""
    suite = proof.get("cryptosuite") or proof.get("type")
    return "" if suite == proofs.SUITE else str(suite)[:80]
