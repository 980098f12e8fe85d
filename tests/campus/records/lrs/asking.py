"""Owns how tests ask any door of /xapi anything, with or without a key."""

import json
from collections.abc import Mapping
from typing import Any
from urllib.parse import urlencode

from django.http import HttpResponse
from django.test import Client

from tests.campus.records.lrs.store import V1, V2, Store

__all__ = ["AGENT", "DOCUMENTS", "STATE", "V1", "V2", "Store", "ask", "params_of"]

AGENT = {"account": {"homePage": "http://www.example.com/agents", "name": "Rick James"}}
ACTIVITY = "http://www.example.com/activities/hashset"
STATE = "/xapi/activities/state"
DOCUMENTS = {
    STATE: {"activityId": ACTIVITY, "agent": AGENT, "stateId": "bookmark"},
    "/xapi/activities/profile": {"activityId": ACTIVITY, "profileId": "settings"},
    "/xapi/agents/profile": {"agent": AGENT, "profileId": "settings"},
}
"""What a document of each kind is found by."""


def params_of(address: str, **changed: Any) -> dict[str, Any]:
    """The parameters of a document there; None takes one out."""
    together = DOCUMENTS[address] | changed
    return {name: value for name, value in together.items() if value is not None}


def ask(
    store: Store | None,
    method: str,
    address: str,
    given: Mapping[str, Any] | None = None,
    body: Any = b"",
    content_type: str = "application/json",
    **headers: str | None,
) -> HttpResponse:
    """`headers` with underscores for hyphens; None takes one out that the store would send."""
    told = {
        name: json.dumps(value) if isinstance(value, dict) else str(value)
        for name, value in (given or {}).items()
    }
    raw = body if isinstance(body, bytes) else json.dumps(body).encode()
    sent = (store.headers if store else {}) | {
        name.replace("_", "-"): value for name, value in headers.items()
    }
    return Client().generic(
        method,
        f"{address}?{urlencode(told)}" if told else address,
        raw,
        content_type=content_type,
        headers={name: value for name, value in sent.items() if value is not None},
    )
