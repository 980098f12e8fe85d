"""Real material goes out and comes back to the same bytes: the demo courses, the seven guides."""

from pathlib import Path

import pytest

from campus.accounts.roles import campus_organisation
from campus.demo.content import COURSES, load_banks, load_skills
from courses.exporting import export_course, text_form
from courses.importing import import_course
from courses.models import Course, Question

GUIDES = Path(__file__).resolve().parents[2].parent / "shared" / "data" / "etalab-guides"
NAMES = sorted(path.name for path in GUIDES.glob("*") if path.is_dir())

pytestmark = pytest.mark.django_db


def contents(folder: Path) -> dict[str, bytes]:
    files = (path for path in folder.rglob("*") if path.is_file())
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in files}


def goes_round(source: Path, folder: Path) -> None:
    course = import_course(source, organisation=campus_organisation()).course
    export_course(course, folder / "one")
    again = import_course(folder / "one", organisation=campus_organisation())
    assert (again.changes, again.overwrites) == ((), False)
    export_course(course, folder / "two.zip")
    Question.objects.filter(lesson__module__course=course).delete()
    course.delete()
    fresh = import_course(folder / "two.zip", organisation=campus_organisation()).course
    export_course(fresh, folder / "three")
    assert contents(folder / "one") == contents(folder / "three")


@pytest.mark.parametrize("name", sorted(path.name for path in COURSES.glob("*") if path.is_dir()))
def test_a_demo_course_goes_round(name: str, tmp_path: Path) -> None:
    load_skills()
    load_banks(campus_organisation())
    goes_round(COURSES / name, tmp_path)


@pytest.mark.skipif(not NAMES, reason="the real guides are not beside this checkout")
@pytest.mark.parametrize("name", NAMES)
def test_a_guide_goes_round(name: str, tmp_path: Path) -> None:
    goes_round(GUIDES / name, tmp_path)


@pytest.mark.skipif(not NAMES, reason="the real guides are not beside this checkout")
@pytest.mark.parametrize("name", NAMES)
def test_a_guides_texts_lie_where_they_lay_and_say_what_they_said(name: str) -> None:
    course: Course = import_course(GUIDES / name, organisation=campus_organisation()).course
    texts = text_form(course).texts
    for path in sorted((GUIDES / name).glob("*.md")):
        body = path.read_text().replace("\r\n", "\n").removeprefix("\ufeff")
        assert texts[path.name].rstrip("\n").endswith(body.split("---\n")[-1].rstrip("\n"))
