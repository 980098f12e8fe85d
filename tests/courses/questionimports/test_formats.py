"""Wrong files: each a clear message, and nothing read of it."""

import io
import random
import zipfile

import pytest

from campus.errors import Invalid
from courses.questionimports.decoding import MOST_BYTES
from courses.questionimports.formats import FORMATS, read_questions
from courses.questionimports.shapes import Read

PNG = b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR"


def read(data: bytes, written_as: str = "") -> Read:
    return read_questions(data, language="fr", written_as=written_as)


def a_zip() -> bytes:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as archive:
        archive.writestr("word/document.xml", "<w:document/>")
    return file.getvalue()


@pytest.mark.parametrize(
    ("data", "code", "reason"),
    [
        (PNG, "not_text", "not text"),
        (b"%PDF-1.4\n1 0 obj", "not_text", "not text"),
        (a_zip(), "not_text", "archive or an office document"),
        (b"\x1f\x8b\x08\0", "not_text", "archive"),
        (b"", "empty_file", "nothing in it"),
        (b" \n\t\n", "empty_file", "nothing in it"),
        (b"\xef\xbb\xbf\r\n", "empty_file", "nothing in it"),
        (b"x" * (MOST_BYTES + 1), "file_too_large", "20 MB"),
        ("Un ? {T}\n\nDéjà ? {T}".encode("windows-1252"), "not_utf8", "Line 3: This is not UTF-8"),
        (b"\xff\xfea", "not_utf8", "Line 1: This is not UTF-8"),
        (b"Bonjour.\nAu revoir.", "unknown_format", "Moodle XML, CSV, Aiken, GIFT"),
        (b"// rien {", "nothing_to_import", "read as GIFT"),
        (random.Random(1).randbytes(2000), "not_text", ""),
    ],
)  # fmt: skip
def test_a_wrong_file_is_refused(data: bytes, code: str, reason: str) -> None:
    with pytest.raises(Invalid) as refused:
        read(data)
    assert refused.value.code == code
    assert reason in refused.value.detail


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16"])
@pytest.mark.parametrize("ending", ["\n", "\r\n", "\r"])
def test_text_is_read_as_editors_save_it(encoding: str, ending: str) -> None:
    text = f"Déjà ? {{T}}{ending}{ending}Là ? {{F}}"
    found = read(text.encode(encoding))
    assert [one.prompt for one in found.questions] == ["Déjà ?", "Là ?"]
    assert found.lines == (1, 3)


def test_a_format_that_is_named_is_taken_whatever_the_marks_say() -> None:
    with pytest.raises(Invalid, match="Line 1: This XML is broken"):
        read(b"Un ? {T}", "moodle")
    assert len(read(b"Un ? {T}", "gift").questions) == 1
    with pytest.raises(Invalid, match="moodle, csv, aiken, gift"):
        read(b"Un ? {T}", "qti")


def test_each_format_has_a_name_of_its_own() -> None:
    assert len({one.name for one in FORMATS}) == len(FORMATS)
