"""Data beside statements comes back as it was sent, to whoever may read its statement."""

import base64
import hashlib
import json

import pytest
from cryptography.hazmat.primitives.asymmetric import rsa
from cryptography.hazmat.primitives.asymmetric.padding import PKCS1v15
from cryptography.hazmat.primitives.hashes import SHA256
from django.db import connection

from campus.records.lrs import attached
from campus.records.models import Scope
from campus.records.xapi.attaching import SIGNATURE
from campus.records.xapi.multipart import boundary_of, split
from courses.enrolment import enrol
from tests import world
from tests.campus.records.xapi.samples import ATTACHMENT

from .store import V1, V2, Store, a_statement, that_she_completed

pytestmark = pytest.mark.django_db
BOTH = pytest.mark.parametrize("version", [V1, V2])
DATA = bytes(range(256)) + b"\r\n--b--\r\n"
BOUNDARY = "-------314159265358979323846"
MIXED = f"multipart/mixed; boundary={BOUNDARY}"


def naming(data: bytes, **fields):
    """A statement with this attachment, without a fileUrl."""
    attachment = {name: each for name, each in ATTACHMENT.items() if name != "fileUrl"}
    attachment |= {"sha2": hashlib.sha256(data).hexdigest(), "length": len(data)}
    return a_statement(attachments=[attachment], **fields)


def a_body(statements: bytes, *parts: bytes) -> bytes:
    """Statements, then each of the parts under its own digest."""
    lines = [b"--" + BOUNDARY.encode(), b"Content-Type: application/json", b"", statements]
    for part in parts:
        digest = hashlib.sha256(part).hexdigest().encode()
        lines += [
            b"--" + BOUNDARY.encode(),
            b"Content-Type: text/plain",
            b"Content-Transfer-Encoding: binary",
            b"X-Experience-API-Hash: " + digest,
            b"",
            part,
        ]
    return b"\r\n".join([*lines, b"--" + BOUNDARY.encode() + b"--", b""])


def a_request(statement, *parts: bytes) -> bytes:
    return a_body(json.dumps(statement).encode(), *parts)


def parts_of(response) -> list:
    assert response.headers["Content-Type"].startswith("multipart/mixed; boundary=")
    return split(response.content, boundary_of(response.headers["Content-Type"]))


def kept() -> int:
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM records_attachment")
        return cursor.fetchone()[0]


@BOTH
def test_data_comes_back_byte_for_byte_with_its_statement(version):
    store, statement = Store(version=version), naming(DATA)
    assert store.post(a_request(statement, DATA), MIXED).status_code == 200
    first, second = parts_of(store.get(statementId=statement["id"], attachments=True))
    assert b'"id":"' + statement["id"].encode() in first.body
    assert second.body == DATA
    assert second.headers["content-type"] == "text/plain"
    assert second.headers["content-transfer-encoding"] == "binary"
    assert second.headers["x-experience-api-hash"] == hashlib.sha256(DATA).hexdigest()


@BOTH
def test_the_boundary_is_told_without_quotes(version):
    assert '"' not in Store(version=version).get(attachments=True).headers["Content-Type"]


@BOTH
def test_unless_asked_for_no_data_is_answered(version):
    store, statement = Store(version=version), naming(DATA)
    store.put(a_request(statement, DATA), MIXED, statementId=statement["id"])
    for given in ({}, {"attachments": False}):
        response = store.get(statementId=statement["id"], **given)
        assert response.headers["Content-Type"] == "application/json"
        assert "attachments" in response.json()


@BOTH
def test_a_page_brings_each_data_once(version):
    store = Store(version=version)
    for _ in range(2):
        assert store.post(a_request(naming(DATA), DATA), MIXED).status_code == 200
    assert len(parts_of(store.get(attachments=True))) == 2
    assert kept() == 1


def test_a_page_ends_where_its_data_would_be_too_much(monkeypatch):
    store = Store()
    for number in range(3):
        data = bytes([number]) * 100
        assert store.post(a_request(naming(data), data), MIXED).status_code == 200
    monkeypatch.setattr(attached, "MOST_BYTES", 250)
    first = parts_of(store.get(attachments=True))
    assert len(first) == 3
    more = json.loads(first[0].body)["more"]
    assert [len(each.body) for each in parts_of(store.get(more))[1:]] == [100]
    monkeypatch.setattr(attached, "MOST_BYTES", 50)
    assert len(parts_of(store.get(attachments=True))) == 2
    assert len(store.found()) == 3


@BOTH
def test_data_that_nobody_names_or_that_is_missing_is_refused(version):
    store = Store(version=version)
    assert store.post(a_request(a_statement(), DATA), MIXED).status_code == 400
    assert store.post(a_request(naming(DATA)), MIXED).status_code == 400
    assert store.post(naming(DATA)).status_code == 400
    assert store.post(a_request(naming(DATA), DATA), "multipart/form-data").status_code == 400
    assert kept() == 0


def test_whoever_knows_only_the_digest_gets_no_data():
    owner, other = Store(), Store()
    owner.post(a_request(naming(DATA), DATA), MIXED)
    guess = naming(DATA)
    guess["attachments"][0]["fileUrl"] = "https://example.org/mine"
    other.keep(guess)
    assert len(parts_of(other.get(statementId=guess["id"], attachments=True))) == 1


def encoded(data: bytes) -> bytes:
    return base64.urlsafe_b64encode(data).rstrip(b"=")


def signed(statement: dict, what: dict) -> bytes:
    """A request with a statement, and a signature of `what` beside it."""
    key = rsa.generate_private_key(public_exponent=65537, key_size=2048)
    told = encoded(b'{"alg":"RS256"}') + b"." + encoded(json.dumps(what).encode())
    jws = told + b"." + encoded(key.sign(told, PKCS1v15(), SHA256()))
    signature = naming(jws)["attachments"][0] | {
        "usageType": SIGNATURE,
        "contentType": "application/octet-stream",
    }
    return a_request({**statement, "attachments": [signature]}, jws)


@BOTH
def test_a_signature_of_the_very_statement_is_accepted_and_of_another_refused(version):
    store, statement = Store(version=version), a_statement()
    other = {**statement, "verb": {"id": "https://example.org/other"}}
    assert store.post(signed(statement, other), MIXED).status_code == 400
    assert store.post(signed(statement, statement), MIXED).status_code == 200
    _statement, signature = parts_of(store.get(statementId=statement["id"], attachments=True))
    assert signature.body.count(b".") == 2


@pytest.mark.parametrize("is_shared", [True, False])
def test_data_goes_with_an_erased_person_unless_another_statement_has_it(is_shared):
    enrolment = enrol(person=world.a_learner(), course=world.a_published_course())[0]
    store = Store(Scope.WRITE, Scope.ASSERT, asserts_on=[enrolment.course_id])
    attachments = naming(DATA)["attachments"]
    hers = that_she_completed(enrolment, attachments=attachments)
    assert store.post(a_request(hers, DATA), MIXED).status_code == 200
    if is_shared:
        assert store.post(a_request(naming(DATA), DATA), MIXED).status_code == 200
    with connection.cursor() as cursor:
        cursor.execute("SELECT records_erase(%s)", [enrolment.person_id])
        cursor.execute("SELECT count(*) FROM records_attached")
        assert cursor.fetchone() == (1 if is_shared else 0,)
    assert kept() == (1 if is_shared else 0)
