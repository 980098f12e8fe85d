"""The seven real guides come in whole: every chapter, image, table, link; skipped without them."""

import re
from html import unescape
from pathlib import Path

import pytest

from campus.accounts.roles import campus_organisation
from courses.compiling import CompiledRelease, compile_course
from courses.files.blobs import read
from courses.files.inspecting import inspect
from courses.importing import Imported, import_course
from courses.models import Course, Lesson

GUIDES = Path(__file__).resolve().parents[2].parent / "shared" / "data" / "etalab-guides"
NAMES = sorted(path.name for path in GUIDES.glob("*") if path.is_dir())

pytestmark = [
    pytest.mark.skipif(not NAMES, reason="the real guides are not beside this checkout"),
    pytest.mark.django_db,
]


def imported(name: str) -> Imported:
    return import_course(GUIDES / name, organisation=campus_organisation())


def sources(name: str) -> dict[str, str]:
    return {path.name: path.read_text() for path in sorted((GUIDES / name).glob("*.md"))}


def pages(compiled: CompiledRelease) -> dict[str, str]:
    bodies = {blob.digest: blob.body.decode() for blob in compiled.blobs}
    paths = dict(Lesson.objects.values_list("id", "path"))
    return {paths[one.lesson]: bodies[one.blob] for one in compiled.lessons}


def words(text: str) -> str:
    return re.sub(r"\W+", " ", unescape(re.sub(r"<[^>]+>", " ", text)).lower())


@pytest.fixture
def all_guides() -> dict[str, Course]:
    return {name: imported(name).course for name in NAMES}


@pytest.mark.parametrize("name", NAMES)
def test_every_chapter_image_and_table_is_shown(name: str) -> None:
    shown = pages(compile_course(imported(name).course))
    assert set(shown) == set(sources(name))
    for path, source in sources(name).items():
        images = re.findall(r"!\[.*?\]\(.*?\)", source)
        tables = re.findall(r"^\|[ :|-]+\|\s*$", source, re.M)
        assert shown[path].count('src="/api/v1/blobs/') == len(images), path
        assert shown[path].count("<table") == len(tables), path
        assert shown[path].count('class="admonition ') == len(
            re.findall(r"^ *:::[ ]*\w", source, re.M)
        )
        assert shown[path].count('class="button"') == source.count("<Button")


@pytest.mark.parametrize("name", NAMES)
def test_no_word_of_a_chapter_is_lost_and_no_mark_is_left(name: str) -> None:
    shown = pages(compile_course(imported(name).course))
    for path, source in sources(name).items():
        page = words(shown[path])
        for paragraph in re.findall(r"^[^\W\d_][^\n|<>\[\]`*_#\\:]{40,}$", source, re.M)[1:]:
            assert words(paragraph).strip() in page, (path, paragraph)
        assert not re.search(r"<p>\s*([-*] |:::|\d+\. |\|)", shown[path]), path
        assert ":::" not in shown[path]


def test_importing_again_changes_nothing(all_guides: dict[str, Course]) -> None:
    assert {name: imported(name).changes for name in NAMES} == dict.fromkeys(NAMES, ())


def test_only_what_is_truly_broken_is_found(all_guides: dict[str, Course]) -> None:
    ordinary = {"language_guessed", "source_assumed", "title_from_folder", "unused_file"}
    found = {
        (name, one.path, one.line, one.code)
        for name in NAMES
        for one in imported(name).findings
        if one.code not in ordinary
    }
    assert found == {
        ("algorithmes", "0-guide.md", 15, "heading_skips_level"),
        ("algorithmes", "0-guide.md", 136, "undescribed_image"),
        ("algorithmes", "0-guide.md", 137, "undescribed_image"),
        ("annotation", "1-annotation-ia.md", 58, "alternative_is_file_name"),
        ("annotation", "1-annotation-ia.md", 91, "alternative_is_file_name"),
        ("annotation", "1-annotation-ia.md", 124, "alternative_is_file_name"),
        ("annotation", "2-preparer-campagne-annotation.md", 89, "alternative_is_file_name"),
        ("annotation", "5-lexique.md", 11, "heading_skips_level"),
        ("pseudonymisation", "4-lexique.md", 11, "heading_skips_level"),
        ("qualite", "4-elements-organisationnels.md", 27, "unresolved_link"),
        ("qualite", "README.md", 33, "unknown_tag"),
    }


def test_links_between_guides_lead_to_their_lessons(all_guides: dict[str, Course]) -> None:
    model = Lesson.objects.get(path="3-documenter-les-donnees.md")
    quality = Lesson.objects.get(path="README.md", module__course__slug="qualite")
    page = pages(compile_course(all_guides["producteurs-schemas"]))["2-phase-concertation.md"]
    anchor = f'href="/lessons/{model.id}#c-description-du-modele-de-donnees"'
    assert page.count(anchor) == 2
    assert f'data-lesson="{quality.id}"' in page


def test_titles_order_and_licence_are_those_of_the_guides(all_guides: dict[str, Course]) -> None:
    course = all_guides["algorithmes"]
    titles = [one.title for one in compile_course(course).lessons]
    assert titles[:2] == ["Introduction", "Les algorithmes publics : enjeux et obligations"]
    assert (course.title, course.licence) == ("Algorithmes", "etalab-2.0")
    assert "LICENCE OUVERTE 2.0" in course.licence_text
    assert course.source == "etalab-guides/algorithmes"
    assert all_guides["qualite"].title == "Qualité"


def test_attached_files_are_kept_but_for_what_cameras_write_into_pictures(
    all_guides: dict[str, Course],
) -> None:
    for name, course in all_guides.items():
        kept = {one.path: read(one.blob) for one in course.media.select_related("blob")}
        files = {
            path.relative_to(GUIDES / name).as_posix(): inspect(
                path.name, path.read_bytes()
            ).content
            for path in (GUIDES / name).rglob("*")
            if path.is_file() and path.suffix != ".md"
        }
        assert kept == files
