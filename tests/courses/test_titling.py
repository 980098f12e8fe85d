"""Titles of modules: nobody overwrites one that she did not see, and who renamed it is kept."""

import pytest

from campus.audit.noting import deeds_about
from campus.errors import Conflict
from courses.drafting import titling
from courses.models import Course, Module
from tests.trainers import a_trainer
from tests.world import a_draft

pytestmark = pytest.mark.django_db


def a_module(title: str = "Début") -> Module:
    module = a_draft().modules.get()
    Module.objects.filter(pk=module.pk).update(title=title)
    module.refresh_from_db()
    return module


def test_a_module_is_renamed_by_whoever_saw_its_title_and_it_is_noted() -> None:
    module, ines = a_module(), a_trainer()
    before = module.course.changed_at
    titling.rename_module(module=module, title="Commencer", seen="Début", by=ines)
    assert Module.objects.get(pk=module.pk).title == "Commencer"
    assert Course.objects.get(pk=module.course_id).changed_at > before
    (deed,) = deeds_about(module.pk)
    assert (deed.deed, deed.by, deed.detail["before"]) == ("module.renamed", ines, "Début")
    assert deeds_about(module.course_id).filter(pk=deed.pk).exists()


def test_the_second_of_two_who_rename_it_is_refused_and_nothing_is_written() -> None:
    module = a_module()
    titling.rename_module(module=module, title="Commencer", seen="Début")
    with pytest.raises(Conflict) as refused:
        titling.rename_module(module=module, title="Ouverture", seen="Début")
    assert refused.value.code == "edited_meanwhile"
    assert Module.objects.get(pk=module.pk).title == "Commencer"


def test_the_same_title_once_more_changes_nothing() -> None:
    module = a_module()
    before = Course.objects.get(pk=module.course_id).changed_at
    titling.rename_module(module=module, title="Début", seen="Début")
    assert Course.objects.get(pk=module.course_id).changed_at == before
    assert not deeds_about(module.pk).exists()
