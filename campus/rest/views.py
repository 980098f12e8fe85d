"""Owns the base of every door of the API."""

from typing import Any

from rest_framework.request import Request
from rest_framework.views import APIView

from . import parsing, rendering


class View(APIView):
    """JSON in, JSON out. A subclass names its policy in `permission_classes`."""

    parser_classes = [parsing.Bytes]
    content_negotiation_class = rendering.AlwaysTheFirst

    def initial(self, request: Request, *args: Any, **kwargs: Any) -> None:
        super().initial(request, *args, **kwargs)
        parsing.refuse_nul_in_address(request)
