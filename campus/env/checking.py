"""What each setting may be; a wrong one is refused in one line: which, why, what to do."""

import re
from collections.abc import Mapping
from typing import Literal
from urllib.parse import SplitResult, urlsplit

from campus.env.addresses import django_database

Environment = Literal["production", "development"]
Values = Mapping[str, str]

DEVELOPMENT_IRI = "https://campus.example"
DEVELOPMENT_SECRET = "only-for-development-never-in-production-0123456789abcdef"  # noqa: S105  refused in production
SHORTEST_SECRET = 32
_HOST_NAME = re.compile(r"(?:[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z][a-z0-9-]{0,61}[a-z0-9]")


class BadSettings(Exception):
    """A setting that stops the start; its text says which one, why, and what to do."""


def refusal(name: str, why: str, what_to_do: str) -> BadSettings:
    return BadSettings(f"{name} {why}: {what_to_do}.")


def environment(values: Values) -> Environment:
    match values.get("CAMPUS_ENV", "production"):
        case "production":
            return "production"
        case "development":
            return "development"
        case other:
            raise refusal("CAMPUS_ENV", f"is {other!r}", "set it to production or development")


def secret_key(values: Values, kind: Environment) -> str:
    key = values.get("CAMPUS_SECRET_KEY", DEVELOPMENT_SECRET if kind == "development" else "")
    if not key:
        raise refusal(
            "CAMPUS_SECRET_KEY", "is not set", "set it to a long random text and keep it secret"
        )
    if len(key) < SHORTEST_SECRET or (kind == "production" and key == DEVELOPMENT_SECRET):
        raise refusal(
            "CAMPUS_SECRET_KEY", "is easy to guess", "set a random text of 32 characters or more"
        )
    return key


def port(values: Values) -> int:
    text = values.get("PORT", "8000")
    if not (text.isascii() and text.isdecimal() and 0 < int(text[:6]) <= 65535):
        raise refusal("PORT", f"is {text!r}", "set it to a number from 1 to 65535")
    return int(text)


def host(values: Values) -> str:
    text = values.get("CAMPUS_HOST", "127.0.0.1")
    if any(c.isspace() or c in "/@?#" for c in text):
        raise refusal(
            "CAMPUS_HOST", f"is {text!r}", "set it to the address to listen on, as 127.0.0.1"
        )
    return text


def proxies(values: Values) -> int:
    text = values.get("CAMPUS_PROXIES", "0")
    if not (text.isascii() and text.isdecimal() and len(text) == 1):
        raise refusal(
            "CAMPUS_PROXIES", f"is {text!r}", "set it to the number of your proxies, from 0 to 9"
        )
    return int(text)


def video_hosts(values: Values) -> tuple[str, ...]:
    names = values.get("CAMPUS_VIDEO_HOSTS", "").replace(",", " ").lower().split()
    for name in names:
        # Each goes into a header that says where frames may come from: nothing but a host's name.
        if not _HOST_NAME.fullmatch(name):
            raise refusal(
                "CAMPUS_VIDEO_HOSTS",
                f"holds {name!r}",
                "write names of hosts, as tube.example.org, with blanks between them",
            )
    return tuple(dict.fromkeys(names))


def iri(values: Values, kind: Environment) -> str:
    text = values.get("CAMPUS_IRI", DEVELOPMENT_IRI if kind == "development" else "").rstrip("/")
    if not text:
        raise refusal(
            "CAMPUS_IRI", "is not set", "set the https address that names this campus for ever"
        )
    if not _is_iri(text):
        raise refusal("CAMPUS_IRI", f"is {text!r}", "write https:// and a host name, nothing more")
    return text


def former_iris(values: Values) -> tuple[str, ...]:
    """The addresses that named this campus before it moved."""
    texts = [text.rstrip("/") for text in values.get("CAMPUS_FORMER_IRIS", "").split()]
    for text in texts:
        if not _is_iri(text):
            raise refusal(
                "CAMPUS_FORMER_IRIS",
                f"holds {text!r}",
                "write https:// and a host name for each, with blanks between them",
            )
    return tuple(dict.fromkeys(texts))


def _is_iri(text: str) -> bool:
    parts = _split(text)
    return parts is not None and text == f"https://{parts.netloc}" and parts.username is None


def public_url(values: Values, *, default: str) -> str:
    text = values.get("CAMPUS_PUBLIC_URL", default).rstrip("/")
    parts = _split(text)
    if parts is None or parts.scheme not in ("http", "https") or parts.query or parts.fragment:
        raise refusal(
            "CAMPUS_PUBLIC_URL", f"is {text!r}", "write http(s):// and where pages are served"
        )
    return text


# The three below never show the value: it may hold a password.
def database(values: Values, name: str) -> str | None:
    text = values.get(name)
    if text is None:
        return None
    if not text.startswith(("postgresql://", "postgres://")):
        raise refusal(
            name, "is not a PostgreSQL address", "write postgresql://user:password@host/database"
        )
    parts = _split(text, may_lack_host=True)
    if parts is None or not parts.path.strip("/") or not django_database(text)["USER"]:
        raise refusal(name, "lacks a part", "write postgresql://user:password@host:port/database")
    return text


def redis(values: Values) -> str | None:
    text = values.get("REDIS_URL")
    if text is None:
        return None
    is_socket = text.startswith("unix:")
    parts = _split(text, may_lack_host=is_socket)
    number = "" if parts is None or is_socket else parts.path.strip("/")
    good = parts is not None and parts.scheme in ("redis", "rediss", "unix")
    if not good or (number and not number.isdecimal()):
        raise refusal("REDIS_URL", "is not a Redis address", "write redis://:password@host:6379/0")
    return text


def email(values: Values) -> str | None:
    text = values.get("EMAIL_URL")
    if text is None:
        return None
    parts = _split(text)
    if parts is None or parts.scheme not in ("smtp", "smtps", "smtp+tls", "smtp+ssl"):
        raise refusal(
            "EMAIL_URL", "is not a mail server", "write smtp+tls://user:password@host:587"
        )
    return text


def _split(text: str, *, may_lack_host: bool = False) -> SplitResult | None:
    """The parts of an address, or None where it is none (`port` is only parsed on access)."""
    try:
        parts = urlsplit(text)
        usable = parts.port != 0 and (parts.hostname or may_lack_host)
    except ValueError:
        return None
    return parts if usable and not any(c.isspace() for c in text) else None
