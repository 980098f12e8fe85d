"""Owns the clients of `/xapi`: how one is made and known again, what it may do, who it is."""

import hashlib
import hmac
import secrets
from collections.abc import Collection
from datetime import datetime
from typing import Any
from uuid import UUID

from django.conf import settings
from django.db import transaction
from django.utils.translation import gettext as _

from campus.accounts.models import Organisation, User
from campus.audit.noting import note
from campus.errors import Invalid, NotAllowed
from campus.records.models import Scope, XapiClient

_SECRET_BYTES = 32
# Compared with where no client has the key, so that both cases take as long.
_OF_NOBODY = hashlib.sha256(b"").digest()


@transaction.atomic
def make_client(
    *,
    name: str,
    scopes: Collection[str] = (Scope.ALL,),
    asserts_on: Collection[UUID] = (),
    organisation: Organisation | None = None,
    by: User | None = None,
) -> tuple[XapiClient, str]:
    """The client and its secret, which nobody can read again.

    Raises Invalid where it may do nothing, or is to move progress but is told no course.
    """
    _check(scopes, asserts_on)
    secret = secrets.token_urlsafe(_SECRET_BYTES)
    client = XapiClient.objects.create(
        name=name,
        secret_hash=hash_of(secret),
        scopes=sorted(set(scopes)),
        asserts_on=sorted(set(asserts_on)),
        organisation=organisation,
    )
    note(by=by, deed="client.made", about=client, detail={"scopes": ", ".join(client.scopes)})
    return client, secret


def _check(scopes: Collection[str], asserts_on: Collection[UUID]) -> None:
    if not scopes:
        raise Invalid(_("Say what the client may do."), code="no_scope")
    if (Scope.ASSERT in scopes) != bool(asserts_on):
        detail = _("Whoever may move progress is told in which courses: name both or neither.")
        raise Invalid(detail, code="asserts_on_nothing")


@transaction.atomic
def change_client(
    *,
    client: XapiClient,
    name: str,
    scopes: Collection[str],
    asserts_on: Collection[UUID],
    by: User,
) -> None:
    """Another name, other scopes; key and secret stay. Raises Invalid as `make_client` does."""
    _check(scopes, asserts_on)
    client.name, client.scopes = name, sorted(set(scopes))
    client.asserts_on = sorted(set(asserts_on))
    client.save(update_fields=["name", "scopes", "asserts_on"])
    note(by=by, deed="client.changed", about=client, detail={"scopes": ", ".join(client.scopes)})


@transaction.atomic
def revoke(*, client: XapiClient, by: User | None, now: datetime) -> None:
    """Its key opens nothing from now on; what it sent stays, under its name."""
    if XapiClient.objects.filter(id=client.id, revoked_at=None).update(revoked_at=now):
        client.revoked_at = now
        note(by=by, deed="client.revoked", about=client)


def find_client(key: str, secret: str) -> XapiClient | None:
    """The live client of this key, if the secret is its; takes as long for any wrong pair."""
    client = XapiClient.objects.filter(key=key, revoked_at=None).first()
    kept = bytes(client.secret_hash) if client else _OF_NOBODY
    return client if hmac.compare_digest(kept, hash_of(secret)) and client else None


def hash_of(secret: str) -> bytes:
    """Fast on purpose: 256 random bits need no slow hash, and every request is checked."""
    return hashlib.sha256(secret.encode()).digest()


def has_scope(client: XapiClient, *scopes: Scope) -> bool:
    """Whether it has one of these; `all` stands for each but `assert`."""
    held = set(client.scopes)
    return any(scope in held or (Scope.ALL in held and scope != Scope.ASSERT) for scope in scopes)


def require(client: XapiClient, *scopes: Scope) -> None:
    """Raises NotAllowed unless the client has one of these scopes."""
    if not has_scope(client, *scopes):
        detail = _("This key may not do that. It would need one of these scopes: {scopes}.")
        raise NotAllowed(detail.format(scopes=", ".join(scopes)), code="scope_missing")


def authority_of(client: XapiClient) -> dict[str, Any]:
    """The Agent that answers for what the client states: an account of ours with its id."""
    account = {"homePage": settings.CAMPUS_IRI, "name": str(client.id)}
    return {"objectType": "Agent", "name": client.name, "account": account}
