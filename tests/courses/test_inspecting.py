"""A file is what its bytes are: every type by a real one, every pretence by its refusal."""

import io
import struct
import zipfile
import zlib
from pathlib import Path

import pytest
from django.core.files.storage import storages
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image

from campus.errors import Invalid
from courses.drafting.attaching import attach
from courses.files import inspecting, resizing
from courses.files.inspecting import inspect
from courses.models import Blob, Media
from tests.drawn import PNG
from tests.world import a_draft

OPEN_XML = "application/vnd.openxmlformats-officedocument."


def drawn(kind: str, size: tuple[int, int] = (40, 20), **more: object) -> bytes:
    made = io.BytesIO()
    Image.linear_gradient("L").resize(size).convert("RGB").save(made, kind, **more)
    return made.getvalue()


def archive(**entries: str) -> bytes:
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w") as file:
        for name, text in entries.items():
            file.writestr(name.replace("__", "/").replace("_", "."), text)
    return made.getvalue()


def office(main: str) -> bytes:
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as file:
        file.writestr(
            "[Content_Types].xml",
            f'<Types><Override ContentType="{OPEN_XML}{main}.main+xml"/></Types>',
        )
        file.writestr("x.xml", "<x/>")
    return made.getvalue()


SVG = b'<svg xmlns="http://www.w3.org/2000/svg" width="40" height="20"><path d="M0 0"/></svg>'
REAL = {
    "a.png": ("image/png", drawn("PNG")),
    "a.jpg": ("image/jpeg", drawn("JPEG")),
    "a.gif": ("image/gif", drawn("GIF")),
    "a.webp": ("image/webp", drawn("WEBP")),
    "a.avif": ("image/avif", drawn("AVIF")),
    "a.svg": ("image/svg+xml", SVG),
    "a.pdf": ("application/pdf", b"%PDF-1.7\n%\xe2\xe3\xcf\xd3"),
    "a.docx": (f"{OPEN_XML}wordprocessingml.document", office("wordprocessingml.document")),
    "a.xlsx": (f"{OPEN_XML}spreadsheetml.sheet", office("spreadsheetml.sheet")),
    "a.pptx": (
        f"{OPEN_XML}presentationml.presentation",
        office("presentationml.presentation"),
    ),
    "a.odt": (
        "application/vnd.oasis.opendocument.text",
        archive(mimetype="application/vnd.oasis.opendocument.text", content_xml="<x/>"),
    ),
    "a.epub": ("application/epub+zip", archive(mimetype="application/epub+zip", a_xhtml="x")),
    "a.zip": ("application/zip", archive(a_txt="x")),
    "a.doc": ("application/msword", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600),
    "a.mp4": ("video/mp4", b"\0\0\0\x18ftypisom\0\0\2\0isomiso2" + b"\1" * 99),
    "a.m4a": ("audio/mp4", b"\0\0\0\x18ftypM4A \0\0\2\0isomiso2" + b"\1" * 99),
    "a.webm": ("video/webm", b"\x1aE\xdf\xa3\x9fB\x86\x81\1B\x82\x84webm" + b"\1" * 99),
    "a.ogg": ("audio/ogg", b"OggS\0\2" + b"\0" * 22 + b"\1vorbis"),
    "a.ogv": ("video/ogg", b"OggS\0\2" + b"\0" * 22 + b"\x80theora"),
    "a.mp3": ("audio/mpeg", b"\xff\xfb\x90\x64" + b"\0" * 400),
    "b.mp3": ("audio/mpeg", b"ID3\x04\0\0\0\0\0\0" + b"\0" * 400),
    "a.wav": ("audio/wav", b"RIFF\x24\0\0\0WAVEfmt " + b"\0" * 20),
    "a.vtt": ("text/vtt", "WEBVTT\n\n00:00.000 --> 00:01.000\nBonjour à tous".encode()),
    "a.csv": ("text/csv", "nom;âge\nAwa;30".encode()),
    "b.csv": ("text/csv", "nom;âge\nAwa;30".encode("windows-1252")),
    "a.txt": ("text/plain", b"<script>shown as text, never run</script>"),
    "a.json": ("application/json", b'{"a": 1}'),
}


@pytest.mark.parametrize("name", REAL)
def test_a_file_is_known_by_its_bytes(name: str) -> None:
    kind, body = REAL[name]
    assert inspect(name, body).media_type == kind


def refusal(name: str, body: bytes) -> Invalid | None:
    try:
        inspect(name, body)
    except Invalid as refused:
        return refused
    return None


@pytest.mark.parametrize("name", REAL)
def test_no_bytes_pass_for_another_type(name: str) -> None:
    """Every real file under every other name: refused, or served as what it is."""
    kind, body = REAL[name]
    for other in REAL:
        called = REAL[other][0]
        if refused := refusal(other, body):
            assert refused.code == "not_that_type"
            assert other in refused.detail
            continue
        found = inspect(other, body).media_type
        is_text = called.startswith(("text/", "application/json"))
        alike = {kind, called} <= {"video/mp4", "audio/mp4"}
        is_archive = called == "application/zip" and kind in _ARCHIVES
        assert found == kind or alike or is_archive or (is_text and kind in _TEXTS)


_ARCHIVES = [REAL[f"a.{ending}"][0] for ending in ("docx", "xlsx", "pptx", "odt", "epub")]
_TEXTS = ("text/vtt", "text/csv", "text/plain", "application/json", "image/svg+xml")


def test_what_nobody_knows_is_only_downloaded() -> None:
    for name in ("page.html", "tool.exe", "notes.md", "x", "drawing.unknown"):
        assert inspect(name, b"<html><script>x</script>").media_type == "application/octet-stream"
    assert inspect("drawing", SVG).media_type == "application/octet-stream"
    assert inspect("photo", REAL["a.jpg"][1]).media_type == "image/jpeg"


def test_a_document_with_macros_is_not_taken_for_one_without() -> None:
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w") as file:
        main = "application/vnd.ms-word.document.macroEnabled.main+xml"
        file.writestr("[Content_Types].xml", f'<Override ContentType="{main}"/>')
    with pytest.raises(Invalid, match="DOCX") as refused:
        inspect("a.docx", made.getvalue())
    assert refused.value.code == "not_that_type"


PRETENCES = {
    "html called png": ("plan.png", b"<html><script>alert(1)</script></html>", "not_that_type"),
    "program called jpg": ("plan.jpg", b"MZ\x90\0" + b"\0" * 99, "not_that_type"),
    "html called svg": ("plan.svg", b"<!doctype html><svg></svg>", "not_that_type"),
    "empty": ("plan.png", b"", "empty_file"),
    "empty text": ("a.txt", b"", "empty_file"),
    "cut short": ("plan.png", drawn("PNG", (400, 300))[:-30], "damaged_image"),
    "cut short jpeg": ("plan.jpg", drawn("JPEG", (400, 300))[:-200], "damaged_image"),
    "only a head": ("plan.gif", b"GIF89a", "damaged_image"),
    "image with a script": ("a.gif", drawn("GIF") + b"<script>x()</script>", "two_files_in_one"),
    "image and archive": ("a.png", drawn("PNG") + archive(a_txt="x"), "two_files_in_one"),
    "image and page": ("a.jpg", drawn("JPEG") + b"<!DOCTYPE html><p>", "two_files_in_one"),
    "pdf and archive": ("a.pdf", b"%PDF-1.7 " + archive(a_txt="x"), "two_files_in_one"),
    "image and pdf": ("a.jpg", drawn("JPEG") + b"%PDF-1.7", "two_files_in_one"),
    "laughs": (
        "a.svg",
        b'<!DOCTYPE svg [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;">]>' + SVG,
        "unsafe_drawing",
    ),
    "laughs behind a comment": (
        "a.svg",
        b'<?xml version="1.0"?><!-- x --><!DOCTYPE svg [<!ENTITY a "ha">]>' + SVG,
        "unsafe_drawing",
    ),
    "torn drawing": ("a.svg", SVG[:-3], "unsafe_drawing"),
}


def png_of(width: int, height: int) -> bytes:
    """A picture of any size in a few bytes: what is inside is never looked at."""

    def chunk(kind: bytes, body: bytes) -> bytes:
        whole = kind + body
        return struct.pack(">I", len(body)) + whole + struct.pack(">I", zlib.crc32(whole))

    head = struct.pack(">IIBBBBB", width, height, 1, 0, 0, 0, 0)
    data = zlib.compress(b"\0" * (width // 8 + 2))
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", data) + chunk(b"IEND", b"")


PRETENCES["bomb"] = ("a.png", png_of(60_000, 60_000), "too_many_pixels")


@pytest.mark.django_db
@pytest.mark.parametrize("case", PRETENCES)
def test_a_pretence_is_refused_with_its_name_and_leaves_nothing(
    case: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    name, body, code = PRETENCES[case]
    folder = tmp_path / "blobs"
    setting = {"BACKEND": "courses.files.storing.LocalBlobs", "OPTIONS": {"location": folder}}
    monkeypatch.setitem(storages._storages, "blobs", storages.create_storage(setting))
    course = a_draft()
    with pytest.raises(Invalid) as refused:
        attach(course=course, path=name, body=body)
    assert refused.value.code == code
    assert name in refused.value.detail
    assert not folder.exists() or not any(folder.rglob("*"))
    assert (Blob.objects.count(), Media.objects.count()) == (0, 0)


def test_an_image_of_many_bytes_is_refused_before_it_is_read(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setattr(inspecting, "MOST_BYTES_OF_IMAGE", 100)
    place = tmp_path / "image"
    place.write_bytes(drawn("PNG", (400, 400)))
    with pytest.raises(Invalid) as refused:
        inspect("a.png", place)
    assert refused.value.code == "file_too_large"


def test_pixels_are_counted_before_they_are_decoded(monkeypatch: pytest.MonkeyPatch) -> None:
    """The control of the bomb: without the limit it would be decoded, here a small one."""
    monkeypatch.setattr(resizing, "MOST_PIXELS", 40 * 20 - 1)
    with pytest.raises(Invalid, match="40 × 20 pixels"):
        inspect("a.png", drawn("PNG"))
    monkeypatch.setattr(resizing, "MOST_PIXELS", 40 * 20)
    assert inspect("a.png", drawn("PNG")).width == 40


@settings(max_examples=300)
@given(st.sampled_from(sorted(REAL)), st.data())
def test_damage_is_taken_or_refused_and_nothing_else(name: str, data: st.DataObject) -> None:
    body = bytearray(REAL[name][1])
    for _ in range(data.draw(st.integers(1, 5))):
        body[data.draw(st.integers(0, len(body) - 1))] = data.draw(st.integers(0, 255))
    body = body[: data.draw(st.integers(0, len(body)))]
    refused = refusal(name, bytes(body))
    assert refused is None or name in refused.detail


def test_what_is_known_to_be_a_picture_is_one() -> None:
    assert inspect("a.png", PNG).content == PNG
