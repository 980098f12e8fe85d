"""While somebody types, titles and skills with words that begin so are proposed."""

import pytest

from courses.catalogue.suggesting import COURSES, suggest
from courses.models import Course, CourseSkill, Skill
from courses.releases.publishing import publish
from tests.api import Api
from tests.world import a_draft, a_published_course

pytestmark = pytest.mark.django_db


def titles(text: str) -> list[str]:
    return [one.title for one in suggest(text).courses]


@pytest.mark.parametrize("text", ["ecr", "ÉCR", "Écrire simpl", "simpl écr", "l'écr", "éc"])
def test_titles_are_completed_whatever_the_accents_and_the_order(text: str) -> None:
    course = a_published_course("L’écriture : écrire simplement")
    a_published_course("Conduire un projet")
    assert titles(text) == [course.title]


@pytest.mark.parametrize("text", ["", " ", "é", "%", "'", "\\", "introuvable", "x" * 200])
def test_too_little_signs_and_unknown_words_propose_nothing(text: str) -> None:
    a_published_course("Écrire simplement")
    assert titles(text) == []


def test_a_title_that_begins_so_comes_before_one_that_holds_it_and_few_are_proposed() -> None:
    holds = a_published_course("Lire, écrire")
    begins = a_published_course("Écrire pour de vrai, longuement")
    assert titles("ecr") == [begins.title, holds.title]
    for _ in range(COURSES):
        a_published_course("Écrire")
    assert len(titles("ecr")) == COURSES


def test_drafts_and_archived_courses_are_not_proposed() -> None:
    a_draft("Écrire en secret")
    course = a_published_course("Écrire naguère")
    assert titles("ecrire") == [course.title]
    Course.objects.filter(id=course.id).update(archived_at=course.created_at)
    assert titles("ecrire") == []


def test_a_skill_that_a_course_leads_to_is_proposed_in_any_language() -> None:
    skill = Skill.objects.create(key="plain", title={"fr": "Langage clair", "en": "Plain writing"})
    Skill.objects.create(key="unused", title={"fr": "Langage obscur"})
    course = a_draft("Autre")
    CourseSkill.objects.create(course=course, skill=skill, level=1)
    publish(course=course, by=None)
    for text in ("lang", "cla lan", "writ"):
        assert [one.key for one in suggest(text).skills] == ["plain"]


def test_the_door_answers_anybody_and_may_be_kept() -> None:
    course = a_published_course("Écrire simplement")
    answer = Api().get("/courses/suggestions?q=ecri")
    assert answer.json() == {
        "skills": [],
        "courses": [{"slug": course.slug, "title": course.title, "language": "fr"}],
    }
    assert (answer.headers["Cache-Control"], bool(answer.headers["ETag"])) == (
        "public, no-cache",
        True,
    )
