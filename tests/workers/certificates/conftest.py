"""Named things that the tests of certificates share: a key, its issuer, a signed credential."""

from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID

import psycopg
import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from django.db import connection

from campus.env import Env
from campus.env.addresses import django_database
from tests import servers
from workers.certificates.signed import documents, issuer, proofs

DID = issuer.did_of("https://campus.example")
NOW = datetime(2026, 11, 2, 8, 0, tzinfo=UTC)
KEY = Ed25519PrivateKey.from_private_bytes(b"a key for tests, never for real!")
PUBLIC = issuer.multibase(KEY.public_key())
METHOD = issuer.verification_method(DID, PUBLIC)
RECORD = UUID("0198c6f2-7a1b-7c3d-8e4f-5a6b7c8d9e0f")
SKILL = documents.Skill(
    name="Rédiger pour le public",
    address="http://data.europa.eu/esco/skill/0a6ae3c3-8a1b-4d9e-9f5f-0d1f6f3c5b5a",
    framework="ESCO",
    code="S1.13",
    level="Niveau 3 sur 4",
)


def unsigned(**changes: Any) -> dict[str, Any]:
    parts: dict[str, Any] = {
        "address": "https://campus.example/verify/7Kq2mX9dTf4Rw8abcdefgh",
        "name": "Attestation de suivi · Écrire clair",
        "issuer": documents.Issuer(DID, "Campus", "https://campus.example"),
        "issued_at": NOW,
        "subject": documents.Subject(RECORD, "Zoé Lefèvre-Çelik", "Cheffe de projet"),
        "earned": documents.Earned(
            RECORD,
            1,
            "Écrire clair",
            "Un cours.",
            "Tout faire.",
            "fr",
            skills=(SKILL, documents.Skill("Relire", level="Niveau 2 sur 4")),
            creator=documents.Profile(f"urn:uuid:{RECORD}", "La région"),
        ),
        "evidence": [
            documents.Evidence("Traces", "Lues", documents.digest_of_ids([RECORD])),
            documents.Evidence("Guichet clair", "Des courriers plus clairs.", genre="Projet"),
        ],
        "description": "Attestation de suivi du cours « Écrire clair »",
        "valid_until": NOW + timedelta(days=1000),
        "related": [documents.Related("https://campus.example/verify/team", "sha256-AAAA")],
    }
    return documents.build(**(parts | changes))


@pytest.fixture
def did_document() -> dict[str, Any]:
    return issuer.did_document(DID, [issuer.Published(PUBLIC)], url="https://campus.example")


@pytest.fixture
def issuers(did_document: dict[str, Any]) -> dict[str, dict[str, Any]]:
    return {DID: did_document}


@pytest.fixture
def sign() -> Callable[[dict[str, Any]], str]:
    def signed(document: dict[str, Any]) -> str:
        return proofs.sign(document, key=KEY, verification_method=METHOD, created=NOW)

    return signed


@pytest.fixture
def credential(sign: Callable[[dict[str, Any]], str]) -> str:
    return sign(unsigned())


@pytest.fixture
def build() -> Callable[..., dict[str, Any]]:
    return unsigned


@pytest.fixture
def owner(transactional_db: None, campus_servers: Env) -> Iterator[psycopg.Connection]:
    """A connection of the role that owns the tables."""
    name = connection.settings_dict["NAME"]
    url = servers.on_database(campus_servers.database_owner_url, name)
    with psycopg.connect(url, autocommit=True) as as_owner:
        yield as_owner


@pytest.fixture
def two_roles(campus_servers: Env) -> None:
    """Rights can only be shown where the application is not the owner, as `make test` has it."""
    owners = django_database(campus_servers.database_owner_url)["USER"]
    if campus_servers.database_app_role == owners:
        pytest.skip("DATABASE_URL and DATABASE_OWNER_URL name the same role")


@pytest.fixture(autouse=True)
def mail_goes_to_the_outbox(settings: Any) -> None:
    """pytest-django puts another backend in its place."""
    settings.EMAIL_BACKEND = "campus.outbox.backend.OutboxBackend"
