"""The demo's courses as text: whole, correctly typeset, and nothing in them left unsaid."""

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import yaml

from campus.demo.content import SLUGS
from campus.markdown.rendering import render
from courses.importing.frontmatter import headed
from courses.quizform.reading import read_quiz

COURSES = Path(__file__).parents[3] / "campus" / "demo" / "courses"
FOLDERS = sorted(COURSES.iterdir())
KINDS = {"article", "quiz", "file", "link"}


def outline(folder: Path) -> dict[str, Any]:
    return dict(yaml.safe_load((folder / "course.yaml").read_text()))


def lessons(folder: Path) -> Iterator[tuple[str, dict[str, Any], str]]:
    for module in outline(folder)["modules"]:
        for path in module["lessons"]:
            text = headed((folder / path).read_text(), path=path)
            yield path, text.head, text.body


def faults_of_typography(text: str) -> list[str]:
    """In French: an ordinary space where an unbreakable one belongs, a typewriter's apostrophe."""
    prose = re.sub(r"\]\([^)]*\)|^(?:address|file): .*|^:::.*?(?= |$)", "", text, flags=re.M)
    return re.findall(r"\S* [;?!»%€]\S*|\S+ :(?!:)(?=\s|$)|« \S*|\w'\w\S*", prose)


def test_there_are_four_courses_in_french_and_two_of_them_in_english_too() -> None:
    works = {language: set() for language in ("fr", "en")}
    for folder in FOLDERS:
        works[outline(folder)["language"]].add(outline(folder)["work"])
    assert len(works["fr"]) >= 4
    assert len(works["en"] & works["fr"]) == len(works["en"]) == 2


def test_every_folder_is_loaded() -> None:
    assert sorted(SLUGS) == [folder.name for folder in FOLDERS]


@pytest.mark.parametrize("folder", FOLDERS, ids=lambda folder: folder.name)
def test_a_course_says_all_that_its_catalogue_page_shows(folder: Path) -> None:
    course = outline(folder)
    assert 1 <= course["level"] <= 4
    assert course["licence"] == "CC-BY-4.0"
    assert course["authors"]
    assert 50 < len(course["summary"]) < 300
    assert all(set(skill["title"]) == {"fr", "en"} for skill in course["skills"])
    assert 2 <= len(course["modules"]) <= 3


@pytest.mark.parametrize("folder", FOLDERS, ids=lambda folder: folder.name)
def test_a_course_lists_each_of_its_files_once(folder: Path) -> None:
    listed = [path for path, _head, _body in lessons(folder)]
    assert sorted(listed) == sorted(path.name for path in folder.glob("*.md"))


@pytest.mark.parametrize("folder", FOLDERS, ids=lambda folder: folder.name)
def test_every_article_is_worth_opening_and_every_lesson_has_a_title_and_a_length(
    folder: Path,
) -> None:
    for path, head, body in lessons(folder):
        assert head["kind"] in KINDS, path
        assert head["title"], path
        assert 1 <= head["minutes"] <= 15, path
        if head["kind"] == "article":
            assert 300 <= len(re.findall(r"\w+", body)) <= 750, path


@pytest.mark.parametrize("folder", FOLDERS, ids=lambda folder: folder.name)
def test_the_last_lesson_is_a_quiz_that_explains_every_answer(folder: Path) -> None:
    path, head, body = list(lessons(folder))[-1]
    assert (head["kind"], head["mastery"]) == ("quiz", 0.7)
    _introduction, questions = read_quiz(body, path=path)
    assert 4 <= len(questions) <= 6
    assert {question.kind for question in questions} == {"single", "multiple"}
    for question in questions:
        assert question.explanation
        assert len(question.choices) == 4
        assert all(choice.feedback for choice in question.choices)


@pytest.mark.parametrize("folder", FOLDERS, ids=lambda folder: folder.name)
def test_nothing_in_a_course_is_unknown_to_the_renderer(folder: Path) -> None:
    unresolved = {"unresolved_link", "missing_image"}  # seen in test_loading, with the rest
    for path, _head, body in lessons(folder):
        found = render(body, language=outline(folder)["language"], path=path).findings
        assert not [finding for finding in found if finding.code not in unresolved]


@pytest.mark.parametrize(
    "folder", [f for f in FOLDERS if outline(f)["language"] == "fr"], ids=lambda f: f.name
)
def test_french_is_typeset_as_french_is(folder: Path) -> None:
    for path in [*folder.glob("*.md"), folder / "course.yaml"]:
        assert faults_of_typography(path.read_text()) == [], path


@pytest.mark.parametrize(
    "text", ["Pourquoi ?", "« ah »", "l'essentiel", "Voici : la suite", "30 %"]
)
def test_bad_typography_would_be_seen(text: str) -> None:
    assert faults_of_typography(text)


def test_files_and_pictures_are_small() -> None:
    for path in COURSES.rglob("*.p[nd][gf]"):
        assert path.stat().st_size < 80_000, path
