"""Owns the tokens that were made: one a credential, made once by a worker that holds the key."""

from datetime import timedelta
from typing import Final

from django.db import transaction
from django.utils import timezone

from campus.owed.models import Owed
from campus.owed.owing import owe
from workers.certificates.holding.asking import made_on_demand
from workers.certificates.issuers.signing import key_for_tokens
from workers.certificates.models import Credential, CredentialToken
from workers.certificates.signed.proofs import issuer_of, parse
from workers.certificates.signed.tokens import sign_token

VC_JWT: Final = "certificate.token"
"""Owed where somebody asked for the token of a credential that has none."""
_REST: Final = timedelta(minutes=1)


def token_of(credential: Credential) -> str:
    """Made by a worker when nobody asked for it before; raises asking.NotReady where none came."""
    kept = CredentialToken.objects.filter(credential=credential).values_list("text", flat=True)
    text = kept.first()
    if text is None:
        _try_again(credential.id)
        text = made_on_demand(VC_JWT, credential.id, kept.first)
    return text


def _try_again(key: str) -> None:
    """Nothing sweeps for tokens: what was parked, for want of a key say, had its rest."""
    rested = timezone.now() - _REST
    if Owed.objects.filter(kind=VC_JWT, key=key, parked_at__lt=rested).exists():
        owe(VC_JWT, [key])


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
