"""The files of a course, from a folder or an archive: what is refused, and how much is read."""

from __future__ import annotations

import io
import os
import re
import stat
import zipfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path, PurePosixPath

from campus.errors import Invalid

MOST_FILES = 5_000
MOST_BYTES = 500 * 1024 * 1024
MOST_IN_A_PATH = 300
# Text packs 20 times at most; an archive far beyond that is made to fill a disk.
MOST_RATIO = 200
_JUNK = re.compile(r"(^|/)(\.[^/]*|__MACOSX|Thumbs\.db|desktop\.ini|node_modules)(/|$)")


@dataclass(frozen=True)
class Files:
    """What a folder holds, by path within it; `outside` has the files of the folder above."""

    name: str
    parent: str
    read: dict[str, Callable[[], bytes]]
    ignored: tuple[str, ...] = ()
    outside: dict[str, Callable[[], bytes]] = field(default_factory=dict)

    def texts(self) -> list[str]:
        return [path for path in self.read if path.lower().endswith((".md", ".markdown"))]


def open_course(path: Path) -> Files:
    """The files of a folder, or of a zip; raises Invalid, saying why, where one is refused."""
    if path.is_dir():
        return _checked(_folder(path))
    if zipfile.is_zipfile(path):
        _refuse_too_large(path.stat().st_size, path.name)
        return _checked(_archive(path.stem, io.BytesIO(path.read_bytes())))
    raise Invalid(f"{path} is neither a folder nor a zip archive.", code="not_a_course")


def _checked(files: Files) -> Files:
    for path in files.read:
        _refuse_name(path)
    if len(files.read) > MOST_FILES:
        raise Invalid(
            f"{files.name} holds {len(files.read):,} files; a course may have {MOST_FILES:,}.",
            code="too_many_files",
        )
    return files


def _refuse_name(path: str) -> None:
    if len(path) > MOST_IN_A_PATH:
        problem = f"has a path of more than {MOST_IN_A_PATH} characters"
    elif not path.isprintable():
        problem = "has a name with characters that cannot be shown"
    else:
        return
    raise Invalid(f"{path!a} {problem}: rename it.", code="bad_name")


def _folder(root: Path) -> Files:
    root = root.resolve()
    found = {_relative(path, root): path for path in _walk(root)}
    kept = {name: path for name, path in sorted(found.items()) if not _JUNK.search(name)}
    _refuse_too_large(sum(path.stat().st_size for path in kept.values()), root.name)
    return Files(
        name=root.name,
        parent=root.parent.name,
        read={name: path.read_bytes for name, path in kept.items()},
        ignored=tuple(sorted(set(found) - set(kept))),
        outside={path.name: path.read_bytes for path in root.parent.glob("*.md") if _is_file(path)},
    )


def _relative(path: Path, root: Path) -> str:
    return path.relative_to(root).as_posix()


def _walk(root: Path) -> Iterator[Path]:
    for folder, folders, names in os.walk(root):
        for name in [*folders, *names]:
            path = Path(folder, name)
            if path.is_symlink() or not (path.is_dir() or _is_file(path)):
                raise Invalid(
                    f"{_relative(path, root)} is a link or a device, and only files are read: "
                    "put the file itself there.",
                    code="not_a_file",
                )
        folders[:] = [name for name in folders if name not in {".git", "node_modules"}]
        yield from (Path(folder, name) for name in names)


def _is_file(path: Path) -> bool:
    return stat.S_ISREG(path.lstat().st_mode)


def _archive(name: str, file: io.BytesIO) -> Files:
    archive = zipfile.ZipFile(file)
    entries = [entry for entry in archive.infolist() if not entry.is_dir()]
    for entry in entries:
        _refuse_entry(entry)
    _refuse_too_large(sum(entry.file_size for entry in entries), name)
    top = _single_folder(entries)
    found = {entry.filename.removeprefix(top): entry for entry in entries}
    kept = {path: entry for path, entry in sorted(found.items()) if not _JUNK.search(path)}
    return Files(
        name=top.rstrip("/") or name,
        parent="",
        read={path: _unpacker(archive, entry) for path, entry in kept.items()},
        ignored=tuple(sorted(set(found) - set(kept))),
    )


def _refuse_entry(entry: zipfile.ZipInfo) -> None:
    parts = PurePosixPath(entry.filename.replace("\\", "/"))
    kind = stat.S_IFMT(entry.external_attr >> 16)
    if parts.is_absolute() or ".." in parts.parts or "\\" in entry.filename:
        problem = "leads out of the archive"
    elif kind not in {0, stat.S_IFREG}:
        problem = "is a link or a device"
    elif entry.flag_bits & 0x1:
        problem = "is encrypted"
    elif entry.file_size > MOST_RATIO * max(entry.compress_size, 1) and entry.file_size > 1_000_000:
        problem = "is packed suspiciously tight"
    else:
        return
    raise Invalid(
        f"{entry.filename} {problem}: nothing of this archive is read.", code="archive_refused"
    )


def _refuse_too_large(size: int, name: str) -> None:
    if size > MOST_BYTES:
        raise Invalid(
            f"{name} holds {size // 2**20} MB and a course may have {MOST_BYTES // 2**20} MB: "
            "take out what learners do not need.",
            code="too_large",
        )


def _single_folder(entries: list[zipfile.ZipInfo]) -> str:
    names = [entry.filename for entry in entries if not _JUNK.search(entry.filename)]
    tops = {name.partition("/")[0] for name in names}
    return f"{tops.pop()}/" if len(tops) == 1 and all("/" in name for name in names) else ""


def _unpacker(archive: zipfile.ZipFile, entry: zipfile.ZipInfo) -> Callable[[], bytes]:
    """Reads one entry, never more bytes than it declared (and was admitted for)."""

    def read() -> bytes:
        try:
            with archive.open(entry) as packed:
                return packed.read(entry.file_size)
        except (zipfile.BadZipFile, NotImplementedError) as error:
            detail = f"{entry.filename} cannot be unpacked ({error}): make the archive again."
            raise Invalid(detail, code="archive_broken") from error

    return read
