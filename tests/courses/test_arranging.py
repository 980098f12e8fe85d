"""The order of a draft: steps up and down keep every lesson exactly once."""

import random

import pytest

from courses import arranging
from courses.authoring import add_lesson, add_module
from courses.models import Course, Lesson
from tests.world import a_draft, lessons_of

pytestmark = pytest.mark.django_db


def titles(course: Course) -> list[str]:
    return [lesson.title for lesson in lessons_of(course)]


def a_course_of_three_modules() -> Course:
    course = a_draft(lessons=())
    modules = [course.modules.get(), *(add_module(course=course, title=t) for t in "BC")]
    for number in range(6):
        add_lesson(module=modules[number % 3], title=f"L{number}")
    return course


def test_a_lesson_goes_down_through_all_modules_and_up_again() -> None:
    course = a_course_of_three_modules()
    before = titles(course)
    lesson = lessons_of(course)[0]
    visited = [lesson.module_id]
    for way in ("down", "up"):
        for _ in range(10):
            lesson.refresh_from_db()
            arranging.move_lesson(lesson=lesson, way=way)  # type: ignore[arg-type]
            visited.append(Lesson.objects.get(id=lesson.id).module_id)
    assert len(set(visited)) == 3
    assert titles(course) == before


def test_at_either_end_nothing_moves() -> None:
    course = a_course_of_three_modules()
    before = titles(course)
    arranging.move_lesson(lesson=lessons_of(course)[0], way="up")
    arranging.move_lesson(lesson=lessons_of(course)[-1], way="down")
    arranging.move_module(module=course.modules.all()[0], way="up")
    assert titles(course) == before


def test_no_walk_loses_or_doubles_a_lesson() -> None:
    course, chance = a_course_of_three_modules(), random.Random(7)
    for _ in range(60):
        lesson = chance.choice(lessons_of(course))
        arranging.move_lesson(lesson=lesson, way=chance.choice(["up", "down"]))  # type: ignore[arg-type]
    assert sorted(titles(course)) == [f"L{number}" for number in range(6)]


def test_an_archived_neighbour_is_stepped_over() -> None:
    course = a_draft(lessons=("article", "article", "article"))
    first, second, third = lessons_of(course)
    Lesson.objects.filter(id=second.id).update(archived_at="2026-01-01T00:00Z")
    arranging.move_lesson(lesson=third, way="up")
    assert titles(course) == [third.title, first.title]
