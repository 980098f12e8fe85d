"""What an import makes of the draft, the first time and every time after."""

import uuid
from collections.abc import Iterator, Mapping
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command
from django.utils import translation

from campus.accounts.roles import campus_organisation
from campus.errors import Conflict, Invalid
from courses.files.blobs import read
from courses.importing import Imported, import_course
from courses.models import Course, CourseRelease, Lesson, Media, Question
from courses.releases.publishing import publish
from tests.courses.importing_folders import PNG, QUIZ, SUITE, a_folder, write
from tests.world import an_organisation

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _in_english() -> Iterator[None]:
    """What is told is compared with the words of the source code."""
    with translation.override("en"):
        yield


def imported(folder: Path, **given: bool) -> Imported:
    return import_course(folder, organisation=campus_organisation(), **given)


def lesson(path: str) -> Lesson:
    return Lesson.objects.get(path=path)


def changed(folder: Path, files: Mapping[str, str | bytes]) -> tuple[str, ...]:
    write(folder, dict(files))
    return imported(folder).changes


def test_a_folder_becomes_a_draft(tmp_path: Path) -> None:
    course = imported(a_folder(tmp_path)).course
    assert (course.title, course.slug, course.work.key) == (
        "Écrire pour être compris",
        "ecrire",
        "ecrire",
    )
    assert course.organisation == campus_organisation()
    assert course.current_release is None
    assert lesson("1-suite.md").source == SUITE.split("---\n", 2)[2]
    assert lesson("1-suite.md").permalink == "/ecrire/suite/"
    assert read(Media.objects.get().blob) == PNG


def test_importing_again_changes_nothing(tmp_path: Path) -> None:
    folder = a_folder(tmp_path, files={"2-quiz.md": QUIZ})
    first = imported(folder)
    before = list(Lesson.objects.order_by("id").values())
    when = Course.objects.get().changed_at
    assert first.changes
    assert imported(folder).changes == ()
    assert list(Lesson.objects.order_by("id").values()) == before
    assert Course.objects.get().changed_at == when


def test_a_changed_text_changes_the_draft_and_no_release(tmp_path: Path) -> None:
    folder = a_folder(tmp_path)
    release = publish(course=imported(folder).course, by=None)
    changes = changed(folder, {"1-suite.md": SUITE + "\nEt plus.\n"})
    assert changes == ("changed the lesson 1-suite.md: text (Markdown)",)
    assert CourseRelease.objects.get() == release
    assert publish(course=Course.objects.get(), by=None).number == 2


def test_a_lesson_keeps_its_id_when_its_text_changes(tmp_path: Path) -> None:
    folder = a_folder(tmp_path)
    imported(folder)
    before = lesson("1-suite.md").id
    changed(folder, {"1-suite.md": "# Autre titre\n\nAutre texte."})
    assert lesson("1-suite.md").id == before
    assert lesson("1-suite.md").title == "Autre titre"


def test_a_renamed_file_is_the_same_lesson_and_told(tmp_path: Path) -> None:
    folder = a_folder(tmp_path)
    imported(folder)
    before = lesson("1-suite.md").id
    (folder / "1-suite.md").rename(folder / "2-fin.md")
    assert "renamed the lesson 1-suite.md to 2-fin.md" in imported(folder).changes
    assert lesson("2-fin.md").id == before


def test_a_stated_id_follows_the_lesson_whatever_changes(tmp_path: Path) -> None:
    known = uuid.uuid4()
    folder = a_folder(tmp_path, files={"2.md": f"---\nid: {known}\n---\n# Un"})
    imported(folder)
    (folder / "2.md").unlink()
    changes = changed(folder, {"3.md": f"---\nid: {known}\n---\n# Tout autre"})
    assert "renamed the lesson 2.md to 3.md" in changes
    assert lesson("3.md").id == known


def test_an_id_of_another_course_is_refused(tmp_path: Path) -> None:
    imported(a_folder(tmp_path, "un"))
    taken = Lesson.objects.first()
    assert taken
    other = a_folder(tmp_path, "deux", {"2.md": f"---\nid: {taken.id}\n---\n# Vol"})
    with pytest.raises(Conflict, match=r"2\.md: its `id:`"):
        imported(other)
    assert not Course.objects.filter(slug="deux").exists()


def test_a_file_that_is_gone_is_archived_and_may_come_back(tmp_path: Path) -> None:
    folder = a_folder(tmp_path)
    imported(folder)
    (folder / "1-suite.md").unlink()
    gone = "archived the lesson 1-suite.md, which the folder no longer has"
    assert gone in imported(folder).changes
    assert lesson("1-suite.md").archived_at
    assert "brought back the lesson 1-suite.md" in changed(folder, {"1-suite.md": SUITE})
    assert lesson("1-suite.md").archived_at is None


def test_files_are_added_replaced_and_removed(tmp_path: Path) -> None:
    folder = a_folder(tmp_path)
    imported(folder)
    assert changed(folder, {"b.csv": "a;b"}) == ("added the file b.csv",)
    assert changed(folder, {"b.csv": "c;d"}) == ("replaced the file b.csv",)
    (folder / "b.csv").unlink()
    assert imported(folder).changes == ("removed the file b.csv",)


def test_answers_keep_their_ids_when_a_question_is_added_before(tmp_path: Path) -> None:
    folder = a_folder(tmp_path, files={"2-quiz.md": QUIZ})
    imported(folder)
    before = {one.prompt: one.id for one in Question.objects.all()}
    extra = "## D’abord ?\n\n- [x] Oui\n- [ ] Non\n\n## Quelle couleur ?"
    changed(folder, {"2-quiz.md": QUIZ.replace("## Quelle couleur ?", extra)})
    after = {one.prompt: one.id for one in Question.objects.all()}
    assert len(after) == 3
    assert before.items() <= after.items()


def test_a_corrected_key_is_told(tmp_path: Path) -> None:
    folder = a_folder(tmp_path, files={"2-quiz.md": QUIZ})
    imported(folder)
    corrected = QUIZ.replace("- [x] Rouge", "- [ ] Rouge").replace("- [ ] Bleu", "- [x] Bleu")
    changes = changed(folder, {"2-quiz.md": corrected})
    assert changes == ("changed the choices of question 1 of 2-quiz.md",)


def test_modules_keep_their_ids_when_renamed(tmp_path: Path) -> None:
    manifest = "modules:\n  - title: {}\n    lessons: [README.md, 1-suite.md]\n"
    folder = a_folder(tmp_path, files={"course.yaml": manifest.format("Avant")})
    module = imported(folder).course.modules.get()
    changed(folder, {"course.yaml": manifest.format("Après")})
    module.refresh_from_db()
    assert (module.title, module.archived_at) == ("Après", None)


def test_a_dry_run_tells_the_same_and_writes_nothing(tmp_path: Path) -> None:
    folder = a_folder(tmp_path)
    tried = imported(folder, dry_run=True)
    assert not Course.objects.exists()
    assert imported(folder).changes == tried.changes


def test_a_broken_file_writes_nothing_at_all(tmp_path: Path) -> None:
    with pytest.raises(Invalid):
        imported(a_folder(tmp_path, files={"2.md": b"\xff"}))
    assert not Course.objects.exists()


def test_a_course_of_another_organisation_is_left_alone(tmp_path: Path) -> None:
    folder = a_folder(tmp_path)
    import_course(folder, organisation=an_organisation())
    with pytest.raises(Conflict, match="belongs to"):
        imported(folder)


def test_two_courses_in_one_language_are_no_translations(tmp_path: Path) -> None:
    manifest = {"course.yaml": "work: writing\nlanguage: fr\n"}
    imported(a_folder(tmp_path, "un", manifest))
    with pytest.raises(Conflict, match="“writing” has a course in “fr” already, un"):
        imported(a_folder(tmp_path, "deux", manifest))
    english = imported(
        a_folder(tmp_path, "trois", {"course.yaml": "work: writing\nlanguage: en\n"})
    )
    assert english.course.work == Course.objects.get(slug="un").work


def test_dead_links_and_missing_images_are_listed_with_their_lines(tmp_path: Path) -> None:
    text = "---\ntitle: A\n---\n\n[x](rien.md)\n\n![Y](rien.png)\n\n[z](/nulle/part)\n"
    findings = imported(a_folder(tmp_path, files={"2.md": text})).findings
    listed = [(one.line, one.code) for one in findings if one.path == "2.md"]
    assert listed == [(5, "unresolved_link"), (7, "missing_image"), (9, "unresolved_link")]


def test_a_link_to_a_course_that_comes_later_resolves_when_it_is_there(tmp_path: Path) -> None:
    text = "[x](../autre/1-suite.md) [y](/ecrire/suite)"
    folder = a_folder(tmp_path, files={"2.md": text, "1-suite.md": "# Sans"})
    assert any(one.code == "unresolved_link" for one in imported(folder).findings)
    imported(a_folder(tmp_path, "autre"))
    again = imported(folder)
    assert again.changes == ()
    assert not any(one.code == "unresolved_link" for one in again.findings)


def test_a_dead_link_in_a_question_is_listed_and_a_long_text_said(tmp_path: Path) -> None:
    files = {
        "2-quiz.md": QUIZ.replace("Un indice : `rouge`.", "Voir [ici](rien.md)."),
        "3.md": "# Long\n\n" + "mot " * 60_000,
    }
    findings = imported(a_folder(tmp_path, files=files)).findings
    listed = {(one.path, one.code) for one in findings}
    assert {("2-quiz.md", "unresolved_link"), ("3.md", "text_refused")} <= listed


def test_a_file_that_no_lesson_shows_is_listed(tmp_path: Path) -> None:
    findings = imported(a_folder(tmp_path, files={"seul.pdf": b"%PDF-"})).findings
    assert [one.path for one in findings if one.code == "unused_file"] == ["seul.pdf"]


def command(*arguments: object) -> str:
    out = StringIO()
    call_command(*arguments, stdout=out)
    return out.getvalue()


def test_the_command_tells_what_it_made_and_what_comes_next(tmp_path: Path) -> None:
    folder = a_folder(tmp_path, files={"2.md": "[x](rien.md)"})
    told = command("import_course", folder)
    assert "made the course “Écrire pour être compris” (ecrire)" in told
    assert "! 2.md:1: The link to rien.md leads nowhere" in told
    assert told.rstrip().endswith("manage.py publish_course ecrire")
    assert "nothing changed" in command("import_course", folder)


def test_the_command_shows_the_difference_without_writing(tmp_path: Path) -> None:
    told = command("import_course", a_folder(tmp_path), "--dry-run")
    assert "would have made the course" in told
    assert not Course.objects.exists()


def test_the_command_publishes_if_asked(tmp_path: Path) -> None:
    folder = a_folder(tmp_path)
    assert "release 1 is published" in command("import_course", folder, "--publish")
    assert "nothing changed" in command("publish_course", "ecrire")
    write(folder, {"1-suite.md": "# Neuf\n\nUn texte neuf."})
    command("import_course", folder)
    assert "release 2 is published" in command("publish_course", "ecrire")


@pytest.mark.parametrize(
    ("arguments", "detail"),
    [
        (("import_course", "/nulle/part"), "neither a folder"),
        (("publish_course", "rien"), "No course is called rien"),
    ],
)
def test_a_command_that_cannot_says_why(arguments: tuple[str, ...], detail: str) -> None:
    with pytest.raises(CommandError, match=detail):
        command(*arguments)


def test_the_command_imports_for_the_organisation_named(tmp_path: Path) -> None:
    owner = an_organisation()
    command("import_course", a_folder(tmp_path), "--organisation", owner.slug)
    assert Course.objects.get().organisation == owner
    with pytest.raises(CommandError, match="No organisation is called nobody"):
        command("import_course", a_folder(tmp_path, "b"), "--organisation", "nobody")


def test_captions_of_a_lesson_are_files_that_it_shows(tmp_path: Path) -> None:
    film = "# Un film\n"
    head = (
        "---\nkind: video\naddress: https://example.org/film\ncaptions:\n  fr: film.fr.vtt\n---\n"
    )
    vtt = b"WEBVTT\n\n00:00.000 --> 00:02.000\nBonjour.\n"
    files = {"3.md": head + film, "film.fr.vtt": vtt, "film.en.vtt": vtt}
    findings = imported(a_folder(tmp_path, files=files)).findings
    assert [one.path for one in findings if one.code == "unused_file"] == ["film.en.vtt"]
