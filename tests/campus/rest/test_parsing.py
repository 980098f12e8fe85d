"""Bodies are read strictly: what is not expected is refused, and the answer says where."""

import time
from io import BytesIO
from types import SimpleNamespace
from uuid import UUID

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from campus.errors import CampusError, Invalid
from campus.rest import parsing


class Inner(msgspec.Struct, forbid_unknown_fields=True):
    id: UUID


class Wanted(msgspec.Struct, forbid_unknown_fields=True):
    name: str
    parts: list[Inner] = []


def read(text: bytes) -> Wanted:
    return parsing.body(SimpleNamespace(data=parsing.Bytes().parse(BytesIO(text))), Wanted)


def test_a_body_as_expected_is_read() -> None:
    assert read(b'{"name": "Awa"}') == Wanted("Awa")


@pytest.mark.parametrize(
    ("body", "pointer", "code"),
    [
        (b'{"name": "Awa", "nom": 1}', "/nom", "unknown_key"),
        (b'{"name": "Awa", "a/b~c": 1}', "/a~1b~0c", "unknown_key"),
        (b"{}", "/name", "missing"),
        (b'{"name": 3}', "/name", "wrong_type"),
        (b'{"name": "Awa", "parts": [{"id": "x"}]}', "/parts/0/id", "invalid_uuid"),
        (b'{"name": "Awa", "parts": [{"ID": "x"}]}', "/parts/0/ID", "unknown_key"),
        (b"[]", "", "wrong_type"),
    ],
)
def test_a_fault_is_named_with_its_place(body: bytes, pointer: str, code: str) -> None:
    with pytest.raises(Invalid) as refused:
        read(body)
    (fault,) = refused.value.faults
    assert (fault.pointer, fault.code) == (pointer, code)


@pytest.mark.parametrize(
    ("body", "code"),
    [
        (b"", "body_missing"),
        (b"{", "invalid_json"),
        (b'{"name": NaN}', "invalid_json"),
        (b'{"name": "\xff"}', "invalid_json"),
        (b'{"name": "\\ud800"}', "invalid_json"),
        (b'{"name": "a\\u0000b"}', "nul_character"),
        (b'{"name": "' + b"a" * parsing.LARGEST_BODY + b'"}', "body_too_large"),
        (b"[" * 100_000, "too_deep"),
        (b"[" * 21 + b"]" * 21, "too_deep"),
    ],
)
def test_what_is_no_decent_json_is_refused(body: bytes, code: str) -> None:
    with pytest.raises(CampusError) as refused:
        read(body)
    assert refused.value.code == code
    assert refused.value.status in (400, 413)


def test_a_text_that_only_looks_like_a_nul_character_is_read() -> None:
    assert read(rb'{"name": "a\\u0000b"}').name == r"a\u0000b"


def test_brackets_inside_of_texts_do_not_nest() -> None:
    assert read(b'{"name": "' + b"[{" * 30 + b'"}').name == "[{" * 30


nested = st.recursive(
    st.one_of(st.none(), st.text(), st.integers()),
    lambda inner: st.one_of(st.lists(inner), st.dictionaries(st.text(), inner)),
    max_leaves=60,
)


def depth_of(value: object) -> int:
    if isinstance(value, dict):
        value = list(value.values())
    return 1 + max(map(depth_of, value), default=0) if isinstance(value, list) else 0


@given(nested)
def test_the_depth_is_that_of_the_value(value: object) -> None:
    wide = [value, [[]] * 30]  # enough brackets that none is skipped for being few
    assert parsing.depth(msgspec.json.encode(wide)) == max(depth_of(value) + 1, 3)


def test_a_text_that_does_not_end_is_read_once() -> None:
    """Each quote in it tried as a beginning would take hours for a body of 5 MB."""
    began = time.process_time()
    parsing.depth(b"[" * 21 + b'"' + b'\\"' * 500_000)
    assert time.process_time() - began < 5
