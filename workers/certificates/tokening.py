"""Owns the tokens that were made: one a credential, made once by a worker that holds the key."""

from typing import Final

from django.db import transaction
from django.utils import timezone

from . import waiting
from .models import Credential, CredentialToken
from .proofs import issuer_of, parse
from .signing import key_for_tokens
from .tokens import sign_token

VC_JWT: Final = "certificate.token"
"""Owed where somebody asked for the token of a credential that has none."""


def token_of(credential: Credential) -> str:
    """Raises waiting.NotReady while no worker has made it."""

    def kept() -> str | None:
        found = CredentialToken.objects.filter(credential=credential)
        return found.values_list("text", flat=True).first()

    return waiting.ask_for(VC_JWT, credential.id, find=kept)


@transaction.atomic
def make_token(key: str) -> None:
    """Handler of what is owed: the token of the credential with this id, unless it is there."""
    rows = Credential.objects.select_for_update(of=("self",), no_key=True)
    credential = rows.filter(id=key, token=None, erased_at=None).first()
    if credential is None:
        return
    now = timezone.now().replace(microsecond=0)
    document = parse(credential.document)
    private, method = key_for_tokens(issuer_of(document), now)
    text = sign_token(document, key=private, verification_method=method, at=now)
    CredentialToken.objects.bulk_create(
        [CredentialToken(credential=credential, text=text, made_at=now)], ignore_conflicts=True
    )
