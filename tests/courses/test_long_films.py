"""A course with films longer than any text goes out and comes back, and is never held whole."""

import tracemalloc
import zipfile
from pathlib import Path

import pytest
from django.conf import settings

from campus.accounts.roles import campus_organisation
from campus.errors import Invalid
from courses.drafting.attaching import keep, place
from courses.exporting import export_course
from courses.files.blobs import read
from courses.files.inspecting import inspect
from courses.importing import files, import_course
from courses.models import Course, Media
from tests.courses.importing_folders import a_folder
from tests.world import a_draft

pytestmark = pytest.mark.django_db

MEGABYTE = 2**20
HEAD = b"\0\0\0\x18ftypisom\0\0\2\0isomiso2"


def a_film(folder: Path, size: int) -> Path:
    path = folder / "film.mp4"
    with path.open("wb") as file:
        file.write(HEAD)
        file.truncate(size)
    return path


def a_course_with_a_film(folder: Path, size: int) -> Course:
    course = a_draft()
    blob = keep(inspect("film.mp4", a_film(folder, size)))
    place(course=course, path="films/film.mp4", blob=blob)
    return course


def test_a_film_may_be_longer_than_all_texts_together(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    course = a_course_with_a_film(tmp_path, 3 * MEGABYTE)
    export_course(course, tmp_path / "course.zip")
    export_course(course, tmp_path / "folder")
    monkeypatch.setattr(files, "MOST_BYTES", MEGABYTE)
    for path in (tmp_path / "course.zip", tmp_path / "folder"):
        Media.objects.all().delete()
        import_course(path, organisation=course.organisation, into=course)
        assert course.media.get().blob.size == 3 * MEGABYTE


def test_a_file_longer_than_one_that_is_sent_alone_is_refused_by_name(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    course = a_course_with_a_film(tmp_path, 3 * MEGABYTE)
    export_course(course, tmp_path / "course.zip")
    monkeypatch.setattr(settings, "LARGEST_UPLOAD", 3 * MEGABYTE)
    import_course(tmp_path / "course.zip", organisation=course.organisation, into=course)
    monkeypatch.setattr(settings, "LARGEST_UPLOAD", 3 * MEGABYTE - 1)
    with pytest.raises(Invalid, match=r"films/film\.mp4") as refused:
        import_course(tmp_path / "course.zip", organisation=course.organisation, into=course)
    assert refused.value.code == "too_large"


def test_a_course_beyond_all_measure_is_refused_before_it_is_unpacked(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    course = a_course_with_a_film(tmp_path, 3 * MEGABYTE)
    export_course(course, tmp_path / "course.zip")
    monkeypatch.setattr(files, "MOST_BYTES", 0)
    monkeypatch.setattr(files, "MOST_UPLOADS", 1)
    monkeypatch.setattr(settings, "LARGEST_UPLOAD", 3 * MEGABYTE)
    with pytest.raises(Invalid, match=r"course\.zip"):
        import_course(tmp_path / "course.zip", organisation=course.organisation, into=course)


def test_a_film_that_needs_the_long_form_of_zip_is_packed_in_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(zipfile, "ZIP64_LIMIT", 2 * MEGABYTE)
    course = a_course_with_a_film(tmp_path, 3 * MEGABYTE)
    export_course(course, tmp_path / "course.zip")
    packed = zipfile.ZipFile(tmp_path / "course.zip")
    assert packed.testzip() is None
    assert packed.getinfo("films/film.mp4").file_size == 3 * MEGABYTE


def test_a_film_is_never_held_whole(tmp_path: Path) -> None:
    course = a_course_with_a_film(tmp_path, 64 * MEGABYTE)
    tracemalloc.start()
    try:
        export_course(course, tmp_path / "course.zip")
        import_course(
            tmp_path / "course.zip", organisation=course.organisation, into=course, dry_run=True
        )
        Media.objects.all().delete()
        import_course(tmp_path / "course.zip", organisation=course.organisation, into=course)
        _now, most = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    assert most < 32 * MEGABYTE


def test_what_an_author_writes_on_in_her_folder_changes_nothing_that_was_kept(
    tmp_path: Path,
) -> None:
    folder = a_folder(tmp_path)
    film = a_film(folder, MEGABYTE)
    course = import_course(folder, organisation=campus_organisation()).course
    with film.open("r+b") as file:
        file.write(b"something else")
    assert read(course.media.get(path="film.mp4").blob).startswith(HEAD)
