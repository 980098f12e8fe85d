"""The trainers' list of courses and a course's page, over HTTP."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from campus.accounts.models import Role
from courses.models import Course, Lesson, OldSlug
from courses.releases.publishing import publish
from tests.trainers import Admin, a_staff_member, a_trainer, errors_of
from tests.world import a_draft, a_person, a_published_course, an_organisation, lessons_of

pytestmark = pytest.mark.django_db


def listed(admin: Admin, **query: str) -> set[str]:
    response = admin.get("courses_course_changelist", **query)
    return {course.title for course in response.context["cl"].result_list}


def test_a_trainer_sees_the_courses_of_her_organisation_only() -> None:
    drome, isere = an_organisation("Drôme"), an_organisation("Isère")
    hers, theirs = a_draft(organisation=drome), a_draft(organisation=isere)
    assert listed(Admin(a_trainer(drome))) == {hers.title}
    assert listed(Admin(a_trainer(isere))) == {theirs.title}


def test_campus_staff_see_the_courses_of_all_organisations() -> None:
    courses = {a_draft(organisation=an_organisation()).title for _ in range(2)}
    assert listed(Admin(a_staff_member())) >= courses


def test_a_superuser_sees_all_and_a_staff_flag_alone_shows_nothing() -> None:
    course = a_draft(organisation=an_organisation())
    assert course.title in listed(Admin(a_person(is_staff=True, is_superuser=True)))
    flag_only = Admin(a_person(is_staff=True)).get("courses_course_changelist")
    assert flag_only.status_code == 403


def test_a_manager_of_the_organisation_is_no_author() -> None:
    drome = an_organisation()
    manager = a_trainer(drome, kind=Role.Kind.MANAGER)
    assert Admin(manager).get("courses_course_changelist").status_code == 403
    author = a_trainer(drome, kind=Role.Kind.AUTHOR)
    assert Admin(author).get("courses_course_changelist").status_code == 200


@pytest.mark.parametrize("page", ["change", "publish", "archive", "see", "delete", "history"])
def test_a_course_of_another_organisation_is_not_found(page: str) -> None:
    course = a_published_course()
    stranger, colleague = a_trainer(an_organisation()), a_trainer(course.organisation)
    assert Admin(stranger).get(f"courses_course_{page}", course.id).status_code == 404
    assert Admin(colleague).get(f"courses_course_{page}", course.id).status_code in (200, 302)


def test_the_list_says_which_drafts_differ_from_what_is_published() -> None:
    draft, published, changed = (
        a_draft("Un"),
        a_published_course("Deux"),
        a_published_course("Trois"),
    )
    admin = Admin(a_trainer(draft.organisation))
    admin.save("courses_course_change", changed.id, change={"summary": "Neuf"})
    for state, course in (("draft", draft), ("published", published), ("changed", changed)):
        assert listed(admin, state=state) == {course.title}


def test_changing_a_lesson_marks_its_course_changed_until_it_is_published() -> None:
    course = a_published_course()
    trainer = a_trainer(course.organisation)
    admin = Admin(trainer)
    admin.save("courses_lesson_change", lessons_of(course)[0].id, change={"source": "Autre texte."})
    assert listed(admin, state="changed") == {course.title}
    publish(course=course, by=trainer)
    assert listed(admin, state="published") == {course.title}


def test_the_list_asks_the_same_number_of_questions_at_2_and_at_20_courses() -> None:
    organisation = an_organisation()
    admin = Admin(a_trainer(organisation))
    counts = []
    for many in (2, 18):
        for _ in range(many):
            a_draft(organisation=organisation)
        with CaptureQueriesContext(connection) as asked:
            admin.get("courses_course_changelist")
        counts.append(len(asked))
    assert counts[0] == counts[1]


def test_a_new_course_begins_as_a_draft_with_a_module() -> None:
    trainer = a_trainer(an_organisation())
    organisation = trainer.roles.get().organisation
    response = Admin(trainer).post(
        "courses_course_add",
        data={"title": "Écouter les usagers", "organisation": organisation.id, "language": "fr"},
    )
    course = Course.objects.get(slug="ecouter-les-usagers")
    assert response.headers["Location"] == f"/admin/courses/course/{course.id}/change/"
    assert course.modules.count() == 1
    assert course.current_release is None


def test_a_course_is_not_made_for_another_organisation() -> None:
    other = an_organisation()
    data = {"title": "Intrus", "organisation": other.id, "language": "fr"}
    response = Admin(a_trainer()).post("courses_course_add", data=data)
    assert "Select a valid choice" in errors_of(response)
    assert not Course.objects.filter(title="Intrus").exists()


def test_a_second_translation_into_a_language_is_refused() -> None:
    course = a_draft()
    admin = Admin(a_trainer(course.organisation))
    data = {"title": "Plain", "organisation": course.organisation_id, "translates": course.id}
    refused = admin.post("courses_course_add", data=data | {"language": "fr"})
    assert "already" in errors_of(refused)
    admin.post("courses_course_add", data=data | {"language": "en"})
    assert Course.objects.get(title="Plain").work_id == course.work_id


def test_an_old_address_keeps_leading_to_its_course() -> None:
    course = a_draft()
    admin = Admin(a_trainer(course.organisation))
    admin.save("courses_course_change", course.id, change={"slug": "nouvelle-adresse"})
    assert OldSlug.objects.get(slug=course.slug).course_id == course.id
    other = a_draft(organisation=course.organisation)
    refused = admin.save("courses_course_change", other.id, change={"slug": course.slug})
    assert "Another course" in errors_of(refused)


def test_what_was_never_published_is_deleted_and_what_was_is_archived() -> None:
    draft, published = a_draft(), a_published_course()
    admin = Admin(a_trainer(draft.organisation))
    gone = admin.post("courses_course_remove", draft.id, data={})
    assert "Done" in admin.said(gone)
    assert not Course.objects.filter(id=draft.id).exists()

    refused = admin.post("courses_course_remove", published.id, data={})
    assert "archive it instead" in admin.said(refused)
    assert Course.objects.filter(id=published.id).exists()
    admin.post("courses_course_archive", published.id, data={})
    published.refresh_from_db()
    assert published.archived_at is not None
    admin.post("courses_course_restore", published.id, data={})
    published.refresh_from_db()
    assert published.archived_at is None


def test_a_published_lesson_is_not_deleted_but_a_new_one_is() -> None:
    course = a_published_course()
    admin = Admin(a_trainer(course.organisation))
    old = lessons_of(course)[0]
    admin.post("courses_lesson_remove", old.id, data={})
    admin.post("courses_lesson_delete", old.id, data={"post": "yes"})
    assert Lesson.objects.filter(id=old.id).exists()
    module = old.module
    admin.post(
        "courses_lesson_add", data={"title": "Neuve", "module": module.id, "kind": "article"}
    )
    new = Lesson.objects.get(title="Neuve")
    admin.post("courses_lesson_remove", new.id, data={})
    assert not Lesson.objects.filter(id=new.id).exists()


@pytest.mark.parametrize("page", ["change", "archive", "publish"])
def test_looking_at_a_page_changes_nothing(page: str) -> None:
    course = a_published_course()
    before = Course.objects.values().get(id=course.id)
    Admin(a_trainer(course.organisation)).get(f"courses_course_{page}", course.id)
    assert Course.objects.values().get(id=course.id) == before
