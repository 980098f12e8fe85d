"""Owns bodies that come in chunks: nobody says their length, and Django reads by length alone."""

from collections.abc import Iterable
from io import BytesIO
from typing import Any
from wsgiref.types import StartResponse, WSGIApplication, WSGIEnvironment

# Read piece by piece by its door, however long: a part of an upload.
PIECEWISE = "application/offset+octet-stream"
_ENDLESS = str(2**62)


class Measured:
    """The application, which also reads what comes in chunks: up to `most` bytes and one.

    Only where the server says that the stream ends with the body; else reading on would wait.
    """

    def __init__(self, application: WSGIApplication, *, most: int) -> None:
        self._application = application
        self._most = most

    def __call__(self, environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        if _is_unmeasured(environ):
            self._measure(environ)
        return self._application(environ, start_response)

    def _measure(self, environ: WSGIEnvironment) -> None:
        if environ.get("CONTENT_TYPE", "").split(";")[0].strip() == PIECEWISE:
            environ["CONTENT_LENGTH"] = _ENDLESS
            return
        body = _read(environ["wsgi.input"], self._most + 1)
        environ["wsgi.input"] = BytesIO(body)
        environ["CONTENT_LENGTH"] = str(len(body))


def _is_unmeasured(environ: WSGIEnvironment) -> bool:
    return (
        "HTTP_TRANSFER_ENCODING" in environ
        and not environ.get("CONTENT_LENGTH")
        and bool(environ.get("wsgi.input_terminated"))
    )


def _read(stream: Any, most: int) -> bytes:
    pieces, left = [], most
    while left and (piece := stream.read(left)):
        pieces.append(piece)
        left -= len(piece)
    return b"".join(pieces)
