"""Owns `/api/v1/` itself: the links, the OpenAPI document and its page."""

from functools import cache
from pathlib import Path
from typing import Any

import yaml
from django.http import HttpResponseBase
from django.urls import reverse
from drf_spectacular.utils import extend_schema
from drf_spectacular.views import SpectacularSwaggerSplitView
from rest_framework.request import Request
from rest_framework.response import Response

from .conditional import PUBLIC, ready
from .policies import Anyone
from .rendering import encode
from .schemas import described
from .views import View

DOCUMENT = Path(__file__).resolve().parent.parent / "openapi.yaml"
LINKS = (
    "courses",
    "collections",
    "resources",
    "skills",
    "wishes",
    "enrolments",
    "records",
    "progress",
    "tracks",
    "teams",
    "credentials",
    "me",
    "schema",
    "docs",
)


class Root(View):
    permission_classes = [Anyone]

    @described(
        "Where everything is",
        name="root",
        tag="campus",
        answer={"type": "object", "additionalProperties": {"type": "string", "format": "uri"}},
        example={"courses": "https://campus.example/api/v1/courses"},
    )
    def get(self, request: Request) -> Response:
        """The addresses to start from."""
        return Response({name: request.build_absolute_uri(reverse(name)) for name in LINKS})


class Schema(View):
    permission_classes = [Anyone]

    @extend_schema(exclude=True)
    def get(self, request: Request) -> HttpResponseBase:
        """The committed document, as JSON, or as the YAML file it is with `?format=yaml`."""
        if request.query_params.get("format") == "yaml":
            return ready(
                request, DOCUMENT.read_bytes(), cache=PUBLIC, media_type="application/yaml"
            )
        return ready(request, document(), cache=PUBLIC)


class Docs(SpectacularSwaggerSplitView):
    """The page over the document; it fetches nothing from elsewhere."""

    permission_classes = [Anyone]
    authentication_classes: list[Any] = []
    url_name = "schema"


@cache
def document() -> bytes:
    return encode(yaml.safe_load(DOCUMENT.read_text(encoding="utf-8")))
