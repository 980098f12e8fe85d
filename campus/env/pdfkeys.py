"""What signs the PDFs of certificates: a PKCS#12 file, or a token of hardware (PKCS#11)."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from importlib.util import find_spec
from pathlib import Path
from urllib.parse import urlsplit

from campus.env.checking import refusal

FILE = "CAMPUS_PDF_KEY_FILE"
PASSWORD = "CAMPUS_PDF_KEY_PASSWORD"  # noqa: S105  the name of a setting
MODULE = "CAMPUS_PKCS11_MODULE"
TOKEN = "CAMPUS_PKCS11_TOKEN"  # noqa: S105  the name of a setting
LABEL = "CAMPUS_PKCS11_LABEL"
PIN = "CAMPUS_PKCS11_PIN"
TIMESTAMP = "CAMPUS_TIMESTAMP_URL"


@dataclass(frozen=True, slots=True)
class KeyFile:
    """A PKCS#12 file: the RSA key, its certificate, and those of who vouches for it."""

    path: Path
    password: str = field(default="", repr=False)


@dataclass(frozen=True, slots=True)
class KeyToken:
    """A key that never leaves its token; its certificate lies there under the same label."""

    module: Path
    token: str
    label: str
    pin: str = field(default="", repr=False)


def pdf_key(values: Mapping[str, str]) -> KeyFile | KeyToken | None:
    """Whether a file can be read is seen by the workers: web processes need not have it."""
    if MODULE in values:
        if FILE in values:
            raise refusal(FILE, f"stands beside {MODULE}", "set one of the two")
        return _token(values)
    for name in (TOKEN, LABEL, PIN):
        if name in values:
            raise refusal(name, f"stands without {MODULE}", f"set {MODULE} beside it")
    if FILE in values:
        return KeyFile(_absolute(FILE, values), values.get(PASSWORD, ""))
    if PASSWORD in values:
        raise refusal(PASSWORD, f"stands without {FILE}", f"set {FILE} beside it")
    return None


def _token(values: Mapping[str, str]) -> KeyToken:
    for name in (TOKEN, LABEL):
        if name not in values:
            raise refusal(name, "is not set", f"{MODULE} needs it beside it")
    module = _absolute(MODULE, values)
    if not find_spec("pkcs11"):
        raise refusal(MODULE, "needs the extra “hsm”", 'run pip install "campus[hsm]"')
    return KeyToken(module, values[TOKEN], values[LABEL], values.get(PIN, ""))


def _absolute(name: str, values: Mapping[str, str]) -> Path:
    path = Path(values[name])
    if not path.is_absolute():
        raise refusal(name, f"is {values[name]!r}", "write the whole path, from /")
    return path


def timestamp_url(values: Mapping[str, str]) -> str | None:
    """Of an authority of RFC 3161; most speak plain http, for their answers are signed."""
    text = values.get(TIMESTAMP)
    if text is None:
        return None
    try:
        parts = urlsplit(text)
        usable = parts.scheme in ("http", "https") and parts.hostname and parts.port != 0
    except ValueError:
        usable = False
    if not usable or any(letter.isspace() for letter in text):
        raise refusal(TIMESTAMP, f"is {text!r}", "write http(s):// and the authority's address")
    return text
