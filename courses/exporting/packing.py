"""Writes the text form into a folder or a zip, and leaves nothing of an older one behind."""

from __future__ import annotations

import zipfile
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import IO

from django.db import transaction
from django.utils.translation import gettext as _

from campus.errors import Conflict
from courses.files.blobs import opened
from courses.models import Course
from courses.textform import names

from .reading import Text, text_form

# The first that a zip can say: a real one would make two exports of one draft differ.
_NO_TIME = (1980, 1, 1, 0, 0, 0)
_PIECE = 1 << 20

Report = Callable[[int, int], None]


def _unseen(done: int, total: int) -> None:
    """Whoever packs a folder by command does not wait for anything."""


def export_course(course: Course, path: Path) -> list[str]:
    """Write the draft to a folder, or to a file that is called .zip; answers the paths it took out.

    A folder that exists is written over if it holds this course's text form: its other files are
    taken out, but for hidden ones such as .git. Raises Conflict for any other folder with files.
    """
    text = snapshot(course)
    if path.suffix.lower() == ".zip":
        path.parent.mkdir(parents=True, exist_ok=True)
        with path.open("wb") as file:
            pack(text, file)
        return []
    _refuse_foreign(path, course)
    _write(text, path)
    return sorted(_take_out(text, path))


def snapshot(course: Course) -> Text:
    """The draft at one moment: whoever writes a part of it needs the course's row in the end.

    Nothing was written, so taking it back only gives up the row: a transaction around this may be
    long, and authors go on meanwhile.
    """
    with transaction.atomic():
        text = text_form(Course.objects.select_for_update(of=("self",)).get(pk=course.pk))
        transaction.set_rollback(True)
    return text


def pack(text: Text, file: IO[bytes], report: Report = _unseen) -> None:
    total = len(text.texts) + len(text.files)
    with zipfile.ZipFile(file, "w") as archive:
        for done, (path, pieces) in enumerate(_all(text), start=1):
            with archive.open(_entry(text, path), "w") as entry:
                for piece in pieces:
                    entry.write(piece)
            report(done, total)


def _entry(text: Text, path: str) -> zipfile.ZipInfo:
    """Pictures and films are packed tight already; a long film is announced as one."""
    entry = zipfile.ZipInfo(path, _NO_TIME)
    is_text = path in text.texts
    entry.compress_type = zipfile.ZIP_DEFLATED if is_text else zipfile.ZIP_STORED
    entry.file_size = 0 if is_text else text.files[path].size
    entry.create_system = 3
    entry.external_attr = 0o100644 << 16
    return entry


def _all(text: Text) -> Iterator[tuple[str, Iterator[bytes]]]:
    for path in sorted({*text.texts, *text.files}):
        yield path, _pieces(text, path)


def _pieces(text: Text, path: str) -> Iterator[bytes]:
    if path in text.texts:
        yield text.texts[path].encode()
        return
    with opened(text.files[path]) as stored:
        while piece := stored.read(_PIECE):
            yield piece


def _refuse_foreign(folder: Path, course: Course) -> None:
    if not folder.exists() or (folder.is_dir() and not any(folder.iterdir())):
        return
    manifest = folder / names.MANIFEST
    is_ours = manifest.is_file() and str(course.pk) in manifest.read_text("utf-8", "replace")
    if not is_ours:
        detail = _(
            "{path} holds something else than the text of {course}: name an empty folder, or one "
            "that this course was exported to."
        )
        raise Conflict(detail.format(path=folder, course=course.slug), code="folder_taken")


def _write(text: Text, folder: Path) -> None:
    for path, pieces in _all(text):
        file = folder / path
        file.parent.mkdir(parents=True, exist_ok=True)
        with file.open("wb") as kept:
            kept.writelines(pieces)


def _take_out(text: Text, folder: Path) -> Iterator[str]:
    kept = {*text.texts, *text.files}
    for file in sorted(folder.rglob("*"), reverse=True):
        path = file.relative_to(folder).as_posix()
        if path in kept or names.is_junk(path):
            continue
        if file.is_dir() and not file.is_symlink():
            if not any(file.iterdir()):
                file.rmdir()
        else:
            file.unlink()
            yield path
