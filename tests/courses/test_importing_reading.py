"""What a folder or archive of Markdown says, and which ones are refused and why."""

import os
import stat
import zipfile
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.utils import translation

from campus.errors import Invalid
from courses.importing import files as importing_files
from courses.importing.reading import read_course
from courses.importing.shapes import ImportedCourse
from tests.courses.importing_folders import PNG, QUIZ, SUITE, a_folder, write, zipped


@pytest.fixture(autouse=True)
def _in_english() -> Iterator[None]:
    """What is refused is compared with the words of the source code."""
    with translation.override("en"):
        yield


def codes(course: ImportedCourse) -> set[tuple[str, str]]:
    return {(finding.path, finding.code) for finding in course.findings}


def test_a_plain_folder_is_a_course(tmp_path: Path) -> None:
    course = read_course(a_folder(tmp_path))
    assert course.title == "Écrire pour être compris"
    assert (course.slug, course.language, course.licence) == ("ecrire", "fr", "etalab-2.0")
    assert course.licence_text.startswith("# Licence Ouverte 2.0")
    assert course.summary == "Pour les agents qui écrivent."
    assert [lesson.path for lesson in course.lessons] == ["README.md", "1-suite.md"]
    assert [lesson.title for lesson in course.lessons] == ["Écrire pour être compris", "La suite"]
    assert [media.path for media in course.media] == ["images/plan.png"]
    with course.media[0].on_disk() as file:
        assert file.read_bytes() == PNG


def test_the_text_is_kept_as_it_is_written(tmp_path: Path) -> None:
    lesson = read_course(a_folder(tmp_path)).lessons[1]
    assert lesson.source == SUITE.split("---\n", 2)[2]
    assert lesson.first_line == SUITE[: SUITE.index(lesson.source)].count("\n") + 1
    assert lesson.permalink == "/ecrire/suite/"


def test_the_readme_comes_first_and_numbers_count_as_numbers(tmp_path: Path) -> None:
    folder = a_folder(tmp_path, files={f"{n}-x.md": f"# {n}" for n in (2, 10)})
    paths = [lesson.path for lesson in read_course(folder).lessons]
    assert paths == ["README.md", "1-suite.md", "2-x.md", "10-x.md"]


def test_folders_below_are_modules(tmp_path: Path) -> None:
    folder = a_folder(tmp_path, files={"2-aller-plus-loin/1-a.md": "# A"})
    titles = [module.title for module in read_course(folder).modules]
    assert titles == ["Écrire pour être compris", "Aller plus loin"]


@pytest.mark.parametrize("inside", ["", "ecrire-main/"])
def test_an_archive_reads_as_its_folder(tmp_path: Path, inside: str) -> None:
    folder = a_folder(tmp_path)
    course = read_course(zipped(folder, inside=inside))
    assert course.lessons == read_course(folder).lessons
    assert course.slug == (inside.rstrip("/") or "ecrire")


def test_a_heading_that_says_nothing_is_no_title(tmp_path: Path) -> None:
    folder = a_folder(
        tmp_path, "qualite-des-donnees", {"README.md": "# Introduction\n\nLa qualité."}
    )
    course = read_course(folder)
    assert course.title == "Qualité des donnees"
    assert ("README.md", "title_from_folder") in codes(course)


def test_the_readmes_front_matter_may_name_the_course(tmp_path: Path) -> None:
    text = "---\ncourse:\n  title: Les données\n  level: 3\n---\n# Introduction\n"
    course = read_course(a_folder(tmp_path, files={"README.md": text}))
    assert (course.title, course.level) == ("Les données", 3)


def test_course_yaml_says_it_all(tmp_path: Path) -> None:
    manifest = """
title: Clair et net
summary: En bref.
language: fr
level: 2
licence: CC-BY-4.0
authors: [Awa, Karim]
source: https://example.org/clair
work: plain-language
skills:
  - id: writing
    title: {fr: Écrire, en: Writing}
    level: 2
modules:
  - title: D’abord
    lessons: [1-suite.md]
"""
    course = read_course(a_folder(tmp_path, files={"course.yaml": manifest}))
    said = (course.title, course.summary, course.level, course.licence, course.authors)
    assert said == ("Clair et net", "En bref.", 2, "CC-BY-4.0", "Awa, Karim")
    assert (course.work, course.source) == ("plain-language", "https://example.org/clair")
    assert (course.skills[0].key, course.skills[0].level) == ("writing", 2)
    assert [(m.title, [one.path for one in m.lessons]) for m in course.modules] == [
        ("D’abord", ["1-suite.md"]),
        ("Clair et net", ["README.md"]),
    ]
    assert codes(course) == {("README.md", "lesson_unlisted")}


def test_a_lesson_that_course_yaml_lists_must_be_there(tmp_path: Path) -> None:
    manifest = "modules:\n  - title: A\n    lessons: [9-rien.md]\n"
    with pytest.raises(Invalid, match=r"9-rien\.md is listed") as refused:
        read_course(a_folder(tmp_path, files={"course.yaml": manifest}))
    assert refused.value.code == "lesson_missing"


def test_an_unknown_key_is_found_and_a_known_one_not(tmp_path: Path) -> None:
    text = "---\ntitle: A\nminuts: 3\n---\ntexte"
    course = read_course(a_folder(tmp_path, files={"2.md": text}))
    assert ("2.md", "unknown_key") in codes(course)
    right = read_course(a_folder(tmp_path, files={"2.md": text.replace("minuts", "minutes")}))
    assert ("2.md", "unknown_key") not in codes(right)
    assert right.lessons[2].minutes == 3


def test_the_licence_of_the_folder_above_counts(tmp_path: Path) -> None:
    folder = a_folder(tmp_path)
    (folder / "LICENSE.md").rename(tmp_path / "LICENSE.md")
    assert read_course(folder).licence == "etalab-2.0"
    (tmp_path / "LICENSE.md").unlink()
    assert ("README.md", "licence_missing") in codes(read_course(folder))


def test_what_is_left_out_is_listed(tmp_path: Path) -> None:
    course = read_course(a_folder(tmp_path, files={".DS_Store": "x", "a.xyz": "y"}))
    assert {(".DS_Store", "ignored_file"), ("a.xyz", "unknown_media_type")} <= codes(course)


def test_a_quiz_is_read_from_its_text(tmp_path: Path) -> None:
    lesson = read_course(a_folder(tmp_path, files={"2-quiz.md": QUIZ})).lessons[2]
    assert (lesson.kind, lesson.mastery, lesson.move_on) == ("quiz", 0.5, "Passed")
    assert lesson.source == "Deux questions."
    first, second = lesson.questions
    assert first.prompt == "Quelle couleur ?\n\nUn indice : `rouge`."
    assert [(c.text, c.is_correct, c.feedback) for c in first.choices] == [
        ("Rouge", True, "Bravo."),
        ("Bleu", False, "Relisez."),
    ]
    assert first.explanation == "la tomate est rouge."
    assert (first.kind, second.kind) == ("single", "multiple")


@pytest.mark.parametrize(
    ("old", "new", "code", "line"),
    [
        ("- [x] Rouge", "- [ ] Rouge", "no_right_answer", 9),
        ("- [ ] Bleu\n  > Relisez.\n", "", "no_choices", 9),
        ("- [ ] Trop", "- [ ]", "empty_choice", 24),
    ],
)
def test_a_question_nobody_can_answer_is_refused(
    tmp_path: Path, old: str, new: str, code: str, line: int
) -> None:
    with pytest.raises(Invalid) as refused:
        read_course(a_folder(tmp_path, files={"2-quiz.md": QUIZ.replace(old, new)}))
    assert [(fault.pointer, fault.code) for fault in refused.value.faults] == [
        (f"2-quiz.md:{line}", code)
    ]


def test_a_quiz_without_questions_is_refused(tmp_path: Path) -> None:
    with pytest.raises(Invalid, match="needs questions"):
        read_course(a_folder(tmp_path, files={"2.md": "---\nkind: quiz\n---\nRien."}))


def test_a_folder_without_markdown_is_refused(tmp_path: Path) -> None:
    (tmp_path / "vide").mkdir()
    write(tmp_path / "vide", {"LICENSE.md": "MIT License", "a.png": PNG})
    with pytest.raises(Invalid, match="no Markdown") as refused:
        read_course(tmp_path / "vide")
    assert refused.value.code == "no_markdown"


def test_a_folder_of_courses_reads_as_modules_only_if_it_is_one(tmp_path: Path) -> None:
    a_folder(tmp_path / "tous", "un")
    assert [m.title for m in read_course(tmp_path / "tous").modules] == ["Écrire pour être compris"]


def test_a_path_that_is_nothing_is_refused(tmp_path: Path) -> None:
    with pytest.raises(Invalid, match="neither a folder nor a zip"):
        read_course(tmp_path / "rien")


def test_a_file_that_is_not_utf8_is_refused_with_its_place(tmp_path: Path) -> None:
    with pytest.raises(Invalid, match=r"2\.md: this file is not UTF-8 \(byte 6, line 2\)"):
        read_course(
            a_folder(
                tmp_path, files={"2.md": "# Un\n\xe9".encode("latin-1").replace(b"\n", b"\nx")}
            )
        )


def test_the_same_text_in_utf8_with_a_mark_is_read(tmp_path: Path) -> None:
    course = read_course(a_folder(tmp_path, files={"2.md": "\ufeff# Été\n"}))
    assert course.lessons[2].title == "Été"


@pytest.mark.parametrize(
    ("text", "detail"),
    [
        ("---\ntitle: [a\n---\n", r"2\.md:[234]: this YAML"),
        ("---\ntitle: a\n\ntexte\n", r"2\.md:1: the front matter is never closed"),
        ("---\n- a\n- b\n---\n", r"2\.md:2: this should be lines"),
        ("---\nkind: poem\n---\n", r"2\.md:2: `kind: poem` should be one of article"),
        ("---\nminutes: many\n---\n", r"2\.md:2: `minutes: many` should be a whole number"),
        ("---\nid: 12\n---\n", r"2\.md:2: `id: 12` should be a UUID"),
    ],
)
def test_a_broken_front_matter_is_refused_with_its_place(
    tmp_path: Path, text: str, detail: str
) -> None:
    with pytest.raises(Invalid, match=detail):
        read_course(a_folder(tmp_path, files={"2.md": text}))


def test_every_broken_file_is_named_at_once(tmp_path: Path) -> None:
    broken = {"2.md": b"\xff", "3.md": "---\nkind: poem\n---\n"}
    with pytest.raises(Invalid, match=r"(?s)2\.md.*3\.md"):
        read_course(a_folder(tmp_path, files=broken))


def test_a_rule_at_the_head_is_no_front_matter(tmp_path: Path) -> None:
    course = read_course(a_folder(tmp_path, files={"2.md": "---\n\n# Après la règle\n"}))
    assert course.lessons[2].title == "Après la règle"


def test_a_link_out_of_the_folder_is_refused(tmp_path: Path) -> None:
    folder = a_folder(tmp_path)
    secret = tmp_path / "secret.md"
    secret.write_text("# Secret")
    (folder / "2-lien.md").symlink_to(secret)
    with pytest.raises(Invalid, match=r"2-lien\.md is a link"):
        read_course(folder)


def test_a_pipe_in_the_folder_is_refused(tmp_path: Path) -> None:
    folder = a_folder(tmp_path)
    os.mkfifo(folder / "2.md")
    with pytest.raises(Invalid, match="a link or a device"):
        read_course(folder)


@pytest.mark.parametrize("name", ["../../evil.md", "/etc/evil.md", "a\\..\\evil.md"])
def test_an_archive_that_leads_out_is_refused(tmp_path: Path, name: str) -> None:
    with pytest.raises(Invalid, match="leads out"):
        read_course(_archive_with(tmp_path, zipfile.ZipInfo(name), b"# X"))


def test_an_archive_with_a_link_is_refused(tmp_path: Path) -> None:
    entry = zipfile.ZipInfo("lien.md")
    entry.external_attr = (stat.S_IFLNK | 0o777) << 16
    with pytest.raises(Invalid, match="is a link"):
        read_course(_archive_with(tmp_path, entry, b"/etc/passwd"))


def test_an_archive_made_to_fill_the_disk_is_refused(tmp_path: Path) -> None:
    entry = zipfile.ZipInfo("images/a.png")
    entry.compress_type = zipfile.ZIP_DEFLATED
    with pytest.raises(Invalid, match="suspiciously"):
        read_course(_archive_with(tmp_path, entry, b"\0" * 5_000_000))


def _archive_with(where: Path, entry: zipfile.ZipInfo, body: bytes) -> Path:
    archive = where / "cours.zip"
    with zipfile.ZipFile(archive, "w") as file:
        file.writestr("README.md", "# Cours")
        file.writestr(entry, body)
    return archive


def test_a_folder_of_too_many_or_too_large_files_is_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = a_folder(tmp_path)
    monkeypatch.setattr(importing_files, "MOST_FILES", 4)
    assert read_course(folder)
    monkeypatch.setattr(importing_files, "MOST_FILES", 3)
    with pytest.raises(Invalid, match="4 files"):
        read_course(folder)
    monkeypatch.undo()
    monkeypatch.setattr(importing_files, "MOST_BYTES", 100)
    with pytest.raises(Invalid, match="take out"):
        read_course(folder)


def test_a_file_with_a_nul_is_refused_as_no_text(tmp_path: Path) -> None:
    with pytest.raises(Invalid, match=r"2\.md: this file is not text \(byte 5, line 2\)"):
        read_course(a_folder(tmp_path, files={"2.md": b"# A\n\xc3\0"}))


def test_front_matter_that_refers_to_itself_is_refused(tmp_path: Path) -> None:
    bomb = "---\na: &a [x, x]\nb: &b [*a, *a]\ntitle: *b\n---\n"
    with pytest.raises(Invalid, match=r"2\.md:3: this YAML cannot be read \(references"):
        read_course(a_folder(tmp_path, files={"2.md": bomb}))


@pytest.mark.parametrize("name", ["a/" * 150 + "2.md", "2\n.md"])
def test_a_name_that_cannot_be_kept_is_refused(tmp_path: Path, name: str) -> None:
    with pytest.raises(Invalid, match="rename it"):
        read_course(a_folder(tmp_path, files={name: "# A"}))


def test_a_text_beyond_the_limits_comes_in_and_is_left_to_its_author(tmp_path: Path) -> None:
    course = read_course(a_folder(tmp_path, files={"README.md": "# Long\n\n" + "mot " * 60_000}))
    assert (course.title, course.summary) == ("Long", "")


def test_a_picture_that_is_decorative_and_described_is_decorative_and_told_where(
    tmp_path: Path,
) -> None:
    said = "images/plan.png:\n  alt: Un plan\n  decorative: true\n"
    course = read_course(a_folder(tmp_path, files={"media.yaml": said}))
    (plan,) = (one for one in course.media if one.path == "images/plan.png")
    assert plan.facts is not None
    assert (plan.facts["alt"], plan.facts["is_decorative"]) == ("", True)
    assert ("media.yaml", "decorative_with_text") in codes(course)
