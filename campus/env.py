"""Every setting that comes from outside: where it is looked up, what it may be, what it is unset.

A name is looked up in the environment, then in `$CAMPUS_DATA/settings.env` (written once by
`make start`, so that a command in another shell works on the same campus), then in the defaults
below. Anything that makes no sense raises `BadSettings`, whose text is one line for a person.
"""

import os
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal, NoReturn
from urllib.parse import SplitResult, quote, unquote, urlsplit

import environ  # type: ignore[import-untyped]

Environment = Literal["production", "development"]

ROOT = Path(__file__).resolve().parent.parent
DEVELOPMENT_IRI = "https://campus.example"
DEVELOPMENT_SECRET = "only-for-development-never-in-production-0123456789abcdef"
SHORTEST_SECRET = 32
MAIL_SCHEMES = ("smtp", "smtps", "smtp+tls", "smtp+ssl")


class BadSettings(Exception):
    """A setting that stops the start; its text says which one, why, and what to do."""


@dataclass(frozen=True, slots=True)
class Env:
    environment: Environment
    data: Path
    secret_key: str
    iri: str
    public_url: str
    host: str
    port: int
    database_url: str
    database_owner_url: str
    acts_as_owner: bool
    redis_url: str
    email_url: str | None
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
    def broker_url(self) -> str:
        """`redis_url` as Celery's transport spells it; they differ for a socket."""
        parts = urlsplit(self.redis_url)
        if parts.scheme != "unix":
            return self.redis_url
        number = dict(p.partition("=")[::2] for p in parts.query.split("&")).get("db", "0")
        return f"redis+socket://{parts.path}?virtual_host={number}"


def load(environment: Mapping[str, str] = os.environ) -> Env:
    """Read and check every setting; raises BadSettings at the first that makes no sense."""
    data = data_folder(environment)
    values = read_settings_file(data) | {name: text for name, text in environment.items() if text}
    kind = _environment(values)
    port = _port(values)
    iri = _iri(values, kind)
    owner = "campus_owner" if "DATABASE_URL" not in values else None
    database_url = _checked(values, "DATABASE_URL", _database, embedded_database_url(data))
    owner_url = embedded_database_url(data, role=owner) if owner else database_url
    return Env(
        environment=kind,
        data=data,
        secret_key=_secret_key(values, kind),
        iri=iri,
        public_url=_public_url(values, f"http://127.0.0.1:{port}" if kind != "production" else iri),
        host=values.get("CAMPUS_HOST", "127.0.0.1"),
        port=port,
        database_url=database_url,
        database_owner_url=_checked(values, "DATABASE_OWNER_URL", _database, owner_url),
        acts_as_owner=values.get("CAMPUS_DATABASE_AS") == "owner",
        redis_url=_checked(values, "REDIS_URL", _redis, embedded_redis_url(data)),
        email_url=_checked(values, "EMAIL_URL", _email, "") or None,
        has_embedded_database="DATABASE_URL" not in values,
        has_embedded_redis="REDIS_URL" not in values,
    )


def data_folder(environment: Mapping[str, str]) -> Path:
    return Path(os.path.abspath(ROOT / (environment.get("CAMPUS_DATA") or "var")))


def socket_folder(data: Path) -> Path:
    """Where the embedded servers listen: no port, and only the campus's own user gets in.

    The launcher makes `run` a link to a short path where `data` is too long for a socket.
    """
    return (data / "run").resolve()


def embedded_database_url(data: Path, *, role: str = "campus", database: str = "campus") -> str:
    return f"postgresql://{role}@/{database}?host={quote(str(socket_folder(data) / 'postgresql'))}"


def embedded_redis_url(data: Path) -> str:
    return f"unix://{quote(str(socket_folder(data) / 'valkey.sock'))}?db=0"


def django_database(url: str) -> dict[str, Any]:
    config: dict[str, Any] = environ.Env.db_url_config(url)
    options = config.get("OPTIONS", {})
    # libpq takes a socket's folder as ?host= or percent-encoded; Django wants it in HOST.
    config["HOST"] = options.pop("host", "") or unquote(config["HOST"])
    return config


def read_settings_file(data: Path) -> dict[str, str]:
    path = data / "settings.env"
    try:
        lines = path.read_text(encoding="utf-8").splitlines()
    except FileNotFoundError:
        return {}
    except (OSError, UnicodeDecodeError) as error:
        refuse(
            str(path),
            f"cannot be read ({error})",
            "start Campus as the user who owns it",
        )
    return dict(_setting(path, n, line) for n, line in enumerate(lines, 1) if _says_something(line))


def refuse(name: str, why: str, what_to_do: str) -> NoReturn:
    raise BadSettings(f"{name} {why}: {what_to_do}.")


def _says_something(line: str) -> bool:
    return bool(line.strip()) and not line.lstrip().startswith("#")


def _setting(path: Path, number: int, line: str) -> tuple[str, str]:
    name, equals, text = line.partition("=")
    if not equals or not name.strip().isidentifier() or name.strip() == "CAMPUS_DATA":
        refuse(
            f"{path} line {number}",
            "is no setting",
            "write NAME=value, or remove the line",
        )
    return name.strip(), text.strip().strip("\"'")


def _environment(values: Mapping[str, str]) -> Environment:
    match values.get("CAMPUS_ENV", "production"):
        case "production":
            return "production"
        case "development":
            return "development"
        case other:
            refuse("CAMPUS_ENV", f"is {other!r}", "set it to production or development")


def _secret_key(values: Mapping[str, str], kind: Environment) -> str:
    key = values.get("CAMPUS_SECRET_KEY", DEVELOPMENT_SECRET if kind == "development" else "")
    if not key:
        refuse(
            "CAMPUS_SECRET_KEY",
            "is not set",
            "set it to a long random text and keep it secret",
        )
    if len(key) < SHORTEST_SECRET or (kind == "production" and key == DEVELOPMENT_SECRET):
        refuse(
            "CAMPUS_SECRET_KEY",
            "is easy to guess",
            "set a random text of 32 characters or more",
        )
    return key


def _port(values: Mapping[str, str]) -> int:
    text = values.get("PORT", "8000")
    if not (text.isascii() and text.isdecimal() and 0 < int(text[:6]) <= 65535):
        refuse("PORT", f"is {text!r}", "set it to a number from 1 to 65535")
    return int(text)


def _iri(values: Mapping[str, str], kind: Environment) -> str:
    text = values.get("CAMPUS_IRI", DEVELOPMENT_IRI if kind == "development" else "").rstrip("/")
    if not text:
        refuse(
            "CAMPUS_IRI",
            "is not set",
            "set the https address that names this campus for ever",
        )
    parts = _split(text)
    if parts is None or parts.scheme != "https" or text != f"https://{parts.netloc}":
        refuse("CAMPUS_IRI", f"is {text!r}", "write https:// and a host name, nothing more")
    return text


def _public_url(values: Mapping[str, str], default: str) -> str:
    text = values.get("CAMPUS_PUBLIC_URL", default).rstrip("/")
    parts = _split(text)
    if parts is None or parts.scheme not in ("http", "https") or parts.query or parts.fragment:
        refuse(
            "CAMPUS_PUBLIC_URL",
            f"is {text!r}",
            "write http(s):// and where pages are served",
        )
    return text


def _checked(
    values: Mapping[str, str],
    name: str,
    check: Callable[[str, str], None],
    default: str,
) -> str:
    text = values.get(name)
    if text is None:
        return default
    check(name, text)
    return text


# The three below never show the value: it may hold a password.
def _database(name: str, text: str) -> None:
    if urlsplit(text).scheme not in ("postgresql", "postgres"):
        refuse(
            name,
            "is not a PostgreSQL address",
            "write postgresql://user:password@host/database",
        )
    parts = _split(text, may_lack_host=True)
    if parts is None or not parts.path.strip("/") or not django_database(text)["USER"]:
        refuse(name, "lacks a part", "write postgresql://user:password@host:port/database")


def _redis(name: str, text: str) -> None:
    parts = _split(text, may_lack_host=text.startswith("unix:"))
    number = parts.path.strip("/") if parts and parts.scheme != "unix" else ""
    good = parts is not None and parts.scheme in ("redis", "rediss", "unix")
    if not good or (number and not number.isdecimal()):
        refuse(name, "is not a Redis address", "write redis://:password@host:6379/0")


def _email(name: str, text: str) -> None:
    parts = _split(text)
    if parts is None or parts.scheme not in MAIL_SCHEMES:
        refuse(
            name,
            "is not a mail server's address",
            "write smtp+tls://user:password@host:587",
        )


def _split(text: str, *, may_lack_host: bool = False) -> SplitResult | None:
    """The parts of an address, or None where it is none (`port` is parsed on access)."""
    try:
        parts = urlsplit(text)
        usable = parts.port != 0 and (parts.hostname or may_lack_host)
    except ValueError:
        return None
    return parts if usable and not any(c.isspace() for c in text) else None
