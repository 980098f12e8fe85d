"""Owns who knocks at `/xapi`: Basic credentials of a client, and how many wrong ones are borne."""

import base64
import binascii

from allauth.core.internal import ratelimit
from django.http import HttpRequest
from django.utils.translation import gettext as _

from campus.errors import CampusError
from campus.records.lrs.clients import find_client
from campus.records.models import XapiClient

# Wrong secrets for one key lock that key for the address they come from. Wrong keys never lock
# anybody out: they are only told to wait, since others may knock from the same address.
_RATES = {"xapi_key": "10/5m/key", "xapi_address": "60/m/ip"}
_WAIT_SECONDS = 300


class NotKnown(CampusError):
    status = 401
    code = "not_signed_in"


class TooManyTries(CampusError):
    status = 429
    code = "too_many_requests"
    wait = _WAIT_SECONDS


def client_of(request: HttpRequest, authorization: str | None) -> XapiClient:
    """The client whose key and secret these are; raises NotKnown, or TooManyTries."""
    key, secret = _basic(authorization)
    if not _may_try(request, "xapi_key", key, is_counted=False):
        raise _too_many()
    client = find_client(key, secret)
    if client is not None:
        return client
    if XapiClient.objects.filter(key=key).exists():
        _may_try(request, "xapi_key", key)
    if not _may_try(request, "xapi_address", key):
        raise _too_many()
    raise NotKnown(_("The key or its secret is wrong: ask for a new pair."))


def _basic(authorization: str | None) -> tuple[str, str]:
    scheme, _blank, encoded = (authorization or "").partition(" ")
    try:
        pair = base64.b64decode(encoded.strip(), validate=True).decode()
    except (binascii.Error, UnicodeError):
        pair = ""
    key, colon, secret = pair.partition(":")
    if scheme.lower() != "basic" or not colon or "\0" in key:
        raise NotKnown(_("Send the key and secret of a client by Basic authentication."))
    return key, secret


def _may_try(request: HttpRequest, action: str, key: str, *, is_counted: bool = True) -> bool:
    """Counted where sign-ins are: in the limiter of accounts."""
    used = ratelimit.consume(
        request,
        app="campus.records",
        action=action,
        config=_RATES,
        key=f"{ratelimit.get_ip(request)} {key}",
        dry_run=not is_counted,
        limit_get=True,
    )
    return used is not None


def _too_many() -> TooManyTries:
    return TooManyTries(_("Too many wrong keys came from here: wait some minutes, then try again."))
