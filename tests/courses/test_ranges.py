"""Which part of a file is asked for, by the standard's own examples and by anything at all."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from courses.files.ranges import Unsatisfiable, part_asked


@pytest.mark.parametrize(
    ("header", "expected"),
    [
        ("bytes=0-499", (0, 500)),
        ("bytes=500-999", (500, 500)),
        ("bytes=-500", (9500, 500)),
        ("bytes=9500-", (9500, 500)),
        ("Bytes = 0 - 0", (0, 1)),
        ("bytes=500-600,601-999", None),
        ("", None),
        ("bytes=", None),
        ("bytes=10-5", None),
        ("bytes=٣-٤", None),
    ],
)
def test_examples_of_the_standard(header: str, expected: tuple[int, int] | None) -> None:
    assert part_asked(header, 10_000) == expected


@pytest.mark.parametrize("header", ["bytes=10000-", "bytes=10000-10001", "bytes=-0"])
def test_bytes_that_are_not_there_cannot_be_had(header: str) -> None:
    with pytest.raises(Unsatisfiable):
        part_asked(header, 10_000)


@given(
    st.one_of(st.text(), st.from_regex(r"bytes=\d*-\d*", fullmatch=True)), st.integers(0, 10**12)
)
def test_a_part_lies_within_the_file(header: str, size: int) -> None:
    try:
        part = part_asked(header, size)
    except Unsatisfiable:
        return
    if part:
        start, length = part
        assert start >= 0
        assert 0 < length <= size - start
