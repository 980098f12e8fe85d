"""Bodies of several parts: read and written, and refused where they are cut or garbled."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from campus.records.xapi.multipart import MOST_PARTS, Part, boundary_of, joined, split
from campus.records.xapi.refusals import Malformed

BOUNDARY = "-------314159265358979323846"


def _lines(*lines):
    return "\r\n".join(lines).encode()


@pytest.mark.parametrize(
    ("content_type", "boundary"),
    [
        ("multipart/mixed; boundary=abc", "abc"),
        ('multipart/mixed; charset=utf-8; boundary="a b:c"', "a b:c"),
        (f"Multipart/Mixed;BOUNDARY={BOUNDARY}", BOUNDARY),
    ],
)
def test_a_boundary_is_named_by_the_content_type(content_type, boundary):
    assert boundary_of(content_type) == boundary


@pytest.mark.parametrize(
    "content_type",
    [
        "",
        "multipart/mixed",
        "multipart/mixed;",
        "multipart/mixed; boundary=",
        'multipart/mixed; boundary=""',
        "multipart/mixed; boundary=é",
        f"multipart/mixed; boundary={'a' * 71}",
        "multipart/mixed; boundary*=utf-8''abc",
    ],
)
def test_without_one_it_is_refused(content_type):
    with pytest.raises(Malformed) as refused:
        boundary_of(content_type)
    assert refused.value.code == "no_boundary"


def test_lines_may_end_with_bare_line_feeds():
    body = b"--b\nContent-Type: text/plain\nX-Hash: a\n\none\r\ntwo\n--b\n\nthree\n--b--\n"
    assert split(body, "b") == [
        Part({"content-type": "text/plain", "x-hash": "a"}, b"one\r\ntwo"),
        Part({}, b"three"),
    ]


def test_parts_are_read_with_their_headers():
    body = _lines(
        "--b",
        "Content-Type:application/json",
        "",
        "{}",
        "--b",
        "X-Hash: a ",
        "",
        "\r\n--bc",
        "--b--",
    )
    assert split(body, "b") == [
        Part({"content-type": "application/json"}, b"{}"),
        Part({"x-hash": "a"}, b"\r\n--bc"),
    ]


@pytest.mark.parametrize(
    "body",
    [
        _lines("--b", "", "x", "--b--"),
        _lines("--b", "", "x", "--b--", ""),
        _lines("", "--b", "", "x", "--b--", "after"),
        _lines("before", "--b \t", "", "x", "--b--  ", ""),
    ],
)
def test_what_stands_before_and_after_is_left_out(body):
    assert split(body, "b") == [Part({}, b"x")]


@pytest.mark.parametrize(
    ("body", "code"),
    [
        (b"", "no_end"),
        (b"{}", "no_end"),
        (_lines("--b", "", "x"), "no_end"),
        (_lines("--b", "", "x", "--b"), "no_end"),
        (_lines("--b", "", "x", "--other--"), "no_end"),
        (_lines("--b", "Content-Type: text/plain", "--b--"), "no_headers"),
        (_lines("--b", "--b--"), "no_headers"),
        (_lines("--b", "no header", "", "x", "--b--"), "bad_header"),
        (_lines("--b", "X: é", "", "x", "--b--"), "bad_header"),
        (_lines("--b", "X: " + "a" * 9_000, "", "x", "--b--"), "headers_too_large"),
        (_lines(*["--b", "", "x"] * (MOST_PARTS + 1), "--b--"), "too_many_parts"),
    ],
)
def test_a_cut_or_garbled_body_is_refused(body, code):
    with pytest.raises(Malformed) as refused:
        split(body, "b")
    assert refused.value.code == code


def test_a_body_may_hold_no_part_at_all():
    assert split(b"--b--", "b") == []


_NAMES = st.text("abcXYZ-", min_size=1)
_VALUES = st.text("abc /;=", max_size=9).map(str.strip)


@given(st.lists(st.tuples(st.dictionaries(_NAMES, _VALUES, max_size=2), st.binary()), max_size=4))
def test_what_is_written_is_read_again(parts):
    written = joined([Part(headers, body) for headers, body in parts], BOUNDARY)
    read = split(written, BOUNDARY)
    assert [part.body for part in read] == [body for _, body in parts]
    for part, (headers, _) in zip(read, parts, strict=True):
        assert part.headers == {name.lower(): headers[name] for name in headers}
