"""Blobs in a folder: written whole or not at all, read from any byte on.

What `blobs.py` asks of a store is in `Store`; `bucket.py` answers the same for S3.
"""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Protocol
from uuid import uuid4

from django.core.files.storage import FileSystemStorage

PIECE = 256 * 1024


class Store(Protocol):
    def holds(self, name: str, size: int) -> bool:
        """Whether all of it is there; one that a crash cut short is not."""

    def put(self, name: str, content: bytes | Path) -> None:
        """Keep it durably under this name, in place of what may be there."""

    def pieces(self, name: str, start: int, length: int) -> Iterator[bytes]:
        """So many bytes from `start` on, a piece at a time; they must be there."""


class LocalBlobs(FileSystemStorage):
    def holds(self, name: str, size: int) -> bool:
        try:
            return os.path.getsize(self.path(name)) == size
        except FileNotFoundError:
            return False

    def put(self, name: str, content: bytes | Path) -> None:
        """A file that lies on the same disk gets a second name, however long it is."""
        place = Path(self.path(name))
        place.parent.mkdir(parents=True, exist_ok=True)
        made = place.with_name(f"{place.name}.{uuid4().hex}")
        try:
            _lay(made, content)
            os.replace(made, place)
        finally:
            made.unlink(missing_ok=True)

    def pieces(self, name: str, start: int, length: int) -> Iterator[bytes]:
        return _read(Path(self.path(name)), start, length)


def _lay(made: Path, content: bytes | Path) -> None:
    if isinstance(content, Path):
        try:
            os.link(content, made)
        except OSError:  # another disk, or one without second names
            shutil.copyfile(content, made)
    else:
        made.write_bytes(content)
    with made.open("rb") as file:
        os.fsync(file.fileno())


def _read(place: Path, start: int, length: int) -> Iterator[bytes]:
    with place.open("rb") as file:
        file.seek(start)
        while length > 0 and (piece := file.read(min(PIECE, length))):
            length -= len(piece)
            yield piece
