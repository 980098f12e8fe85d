"""Attachments are matched to their statements by digest, and by nothing else."""

import hashlib
import json

import pytest

from campus.records.xapi.attachments import Content, digests_in, matched, read_body, written
from campus.records.xapi.multipart import Part, boundary_of, joined, split
from campus.records.xapi.refusals import Malformed
from campus.records.xapi.statements import read_post
from campus.records.xapi.versions import Version
from tests.campus.records.xapi.samples import ATTACHMENT, plain, within

MIXED = "multipart/mixed; boundary=b"
DATA = b"an essay\r\n--not the end"


def _sha2(data, algorithm="sha256"):
    return hashlib.new(algorithm, data).hexdigest()


def _attachment(data=DATA, **fields):
    without_url = {name: value for name, value in ATTACHMENT.items() if name != "fileUrl"}
    return {**without_url, "sha2": _sha2(data), "length": len(data), **fields}


def _statement(*attachments):
    return plain(attachments=list(attachments))


def _first(*statements):
    return Part({"Content-Type": "application/json"}, json.dumps(statements).encode())


def _data(data=DATA, **headers):
    known = {"Content-Transfer-Encoding": "binary", "X-Experience-API-Hash": _sha2(data)}
    named = {name.replace("_", "-"): value for name, value in headers.items()}
    return Part({**known, **named}, data)


def _received(*parts, content_type=MIXED):
    value, others = read_body(content_type, joined(parts, "b"))
    return matched(read_post(value, Version.V2), others)


def test_json_brings_no_data():
    value, parts = read_body("application/json; charset=utf-8", b'{"a": 1}')
    assert (value, parts) == ({"a": 1}, [])


@pytest.mark.parametrize(
    "content_type", [None, "", "text/plain", "multipart/form-data; boundary=b", "application/xml"]
)
def test_other_content_types_are_refused(content_type):
    with pytest.raises(Malformed) as refused:
        read_body(content_type, joined([_first(plain())], "b"))
    assert refused.value.code == "content_type"


def test_data_is_found_by_its_digest():
    assert _received(_first(_statement(_attachment())), _data()) == {
        _sha2(DATA): Content(DATA, "text/plain; charset=ascii")
    }


@pytest.mark.parametrize("algorithm", ["sha224", "sha256", "sha384", "sha512"])
def test_every_digest_of_the_family_will_do(algorithm):
    digest = _sha2(DATA, algorithm)
    statement = _statement(_attachment(sha2=digest.upper()))
    assert digest in _received(_first(statement), _data(X_Experience_API_Hash=digest))


def test_the_part_tells_the_type_of_its_data():
    received = _received(_first(_statement(_attachment())), _data(Content_Type="image/png"))
    assert received[_sha2(DATA)].content_type == "image/png"


def test_data_without_its_encoding_is_taken_as_binary():
    part = Part({"X-Experience-API-Hash": _sha2(DATA)}, DATA)
    assert _received(_first(_statement(_attachment())), part)


def test_data_shared_by_two_statements_is_sent_once():
    both = [_statement(_attachment()), _statement(_attachment())]
    assert len(_received(_first(*both), _data())) == 1
    assert digests_in(both) == [_sha2(DATA)]


def test_the_length_that_is_told_is_not_compared():
    assert _received(_first(_statement(_attachment(length=1))), _data())


def test_several_parts_are_not_needed():
    assert _received(_first(plain())) == {}
    assert _received(_first(_statement(ATTACHMENT))) == {}


def test_data_of_a_sub_statement_is_found_too():
    sub = {**within()["object"], "attachments": [_attachment()]}
    assert _received(_first(plain(object=sub)), _data())
    with pytest.raises(Malformed) as refused:
        _received(_first(plain(object=sub)))
    assert refused.value.pointer == "/object/attachments/0"


STATEMENT = _statement(_attachment())


@pytest.mark.parametrize(
    ("parts", "code"),
    [
        ([], "no_statements"),
        ([_data()], "no_statements"),
        ([Part({"Content-Type": "text/plain"}, json.dumps(STATEMENT).encode())], "no_statements"),
        ([Part({}, json.dumps(STATEMENT).encode())], "no_statements"),
        ([_first(STATEMENT)], "no_data"),
        ([_first(STATEMENT, plain()), _data(b"other")], "part_unknown"),
        ([_first(plain()), _data()], "part_unknown"),
        ([_first(STATEMENT), _first(STATEMENT), _data()], "part_unknown"),
        ([_first(STATEMENT), Part({"Content-Transfer-Encoding": "binary"}, DATA)], "part_unknown"),
        ([_first(STATEMENT), _data(Content_Transfer_Encoding="base64")], "not_binary"),
        ([_first(STATEMENT), Part(_data().headers, b"other data")], "hash_differs"),
    ],
)
def test_parts_that_do_not_fit_are_refused(parts, code):
    with pytest.raises(Malformed) as refused:
        _received(*parts)
    assert refused.value.code == code


def test_data_that_is_missing_is_named_where_it_is_told_of():
    with pytest.raises(Malformed) as refused:
        _received(_first(plain(), _statement(ATTACHMENT, _attachment())))
    assert (refused.value.code, refused.value.pointer) == ("no_data", "/1/attachments/1")


def test_json_alone_needs_the_address_of_each():
    assert matched([_statement(ATTACHMENT)], []) == {}
    with pytest.raises(Malformed) as refused:
        matched([_statement(_attachment())], [])
    assert (refused.value.code, refused.value.pointer) == ("no_data", "/attachments/0")


def test_an_answer_is_read_like_a_request():
    contents = {_sha2(DATA): Content(DATA, "text/plain")}
    content_type, body = written(json.dumps(STATEMENT).encode(), contents, "random-boundary")
    assert body.count(_sha2(DATA).encode()) == 2
    first, data = split(body, boundary_of(content_type))
    assert json.loads(first.body) == STATEMENT
    assert data.headers["content-transfer-encoding"] == "binary"
    assert matched([STATEMENT], [data]) == contents
