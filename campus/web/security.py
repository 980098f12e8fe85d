"""Owns the content security policy of each part of the site."""

from csp.constants import SELF, UNSAFE_EVAL, UNSAFE_INLINE
from csp.middleware import CSPMiddleware, PolicyParts
from django.http import HttpRequest
from django.http.response import HttpResponseBase

# Everything else keeps the policy of the settings. The admin's skin evaluates expressions in its
# templates; the API's documentation page sets styles inline.
WIDER = {
    "/admin/": {"script-src": [SELF, UNSAFE_EVAL]},
    "/api/v1/docs": {"style-src": [SELF, UNSAFE_INLINE]},
}


class ContentSecurityPolicy(CSPMiddleware):
    """The strict policy, widened only under the addresses in `WIDER`."""

    def get_policy_parts(
        self, request: HttpRequest, response: HttpResponseBase, report_only: bool = False
    ) -> PolicyParts:
        parts = super().get_policy_parts(request, response, report_only)
        for prefix, update in WIDER.items():
            if not report_only and request.path_info.startswith(prefix):
                parts.update = update
        return parts
