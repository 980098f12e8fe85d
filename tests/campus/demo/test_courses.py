"""The demo's courses as text: whole, correctly typeset, and nothing in them left unsaid."""

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import yaml

from campus.demo.content import BANKS, SLUGS
from campus.markdown.rendering import render
from courses.importing.frontmatter import headed
from courses.quizform.reading import read_quiz
from courses.quizform.shapes import KINDS as QUESTION_KINDS
from courses.quizform.shapes import WrittenQuestion

COURSES = Path(__file__).parents[3] / "campus" / "demo" / "courses"
FOLDERS = sorted(COURSES.iterdir())
KINDS = {"article", "video", "quiz", "file", "link"}
TRANSCRIPT = ".transcript.md"


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
    assert sorted(listed) == sorted(
        path.name for path in folder.glob("*.md") if not path.name.endswith(TRANSCRIPT)
    )


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
    assert 4 <= len(questions) <= 7
    for question in questions:
        is_chosen = question.kind in ("single", "multiple", "truefalse")
        assert question.explanation, path
        assert not is_chosen or all(choice.feedback for choice in question.choices), path


def asked_in(folder: str, quiz: str) -> tuple[dict[str, Any], list[WrittenQuestion]]:
    """The rules of a quiz and its questions."""
    text = headed((COURSES / folder / quiz).read_text(), path=quiz)
    return text.head["quiz"], list(read_quiz(text.body, path=quiz)[1])


@pytest.mark.parametrize(
    ("folder", "quiz", "mode"),
    [
        ("design-de-service", "5-s-exercer.md", "practice"),
        ("service-design", "5-practise.md", "practice"),
        ("conduire-un-projet", "8-quiz.md", "graded"),
    ],
)
def test_a_practice_quiz_and_a_graded_one_ask_every_kind(folder: str, quiz: str, mode: str) -> None:
    rules, questions = asked_in(folder, quiz)
    assert rules.get("mode", "graded") == mode
    assert {question.kind for question in questions} == set(QUESTION_KINDS)
    assert any(question.hint for question in questions)
    assert any(question.gives_partial_credit for question in questions)


def test_what_a_quiz_draws_is_in_the_bank_more_often_than_it_is_drawn() -> None:
    rules, _questions = asked_in("conduire-un-projet", "8-quiz.md")
    for draw in rules["draw"]:
        banked = read_quiz(BANKS[draw["bank"]].read_text(), path="")[1]
        fit = [
            one
            for one in banked
            if one.skill == draw["skill"] and draw.get("tag", one.tags[0]) in one.tags
        ]
        assert len(fit) > draw["count"]


@pytest.mark.parametrize("title", BANKS)
def test_a_bank_has_eight_questions_with_tags_skill_and_level(title: str) -> None:
    questions = read_quiz(BANKS[title].read_text(), path=title)[1]
    assert len(questions) >= 8
    assert all(one.tags and one.skill and one.level and one.explanation for one in questions)
    assert faults_of_typography(BANKS[title].read_text()) == []


def test_a_lesson_shows_formulas_coloured_code_and_a_fold() -> None:
    path = "conduire-un-projet/7-calculer-un-delai.md"
    body = headed((COURSES / path).read_text(), path=path).body
    html = render(body, language="fr", path=path).html
    assert html.count("<math") >= 4
    assert "hl-keyword" in html
    assert "<details" in html


def test_the_film_has_captions_and_a_transcript_and_says_whose_it_is() -> None:
    folder = COURSES / "langage-clair"
    head = headed((folder / "5-un-courrier-en-images.md").read_text(), path="").head
    captions = (folder / head["captions"]["fr"]).read_text()
    assert captions.startswith("WEBVTT")
    assert captions.count("-->") == 6
    assert faults_of_typography(captions.replace("-->", "")) == []
    assert (folder / "5-un-courrier-en-images.transcript.md").exists()
    media = yaml.safe_load((folder / "media.yaml").read_text())[head["file"]]
    assert media["credit"]
    assert media["licence"] == "CC-BY-4.0"


@pytest.mark.parametrize("folder", FOLDERS, ids=lambda folder: folder.name)
def test_every_picture_is_described_and_credited(folder: Path) -> None:
    pictures = {path.relative_to(folder).as_posix() for path in folder.glob("images/*")}
    said = folder / "media.yaml"
    facts = yaml.safe_load(said.read_text()) if said.exists() else {}
    for picture in pictures:
        assert facts[picture]["alt"]
        assert facts[picture]["credit"]
        assert facts[picture]["licence"]


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
    assert [film.stat().st_size < 200_000 for film in COURSES.rglob("*.webm")] == [True]
