"""What a course says of other works: each is called by its course's title, never by its key."""

import pytest

from courses.models import Relation
from tests.trainers import Admin, a_trainer
from tests.world import a_draft, a_published_course

pytestmark = pytest.mark.django_db


def test_another_course_is_called_by_its_title() -> None:
    course, other = a_draft(), a_published_course()
    Relation.objects.create(course=course, work=other.work)
    shown = Admin(a_trainer(course.organisation)).get("courses_course_change", course.pk)
    page = shown.content.decode()
    assert f">{other.title}</option>" in page
    assert f">{other.work.key}</option>" not in page


def test_a_draft_translation_does_not_give_its_title_away() -> None:
    other = a_published_course()
    assert other.language == "fr"
    draft = a_draft("A secret")
    draft.language, draft.work = "en", other.work
    draft.save()
    assert str(other.work) == other.title
