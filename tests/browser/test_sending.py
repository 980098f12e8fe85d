"""A file sent from the lesson that shows it, in Chromium: chosen when it is there, or refused."""

from pathlib import Path

import pytest

from courses.drafting.attaching import attach
from courses.drafting.authoring import add_lesson
from courses.models import Media

from .conftest import Opened
from .test_authoring import a_desk, at

pytestmark = pytest.mark.django_db(transaction=True)

STATE = "[data-file-choice] [data-state]"
PDF = b"%PDF-1.4 une fiche"


def test_a_file_sent_from_its_lesson_is_chosen_and_replaces_nothing(
    opened: Opened, tmp_path: Path
) -> None:
    desk = a_desk()
    attach(course=desk.course, path="fiche.pdf", body=b"%PDF-1.4 celle d'une autre")
    module = desk.course.modules.first()
    assert module
    lesson = add_lesson(module=module, title="La fiche", kind="file")
    (tmp_path / "fiche.pdf").write_bytes(PDF)
    (tmp_path / "faux.png").write_bytes(PDF)
    with opened() as reader:
        at(reader, desk.ines, f"/admin/courses/lesson/{lesson.id}/change/")
        page = reader.page
        page.set_input_files("#id_file-send", tmp_path / "faux.png")
        page.wait_for_function(f"document.querySelector('{STATE}').textContent.includes('PDF')")
        assert page.input_value("#id_file") == ""
        page.set_input_files("#id_file-send", tmp_path / "fiche.pdf")
        page.wait_for_function("document.querySelector('#id_file').value === 'fiche-2.pdf'")
        page.locator("[name=_save]").click()
        page.wait_for_url("**/course/**")
    lesson.refresh_from_db()
    assert lesson.file == "fiche-2.pdf"
    paths = Media.objects.filter(course=desk.course).values_list("path", flat=True)
    assert set(paths) == {"fiche.pdf", "fiche-2.pdf"}
