"""Every setting that comes from outside: where it is looked up and what it is when unset.

A name is looked up in the environment, then in `$CAMPUS_DATA/settings.env` (written once by
`make start`, so that a command in another shell works on the same campus), then in the defaults
below. Anything that makes no sense raises `BadSettings`, whose text is one line for a person.
"""

import os
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from campus.env import checking, pdfkeys, storing
from campus.env.addresses import (
    celery_broker,
    django_database,
    embedded_database_url,
    embedded_redis_url,
    mail_connection,
)
from campus.env.checking import BadSettings, Environment
from campus.env.reading import data_folder, read_settings_file

__all__ = ["BadSettings", "Env", "load"]


@dataclass(frozen=True, slots=True)
class Env:
    """The checked settings; those that may hold a password stay out of its repr."""

    environment: Environment
    data: Path
    secret_key: str = field(repr=False)
    iri: str
    public_url: str
    host: str
    port: int
    proxies: int
    video_hosts: tuple[str, ...]
    database_url: str = field(repr=False)
    database_owner_url: str = field(repr=False)
    acts_as_owner: bool
    redis_url: str = field(repr=False)
    email_url: str | None = field(repr=False)
    blob_storage: dict[str, Any] = field(repr=False)
    largest_upload: int
    signing_key_file: Path | None
    token_key_file: Path | None
    former_iris: tuple[str, ...]
    pdf_key: pdfkeys.KeyFile | pdfkeys.KeyToken | None
    timestamp_url: str | None
    has_embedded_database: bool
    has_embedded_redis: bool

    @property
    def is_development(self) -> bool:
        return self.environment == "development"

    @property
    def database(self) -> dict[str, Any]:
        """Django's `DATABASES["default"]`, in the role that this process acts in."""
        return django_database(self.database_owner_url if self.acts_as_owner else self.database_url)

    @property
    def database_app_role(self) -> str:
        """The role that serves people, whichever role this process has: grants name it."""
        return str(django_database(self.database_url)["USER"])

    @property
    def mail_server(self) -> dict[str, Any] | None:
        """What `get_connection` wants, or None where no mail server is named."""
        return mail_connection(self.email_url) if self.email_url else None

    @property
    def broker_url(self) -> str:
        return celery_broker(self.redis_url)


def load(environment: Mapping[str, str] = os.environ) -> Env:
    """Read and check every setting; raises BadSettings at the first that makes no sense."""
    data = data_folder(environment)
    values = read_settings_file(data) | {name: text for name, text in environment.items() if text}
    kind = checking.environment(values)
    port = checking.port(values)
    iri = checking.iri(values, kind)
    database_url, owner_url = _databases(values, data)
    return Env(
        environment=kind,
        data=data,
        secret_key=checking.secret_key(values, kind),
        iri=iri,
        public_url=checking.public_url(
            values, default=f"http://127.0.0.1:{port}" if kind == "development" else iri
        ),
        host=checking.host(values),
        port=port,
        proxies=checking.proxies(values),
        video_hosts=checking.video_hosts(values),
        database_url=database_url,
        database_owner_url=owner_url,
        acts_as_owner=values.get("CAMPUS_DATABASE_AS") == "owner",
        redis_url=checking.redis(values) or embedded_redis_url(data),
        email_url=checking.email(values),
        blob_storage=storing.blob_storage(values, data),
        largest_upload=storing.largest_upload(values),
        signing_key_file=Path(key) if (key := values.get("CAMPUS_SIGNING_KEY_FILE")) else None,
        token_key_file=Path(key) if (key := values.get("CAMPUS_TOKEN_KEY_FILE")) else None,
        former_iris=checking.former_iris(values),
        pdf_key=pdfkeys.pdf_key(values),
        timestamp_url=pdfkeys.timestamp_url(values),
        has_embedded_database="DATABASE_URL" not in values,
        has_embedded_redis="REDIS_URL" not in values,
    )


def _databases(values: Mapping[str, str], data: Path) -> tuple[str, str]:
    """The addresses of the application's role and of the one that owns the tables."""
    given = checking.database(values, "DATABASE_URL")
    owner = checking.database(values, "DATABASE_OWNER_URL")
    if owner and not given:
        raise checking.refusal("DATABASE_OWNER_URL", "stands alone", "set DATABASE_URL beside it")
    if given:
        return given, owner or given
    return embedded_database_url(data), embedded_database_url(data, role="campus_owner")
