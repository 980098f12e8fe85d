"""What an author does to a draft besides typing."""

import pytest

from campus.audit.noting import deeds_about
from campus.errors import Conflict
from courses.drafting import authoring
from courses.models import Course, OldSlug, Work
from tests.trainers import a_trainer
from tests.world import a_draft, a_published_course, an_organisation, lessons_of

pytestmark = pytest.mark.django_db


def test_two_courses_of_one_title_get_two_addresses() -> None:
    organisation = an_organisation()
    slugs = [
        authoring.begin_course(organisation=organisation, title="Été !", language="fr").slug
        for _ in range(3)
    ]
    assert slugs == ["ete", "ete-2", "ete-3"]


def test_a_title_without_any_letter_still_gets_an_address() -> None:
    assert authoring.free_slug("???") == "course"


def test_a_translation_belongs_to_the_work_and_a_second_one_is_refused() -> None:
    course = a_draft(language="fr")
    english = a_draft("Plain words", language="en", translates=course)
    assert english.work_id == course.work_id
    works = Work.objects.count()
    with pytest.raises(Conflict):
        a_draft("Again", language="en", translates=course)
    assert Work.objects.count() == works


def test_an_address_given_up_and_taken_back_redirects_the_other() -> None:
    course = a_draft()
    first = course.slug
    authoring.change_slug(course=course, slug="second")
    authoring.change_slug(course=course, slug=first)
    assert list(OldSlug.objects.values_list("slug", "course")) == [("second", course.id)]


def test_an_address_another_course_once_had_is_refused() -> None:
    one, other = a_draft(), a_draft()
    was = one.slug
    authoring.change_slug(course=one, slug="neuve")
    with pytest.raises(Conflict):
        authoring.change_slug(course=other, slug=was)
    authoring.change_slug(course=other, slug="libre")
    assert Course.objects.get(id=other.id).slug == "libre"


def test_what_was_released_is_kept_and_what_was_not_goes() -> None:
    published, draft = a_published_course(), a_draft()
    for item in (published, published.modules.get(), lessons_of(published)[0]):
        with pytest.raises(Conflict):
            authoring.remove(item=item)
    for item in (lessons_of(draft)[0], draft.modules.get(), draft):
        authoring.remove(item=item)
    assert not Course.objects.filter(id=draft.id).exists()


def test_who_began_a_course_and_added_to_it_is_kept() -> None:
    ines = a_trainer()
    course = authoring.begin_course(
        organisation=an_organisation(), title="Neuf", language="fr", by=ines
    )
    module = authoring.add_module(course=course, title="Suite", by=ines)
    lesson = authoring.add_lesson(module=module, title="Une", by=ines)
    authoring.archive(item=lesson, by=ines)
    authoring.archive(item=module, by=ines)
    told = [(deed.deed, deed.title, deed.by) for deed in reversed(deeds_about(course.pk))]
    assert told == [
        ("course.began", "Neuf", ines),
        ("module.added", "Suite", ines),
        ("lesson.added", "Une", ines),
        ("item.archived", "Une", ines),
        ("item.archived", "Suite", ines),
    ]
