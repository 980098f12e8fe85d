"""A course in a zip archive: refused whole where any of it could do harm."""

from __future__ import annotations

import shutil
import stat
import struct
import zipfile
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from pathlib import Path

from django.utils.translation import gettext as _

from campus.errors import Invalid
from courses.textform import names

from .files import (
    MOST_FILES,
    Files,
    a_place,
    checked,
    folder_files,
    refuse_too_large,
    refuse_too_much,
)

# Text packs 20 times at most; an archive far beyond that is made to fill a disk.
MOST_RATIO = 200
_SMALL = 1_000_000
_DEEPEST_END = 22 + 65_535
# A list of so many files with the longest names that are read, and what archivers add to each.
_LONGEST_LIST = MOST_FILES * 1_500


def open_course(path: Path, *, name: str = "") -> Files:
    """The files of a folder, or of a zip; raises Invalid, saying why, where one is refused.

    `name` is what the archive was called by whoever sent it.
    """
    if path.is_dir():
        return checked(folder_files(path))
    if path.is_file() and zipfile.is_zipfile(path):
        called = Path(name or path.name)
        refuse_too_large(path.stat().st_size, called.name)
        _refuse_long_list(path, called.name)
        return checked(_archive(called, path))
    detail = _("{path} is neither a folder nor a zip archive.").format(path=name or path)
    raise Invalid(detail, code="not_a_course")


def _refuse_long_list(path: Path, name: str) -> None:
    """Before the list of files is read: it alone may be made to fill the memory."""
    with path.open("rb") as file:
        file.seek(-min(path.stat().st_size, _DEEPEST_END), 2)
        end = file.read()
    found = end.rfind(b"PK\x05\x06")
    size = struct.unpack_from("<L", end, found + 12)[0] if 0 <= found <= len(end) - 22 else 0
    if size > _LONGEST_LIST:
        detail = _("{name} lists more files than a course may have, which is {most}.")
        raise Invalid(detail.format(name=name, most=MOST_FILES), code="too_many_files")


def _archive(called: Path, path: Path) -> Files:
    entries = [entry for entry in _opened(path).infolist() if not entry.is_dir()]
    for entry in entries:
        _refuse_entry(entry)
    refuse_too_much({entry.filename: entry.file_size for entry in entries}, called.name)
    _refuse_twice(entries)
    top = _single_folder(entries)
    found = {entry.filename.removeprefix(top): entry for entry in entries}
    kept = {name: entry for name, entry in sorted(found.items()) if not names.is_junk(name)}
    archive = _opened(path)
    return Files(
        name=top.rstrip("/") or called.stem,
        parent="",
        read={name: partial(_read, archive, entry) for name, entry in kept.items()},
        on_disk={name: partial(_on_disk, archive, entry) for name, entry in kept.items()},
        ignored=tuple(sorted(set(found) - set(kept))),
    )


def _opened(path: Path) -> zipfile.ZipFile:
    try:
        return zipfile.ZipFile(path)
    except (zipfile.BadZipFile, NotImplementedError, ValueError) as error:
        detail = _("The archive cannot be read ({why}): make it again.").format(why=error)
        raise Invalid(detail, code="archive_broken") from error


def _refuse_entry(entry: zipfile.ZipInfo) -> None:
    kind = stat.S_IFMT(entry.external_attr >> 16)
    if names.climbs(entry.filename) or names.climbs(entry.orig_filename):
        problem = _("{path} leads out of the archive: nothing of this archive is read.")
    elif kind not in {0, stat.S_IFREG}:
        problem = _("{path} is a link or a device: nothing of this archive is read.")
    elif entry.flag_bits & 0x1:
        problem = _("{path} is encrypted: make the archive again without a password.")
    elif entry.file_size > max(MOST_RATIO * entry.compress_size, _SMALL):
        problem = _("{path} is packed suspiciously tight: nothing of this archive is read.")
    else:
        return
    raise Invalid(problem.format(path=entry.filename), code="archive_refused")


def _refuse_twice(entries: list[zipfile.ZipInfo]) -> None:
    seen: set[str] = set()
    for entry in entries:
        if entry.filename in seen:
            detail = _("{path} is in the archive twice: make the archive again.")
            raise Invalid(detail.format(path=entry.filename), code="archive_refused")
        seen.add(entry.filename)


def _single_folder(entries: list[zipfile.ZipInfo]) -> str:
    held = [entry.filename for entry in entries if not names.is_junk(entry.filename)]
    tops = {name.partition("/")[0] for name in held}
    return f"{tops.pop()}/" if len(tops) == 1 and all("/" in name for name in held) else ""


def _read(archive: zipfile.ZipFile, entry: zipfile.ZipInfo) -> bytes:
    """One entry, never more bytes than it declared (and was admitted for)."""
    with _unpacking(entry), archive.open(entry) as packed:
        return packed.read(entry.file_size)


@contextmanager
def _on_disk(archive: zipfile.ZipFile, entry: zipfile.ZipInfo) -> Iterator[Path]:
    """The same; `zipfile` itself stops at what was declared."""
    with a_place() as place:
        with _unpacking(entry), archive.open(entry) as packed, place.open("wb") as file:
            shutil.copyfileobj(packed, file)
        yield place


@contextmanager
def _unpacking(entry: zipfile.ZipInfo) -> Iterator[None]:
    try:
        yield
    except (zipfile.BadZipFile, zlib.error, NotImplementedError, EOFError, OSError) as error:
        detail = _("{path} cannot be unpacked ({why}): make the archive again.")
        said = detail.format(path=entry.filename, why=error)
        raise Invalid(said, code="archive_broken") from error
