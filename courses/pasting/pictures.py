"""Pictures of a pasted text: those that came along, and those that stayed where they were."""

import base64
import binascii
import hashlib
import re
from dataclasses import dataclass
from pathlib import PurePosixPath
from urllib.parse import unquote, urlsplit

from bs4 import BeautifulSoup

_DATA = re.compile(r"data:image/(png|jpe?g|gif|webp);base64,(.*)", re.I | re.S)
_GUESSED = re.compile(
    r"générée automatiquement|generated automatically|automatically generated", re.I
)
_ENDINGS = {"jpeg": "jpg", "jpg": "jpg"}


@dataclass(frozen=True)
class Picture:
    """Under `path` in the Markdown; `alt` is what the document said of it, perhaps nothing."""

    path: str
    body: bytes
    alt: str


def take_pictures(soup: BeautifulSoup) -> tuple[list[Picture], list[str]]:
    """The pictures, and the names of those that the clipboard only mentions."""
    taken: dict[str, Picture] = {}
    missing: list[str] = []
    for image in soup.find_all("img"):
        source, alt = str(image.get("src") or ""), _said(str(image.get("alt") or ""))
        image["alt"] = alt
        picture = _picture(source, alt)
        if picture:
            taken.setdefault(picture.path, picture)
            image["src"] = picture.path
        elif source.startswith(("http://", "https://")):
            missing.append(source)
        else:
            name = _name(source)
            missing.append(name)
            image["src"] = f"images/{name}"
        del image["title"]
    return list(taken.values()), missing


def _picture(source: str, alt: str) -> Picture | None:
    found = _DATA.match(source)
    if not found:
        return None
    try:
        body = base64.b64decode("".join(found[2].split()), validate=True)
    except binascii.Error:
        return None
    kind = found[1].lower()
    name = hashlib.sha256(body).hexdigest()[:12]
    return Picture(f"images/{name}.{_ENDINGS.get(kind, kind)}", body, alt)


def _said(alt: str) -> str:
    """Word describes pictures by guessing, and says so; a file's name describes nothing."""
    if _GUESSED.search(alt):
        return ""
    first = alt.strip().split("\n")[0].strip()
    is_name = re.fullmatch(r"\S+\.(png|jpe?g|gif|webp|emf|wmf)", first, re.I)
    return "" if is_name else re.sub(r"[\[\]]", "", first)


def _name(source: str) -> str:
    path = unquote(urlsplit(source.replace("\\", "/")).path)
    name = re.sub(r"[^\w.-]+", "-", PurePosixPath(path).name)
    return name.strip("-.") or "image"
