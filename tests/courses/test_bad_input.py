"""Bad input at every importer and form: a clear message in her language, the draft as it was.

The table is `DOORS` × the harms that can come through each. What stands elsewhere, by subject:
- text form, every harm in English and in full: test_importing_harm, test_importing_reading
- by their bytes, all pretences of files: test_inspecting, test_captions, test_drawings
- parts of files, their order, sizes and checksums: test_uploading, rest/test_uploads
- tables of skills: test_frameworks; questions in other formats: questionimports/
- a quiz without an answer, on the page of a quiz: quizform/, admin/test_quizzes
The commands speak English to whoever operates the campus, as all commands do.
"""

import base64
import io
import zipfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import CommandError, call_command
from django.http import HttpResponse
from django.urls import reverse

from courses.catalogue import sheets
from courses.drafting import attaching
from courses.exporting import text_form
from courses.importing import files as importing_files
from courses.models import Comment, Course, Lesson, Media, Skill, Upload, Wish
from tests.courses.importing_folders import a_folder
from tests.courses.test_captions import GOOD as CAPTIONS
from tests.courses.test_importing_harm import HARM
from tests.courses.test_inspecting import PRETENCES
from tests.courses.whole_drafts import a_whole_draft
from tests.drawn import PNG
from tests.trainers import Admin, a_staff_member, a_trainer
from tests.world import lessons_of

pytestmark = pytest.mark.django_db
CLIMBING = "../../dehors.png"
BOMB = PRETENCES["bomb"][1]
LAUGHS = PRETENCES["laughs"][1]
LONG = "mot " * 3_000


@dataclass
class Desk:
    """A trainer, somebody of the campus's staff, and a draft with something in every field."""

    course: Course
    trainer: Admin
    staff: Admin
    folder: Path

    @property
    def lesson(self) -> Lesson:
        return lessons_of(self.course)[0]


@pytest.fixture(autouse=True)
def _uploads(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(settings, "UPLOADS_FOLDER", tmp_path / "uploads")


@pytest.fixture
def course() -> Course:
    course = a_whole_draft()
    Course.objects.filter(pk=course.pk).update(archived_at=None)
    course.refresh_from_db()
    return course


@pytest.fixture
def desk(course: Course, tmp_path: Path) -> Callable[[str], Desk]:
    trainer, staff = a_trainer(course.organisation), a_staff_member()

    def opened(language: str) -> Desk:
        hers, theirs = Admin(trainer, language=language), Admin(staff, language=language)
        return Desk(course, hers, theirs, tmp_path)

    return opened


def kept(course: Course) -> object:
    """All that the draft says and holds, and what stands beside drafts."""
    course = Course.objects.get(pk=course.pk)
    told = text_form(course)
    files = {path: blob.pk for path, blob in told.files.items()}
    counts = [one.objects.count() for one in (Course, Media, Skill, Wish, Comment, Upload)]
    return told.texts, files, counts, course.changed_at


# Doors for files: name and bytes in, all that was said out.


def _said(answer: HttpResponse) -> str:
    """What a form or a page refused; a page that took it has said nothing."""
    if answer.headers["Content-Type"].startswith(("application/json", "application/problem+json")):
        assert answer.status_code >= 400, answer.content
        return str(answer.json()["detail"])
    assert answer.status_code == 200, answer.status_code
    shown = answer.context
    form = shown["adminform"].form if "adminform" in shown else shown["form"]
    return " ".join(str(text) for texts in form.errors.values() for text in texts)


def text_form_into(desk: Desk, name: str, body: bytes) -> str:
    return _imported(desk.trainer, name, body, "courses_course_import_text", desk.course.id)


def text_form_new(desk: Desk, name: str, body: bytes) -> str:
    given = {"organisation": desk.course.organisation_id}
    return _imported(desk.trainer, name, body, "courses_course_import_new", **given)


def _imported(admin: Admin, name: str, body: bytes, page: str, *ids: Any, **given: Any) -> str:
    file = SimpleUploadedFile(name, body, content_type="application/zip")
    answer = admin.post(page, *ids, data={"archive": file, **given})
    if answer.status_code != 302:
        return _said(answer)
    shown = admin.client.get(answer.headers["Location"])
    assert shown.context["tried"] is None
    assert 'name="seen"' not in shown.content.decode(), "there is a button all the same"
    return str(shown.context["refused"])


def a_file(desk: Desk, name: str, body: bytes) -> str:
    file = SimpleUploadedFile("x" if name == CLIMBING else name, body)
    where = name if name == CLIMBING else ""
    data = {"course": desk.course.id, "where": where, "upload": file}
    return _said(desk.trainer.post("courses_media_add", data=data))


def in_parts(desk: Desk, name: str, body: bytes) -> str:
    told = {"course": desk.course.slug, "path": name}
    metadata = ",".join(f"{k} {base64.b64encode(v.encode()).decode()}" for k, v in told.items())
    headers = {"Tus-Resumable": "1.0.0", "Upload-Length": str(len(body))}
    client = desk.trainer.client
    begun = client.post(
        "/api/v1/uploads",
        content_type="",
        headers={**headers, "Upload-Metadata": metadata},  # type: ignore[arg-type]
    )
    if begun.status_code != 201:
        return _said(begun)
    return _said(
        client.patch(
            begun.headers["Location"],
            body,
            content_type="application/offset+octet-stream",
            headers={"Tus-Resumable": "1.0.0", "Upload-Offset": "0"},
        )
    )


def a_picture(desk: Desk, name: str, body: bytes) -> str:
    data = {"file": SimpleUploadedFile(name, body), "alt": "Le plan"}
    return _said(desk.trainer.post("courses_lesson_image", desk.lesson.id, data=data))


def some_skills(desk: Desk, name: str, body: bytes) -> str:
    data = {"framework": "X", "file": SimpleUploadedFile(name, body), "is_sure": "on"}
    return _said(desk.staff.client.post(reverse("admin:courses_skill_framework"), data))


Sent = tuple[str, bytes]
# What each door is given, by harm, and what its refusal names: the file, the line.
FILES: dict[Callable[[Desk, str, bytes], str], dict[str, tuple[Sent, tuple[str, ...]]]] = {
    a_file: {
        "the wrong file": (("plan.png", b"MZ\x90\0"), ("plan.png", "PNG")),
        "nothing": (("plan.png", b""), ()),
        "the huge file": (("long.txt", b"x" * 200_001), ("1",)),
        "a bomb of pixels": (("plan.png", BOMB), ("plan.png", "60000")),
        "a bomb of entities": (("plan.svg", LAUGHS), ("plan.svg",)),
        "a path that climbs": ((CLIMBING, PNG), (CLIMBING,)),
        "windows-1252": (("fr.vtt", CAPTIONS.encode("cp1252")), ("fr.vtt", "3")),
        "captions nobody can time": (
            ("fr.vtt", CAPTIONS.replace("04.5", "04,5").encode()),
            ("fr.vtt", "6"),
        ),
    },
    in_parts: {
        "the wrong file": (("images/plan.png", b"MZ\x90\0"), ("images/plan.png", "PNG")),
        "nothing": (("plan.png", b""), ("plan.png",)),
        "the huge file": (("long.txt", b"x" * 200_001), ("1",)),
        "a bomb of pixels": (("plan.png", BOMB), ("plan.png", "60000")),
        "a bomb of entities": (("plan.svg", LAUGHS), ("plan.svg",)),
        "a path that climbs": ((CLIMBING, PNG), (CLIMBING,)),
        "windows-1252": (("fr.vtt", CAPTIONS.encode("cp1252")), ("fr.vtt", "3")),
    },
    a_picture: {
        "the wrong file": (("plan.png", b"MZ\x90\0"), ("plan.png", "PNG")),
        "no picture at all": (("fiche.pdf", b"%PDF-1.4 fiche"), ("PNG", "WebP")),
        "the huge file": (("long.png", PNG + b"\0" * 200_001), ("1",)),
        "a bomb of pixels": (("plan.png", BOMB), ("plan.png", "60000")),
    },
    some_skills: {
        "the wrong file": (("a.csv", b"PK\x03\x04\0\0\0"), ("CSV",)),
        "another table": (("a.csv", b"nom;titre\na;b\n"), ("nom", "titre", "title_fr")),
        "nothing below the heading": (("a.csv", b"key;title_fr\n"), ()),
        "the huge file": (("a.csv", b"key;title_fr\n" + b"x" * 200_001), ("MB",)),
        "a line without a title": (("a.csv", b"key;title_fr\na;Un\nb;\n"), ("3", "title_fr")),
        "a line that never ends": (("a.csv", b'key;title_fr\na;"Un\n'), ("2",)),
    },
}


def _a_row(door: Any, harm: str) -> Any:
    return pytest.param(door, *FILES[door][harm], id=f"{door.__name__}: {harm}")


@pytest.fixture
def little_room(monkeypatch: pytest.MonkeyPatch) -> None:
    """So that a huge file need not be made."""
    monkeypatch.setattr(attaching, "MOST_BYTES", 200_000)
    monkeypatch.setattr(sheets, "MOST_BYTES", 200_000)
    monkeypatch.setattr(settings, "LARGEST_UPLOAD", 200_000)
    monkeypatch.setattr(importing_files, "MOST_BYTES", 200_000)


@pytest.mark.usefixtures("little_room")
@pytest.mark.parametrize(
    ("door", "sent", "places"), [_a_row(door, harm) for door in FILES for harm in FILES[door]]
)
def test_a_file_that_harms_is_refused_in_her_language_and_nothing_changed(
    door: Callable[[Desk, str, bytes], str],
    sent: Sent,
    places: tuple[str, ...],
    desk: Callable[[str], Desk],
    course: Course,
) -> None:
    before = kept(course)
    in_french, in_english = (door(desk(language), *sent) for language in ("fr", "en"))
    _assert_said(in_french, in_english, places)
    assert kept(course) == before


def _assert_said(in_french: str, in_english: str, places: tuple[str, ...]) -> None:
    assert in_french
    assert in_french != in_english, "nobody translated it"
    for place in places:
        assert place.replace("MB", "Mo") in in_french
        assert place in in_english


def test_the_same_files_without_the_harm_are_taken(desk: Callable[[str], Desk]) -> None:
    """The control: no door refuses everything, and what is taken is seen to be."""
    at = desk("fr")
    before = kept(at.course)
    with pytest.raises(AssertionError):
        a_file(at, "plan.png", PNG)
    with pytest.raises(AssertionError):
        a_file(at, "fr.vtt", CAPTIONS.encode())
    with pytest.raises((AssertionError, ValueError)):
        in_parts(at, "films/fr.vtt", CAPTIONS.encode())
    with pytest.raises(AssertionError):
        a_picture(at, "plan.png", PNG)
    assert not some_skills(at, "a.csv", "key;title_fr\na;Été\n".encode("cp1252"))
    assert Skill.objects.get(key="a").title == {"fr": "Été"}
    held = set(at.course.media.values_list("path", flat=True))
    assert {"plan.png", "fr.vtt", "films/fr.vtt", "images/plan.png"} <= held
    assert kept(at.course) != before


# The text form: each harm as test_importing_harm makes it, on the pages of the admin.
PLACES: dict[str, tuple[str, ...]] = {
    "the wrong file": (),
    "a bomb": ("a.csv",),
    "a path that climbs": ("../../evil.md",),
    "an absolute path": ("/etc/evil.md",),
    "a path of Windows": ("C:evil.md",),
    "a device": ("images/CON.png",),
    "names alike": ("README.md",),
    "a file twice": ("README.md",),
    "an encrypted archive": (".md",),
    "a broken archive": ("images/plan.png",),
    "another encoding": ("2.md", "1"),
    "a quiz without an answer": ("2-quiz.md:9",),
    "a picture that is none": ("images/b.png",),
    "a bank nobody has": ("2-quiz.md",),
    "a rule that makes no sense": ("2-quiz.md:4",),
    "a key written twice": ("2.md:3",),
}


def test_no_harm_is_forgotten() -> None:
    assert set(PLACES) == set(HARM)


@pytest.mark.parametrize("door", [text_form_into, text_form_new])
@pytest.mark.parametrize("harm", PLACES)
def test_a_folder_that_harms_is_refused_in_her_language_and_nothing_changed(
    harm: str,
    door: Callable[[Desk, str, bytes], str],
    desk: Callable[[str], Desk],
    course: Course,
    tmp_path: Path,
) -> None:
    before = kept(course)
    make, _words = HARM[harm]
    of_it = {"course.yaml": f"slug: {course.slug}\n"} if door == text_form_into else {}
    archive = make(a_folder(tmp_path, files=of_it))
    body = archive.read_bytes()
    in_french, in_english = (door(desk(one), archive.name, body) for one in ("fr", "en"))
    _assert_said(in_french, in_english, PLACES[harm])
    assert kept(course) == before


@pytest.mark.usefixtures("little_room")
def test_a_folder_too_large_is_refused_before_it_is_looked_at(
    desk: Callable[[str], Desk], course: Course
) -> None:
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w") as file:
        file.writestr("README.md", "x" * 200_001)
    before = kept(course)
    said = [text_form_into(desk(one), "cours.zip", made.getvalue()) for one in ("fr", "en")]
    _assert_said(*said, ("cours.zip",))
    assert kept(course) == before


@pytest.mark.parametrize("harm", ["the wrong file", "another encoding", "a quiz without an answer"])
def test_the_command_names_the_place_and_changes_nothing(
    harm: str, course: Course, tmp_path: Path
) -> None:
    before = kept(course)
    make, said = HARM[harm]
    with pytest.raises(CommandError) as refused:
        call_command("import_course", str(make(a_folder(tmp_path))))
    assert said in str(refused.value)
    assert kept(course) == before


@pytest.mark.parametrize(
    ("body", "said"), [(b"PK\x03\x04\0", "not text"), (b"key;title_fr\na;\n", "line 2")]
)
def test_the_command_of_skills_names_the_line(body: bytes, said: str, tmp_path: Path) -> None:
    file = tmp_path / "a.csv"
    file.write_bytes(body)
    with pytest.raises(CommandError, match=said):
        call_command("import_skills", str(file), framework="X")
    assert not Skill.objects.exists()


# Doors for texts: what was typed in, all that was said out.


def a_pasted_text(desk: Desk, text: str) -> str:
    return _said(desk.trainer.post("courses_lesson_paste", desk.lesson.id, data={"html": text}))


def a_comment(desk: Desk, text: str) -> str:
    answer = desk.trainer.post("courses_course_comment", desk.course.id, data={"text": text})
    return desk.trainer.said(answer)


def a_wish(desk: Desk, text: str) -> str:
    return _said(desk.trainer.client.post(f"/{_language(desk)}/wishes", {"title": text}))


def a_wish_of_a_program(desk: Desk, text: str) -> str:
    given = {"title": text}
    post = desk.trainer.client.post
    return _said(post("/api/v1/wishes", given, content_type="application/json"))


def _language(desk: Desk) -> str:
    return str(desk.trainer.client.defaults["HTTP_ACCEPT_LANGUAGE"])


def _changed(page: str, of: Callable[[Desk], Any], field: str) -> Callable[[Desk, str], str]:
    def sent(desk: Desk, text: str) -> str:
        return _said(desk.trainer.save(page, of(desk).id, change={field: text}))

    sent.__name__ = f"{page} {field}"
    return sent


def a_new_lesson(desk: Desk, text: str) -> str:
    module = desk.course.modules.all()[0]
    data = {"module": str(module.pk), "title": text, "kind": "article"}
    address = reverse("admin:courses_course_lesson", args=[desk.course.pk])
    return _said(desk.trainer.client.post(address, data, headers={"Accept": "application/json"}))


def an_alternative_text(desk: Desk, text: str) -> str:
    data = {"file": SimpleUploadedFile("a.png", PNG), "alt": text}
    return _said(desk.trainer.post("courses_lesson_image", desk.lesson.id, data=data))


def a_copy(desk: Desk, text: str) -> str:
    address = reverse("admin:courses_course_duplicate", args=[desk.course.pk])
    return _said(desk.trainer.client.post(address, {"title": text}))


COURSE, LESSON = (lambda desk: desk.course), (lambda desk: desk.lesson)
TEXTS: dict[Callable[[Desk, str], str], dict[str, str]] = {
    a_pasted_text: {"too much": "x" * 5_000_001},
    a_comment: {"nothing": " \n\0", "too much": LONG},
    a_wish: {"nothing": "", "too much": LONG, "no text": "a\0b"},
    a_wish_of_a_program: {"nothing": "", "too much": LONG, "no text": "a\0b"},
    a_new_lesson: {"nothing": "", "too much": LONG, "no text": "a\0b"},
    an_alternative_text: {"nothing": "\0", "too much": LONG},
    a_copy: {"nothing": "", "too much": LONG, "no text": "a\0b"},
    _changed("courses_course_change", COURSE, "title"): {"nothing": "", "too much": LONG},
    _changed("courses_course_change", COURSE, "slug"): {"another's": "a b/../c", "no text": "a\0"},
    _changed("courses_lesson_change", LESSON, "title"): {"nothing": "", "too much": LONG},
    _changed("courses_lesson_change", LESSON, "source"): {"no text": "a\0b"},
    _changed("courses_lesson_change", LESSON, "minutes"): {"no number": "dix", "too many": "9" * 9},
    _changed("courses_module_change", lambda desk: desk.course.modules.all()[0], "title"): {
        "nothing": "",
        "too much": LONG,
        "no text": "a\0b",
    },
    _changed("courses_media_change", lambda desk: desk.course.media.all()[0], "alt"): {
        "too much": LONG,
        "no text": "a\0b",
    },
}


def _rows() -> Iterator[Any]:
    for door, harms in TEXTS.items():
        for harm, text in harms.items():
            yield pytest.param(door, text, id=f"{door.__name__}: {harm}")


@pytest.mark.parametrize(("door", "text"), list(_rows()))
def test_a_text_that_harms_is_refused_in_her_language_and_nothing_changed(
    door: Callable[[Desk, str], str], text: str, desk: Callable[[str], Desk], course: Course
) -> None:
    before = kept(course)
    in_french, in_english = (door(desk(language), text) for language in ("fr", "en"))
    _assert_said(in_french, in_english, ())
    assert kept(course) == before


def test_signs_that_nobody_types_are_left_out(desk: Callable[[str], Desk], course: Course) -> None:
    at = desk("fr")
    a_comment(at, "À relire\0 !")
    assert Comment.objects.get().text == "À relire !"
    data = {"html": "<p>a\0b</p>"}
    told = at.trainer.post("courses_lesson_paste", at.lesson.id, data=data).json()
    assert told["markdown"] == "ab\n"
    data = {"path": "images/plan.png\0", "alt": "Le plan"}
    refused = at.trainer.post("courses_lesson_image", at.lesson.id, data=data)
    assert refused.status_code == 400


def test_a_program_that_speaks_windows_1252_is_told(
    desk: Callable[[str], Desk], course: Course
) -> None:
    before = kept(course)
    body = '{"title": "Été"}'.encode("cp1252")
    client = desk("fr").trainer.client
    answer = client.post("/api/v1/wishes", body, content_type="application/json")
    assert answer.status_code == 400
    assert "JSON" in answer.json()["detail"]
    assert kept(course) == before
