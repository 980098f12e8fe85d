"""The files of a course, from a folder or an archive: what is refused, and how much is read."""

from __future__ import annotations

import os
import shutil
import stat
import tempfile
import unicodedata
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path

from django.conf import settings
from django.utils.translation import gettext as _

from campus.errors import Invalid
from courses.textform import names
from courses.textform.names import MOST_IN_A_PATH

MOST_FILES = 5_000
# Of texts, which are held; a file that is none may be as long as one that is sent alone.
MOST_BYTES = 500 * 1024 * 1024
MOST_UPLOADS = 10

OnDisk = Callable[[], AbstractContextManager[Path]]


@dataclass(frozen=True)
class Files:
    """What a folder holds, by path within it; `outside` has the files of the folder above.

    `read` gives the bytes of a text, `on_disk` a copy of a file that may be too long for that.
    """

    name: str
    parent: str
    read: dict[str, Callable[[], bytes]]
    on_disk: dict[str, OnDisk] = field(default_factory=dict)
    ignored: tuple[str, ...] = ()
    outside: dict[str, Callable[[], bytes]] = field(default_factory=dict)

    def texts(self) -> list[str]:
        return [path for path in self.read if names.is_text(path)]


def checked(files: Files) -> Files:
    for path in files.read:
        _refuse_name(path)
    _refuse_alike(files.read)
    if len(files.read) > MOST_FILES:
        detail = _("{name} holds {count} files; a course may have {most}.").format(
            name=files.name, count=len(files.read), most=MOST_FILES
        )
        raise Invalid(detail, code="too_many_files")
    return files


def _refuse_name(path: str) -> None:
    if len(path) > MOST_IN_A_PATH:
        problem = _("{path} has a path of more than {most} characters: rename it.")
    elif not path.isprintable():
        problem = _("{path} has a name with characters that cannot be shown: rename it.")
    elif names.is_device(path):
        problem = _("{path} has a name that Windows keeps for a device: rename it.")
    else:
        return
    raise Invalid(problem.format(path=ascii(path), most=MOST_IN_A_PATH), code="bad_name")


def _refuse_alike(paths: Iterable[str]) -> None:
    """On some systems one of them would replace the other, and nobody would be told."""
    seen: dict[str, str] = {}
    for path in paths:
        other = seen.setdefault(unicodedata.normalize("NFC", path).casefold(), path)
        if other != path:
            detail = _("{path} and {other} differ only in capital letters or accents: rename one.")
            raise Invalid(detail.format(path=path, other=other), code="names_alike")


def folder_files(root: Path) -> Files:
    root = root.resolve()
    found = {_relative(path, root): path for path in _walk(root)}
    kept = {name: path for name, path in sorted(found.items()) if not names.is_junk(name)}
    refuse_too_much({name: path.stat().st_size for name, path in kept.items()}, root.name)
    return Files(
        name=root.name,
        parent=root.parent.name,
        read={name: path.read_bytes for name, path in kept.items()},
        on_disk={name: partial(_copied, path) for name, path in kept.items()},
        ignored=tuple(sorted(set(found) - set(kept))),
        outside={path.name: path.read_bytes for path in root.parent.glob("*.md") if _is_file(path)},
    )


@contextmanager
def a_place() -> Iterator[Path]:
    """Where one file lies for a moment."""
    with tempfile.TemporaryDirectory(prefix="campus-file-") as folder:
        yield Path(folder, "file")


@contextmanager
def _copied(path: Path) -> Iterator[Path]:
    """The store may give what it keeps a second name, and she may write on in her own file."""
    with a_place() as place:
        shutil.copyfile(path, place)
        yield place


def _relative(path: Path, root: Path) -> str:
    return path.relative_to(root).as_posix()


def _walk(root: Path) -> Iterator[Path]:
    for folder, folders, held in os.walk(root):
        for name in [*folders, *held]:
            path = Path(folder, name)
            if path.is_symlink() or not (path.is_dir() or _is_file(path)):
                detail = _(
                    "{path} is a link or a device, and only files are read: "
                    "put the file itself there."
                )
                raise Invalid(detail.format(path=_relative(path, root)), code="not_a_file")
        folders[:] = [name for name in folders if name not in {".git", "node_modules"}]
        yield from (Path(folder, name) for name in held)


def _is_file(path: Path) -> bool:
    return stat.S_ISREG(path.lstat().st_mode)


def refuse_too_much(sizes: Mapping[str, int], name: str) -> None:
    """The bytes of each file of `name`, before any of them is read."""
    refuse_too_large(sum(sizes.values()), name)
    texts = sum(size for path, size in sizes.items() if names.is_text(path))
    told = _(
        "{name} holds {size} MB of text and a course may have {most} MB: "
        "take out what learners do not need."
    )
    _refuse(texts, MOST_BYTES, name, told)
    for path, size in sizes.items():
        told = _("The file {name} has {size} MB and may have {most} MB: make it smaller.")
        _refuse(size, settings.LARGEST_UPLOAD, path, told)


def refuse_too_large(size: int, name: str) -> None:
    """An archive, or all that a folder holds."""
    told = _(
        "{name} holds {size} MB and a course may have {most} MB: "
        "take out what learners do not need."
    )
    _refuse(size, MOST_BYTES + MOST_UPLOADS * settings.LARGEST_UPLOAD, name, told)


def _refuse(size: int, most: int, name: str, told: str) -> None:
    if size > most:
        sizes = {"size": -(-size // 2**20), "most": most // 2**20}
        raise Invalid(told.format(name=name, **sizes), code="too_large")
