"""What could do harm is refused with file and line, and the draft is as it was."""

import struct
import zipfile
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from django.utils import translation

from campus.accounts.roles import campus_organisation
from campus.errors import CampusError
from courses.importing import archives, import_course
from courses.models import Course, Lesson
from tests.courses.importing_folders import PNG, QUIZ, a_folder, write, zipped

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _in_english() -> Iterator[None]:
    with translation.override("en"):
        yield


def in_folder(files: dict[str, str | bytes]) -> Callable[[Path], Path]:
    def made(folder: Path) -> Path:
        write(folder, files)
        return zipped(folder)

    return made


def with_entry(name: str, body: bytes = b"# X", **fields: int) -> Callable[[Path], Path]:
    def made(folder: Path) -> Path:
        archive = zipped(folder)
        entry = zipfile.ZipInfo(name)
        entry.compress_type = zipfile.ZIP_DEFLATED
        with zipfile.ZipFile(archive, "a") as file:
            file.writestr(entry, body)
        return archive

    return made


def encrypted(folder: Path) -> Path:
    """The bit that says so, in the list of files and before the file."""
    archive = zipped(folder)
    body = bytearray(archive.read_bytes())
    for mark, at in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        body[body.index(mark) + at] |= 1
    archive.write_bytes(body)
    return archive


def broken(folder: Path) -> Path:
    archive = zipped(folder)
    body = bytearray(archive.read_bytes())
    at = body.index(PNG) + 10
    body[at] ^= 0xFF
    archive.write_bytes(body)
    return archive


def twice(folder: Path) -> Path:
    archive = zipped(folder)
    with zipfile.ZipFile(archive, "a") as file, pytest.warns(UserWarning, match="Duplicate"):
        file.writestr("README.md", "# Autre")
    return archive


def wrong_file(folder: Path) -> Path:
    file = folder.with_suffix(".docx")
    file.write_bytes(b"\xd0\xcf\x11\xe0 an old document")
    return file


HARM: dict[str, tuple[Callable[[Path], Path], str]] = {
    "the wrong file": (wrong_file, "neither a folder nor a zip archive"),
    "a bomb": (with_entry("a.csv", b"\0" * 5_000_000), "a.csv is packed suspiciously tight"),
    "a path that climbs": (with_entry("../../evil.md"), "evil.md leads out of the archive"),
    "an absolute path": (with_entry("/etc/evil.md"), "/etc/evil.md leads out"),
    "a path of Windows": (with_entry("C:evil.md"), "C:evil.md leads out"),
    "a device": (with_entry("images/CON.png", PNG), "Windows keeps for a device"),
    "names alike": (with_entry("readme.MD"), "differ only in capital letters"),
    "a file twice": (twice, "README.md is in the archive twice"),
    "an encrypted archive": (encrypted, "is encrypted: make the archive again without"),
    "a broken archive": (broken, "images/plan.png cannot be unpacked"),
    "another encoding": (
        in_folder({"2.md": "# Été\n\nDéjà".encode("cp1252")}),
        "2.md: this file is not UTF-8 (byte 2, line 1)",
    ),
    "a quiz without an answer": (
        in_folder({"2-quiz.md": QUIZ.replace("- [x] Rouge", "- [ ] Rouge")}),
        "2-quiz.md:9",
    ),
    "a picture that is none": (in_folder({"images/b.png": b"GIF89a not a png"}), "images/b.png"),
    "a bank nobody has": (
        in_folder(
            {"2-quiz.md": QUIZ.replace("kind: quiz", "kind: quiz\nquiz: {draw: [{bank: Rien}]}")}
        ),
        "2-quiz.md: Campus",
    ),
    "a rule that makes no sense": (
        in_folder({"2-quiz.md": QUIZ.replace("kind: quiz", "kind: quiz\nquiz:\n  attempts: 0")}),
        "2-quiz.md:4: `attempts: 0` should be a whole number",
    ),
    "a key written twice": (
        in_folder({"2.md": "---\ntitle: a\ntitle: b\n---\n"}),
        "2.md:3: this YAML cannot be read (“title” is written twice)",
    ),
}


@pytest.mark.parametrize("harm", HARM)
def test_harm_is_refused_and_the_draft_is_as_it_was(harm: str, tmp_path: Path) -> None:
    make, said = HARM[harm]
    folder = a_folder(tmp_path)
    import_course(folder, organisation=campus_organisation())
    before = (list(Course.objects.values()), list(Lesson.objects.order_by("id").values()))
    with pytest.raises(CampusError) as refused:
        import_course(make(folder), name="ecrire.zip", organisation=campus_organisation())
    assert said in refused.value.detail
    assert (list(Course.objects.values()), list(Lesson.objects.order_by("id").values())) == before


def test_the_same_without_the_harm_is_taken(tmp_path: Path) -> None:
    folder = a_folder(tmp_path)
    import_course(folder, organisation=campus_organisation())
    write(folder, {"2-quiz.md": QUIZ, "images/b.png": PNG, "3.md": "# Été"})
    assert import_course(zipped(folder), organisation=campus_organisation()).changes


def test_a_list_of_files_that_would_fill_the_memory_is_not_read(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    archive = zipped(a_folder(tmp_path))
    body = bytearray(archive.read_bytes())
    end = body.rindex(b"PK\x05\x06")
    struct.pack_into("<L", body, end + 12, 500_000_000)
    archive.write_bytes(body)
    monkeypatch.setattr(archives.zipfile, "is_zipfile", lambda path: True)
    with pytest.raises(CampusError, match="lists more files"):
        archives.open_course(archive)
