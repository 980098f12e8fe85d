"""Owns the base of every door of the API."""

from typing import Any

from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from . import parsing, rendering
from .conditional import PERSONAL


class View(APIView):
    """JSON in, JSON out. A subclass names its policy in `permission_classes`."""

    parser_classes = [parsing.Bytes]
    content_negotiation_class = rendering.AlwaysTheFirst

    def initial(self, request: Request, *args: Any, **kwargs: Any) -> None:
        super().initial(request, *args, **kwargs)
        parsing.refuse_nul_in_address(request)

    def finalize_response(
        self, request: Request, response: Response, *args: Any, **kwargs: Any
    ) -> Response:
        """An answer that does not say for whom it may be kept is about a person: for nobody.

        Caches on the way do not know that X-Session-Token names one, as Authorization does.
        """
        final = super().finalize_response(request, response, *args, **kwargs)
        final.headers.setdefault("Cache-Control", PERSONAL)
        return final
