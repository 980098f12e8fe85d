"""Attached files of an imported course: kept by digest, so that equal bytes are kept once."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from pathlib import Path

from django.utils.translation import gettext as _

from campus.errors import CampusError, Invalid
from courses.drafting import attaching
from courses.files.blobs import digest_of, refuse_withdrawn, size_of
from courses.files.inspecting import Inspected, inspect
from courses.models import Blob, Course, Media

from .drafting import Step
from .fields import apply
from .shapes import ImportedMedia

Keep = Callable[[Inspected], Blob]
keep = attaching.keep


def note(found: Inspected) -> Blob:
    """The row alone, for a trial that is taken back: the storage would keep the bytes."""
    size = size_of(found.content)
    made = {"media_type": found.media_type, "size": size, "width": found.width,
            "height": found.height}  # fmt: skip
    blob, _is_new = Blob.objects.get_or_create(digest=digest_of(found.content), defaults=made)
    refuse_withdrawn(blob)
    return blob


def write_media(
    course: Course, media: Iterable[ImportedMedia], *, step: Step, keeping: Keep = keep
) -> list[str]:
    """Make the files of the draft those of the folder; releases keep theirs.

    Raises one Invalid that names every file that is not what its name says.
    """
    held = {one.path: one for one in Media.objects.filter(course=course)}
    lines: list[str] = []
    errors: list[CampusError] = []
    for wanted in media:
        try:
            with wanted.on_disk() as body:
                lines += _write(course, wanted, body, held.pop(wanted.path, None), keeping)
        except CampusError as error:
            errors.append(error)
        step()
    if errors:
        raise Invalid.of(errors)
    for path, row in held.items():
        row.delete()
        lines.append(_("removed the file {path}").format(path=path))
    return lines


def _write(
    course: Course, wanted: ImportedMedia, body: Path, row: Media | None, keeping: Keep
) -> list[str]:
    facts = wanted.facts or {}
    if row is None:
        blob = keeping(inspect(wanted.path, body))
        Media.objects.create(course=course, path=wanted.path, blob=blob, **facts)
        return [_("added the file {path}").format(path=wanted.path)]
    what = _("the file {path}").format(path=wanted.path)
    if row.blob_id == digest_of(body):
        return apply(row, facts, what)
    blob = keeping(inspect(wanted.path, body))
    is_other = row.blob_id != blob.digest
    told = apply(row, {"blob": blob, **facts}, what, unsaid={"blob"})
    return [*([_("replaced the file {path}").format(path=wanted.path)] if is_other else []), *told]
