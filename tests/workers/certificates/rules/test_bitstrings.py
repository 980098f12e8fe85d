"""A string of bits is packed as the specification says, and read back with care."""

import base64
import gzip

import pytest
from hypothesis import given
from hypothesis import strategies as st

from campus.errors import Invalid
from workers.certificates.rules.bitstrings import BITS, EMPTY, decoded, encoded, has_bit, with_bits


def test_bit_zero_is_the_leftmost_of_the_first_byte() -> None:
    assert with_bits(EMPTY, [0])[0] == 0b1000_0000
    assert with_bits(EMPTY, [7, 8])[:2] == bytes([0b0000_0001, 0b1000_0000])


def test_an_empty_list_is_written_as_the_specification_shows_it() -> None:
    text = encoded(EMPTY)
    assert text.startswith("uH4sIAAAAAAA")
    assert "=" not in text
    assert gzip.decompress(base64.urlsafe_b64decode(text[1:] + "==")) == bytes(16_384)


@given(st.sets(st.integers(0, BITS - 1), max_size=40), st.integers(0, BITS - 1))
def test_what_was_set_is_read_back_and_nothing_else(indexes: set[int], other: int) -> None:
    bits = decoded(encoded(with_bits(EMPTY, indexes)))
    assert all(has_bit(bits, index) for index in indexes)
    assert has_bit(bits, other) is (other in indexes)


def test_the_example_of_the_specification_is_read() -> None:
    """Source: Bitstring Status List 1.0, example 2; the issuer's list of that many zeros."""
    example = "uH4sIAAAAAAAAA-3BMQEAAADCoPVPbQwfoAAAAAAAAAAAAAAAAAAAAIC3AYbSVKsAQAAA"
    assert decoded(example) == EMPTY


@pytest.mark.parametrize(
    "text",
    [
        "",
        "u",
        "H4sIAAAA",
        "u!!!!",
        "u" + base64.urlsafe_b64encode(b"no gzip").decode(),
        encoded(EMPTY)[:-6],
        encoded(bytes(100)),
        encoded(bytes(64 * 1024 * 1024)),
    ],
    ids=["empty", "nothing", "no-base", "no-letters", "no-gzip", "cut", "short", "bomb"],
)
def test_what_is_no_list_is_refused(text: str) -> None:
    with pytest.raises(Invalid) as refused:
        decoded(text)
    assert refused.value.code == "status_unreadable"


@pytest.mark.parametrize("index", [-1, BITS])
def test_a_place_that_is_not_there_is_refused(index: int) -> None:
    with pytest.raises(Invalid):
        has_bit(EMPTY, index)
