"""A long file arrives in parts: none is lost, none counts twice, nothing refused is left behind."""

import hashlib
import io
import os
import subprocess
import sys
import zipfile
from collections.abc import Iterator, Mapping
from datetime import timedelta
from pathlib import Path

import pytest
from django.conf import settings
from django.utils import timezone
from django.utils.translation import override

from campus.errors import Conflict, Invalid, NotFound
from courses.drafting import uploading
from courses.drafting.attaching import attach
from courses.files import arriving
from courses.files.arriving import Locked, NoRoom, Part, WrongChecksum
from courses.files.blobs import read
from courses.models import Blob, Course, Media, Upload
from tests.drawn import PNG
from tests.trainers import a_trainer
from tests.world import a_draft, an_organisation

pytestmark = pytest.mark.django_db
FILM = b"\x00\x00\x00\x18ftypisom\x00\x00\x02\x00isomiso2" + bytes(range(256)) * 100
OTHER = FILM[:24] + b"y" * 9_976


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setattr(settings, "UPLOADS_FOLDER", tmp_path / "uploads")
    return tmp_path / "uploads"


def begun(path: str = "film.mp4", size: int = len(FILM), course: Course | None = None) -> Upload:
    course = course or a_draft()
    return uploading.begin(course=course, by=a_trainer(course.organisation), path=path, size=size)


def send(upload: Upload, body: bytes, at: int = 0, **more: object) -> Upload:
    return uploading.append(upload=upload, part=Part(at, iter([body]), **more))


def test_the_parts_of_a_file_make_a_file_of_the_draft(folder: Path) -> None:
    upload = begun()
    for start in range(0, len(FILM), 10_000):
        assert uploading.offset(upload) == start
        upload = send(upload, FILM[start : start + 10_000], start)
    assert upload.media
    assert (upload.media.path, upload.media.blob.media_type) == ("film.mp4", "video/mp4")
    assert read(upload.media.blob) == FILM
    assert upload.course.media.get() == upload.media
    assert list(folder.iterdir()) == []


def test_equal_bytes_are_kept_once_whichever_way_they_came() -> None:
    course = a_draft()
    first = attach(course=course, path="un.mp4", body=FILM)
    upload = send(begun("deux.mp4", course=course), FILM)
    assert upload.media
    assert upload.media.blob_id == first.blob_id
    assert Blob.objects.filter(digest=first.blob_id).count() == 1


def test_a_part_at_the_wrong_place_is_refused_and_changes_nothing() -> None:
    upload = send(begun(), FILM[:1000])
    for at in (0, 999, 1001):
        with override("en"), pytest.raises(Conflict, match="from byte 1000 on"):
            send(upload, b"x", at)
    assert uploading.offset(upload) == 1000
    assert read(send(upload, FILM[1000:], 1000).media.blob) == FILM


def test_two_parts_at_once_are_one_too_many() -> None:
    upload = begun()

    def pieces() -> Iterator[bytes]:
        yield FILM[:10_000]
        with pytest.raises(Locked):
            send(Upload.objects.get(pk=upload.pk), OTHER)
        with pytest.raises(Locked):
            uploading.abort(upload=Upload.objects.get(pk=upload.pk))
        yield FILM[10_000:20_000]

    uploading.append(upload=upload, part=Part(0, pieces()))
    assert uploading.offset(upload) == 20_000
    assert read(send(upload, FILM[20_000:], 20_000).media.blob) == FILM


def test_without_the_lock_two_parts_would_mix(monkeypatch: pytest.MonkeyPatch) -> None:
    """The control of the test above."""
    monkeypatch.setattr(arriving.fcntl, "flock", lambda *_how: None)
    upload = begun()

    def pieces() -> Iterator[bytes]:
        yield FILM[:10_000]
        send(Upload.objects.get(pk=upload.pk), OTHER)
        yield FILM[10_000:]

    mixed = uploading.append(upload=upload, part=Part(0, pieces()))
    assert mixed.media
    assert read(mixed.media.blob) != FILM


def test_bytes_that_nobody_acknowledged_do_not_count(folder: Path) -> None:
    """As after a power cut: the file is longer than the row says, with anything behind."""
    upload = send(begun(), FILM[:1000])
    with (folder / str(upload.pk)).open("ab") as file:
        file.write(b"torn" * 1000)
    again = Upload.objects.get(pk=upload.pk)
    assert uploading.offset(again) == 1000
    assert read(send(again, FILM[1000:], 1000).media.blob) == FILM


def test_bytes_that_are_gone_are_asked_for_again(folder: Path) -> None:
    upload = send(begun(), FILM[:1000])
    os.truncate(folder / str(upload.pk), 300)
    assert uploading.offset(upload) == 300
    (folder / str(upload.pk)).unlink()
    assert uploading.offset(upload) == 0
    assert read(send(upload, FILM, 0).media.blob) == FILM


def test_what_came_before_a_connection_broke_is_kept() -> None:
    upload = begun()

    def pieces() -> Iterator[bytes]:
        yield FILM[:700]
        yield FILM[700:900]

    uploading.append(upload=upload, part=Part(0, pieces()))
    assert Upload.objects.get(pk=upload.pk).received == 900


def test_a_part_with_a_checksum_counts_whole_or_not_at_all() -> None:
    upload = begun()
    digest = hashlib.sha256(FILM[:1000]).digest()
    with pytest.raises(WrongChecksum):
        send(upload, b"z" + FILM[1:1000], algorithm="sha256", digest=digest)
    assert uploading.offset(upload) == 0
    send(upload, FILM[:1000], algorithm="sha256", digest=digest)
    assert uploading.offset(upload) == 1000


@pytest.mark.parametrize("body", [b"<html><script>alert(1)</script>" * 300, b"MZ" + b"\0" * 9000])
def test_a_file_that_is_not_what_it_says_is_over_at_its_first_bytes(
    folder: Path, body: bytes
) -> None:
    upload = begun(size=100_000)
    with pytest.raises(Invalid) as refused:
        send(upload, body)
    assert refused.value.code == "not_that_type"
    assert (list(folder.iterdir()), Upload.objects.count(), Media.objects.count()) == ([], 0, 0)
    with pytest.raises(NotFound):
        send(upload, body, len(body))


def test_a_file_found_out_at_its_end_leaves_nothing_behind(folder: Path) -> None:
    archive = io.BytesIO()
    with zipfile.ZipFile(archive, "w") as made:
        made.writestr("virus.txt", "x")
    body = FILM + archive.getvalue()
    upload = begun(size=len(body))
    with pytest.raises(Invalid) as refused:
        send(upload, body)
    assert refused.value.code == "two_files_in_one"
    assert (list(folder.iterdir()), Upload.objects.count(), Blob.objects.count()) == ([], 0, 0)


def test_more_bytes_than_announced_are_refused() -> None:
    upload = begun()
    with override("en"), pytest.raises(Invalid, match="more bytes"):
        send(upload, FILM + b"!")
    assert read(send(upload, FILM, uploading.offset(upload)).media.blob) == FILM


@pytest.mark.parametrize(
    ("path", "size", "code"),
    [
        ("../dehors.mp4", 10, "bad_path"),
        ("a/../../b.mp4", 10, "bad_path"),
        ("/etc/passwd", 10, "bad_path"),
        ("film\0.mp4", 10, "bad_path"),
        ("x" * 301, 10, "bad_path"),
        ("film.mp4", 0, "empty_file"),
        ("film.mp4", 2 * 2**30 + 1, "file_too_large"),
        ("plan.png", 60 * 2**20, "file_too_large"),
    ],
)
def test_what_cannot_be_taken_is_said_before_anything_is_sent(
    path: str, size: int, code: str
) -> None:
    with pytest.raises((Invalid, uploading.TooLong)) as refused:
        begun(path, size)
    assert refused.value.code == code
    assert not Upload.objects.exists()


def test_a_file_for_which_there_is_no_room_is_not_begun(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(arriving, "LEFT_FREE", 2**60)
    with pytest.raises(NoRoom):
        begun()


def test_an_upload_is_that_of_one_author_as_long_as_she_is_one() -> None:
    upload = begun()
    colleague = a_trainer(upload.course.organisation)
    assert uploading.find_upload(upload.pk, person=upload.by) == upload
    with pytest.raises(NotFound):
        uploading.find_upload(upload.pk, person=colleague)
    upload.by.roles.all().delete()
    with pytest.raises(NotFound):
        uploading.find_upload(upload.pk, person=upload.by)
    with pytest.raises(NotFound):
        uploading.find_course(upload.course.slug, person=a_trainer(an_organisation()))
    assert uploading.find_course(upload.course.slug, person=colleague) == upload.course


def test_what_nobody_went_on_with_is_swept_and_what_lives_stays(folder: Path) -> None:
    old, live = send(begun(), FILM[:1000]), send(begun(), FILM[:1000])
    lost = folder / "lost"
    lost.write_bytes(b"x")
    now = timezone.now()
    Upload.objects.filter(pk=old.pk).update(seen_at=now - timedelta(days=3))
    os.utime(lost, (0, 0))
    assert uploading.sweep(now) == 2
    assert [file.name for file in folder.iterdir()] == [str(live.pk)]
    assert list(Upload.objects.all()) == [live]


def test_giving_up_leaves_nothing(folder: Path) -> None:
    upload = send(begun(), FILM[:1000])
    uploading.abort(upload=upload)
    assert (list(folder.iterdir()), Upload.objects.count()) == ([], 0)


def test_an_image_that_came_in_parts_is_cleaned_like_any_other() -> None:
    body = PNG + b"\0" * 10
    upload = send(begun("plan.png", len(body)), body)
    assert upload.media
    assert read(upload.media.blob) == PNG


_PROCESS = """
import os, signal, sys
import django
django.setup()
from courses.drafting import uploading
from courses.files import arriving
from courses.files.blobs import digest_of
from courses.models import Upload
from tests.trainers import a_trainer
from tests.world import a_draft
arriving.KEPT_EVERY = 2**20
SIZE = 5 * 2**20
HEAD = bytes.fromhex("000000186674797069736f6d00000200") + b"isomiso2"
BODY = (HEAD + os.urandom(0) + bytes(range(256)) * (SIZE // 256))[:SIZE]
def pieces(start, until):
    for at in range(start, SIZE, 2**16):
        if at >= until:
            os.kill(os.getpid(), signal.SIGKILL)
        yield BODY[at:at + 2**16]
if sys.argv[1] == "kill":
    course = a_draft()
    upload = uploading.begin(course=course, by=a_trainer(), path="film.mp4", size=SIZE)
    uploading.append(upload=upload, part=arriving.Part(0, pieces(0, 5 * 2**19)))
else:
    upload = Upload.objects.get()
    start = uploading.offset(upload)
    lies = os.path.getsize(arriving.folder() / str(upload.pk))
    uploading.append(upload=upload, part=arriving.Part(start, pieces(start, SIZE)))
    print(start, lies, upload.media.blob_id == digest_of(BODY))
"""


def test_a_process_killed_in_the_middle_loses_nothing_acknowledged(
    own_campus: Mapping[str, str], tmp_path: Path
) -> None:
    script = tmp_path / "process.py"
    script.write_text(_PROCESS)
    environment = {**own_campus, "PYTHONPATH": "."}
    run = [sys.executable, str(script)]
    killed = subprocess.run([*run, "kill"], env=environment, check=False, capture_output=True)
    assert killed.returncode == -9, killed.stderr
    resumed = subprocess.run([*run, "go on"], env=environment, check=False, capture_output=True)
    start, lies, is_whole = resumed.stdout.split() or pytest.fail(resumed.stderr.decode())
    assert (int(start), is_whole) == (2 * 2**20, b"True")
    assert int(lies) > int(start), "something was written that was not acknowledged"


def test_a_long_file_does_not_fill_the_memory() -> None:
    """200 MB in, hashed, kept and out again; the process grows by less than 30 MB."""
    size, piece = 200 * 2**20, FILM[:28] + b"\x01" * (2**18 - 28)
    upload = begun(size=size)
    before = _resident()
    upload = uploading.append(upload=upload, part=Part(0, iter([piece] * (size // len(piece)))))
    assert upload.media
    assert upload.media.blob.size == size
    assert _resident() - before < 30 * 2**20


def _resident() -> int:
    return int(Path("/proc/self/statm").read_text().split()[1]) * os.sysconf("SC_PAGE_SIZE")
