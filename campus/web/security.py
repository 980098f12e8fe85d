"""Owns the content security policy of each part of the site."""

from collections.abc import Callable

from csp.constants import HEADER, SELF, UNSAFE_EVAL, UNSAFE_INLINE
from csp.utils import build_policy
from django.http import HttpRequest
from django.http.response import HttpResponseBase

# Everything else keeps the policy of the settings. The admin's skin evaluates expressions in its
# templates; the API's documentation page sets styles inline.
WIDER = {
    "/admin/": {"script-src": [SELF, UNSAFE_EVAL]},
    "/api/v1/docs": {"style-src": [SELF, UNSAFE_INLINE]},
}


class ContentSecurityPolicy:
    """The strict policy, widened only under the addresses in `WIDER`; an answer may bring its own.

    No page has a nonce, so each policy is spelt once, not at every request.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self._get_response = get_response
        self._strict = build_policy()
        self._wider = {prefix: build_policy(update=update) for prefix, update in WIDER.items()}

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        response = self._get_response(request)
        response.headers.setdefault(HEADER, self._policy(request.path_info))
        return response

    def _policy(self, path: str) -> str:
        wider = (policy for prefix, policy in self._wider.items() if path.startswith(prefix))
        return next(wider, self._strict)
