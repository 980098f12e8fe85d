"""Owns the plainest answers of `/xapi`: JSON, and nothing."""

import msgspec
from django.http import HttpResponse

_encoder = msgspec.json.Encoder()


def json_answer(value: object) -> HttpResponse:
    return HttpResponse(_encoder.encode(value), content_type="application/json")


def nothing() -> HttpResponse:
    """204: it was done, and there is nothing to say."""
    response = HttpResponse(status=204)
    del response.headers["Content-Type"]
    return response
