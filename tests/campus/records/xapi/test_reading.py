"""JSON that could not be stored, or would be read otherwise elsewhere, is refused."""

import json
import re
from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from campus.records.xapi.reading import DEEPEST, read_json
from campus.records.xapi.refusals import Malformed


@pytest.mark.parametrize(
    ("body", "pointer", "code"),
    [
        (b"", "", "not_json"),
        (b'{"a": 1', "", "not_json"),
        (b"{'a': 1}", "", "not_json"),
        (b'{"a": NaN}', "/a", "not_json"),
        (b"[1, [-Infinity]]", "/1/0", "not_json"),
        (b"\xef\xbb\xbf{}", "", "not_json"),
        (b'"\xff"', "", "not_utf8"),
        ('{"é": 1}'.encode("utf-16"), "", "not_utf8"),
        (b'{"a": {"b": 1, "b": 2}}', "/a", "name_twice"),
        (b'{"a~/b": 9223372036854775808}', "/a~0~1b", "number_too_large"),
        (b"[-9223372036854775809]", "/0", "number_too_large"),
        (b"[1" + b"0" * 9_000 + b"]", "/0", "number_too_large"),
        (b"[1e400]", "/0", "number_too_large"),
        (b'["\\u0000"]', "/0", "not_text"),
        (b'{"x": {"\\u0000": 1}}', "/x", "not_text"),
        (b'["\\ud800"]', "/0", "not_text"),
        (b'["\\ude00\\ud83d"]', "/0", "not_text"),
        (b"[" * 100_000, "", "too_deep"),
        (b"[" * (DEEPEST + 1) + b"]" * (DEEPEST + 1), "/0" * DEEPEST, "too_deep"),
    ],
)
def test_what_is_not_storable_json_is_refused(body, pointer, code):
    with pytest.raises(Malformed) as refused:
        read_json(body)
    assert (refused.value.pointer, refused.value.code) == (pointer, code)
    assert refused.value.status == 400
    assert refused.value.faults[0].pointer == pointer


@pytest.mark.parametrize(
    ("body", "value"),
    [
        (b'{"a": 1}', {"a": 1}),
        (b'{"a": {"b": 1}, "b": {"b": 2}}', {"a": {"b": 1}, "b": {"b": 2}}),
        (b"[9223372036854775807, -9223372036854775808]", [2**63 - 1, -(2**63)]),
        (b"[1e300, 0.12123434, -0]", [1e300, 0.12123434, 0]),
        (b'["\\ud83d\\ude00", null, true]', ["😀", None, True]),
        (b"[" * DEEPEST + b"]" * DEEPEST, None),
    ],
)
def test_its_twin_is_read(body, value):
    assert value is None or read_json(body) == value
    read_json(body)


_PLAIN_TEXT = st.text().filter(lambda text: not re.search("[\x00\ud800-\udfff]", text))
_JSON = st.recursive(
    st.none()
    | st.booleans()
    | st.integers(-(2**63), 2**63 - 1)
    | _PLAIN_TEXT
    | st.floats(allow_nan=False, allow_infinity=False),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(_PLAIN_TEXT, inner, max_size=3),
    max_leaves=8,
)


@given(_JSON)
def test_any_json_comes_back_as_it_was(value):
    assert read_json(json.dumps(value)) == value


@given(
    st.binary(max_size=60) | st.text(alphabet='{}[]",:0123456789eE+-.\\untrfalsN ').map(str.encode)
)
def test_no_bytes_at_all_raise_anything_else(body):
    with suppress(Malformed):
        read_json(body)
