"""Who did what: noted with the deed, kept whatever happens, read in the reader's language."""

import pytest
from django.db import ProgrammingError, transaction
from django.utils.translation import override

from campus.audit.deeds import DEEDS, said
from campus.audit.models import Deed
from campus.audit.noting import deeds_about, note
from tests.trainers import Admin, a_staff_member, a_trainer
from tests.world import a_draft, a_person, lessons_of

pytestmark = pytest.mark.django_db


def test_a_deed_says_who_did_what_to_what() -> None:
    person, course = a_person("Inès Moreau"), a_draft()
    kept = note(by=person, deed="release.published", about=course, detail={"number": 3})
    kept = Deed.objects.get(pk=kept.pk)
    assert (kept.by, kept.name) == (person, "Inès Moreau")
    assert (kept.kind, kept.object, kept.title) == ("course", str(course.pk), course.title)
    with override("en"):
        assert said(kept.deed, kept.detail) == "Published release 3"


def test_the_campus_itself_has_no_name() -> None:
    kept = note(by=None, deed="blob.withdrawn", about=("blob", "a" * 64, "plan.png"))
    assert (kept.by, kept.name, kept.object) == (None, "", "a" * 64)


def test_a_deed_without_words_is_not_noted() -> None:
    with pytest.raises(KeyError):
        note(by=None, deed="release.forgotten", about=a_draft())
    assert not Deed.objects.exists()


def test_what_is_undone_was_not_noted() -> None:
    course = a_draft()
    with transaction.atomic():
        note(by=None, deed="item.archived", about=course)
        transaction.set_rollback(True)
    assert not Deed.objects.exists()


@pytest.mark.parametrize("change", [{"name": "Une autre"}, {"deed": "item.restored"}])
def test_nobody_changes_a_deed(change: dict[str, str]) -> None:
    note(by=a_person(), deed="item.archived", about=a_draft())
    with pytest.raises(ProgrammingError, match="append-only"), transaction.atomic():
        Deed.objects.update(**change)


def test_nobody_deletes_a_deed() -> None:
    note(by=a_person(), deed="item.archived", about=a_draft())
    with pytest.raises(ProgrammingError, match="append-only"), transaction.atomic():
        Deed.objects.all().delete()


def test_an_account_that_goes_leaves_its_deeds_with_its_name() -> None:
    person = a_person("Une ancienne", is_confirmed=False)
    note(by=person, deed="item.archived", about=a_draft())
    person.delete()
    kept = Deed.objects.get()
    assert (kept.by, kept.name) == (None, "Une ancienne")


def test_a_history_holds_what_belongs_to_the_object_and_nothing_else() -> None:
    course, other = a_draft(), a_draft()
    lesson = lessons_of(course)[0]
    first = note(by=None, deed="course.began", about=course)
    second = note(by=None, deed="item.archived", about=lesson, within=course)
    note(by=None, deed="course.began", about=other)
    assert list(deeds_about(course.pk)) == [second, first]


@pytest.mark.parametrize("language", ["fr", "en"])
def test_every_deed_is_a_sentence_though_a_detail_is_missing(language: str) -> None:
    with override(language):
        for deed in DEEDS:
            assert "{" not in said(deed, {})
            assert len(said(deed, {})) > 5


def test_only_campus_staff_read_the_list_and_nobody_writes_it() -> None:
    kept = note(by=a_person("Inès Moreau"), deed="item.archived", about=a_draft())
    staff = Admin(a_staff_member())
    page = staff.get("audit_deed_changelist")
    assert "Inès Moreau" in page.content.decode()
    assert "Archived it" in page.content.decode()
    assert staff.get("audit_deed_change", kept.pk).status_code == 200
    assert staff.post("audit_deed_change", kept.pk, data={"name": "x"}).status_code == 403
    assert staff.get("audit_deed_add").status_code == 403
    assert Admin(a_trainer()).get("audit_deed_changelist").status_code == 403
