"""Owns who holds which credential: hers, and those of the teams she belongs to."""

from collections.abc import Iterable, Mapping

from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _

from campus.accounts.models import User
from campus.errors import NotFound
from tracks.models import Membership
from workers.certificates.holding.asking import made_on_demand
from workers.certificates.models import CertificateDocument, Credential
from workers.certificates.pages.rendering import DOCUMENT

_HEAVY = ("document", "face", "rule", "evidence")


def held_by(person: User) -> QuerySet[Credential]:
    """Without the heavy columns; a list of credentials needs none of them."""
    teams = Membership.objects.filter(person=person, left_at=None).values("team")
    rows = Credential.objects.filter(Q(person=person) | Q(team__in=teams))
    return rows.select_related("certificate", "version").defer(*_HEAVY, "certificate__body")


def find_held(person: User, id_: str) -> Credential:
    """Raises NotFound for a credential of somebody else as for one that is not there."""
    credential = held_by(person).filter(id=id_).first()
    if credential is None:
        raise NotFound(_("There is no such certificate among yours."))
    return credential


def followers_of(ids: Iterable[str]) -> Mapping[str, str]:
    """By credential, the one that replaced it."""
    rows = Credential.objects.filter(supersedes__in=list(ids))
    return dict(rows.values_list("supersedes_id", "id"))


def pdf_of(credential: Credential) -> bytes:
    """Made by a worker when nobody asked for it before; raises asking.NotReady where none came."""
    documents = CertificateDocument.objects.filter(credential=credential)
    body = made_on_demand(DOCUMENT, credential.id, documents.values_list("body", flat=True).first)
    return bytes(body)
