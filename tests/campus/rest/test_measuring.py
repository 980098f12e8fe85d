"""A body in chunks is read as one whose length was said, and no further than one may be long."""

from io import BytesIO
from typing import Any

import pytest

from campus.rest.measuring import PIECEWISE, Measured

MOST = 10


class Chunks(BytesIO):
    """A stream that gives what has arrived, and that alone."""

    def read(self, size: int | None = -1, /) -> bytes:
        return super().read(min(3, MOST if size is None or size < 0 else size))


def heard(body: bytes, **environ: Any) -> tuple[str | None, bytes]:
    """The length that the application is told, and what it reads."""
    told: list[Any] = []

    def application(environ: dict[str, Any], _start: object) -> list[bytes]:
        told.append(environ.get("CONTENT_LENGTH"))
        told.append(b"".join(iter(lambda: environ["wsgi.input"].read(3), b"")))
        return []

    chunked = {"HTTP_TRANSFER_ENCODING": "chunked", "wsgi.input_terminated": True}
    Measured(application, most=MOST)({**chunked, "wsgi.input": Chunks(body), **environ}, print)
    return told[0], told[1]


def test_a_body_in_chunks_is_read_whole_with_its_length() -> None:
    assert heard(b"12345678", CONTENT_TYPE="application/json") == ("8", b"12345678")


def test_of_a_body_that_is_too_long_one_byte_more_is_read_and_then_it_is_refused() -> None:
    assert heard(b"1" * 100) == ("11", b"1" * 11)


def test_a_part_of_an_upload_is_left_to_its_door_however_long() -> None:
    length, body = heard(b"1" * 100, CONTENT_TYPE=f"{PIECEWISE}; x=y")
    assert length is not None
    assert int(length) > 2**40
    assert body == b"1" * 100


@pytest.mark.parametrize(
    ("environ", "length"),
    [
        ({"CONTENT_LENGTH": "8"}, "8"),
        ({"wsgi.input_terminated": False}, None),
    ],
)
def test_what_has_a_length_or_has_no_end_is_left_as_it_is(
    environ: dict[str, Any], length: str | None
) -> None:
    assert heard(b"12345678", **environ)[0] == length


def test_without_chunks_nothing_is_measured() -> None:
    told: list[object] = []
    application = Measured(lambda environ, _start: told.append(dict(environ)) or [], most=MOST)
    application({"wsgi.input_terminated": True, "wsgi.input": BytesIO(b"")}, print)
    assert "CONTENT_LENGTH" not in told[0]
