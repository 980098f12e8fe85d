"""Owns the names of files in the text form: which ones mean something, which ones travel."""

from __future__ import annotations

import re
from pathlib import PurePosixPath

from campus.markdown.slugs import slug

MANIFEST = "course.yaml"
MANIFESTS = (MANIFEST, "course.yml")
MEDIA = "media.yaml"
IDS = "ids.yaml"
LICENCE = "LICENSE.md"
LICENCES = (LICENCE, "LICENCE.md", "LICENSE", "LICENCE", "LICENSE.txt", "LICENCE.txt")
MEANINGS = frozenset((*MANIFESTS, MEDIA, IDS, *LICENCES))
RESERVED = frozenset(name.casefold() for name in MEANINGS)
MOST_IN_A_PATH = 300

# File systems hold 255 bytes; room for the longer name of a transcript.
_MOST_IN_A_NAME = 200
_TEXTS = (".md", ".markdown")
_TRANSCRIPT = ".transcript.md"
_JUNK = re.compile(r"(^|/)(\.[^/]*|__MACOSX|Thumbs\.db|desktop\.ini|node_modules)(/|$)")
# Names that Windows gives to devices, whatever follows their first dot.
_DEVICE = re.compile(r"(con|prn|aux|nul|conin\$|conout\$|(com|lpt)[0-9¹²³])[ ]*(\..*)?", re.I)
_NOT_ON_WINDOWS = re.compile(r'[<>:"|?*\\]|[. ](/|$)|(^|/) ')
_READMES = {"readme", "index"}
# The database holds 120; room for the number that tells two alike apart.
_SLUG = 110


def is_text(path: str) -> bool:
    return path.lower().endswith(_TEXTS)


def is_junk(path: str) -> bool:
    """What computers put beside one's files, and whatever is hidden."""
    return _JUNK.search(path) is not None


def climbs(path: str) -> bool:
    """Whether a path leads out of the folder it is in, as any system would read it."""
    parts = path.replace("\\", "/").split("/")
    is_absolute = path.startswith(("/", "\\")) or re.match(r"[A-Za-z]:", path) is not None
    return is_absolute or ".." in parts or "\\" in path


def is_device(path: str) -> bool:
    return any(_DEVICE.fullmatch(part) for part in path.split("/"))


def is_portable(path: str) -> bool:
    """Whether a file of this path comes back as it left, from any system and from an archive."""
    parts = path.split("/")
    return (
        0 < len(path) <= MOST_IN_A_PATH
        and path.isprintable()
        and all(part not in {"", ".", ".."} for part in parts)
        and all(len(part.encode()) <= _MOST_IN_A_NAME for part in parts)
        and not (climbs(path) or is_device(path) or is_junk(path) or _NOT_ON_WINDOWS.search(path))
    )


def is_readme(path: str) -> bool:
    return PurePosixPath(path).stem.lower() in _READMES


def lesson_slug(path: str) -> str:
    """`1-mention.md` → `mention`; a README is called `introduction`."""
    pure = PurePosixPath(path)
    if is_readme(path):
        return slug(pure.parent.name)[:_SLUG] or "introduction"
    return (slug(re.sub(r"^\d+[-_. ]+", "", pure.stem)) or slug(pure.stem) or "lesson")[:_SLUG]


def is_transcript(path: str) -> bool:
    return path.lower().endswith(_TRANSCRIPT)


def transcript_of(path: str) -> str:
    """`films/1-accueil.md` → `films/1-accueil.transcript.md`."""
    return path.rpartition(".")[0] + _TRANSCRIPT
