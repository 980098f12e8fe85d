"""Owns how often one client may ask for what is secret or costly; sign-ins count the same way."""

from typing import Literal

from allauth.core.internal import ratelimit
from django.http import HttpRequest
from django.utils.translation import gettext as _
from rest_framework.request import Request

from campus.errors import CampusError

_WAIT_SECONDS = 60


class TooManyRequests(CampusError):
    status = 429
    code = "too_many_requests"
    wait = _WAIT_SECONDS


def bear(
    request: HttpRequest | Request,
    action: str,
    *,
    a_minute: int,
    per: Literal["ip", "user"] = "ip",
) -> None:
    """Count this request of its address; raises TooManyRequests from the one too many on.

    Per "user", of whoever signed in: a class behind one address waits for nobody. Counted before
    anything is looked up: who guesses learns the same whatever she guesses.
    """
    used = ratelimit.consume(
        request,
        app="campus.rest",
        action=action,
        config={action: f"{a_minute}/m/{per}"},
        limit_get=True,
    )
    if used is None:
        raise TooManyRequests(_("Too many requests came from here: wait a minute, then try again."))
