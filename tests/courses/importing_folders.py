"""Owns the folders of Markdown that the tests of importing speak of."""

import io
import zipfile
from pathlib import Path

from courses.exporting.packing import pack, snapshot
from courses.models import Course

README = (
    "# Écrire pour être compris\n\nPour les agents qui écrivent.\n\nVoir [la suite](1-suite.md).\n"
)
SUITE = "---\npermalink: /ecrire/suite/\n---\n\n# La suite\n\n![Un plan](images/plan.png)\n"
# One red pixel.
PNG = bytes.fromhex(
    "89504e470d0a1a0a0000000d4948445200000001000000010802000000907753de0000000c49444154789c63f8cf"
    "c000000301010018dd8db00000000049454e44ae426082"
)
QUIZ = """---
title: Quiz
kind: quiz
mastery: 0.5
---

Deux questions.

## Quelle couleur ?

Un indice : `rouge`.

- [x] Rouge
  > Bravo.
- [ ] Bleu
  > Relisez.

Explication : la tomate est rouge.

## Lesquels sont des nombres ?

- [x] Un
- [x] Deux
- [ ] Trop
"""


def a_folder(
    where: Path, name: str = "ecrire", files: dict[str, str | bytes] | None = None
) -> Path:
    """A course of two lessons and an image; `files` are added, or stand in place of those."""
    given: dict[str, str | bytes] = {
        "README.md": README,
        "1-suite.md": SUITE,
        "images/plan.png": PNG,
        "LICENSE.md": "# Licence Ouverte 2.0\n\nLe texte.\n",
    }
    folder = where / name
    write(folder, given | (files or {}))
    return folder


def write(folder: Path, files: dict[str, str | bytes]) -> None:
    for path, content in files.items():
        file = folder / path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(content if isinstance(content, bytes) else content.encode())


def zipped(folder: Path, *, inside: str = "") -> Path:
    archive = folder.with_suffix(".zip")
    with zipfile.ZipFile(archive, "w") as file:
        for path in sorted(folder.rglob("*")):
            if path.is_file():
                file.write(path, inside + path.relative_to(folder).as_posix())
    return archive


def packed(course: Course) -> bytes:
    """The draft as the zip that an export makes of it."""
    made = io.BytesIO()
    pack(snapshot(course), made)
    return made.getvalue()
