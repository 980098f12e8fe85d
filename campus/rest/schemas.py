"""Owns how doors describe themselves in the OpenAPI document: msgspec structs are its source."""

import inspect
import re
from collections.abc import Callable, Sequence
from http import HTTPStatus
from typing import Any, TypeVar

import msgspec
from django.utils import translation
from drf_spectacular.extensions import OpenApiSerializerExtension
from drf_spectacular.openapi import AutoSchema
from drf_spectacular.plumbing import ResolvedComponent
from drf_spectacular.utils import (
    Direction,
    OpenApiExample,
    OpenApiParameter,
    OpenApiResponse,
    extend_schema,
)
from rest_framework.permissions import AllowAny

from .problems import MEDIA_TYPE, TITLES, Problem

_REFERENCE = "#/components/schemas/{name}"
# Python's own marks of beginning and end mean the letters A and Z to ECMA 262, JSON Schema's.
_PYTHONIC = re.compile(r'"pattern":"\\\\A((?:[^"\\]|\\.)*?)\\\\Z"')
_SUFFIXED = re.compile(r'("(?:#/components/schemas/|title":")\w+)Out"')
Door = TypeVar("Door", bound=Callable[..., Any])


class Described(AutoSchema):
    """Says of a door what holds: who may come without a name, and only its own words."""

    def get_auth(self) -> list[dict[str, Any]]:
        is_open = any(isinstance(policy, AllowAny) for policy in self.view.get_permissions())
        return [*super().get_auth(), *([{}] if is_open else [])]

    def get_description(self) -> str:  # type: ignore[override]  # as in drf-spectacular
        return inspect.getdoc(getattr(self.view, self.method.lower())) or ""

    def _get_request_body(self, direction: Direction = "request") -> dict[str, Any] | None:
        """A door that takes a body wants one, also where every key of it may be left out."""
        body: dict[str, Any] | None = super()._get_request_body(  # type: ignore[no-untyped-call]
            direction
        )
        return body and body | {"required": True}


class StructExtension(OpenApiSerializerExtension):  # type: ignore[no-untyped-call]
    """Lets a door name a struct where drf-spectacular expects a serializer."""

    target_class = "msgspec.Struct"
    match_subclasses = True

    def get_name(self, auto_schema: AutoSchema, direction: Direction) -> str:
        return public_name(self.target.__name__)

    def get_identity(self, auto_schema: AutoSchema, direction: Direction) -> str:
        """By name, since a struct may be met first as a part of another."""
        return public_name(self.target.__name__)

    def map_serializer(self, auto_schema: AutoSchema, direction: Direction) -> dict[str, Any]:
        name = public_name(self.target.__name__)
        schemas = schemas_of(self.target)
        for other in schemas.keys() - {name}:
            auto_schema.registry.register_on_missing(
                ResolvedComponent(  # type: ignore[no-untyped-call]
                    name=other,
                    type=ResolvedComponent.SCHEMA,
                    object=other,
                    schema=schemas[other],
                )
            )
        return schemas[name]


def schemas_of(kind: type) -> dict[str, dict[str, Any]]:
    """By public name, the JSON schema of a struct and of those it is made of."""
    components = msgspec.json.schema_components([kind], ref_template=_REFERENCE)[1]
    text = _SUFFIXED.sub(r'\1"', msgspec.json.encode(components).decode())
    text = _PYTHONIC.sub(r'"pattern":"^\1$"', text)
    schemas: dict[str, dict[str, Any]] = msgspec.json.decode(text)
    return {public_name(name): schema for name, schema in schemas.items()}


def public_name(name: str) -> str:
    """`TeamOut` is so called beside the model `Team`; outside there is only the one."""
    return name.removesuffix("Out")


def described(
    summary: str,
    *,
    answer: Any = None,
    status: int = 200,
    also: int | None = None,
    body: type | None = None,
    query: type | None = None,
    problems: Sequence[int] = (),
    tag: str,
    example: Any = None,
    send: Any = None,
    name: str | None = None,
    media_type: str = "application/json",
) -> Callable[[Door], Door]:
    """Describe one method of a door.

    `answer` is a struct or a schema, given with `status` (and `also`, where two are possible);
    `example` shows it, `send` shows the body; the method's docstring is the longer description.
    Whoever takes a body may refuse one that is too large or no JSON.
    """
    refusals = sorted({*problems, *((413, 415) if body else ())})
    examples = [OpenApiExample("answer", value=example, response_only=True)] if example else []
    sent = [OpenApiExample("body", value=send, request_only=True)] if send else []
    good = OpenApiResponse(answer, description=HTTPStatus(status).phrase, examples=examples)
    responses: dict[Any, Any] = {(code, media_type): good for code in (status, also) if code}
    responses |= {(code, MEDIA_TYPE): _refusal(code) for code in refusals}
    return extend_schema(
        operation_id=name,
        summary=summary,
        tags=[tag],
        request=body,
        parameters=parameters_of(query) if query else [],
        responses=responses,
        examples=sent,
    )


def parameters_of(kind: type) -> list[OpenApiParameter]:
    """The query parameters that a struct of `parsing.query` takes."""
    schema = schemas_of(kind)[kind.__name__]
    return [
        _parameter(name, part, is_required=name in schema.get("required", ()))
        for name, part in schema["properties"].items()
    ]


def _parameter(name: str, part: dict[str, Any], *, is_required: bool) -> OpenApiParameter:
    """A query has no null: what may be left out is just not required."""
    shape = next((one for one in part.get("anyOf", ()) if one != {"type": "null"}), part)
    description = shape.get("description", "")
    kept = {key: value for key, value in shape.items() if key != "description"}
    return OpenApiParameter(name, type=kept, description=description, required=is_required)


def _refusal(status: int) -> OpenApiResponse:
    example = {
        "type": "urn:campus:problem:" + _CODES[status],
        "title": _english(status),
        "status": status,
        "detail": _DETAILS[status],
        "errors": [],
        "request_id": "6f1a0f7e5b7c4b0f9b6d3f1b8c2a4e5d",
    }
    return OpenApiResponse(
        Problem,
        description=_english(status),
        examples=[OpenApiExample("problem", value=example, media_type=MEDIA_TYPE)],
    )


def _english(status: int) -> str:
    """The document is in one language, whatever that of whoever makes it."""
    with translation.override(None):
        return str(TITLES[status])


_CODES = {
    400: "invalid",
    401: "not_signed_in",
    403: "not_allowed",
    404: "not_found",
    409: "conflict",
    410: "withdrawn",
    412: "other_tus_version",
    460: "wrong_checksum",
    507: "no_room",
    413: "body_too_large",
    416: "no_such_range",
    423: "locked",
    415: "not_json",
    429: "too_many_requests",
}
_DETAILS = {
    400: "“cours” is not known here: leave it out.",
    401: "Sign in, or send a valid session token in X-Session-Token.",
    403: "You may not do this: ask somebody who may.",
    404: "There is nothing at this address, or you may not see it: check the address.",
    409: "The outcome is signed already.",
    412: "The campus speaks tus 1.0.0.",
    429: "Too many requests came from here: wait a minute, then try again.",
    460: "This part was changed on its way: send it again.",
    507: "The campus has no room for this file at the moment: tell whoever runs it.",
    410: "This file was withdrawn on 20 November 2026: drop it.",
    416: "This file has 1048576 bytes: ask for some of those.",
    423: "This upload is receiving another part at this moment: wait, then ask for its offset.",
    413: "The body is larger than 5 MB: send it in several parts.",
    415: "Send the body as application/json.",
}
