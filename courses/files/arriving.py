"""Owns the parts of a file that is on its way, one after the other on the disk of the campus.

One writer at a time holds a lock on the file, which the system gives back when its process ends.
"""

from __future__ import annotations

import errno
import fcntl
import hashlib
import os
import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

from django.conf import settings
from django.utils.translation import gettext as _

from campus.errors import CampusError, Invalid

# How much may have to be sent again after a crash.
KEPT_EVERY = 8 * 2**20
LEFT_FREE = 200 * 2**20
CHECKSUMS = ("sha1", "sha256", "md5")


class Locked(CampusError):
    status = 423
    code = "locked"


class WrongChecksum(CampusError):
    """460 is what the tus protocol says for it."""

    status = 460
    code = "wrong_checksum"


class NoRoom(CampusError):
    status = 507
    code = "no_room"


@dataclass(frozen=True)
class Part:
    """What is sent at once; with a checksum it counts whole or not at all."""

    at: int
    pieces: Iterator[bytes]
    algorithm: str = ""
    digest: bytes = b""


def folder() -> Path:
    place = Path(settings.UPLOADS_FOLDER)
    place.mkdir(mode=0o700, parents=True, exist_ok=True)
    return place


def length(place: Path) -> int:
    try:
        return place.stat().st_size
    except FileNotFoundError:
        return 0


def refuse_without_room(size: int) -> None:
    if shutil.disk_usage(folder()).free < size + LEFT_FREE:
        raise _no_room()


@contextmanager
def written(place: Path) -> Iterator[BinaryIO]:
    """The file, for this writer alone. Raises Locked."""
    with os.fdopen(os.open(place, os.O_RDWR | os.O_CREAT, 0o600), "r+b") as file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError as error:
            detail = _("This upload is receiving another part: wait, then ask for its offset.")
            raise Locked(detail) from error
        yield file


def write(file: BinaryIO, part: Part, *, size: int, keep: Callable[[int], None]) -> None:
    """Write a part over whatever stands from its offset on.

    `keep(received)` is called each time more is on the disk for good. Raises Invalid for bytes
    beyond `size`, WrongChecksum, NoRoom: then the part does not count, from what was kept on.
    """
    file.truncate(part.at)
    file.seek(part.at)
    summed = hashlib.new(part.algorithm, usedforsecurity=False) if part.algorithm else None
    kept = part.at
    try:
        for piece in part.pieces:
            if file.tell() + len(piece) > size:
                raise Invalid(_("There are more bytes than were announced."), code="too_much")
            file.write(piece)
            if summed:
                summed.update(piece)
            elif file.tell() - kept >= KEPT_EVERY:
                kept = _keep(file, keep)
    except OSError as error:
        if error.errno == errno.ENOSPC:
            raise _no_room() from error
        raise
    if summed and summed.digest() != part.digest:
        raise WrongChecksum(_("This part was changed on its way: send it again."))
    _keep(file, keep)


def _keep(file: BinaryIO, keep: Callable[[int], None]) -> int:
    file.flush()
    os.fsync(file.fileno())
    keep(file.tell())
    return file.tell()


def _no_room() -> NoRoom:
    return NoRoom(_("The campus has no room for this file at the moment: tell whoever runs it."))
