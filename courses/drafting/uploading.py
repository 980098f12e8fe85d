"""Owns files on their way in parts: each byte that was acknowledged is there, whoever dies.

`received` says how far the file on the disk counts: what stands behind, left by a process that was
killed, is written over. The last byte counts only with the file in the draft, so that after a
crash the end is sent again and nobody takes the upload for done.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta
from pathlib import Path
from typing import BinaryIO
from uuid import UUID

from django.conf import settings
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from campus.accounts.models import User
from campus.accounts.roles import AUTHORING, organisations_of
from campus.errors import CampusError, Conflict, Invalid, NotFound
from courses.browsing import by_reference
from courses.drafting import attaching
from courses.files import arriving
from courses.files.arriving import Locked, Part
from courses.files.inspecting import refuse_beginning, refuse_large_image
from courses.files.signatures import HEAD
from courses.models import Course, Upload

EXPIRES_AFTER = timedelta(days=2)


class TooLong(CampusError):
    status = 413
    code = "file_too_large"


def begin(*, course: Course, by: User, path: str, size: int) -> Upload:
    """Raises Invalid for a path or size that cannot be, TooLong, NoRoom: before bytes are sent."""
    attaching.refuse_path(path)
    if size < 1:
        raise Invalid(_("“{name}” is empty: choose it again.").format(name=path), code="empty_file")
    if size > settings.LARGEST_UPLOAD:
        detail = _("This file has {size} MB and may have {most} MB: make it smaller.")
        sizes = {"size": -(-size // 2**20), "most": settings.LARGEST_UPLOAD // 2**20}
        raise TooLong(detail.format(**sizes))
    refuse_large_image(path, size)
    arriving.refuse_without_room(size)
    now = timezone.now()
    return Upload.objects.create(
        course=course, by=by, path=path, size=size, begun_at=now, seen_at=now
    )


def find_course(reference: str, *, person: User) -> Course:
    """A course whose author this person is, by slug or id; hidden and missing are the same."""
    mine = Course.objects.filter(organisation__in=organisations_of(person, *AUTHORING))
    course = mine.filter(by_reference(reference)).first()
    if course is None:
        raise NotFound(_("There is no such course, or you are none of its authors."))
    return course


def find_upload(upload_id: UUID, *, person: User) -> Upload:
    """An upload of one's own, to a course whose author one still is."""
    rows = Upload.objects.select_related("course", "media__blob")
    theirs = organisations_of(person, *AUTHORING)
    upload = rows.filter(by=person, course__organisation__in=theirs, pk=upload_id).first()
    return upload or _missing()


def unfinished_of(person: User) -> list[Upload]:
    """What she may go on with, the newest first."""
    rows = Upload.objects.filter(by=person, media=None).select_related("course")
    return list(rows.order_by("-seen_at")[:20])


def offset(upload: Upload) -> int:
    """From where on to send; less than was received if the file was lost."""
    if upload.media_id:
        return upload.size
    return min(upload.received, arriving.length(_place(upload)))


def expires_at(upload: Upload) -> datetime:
    return upload.seen_at + EXPIRES_AFTER


def append(*, upload: Upload, part: Part) -> Upload:
    """Write a part; with the last byte the file is inspected and put into the draft.

    Raises Locked while another part is being written, Conflict for one that does not begin where
    the last ended, and what `arriving.write` raises; Invalid for bytes that are not what the name
    says: then the upload is over and nothing of it is left.
    """
    with _written(upload) as file:
        if part.at != offset(upload):
            raise _wrong_offset(offset(upload))
        if upload.media_id is None:
            arriving.write(
                file, part, size=upload.size, keep=lambda received: _keep(upload, file, received)
            )
            if file.tell() == upload.size:
                _finish(upload)
    return upload


def abort(*, upload: Upload) -> None:
    """Raises Locked while a part is being written."""
    with _written(upload):
        _forget(upload)


def sweep(now: datetime) -> int:
    """Forget uploads that nobody went on with, and files that belong to none; answers how many."""
    old = list(Upload.objects.filter(seen_at__lt=now - EXPIRES_AFTER))
    for upload in old:
        try:
            abort(upload=upload)
        except (Locked, NotFound):
            continue
    known = {str(id_) for id_ in Upload.objects.values_list("id", flat=True)}
    limit = (now - EXPIRES_AFTER).timestamp()
    files = [file for file in arriving.folder().iterdir() if file.name not in known]
    lost = [file for file in files if file.stat().st_mtime < limit]
    for file in lost:
        file.unlink(missing_ok=True)
    return len(old) + len(lost)


@contextmanager
def _written(upload: Upload) -> Iterator[BinaryIO]:
    with arriving.written(_place(upload)) as file:
        try:
            upload.refresh_from_db(fields=["received", "media"])
        except Upload.DoesNotExist:
            _place(upload).unlink(missing_ok=True)
            _missing()
        yield file
        if upload.media_id:
            _place(upload).unlink(missing_ok=True)


def _keep(upload: Upload, file: BinaryIO, received: int) -> None:
    if upload.received < HEAD <= received:
        _look_at_beginning(upload, file)
    if received < upload.size:
        upload.received, upload.seen_at = received, timezone.now()
        Upload.objects.filter(pk=upload.pk).update(received=received, seen_at=upload.seen_at)


def _look_at_beginning(upload: Upload, file: BinaryIO) -> None:
    end = file.tell()
    file.seek(0)
    head = file.read(HEAD)
    file.seek(end)
    with _or_forget(upload):
        refuse_beginning(upload.path, head)


def _finish(upload: Upload) -> None:
    with _or_forget(upload):
        blob = attaching.take_in(upload.path, _place(upload))
    with transaction.atomic():
        upload.media = attaching.place(course=upload.course, path=upload.path, blob=blob)
        upload.received, upload.seen_at = upload.size, timezone.now()
        upload.save(update_fields=["media", "received", "seen_at"])


@contextmanager
def _or_forget(upload: Upload) -> Iterator[None]:
    """A file that is refused leaves nothing behind."""
    try:
        yield
    except CampusError:
        _forget(upload)
        raise


def _forget(upload: Upload) -> None:
    _place(upload).unlink(missing_ok=True)
    Upload.objects.filter(pk=upload.pk).delete()


def _place(upload: Upload) -> Path:
    return arriving.folder() / str(upload.pk)


def _missing() -> Upload:
    raise NotFound(_("There is no such upload: it has expired or was never begun. Begin anew."))


def _wrong_offset(right: int) -> Conflict:
    detail = _("This part does not begin where the last one ended: send from byte {offset} on.")
    return Conflict(detail.format(offset=right), code="wrong_offset")
