"""Signed statements: the form of the signature, what it signs, and whose certificate it names."""

import base64
import hashlib
import json
from datetime import UTC, datetime, timedelta

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec, padding, rsa

from campus.records.xapi.attaching import SIGNATURE
from campus.records.xapi.attachments import Content
from campus.records.xapi.refusals import Malformed
from campus.records.xapi.signed import check_signatures
from campus.records.xapi.statements import accepted
from campus.records.xapi.versions import Version
from tests.campus.records.xapi.samples import ATTACHMENT, UUID_1, UUID_2, full, plain

BOTH = pytest.mark.parametrize("version", Version)
HASHES = {"RS256": hashes.SHA256(), "RS384": hashes.SHA384(), "RS512": hashes.SHA512()}


@pytest.fixture(scope="module")
def key():
    return rsa.generate_private_key(public_exponent=65537, key_size=2048)


def _certificate(key):
    """A certificate by and for whoever has the key, as x5c wants it."""
    name = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, "signer")])
    now = datetime.now(UTC)
    certificate = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(1)
        .not_valid_before(now)
        .not_valid_after(now + timedelta(days=1))
        .sign(key, hashes.SHA256())
    )
    return base64.b64encode(certificate.public_bytes(serialization.Encoding.DER)).decode()


def _encoded(data):
    return base64.urlsafe_b64encode(data).rstrip(b"=").decode()


def _jws(key, payload, alg="RS256", **header):
    body = payload if isinstance(payload, bytes) else json.dumps(payload).encode()
    signed = f"{_encoded(json.dumps({'alg': alg, **header}).encode())}.{_encoded(body)}"
    algorithm = HASHES.get(alg, hashes.SHA256())
    return f"{signed}.{_encoded(key.sign(signed.encode(), padding.PKCS1v15(), algorithm))}".encode()


def _signed(statement, jws):
    """The statement with the signature among its attachments, and the data beside it."""
    sha2 = hashlib.sha256(jws).hexdigest()
    attachment = {
        "usageType": SIGNATURE,
        "display": {"en": "Signature"},
        "contentType": "application/octet-stream",
        "length": len(jws),
        "sha2": sha2,
    }
    others = statement.get("attachments", [])
    content = Content(jws, "application/octet-stream")
    return {**statement, "attachments": [*others, attachment]}, {sha2: content}


def _check(statement, jws, version):
    whole, contents = _signed(statement, jws)
    check_signatures(accepted(whole, "", version), contents, "", version)


@BOTH
@pytest.mark.parametrize("alg", HASHES)
def test_a_signature_over_the_statement_is_accepted(key, version, alg):
    _check(full(), _jws(key, full(), alg), version)
    _check(full(), _jws(key, full(), alg, x5c=[_certificate(key)]), version)


@BOTH
def test_what_the_server_or_the_signature_adds_may_be_missing_in_what_was_signed(key, version):
    added = ("stored", "authority", "attachments", "timestamp", "id")
    before = {name: value for name, value in full().items() if name not in added}
    _check(full(), _jws(key, before), version)


@BOTH
def test_a_signature_may_end_in_a_line_break(key, version):
    _check(plain(), _jws(key, plain()) + b"\r\n", version)


@BOTH
@pytest.mark.parametrize("alg", ["HS256", "none", "ES256", "PS256", "rs256", None, 1, ["RS256"]])
def test_another_algorithm_is_refused(key, version, alg):
    _refused(
        _jws(key, plain(), **{"alg": alg}) if isinstance(alg, str) else _odd(key, alg), version
    )


def _odd(key, alg):
    header = _encoded(json.dumps({"alg": alg}).encode())
    return ".".join([header, *_jws(key, plain()).decode().split(".")[1:]]).encode()


def _refused(jws, version, statement=None):
    with pytest.raises(Malformed) as refused:
        _check(statement or plain(id=UUID_1), jws, version)
    assert (refused.value.code, refused.value.status) == ("not_a_signature", 400)
    assert refused.value.pointer == "/attachments/0"


@BOTH
@pytest.mark.parametrize(
    "payload",
    [
        b"{'id': 1}",
        b"[]",
        b"not JSON",
        b'{"actor": NaN}',
        {},
        plain(id=UUID_2),
        plain(id=UUID_1, verb={"id": "urn:other"}),
        plain(id=UUID_1, result={"success": True}),
        plain(extra=1),
    ],
)
def test_a_signature_over_something_else_is_refused(key, version, payload):
    _refused(_jws(key, payload), version)


@BOTH
@pytest.mark.parametrize(
    "jws", [b"", b"a.b", b"a.b.c.d", b"....", b"a.b.", b"\xff.\xff.\xff", b"!.b.c", b"e30.e30.e30"]
)
def test_what_is_no_compact_signature_is_refused(version, jws):
    _refused(jws, version)


@BOTH
def test_the_json_form_of_signatures_is_refused(key, version):
    header, payload, signature = _jws(key, plain()).decode().split(".")
    as_json = {"payload": payload, "protected": header, "signature": signature}
    _refused(json.dumps(as_json).encode(), version)


@BOTH
def test_a_certificate_that_did_not_sign_is_refused(key, version):
    other = rsa.generate_private_key(public_exponent=65537, key_size=2048)
    _refused(_jws(key, plain(id=UUID_1), x5c=[_certificate(other)]), version)
    _check(plain(id=UUID_1), _jws(other, plain(id=UUID_1), x5c=[_certificate(other)]), version)


@BOTH
@pytest.mark.parametrize(
    "chain", [[], "", None, {}, 1, [1], [None], ["AAAA"], ["not base64!"], [[]]]
)
def test_what_is_no_chain_of_certificates_is_refused(key, version, chain):
    _refused(_jws(key, plain(id=UUID_1), x5c=chain), version)


@BOTH
def test_a_certificate_with_another_kind_of_key_is_refused(key, version):
    elliptic = _certificate(ec.generate_private_key(ec.SECP256R1()))
    _refused(_jws(key, plain(id=UUID_1), x5c=[elliptic]), version)


@BOTH
def test_a_signature_is_octets_and_sent(key, version):
    whole, contents = _signed(plain(), _jws(key, plain()))
    check_signatures(accepted(whole, "", version), contents, "", version)
    with pytest.raises(Malformed) as missing:
        check_signatures(accepted(whole, "", version), {}, "/3", version)
    assert missing.value.pointer == "/3/attachments/0"
    whole["attachments"][0]["contentType"] = "text/plain; charset=ascii"
    with pytest.raises(Malformed) as wrong:
        accepted(whole, "", version)
    assert (wrong.value.code, wrong.value.pointer) == (
        "not_a_signature",
        "/attachments/0/contentType",
    )


@BOTH
def test_other_attachments_are_no_signatures(version):
    check_signatures(accepted(plain(attachments=[ATTACHMENT]), "", version), {}, "", version)
