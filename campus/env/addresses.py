"""Where the database and Redis are, as URLs, and as Django and Celery want them spelt."""

from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, quote, unquote, urlsplit

import environ


def socket_folder(data: Path) -> Path:
    """Where the embedded servers listen: no port, and only the campus's own user gets in.

    The launcher makes `run` a link to a short path where `data` is too long for a socket.
    """
    return (data / "run").resolve()


def database_socket_folder(data: Path) -> Path:
    return socket_folder(data) / "postgresql"


def redis_socket(data: Path) -> Path:
    return socket_folder(data) / "valkey.sock"


def embedded_database_url(data: Path, *, role: str = "campus", database: str = "campus") -> str:
    return f"postgresql://{role}@/{database}?host={quote(str(database_socket_folder(data)))}"


def embedded_redis_url(data: Path) -> str:
    return f"unix://{quote(str(redis_socket(data)))}?db=0"


def django_database(url: str) -> dict[str, Any]:
    config: dict[str, Any] = environ.Env.db_url_config(url)
    # libpq takes a socket's folder as ?host= or percent-encoded; Django wants it in HOST.
    config["HOST"] = config.get("OPTIONS", {}).pop("host", "") or unquote(config["HOST"])
    return config


def celery_broker(redis_url: str) -> str:
    """The same address in the spelling of Celery's transport, which differs for a socket."""
    parts = urlsplit(redis_url)
    if parts.scheme != "unix":
        return redis_url
    number = parse_qs(parts.query).get("db", ["0"])[0]
    return f"redis+socket://{parts.path}?virtual_host={number}"


def mail_connection(url: str) -> dict[str, Any]:
    """The keyword arguments of Django's `get_connection` for an SMTP address."""
    config = environ.Env.email_url_config(url)
    return {
        "backend": "django.core.mail.backends.smtp.EmailBackend",
        "host": config["EMAIL_HOST"],
        "port": config["EMAIL_PORT"] or None,
        "username": config["EMAIL_HOST_USER"],
        "password": config["EMAIL_HOST_PASSWORD"],
        "use_tls": bool(config.get("EMAIL_USE_TLS")),
        "use_ssl": bool(config.get("EMAIL_USE_SSL")),
        "timeout": 10,
    }
