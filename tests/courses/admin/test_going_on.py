"""What a trainer meets next: after saving, after adding, and what a form has filled in for her."""

from typing import Any

import pytest
from django.http import HttpResponse
from django.urls import reverse

from campus.accounts.models import Role
from courses.models import Course, Lesson, Module
from tests.trainers import Admin, a_trainer
from tests.world import a_draft, an_organisation, lessons_of

pytestmark = pytest.mark.django_db


def begun(response: HttpResponse, name: str) -> Any:
    """What a new form holds in a field before anybody typed."""
    form = response.context["adminform"].form
    return form.get_initial_for_field(form.fields[name], name)


def test_a_saved_lesson_leads_back_to_its_place_in_the_outline() -> None:
    course = a_draft()
    lesson = lessons_of(course)[0]
    admin = Admin(a_trainer(course.organisation))
    change = {"title": "Écouter", "_save": "1"}
    response = admin.save("courses_lesson_change", lesson.id, change=change)
    outline = reverse("admin:courses_course_change", args=[course.id])
    assert response.headers["Location"] == f"{outline}#lesson-{lesson.id}"
    assert "Saved: Écouter." in admin.said(response)


def test_a_lesson_saved_to_go_on_stays_open() -> None:
    course = a_draft()
    lesson = lessons_of(course)[0]
    admin = Admin(a_trainer(course.organisation))
    change = {"title": "Écouter", "_continue": "1"}
    response = admin.save("courses_lesson_change", lesson.id, change=change)
    assert response.headers["Location"] == reverse("admin:courses_lesson_change", args=[lesson.id])


def test_a_module_added_in_the_outline_is_where_the_next_lesson_is_typed() -> None:
    course = a_draft()
    admin = Admin(a_trainer(course.organisation))
    page = admin.get("courses_course_change", course.id)
    assert 'id="new-module"' in page.content.decode()
    response = admin.post("courses_module_add", data={"course": course.id, "title": "Suite"})
    module = Module.objects.get(course=course, title="Suite")
    outline = admin.client.get(response.headers["Location"]).content.decode()
    field = outline[outline.index(f'id="title-{module.id}"') :].split(">")[0]
    assert "autofocus" in field
    assert outline.count("autofocus") == 1


def test_a_lesson_added_in_the_outline_is_counted_there() -> None:
    course = a_draft(lessons=("article",))
    module = course.modules.get()
    admin = Admin(a_trainer(course.organisation))
    told = admin.client.post(
        reverse("admin:courses_course_lesson", args=[course.id]),
        {"module": module.id, "title": "Lire", "kind": Lesson.Kind.ARTICLE},
        headers={"Accept": "application/json"},
    ).json()
    assert told["totals"].startswith("2 lessons · ")
    assert told["minutes"].endswith(" min")


def test_an_only_organisation_is_chosen_already() -> None:
    organisation = an_organisation("Ville de Lumbres")
    admin = Admin(a_trainer(organisation))
    assert begun(admin.get("courses_course_add"), "organisation") == organisation.id


def test_somebody_of_two_organisations_chooses() -> None:
    organisation = an_organisation("Ville de Lumbres")
    person = a_trainer(organisation)
    Role.objects.create(
        person=person, organisation=an_organisation("Ville d’Arques"), kind=Role.Kind.TRAINER
    )
    assert begun(Admin(person).get("courses_course_add"), "organisation") is None


def test_a_file_added_from_a_course_s_files_is_that_course_s() -> None:
    course: Course = a_draft()
    admin = Admin(a_trainer(course.organisation))
    query = f"course__id__exact={course.id}"
    page = admin.get("courses_media_add", _changelist_filters=query)
    assert begun(page, "course") == str(course.id)
    assert not begun(admin.get("courses_media_add"), "course")
