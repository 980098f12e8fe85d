"""Owns signed statements: a JSON web signature among the attachments, checked for its form.

It tells mistakes, not forgers: whose certificate it is, nobody here knows (1.0.3, 2.6).
"""

import base64
import binascii
import re
from typing import Any

from cryptography import x509
from cryptography.exceptions import InvalidSignature, UnsupportedAlgorithm
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric.padding import PKCS1v15
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPublicKey

from .attaching import is_signature
from .attachments import Contents
from .canonical import are_same
from .reading import read_json
from .refusals import Malformed, below
from .statements import accepted
from .versions import Version
from .walking import Thing

_HASHES: dict[str, hashes.HashAlgorithm] = {
    "RS256": hashes.SHA256(),
    "RS384": hashes.SHA384(),
    "RS512": hashes.SHA512(),
}
_COMPACT = re.compile(r"([A-Za-z0-9_-]+)\.([A-Za-z0-9_-]+)\.([A-Za-z0-9_-]+)")


def check_signatures(statement: Thing, contents: Contents, pointer: str, version: Version) -> None:
    """Raises Malformed where a signature of an accepted statement is malformed.

    Compact JWS, RS256, RS384 or RS512; its payload the same statement; and, if its header has a
    certificate, signed by that.
    """
    for place, attachment in enumerate(statement.get("attachments", ())):
        if is_signature(attachment):
            where = below(below(pointer, "attachments"), place)
            content = contents.get(attachment["sha2"].lower())
            if content is None:
                raise _refused(where, "Send the signature itself in a part beside the statement.")
            _check(content.body, statement, where, version)


def _refused(pointer: str, detail: str) -> Malformed:
    return Malformed(pointer, "not_a_signature", detail)


def _check(jws: bytes, statement: Thing, pointer: str, version: Version) -> None:
    found = _COMPACT.fullmatch(jws.decode("latin-1").strip())
    if found is None:
        raise _refused(pointer, "Send a JSON web signature in compact form: a.b.c in base64url.")
    header, payload, signature = (_decoded(each, pointer) for each in found.groups())
    told = _object(header, pointer, "header")
    algorithm = told.get("alg")
    if not isinstance(algorithm, str) or algorithm not in _HASHES:
        raise _refused(pointer, f"Sign with {', '.join(_HASHES)}: alg is something else.")
    if "x5c" in told:
        signing_input = f"{found[1]}.{found[2]}".encode()
        _verify(told["x5c"], signature, signing_input, _HASHES[algorithm], pointer)
    _check_payload(_object(payload, pointer, "payload"), statement, pointer, version)


def _decoded(text: str, pointer: str) -> bytes:
    try:
        return base64.b64decode(text + "=" * (-len(text) % 4), b"-_", validate=True)
    except binascii.Error:
        raise _refused(pointer, "Encode each piece of the signature as base64url.") from None


def _object(body: bytes, pointer: str, name: str) -> dict[str, Any]:
    try:
        value = read_json(body)
    except Malformed as fault:
        raise _refused(pointer, f"The {name} of the signature: {fault.detail}") from None
    if not isinstance(value, dict):
        raise _refused(pointer, f"Make the {name} of the signature a JSON object.")
    return value


def _check_payload(payload: Thing, statement: Thing, pointer: str, version: Version) -> None:
    try:
        signed = accepted(payload, "", version)
    except Malformed as fault:
        detail = f"What was signed is no statement, at “{fault.pointer}”: {fault.detail}"
        raise _refused(pointer, detail) from None
    is_other = signed.get("id", statement.get("id")) != statement.get("id")
    if is_other or not are_same(signed, statement, version):
        raise _refused(pointer, "Sign the very statement that you send, before its signature.")


def _verify(
    chain: Any, signature: bytes, signed: bytes, algorithm: hashes.HashAlgorithm, pointer: str
) -> None:
    """By the first certificate, the signer's (RFC 7515, 4.1.6)."""
    try:
        key = _certificate(chain).public_key()
    except (ValueError, TypeError, IndexError, KeyError, UnsupportedAlgorithm):
        detail = "List certificates in x5c as base64 of DER, the signer's first."
        raise _refused(pointer, detail) from None
    if not isinstance(key, RSAPublicKey):
        raise _refused(pointer, "Sign with an RSA key: the certificate in x5c has another.")
    try:
        key.verify(signature, signed, PKCS1v15(), algorithm)
    except InvalidSignature:
        detail = "The certificate in x5c did not sign this: sign anew."
        raise _refused(pointer, detail) from None


def _certificate(chain: Any) -> x509.Certificate:
    return x509.load_der_x509_certificate(base64.b64decode(chain[0], validate=True))
