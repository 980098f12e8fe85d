"""The list of deeds is narrowed in the words of whoever reads it."""

import pytest

from campus.audit.noting import note
from tests.trainers import Admin, a_staff_member
from tests.world import a_draft, lessons_of

pytestmark = pytest.mark.django_db


def test_deeds_are_narrowed_by_kind_and_by_what_was_done() -> None:
    course, staff = a_draft(), Admin(a_staff_member())
    note(by=None, deed="release.published", about=course, detail={"number": 3})
    note(by=None, deed="lesson.saved", about=lessons_of(course)[0], within=course)
    everything = staff.get("audit_deed_changelist").content.decode()
    assert "Published release 3" in everything
    assert "Changed the lesson" in everything
    for query in ({"kind": "course"}, {"deed": "release.published"}):
        page = staff.get("audit_deed_changelist", **query)
        assert [deed.kind for deed in page.context_data["cl"].queryset] == ["course"]


def test_filters_say_deeds_and_kinds_in_the_readers_language() -> None:
    staff = Admin(a_staff_member(), language="fr")
    note(by=None, deed="release.published", about=a_draft(), detail={"number": 3})
    note(by=None, deed="blob.withdrawn", about=("blob", "a" * 64, "plan.png"))
    page = staff.get("audit_deed_changelist").content.decode()
    assert "fichier" in page
    assert "A retiré le fichier : …" in page.replace("\u00a0", " ")
    assert ">lesson" not in page
    assert ">release.published" not in page
