"""Contents: bytes as they came, and objects of JSON that grow at their top level."""

import json

import pytest

from campus.records.lrs.contents import Content, merged
from campus.records.xapi.refusals import Malformed

JSON = "application/json"


def a_json(value, content_type=JSON):
    return Content(json.dumps(value).encode(), content_type)


def test_the_names_sent_replace_those_known_and_the_others_stay():
    known = a_json({"car": {"make": "Ford", "model": "Escape"}, "driver": "Dale"})
    sent = a_json({"car": {"make": "Dodge"}, "seat": None})
    made = merged(known, sent)
    assert json.loads(made.body) == {"car": {"make": "Dodge"}, "driver": "Dale", "seat": None}
    assert made.content_type == JSON


def test_a_charset_does_not_make_it_less_json():
    made = merged(a_json({"a": 1}), a_json({"b": 2}, "application/json; charset=utf-8"))
    assert json.loads(made.body) == {"a": 1, "b": 2}


@pytest.mark.parametrize(
    "sent",
    [Content(b"1", "text/plain"), Content(b"\x00\xff", "image/png"), a_json({"a": 1})],
    ids=["text", "bytes", "json"],
)
def test_a_new_document_is_kept_as_it_is(sent):
    assert merged(None, sent) == sent


@pytest.mark.parametrize(
    ("known", "sent"),
    [
        (a_json({"a": 1}), Content(b'{"a": 2}', "text/plain")),
        (Content(b'{"a": 2}', "text/plain"), a_json({"a": 1})),
        (a_json({"a": 1}), a_json([1])),
        (a_json([1]), a_json({"a": 1})),
        (a_json({"a": 1}), Content(b'{"a": 1}{', JSON)),
        (a_json({"a": 1}), Content(b'{"a": NaN}', JSON)),
        (a_json({"a": 1}), Content(b'{"a": "\\u0000"}', JSON)),
        (a_json({"a": 1}), Content(b'{"a": 9223372036854775808}', JSON)),
        (None, Content(b"{", JSON)),
        (None, a_json([1])),
    ],
)
def test_nothing_but_objects_of_json_is_merged(known, sent):
    with pytest.raises(Malformed):
        merged(known, sent)


def test_numbers_come_out_of_a_merge_as_they_went_in():
    made = merged(a_json({"a": 0.12123434}), Content(b'{"b": 9223372036854775807}', JSON))
    assert made.body == b'{"a":0.12123434,"b":9223372036854775807}'


def test_the_tag_is_the_sha1_in_forty_digits():
    assert Content(b"abc", "text/plain").etag == "a9993e364706816aba3e25717850c26c9cd0d89d"
