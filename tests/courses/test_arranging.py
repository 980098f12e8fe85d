"""The order of a draft: steps up and down keep every lesson exactly once."""

import random
from uuid import UUID

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from campus.audit.noting import deeds_about
from campus.errors import Conflict, Invalid
from courses.drafting import arranging
from courses.drafting.authoring import add_lesson, add_module
from courses.drafting.outlining import order_of, outline, stamp_of
from courses.models import Course, Lesson
from tests.trainers import a_trainer
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


def an_order(course: Course) -> list[tuple[UUID, tuple[UUID, ...]]]:
    return [(module, tuple(lessons)) for module, lessons in order_of(course)]


def test_a_whole_order_is_taken_across_modules_and_its_stamp_told() -> None:
    course = a_course_of_three_modules()
    (a, (first, last)), b, (c, others) = an_order(course)
    wanted = [(c, (*others, first)), (a, ()), (b[0], (last, *b[1]))]
    before = Lesson.objects.get(id=first).version
    stamp = arranging.arrange(course=course, order=wanted, stamp=stamp_of(order_of(course)))
    assert an_order(course) == wanted
    assert stamp == stamp_of(order_of(course))
    assert Lesson.objects.get(id=first).version == before + 1
    assert Lesson.objects.get(id=others[0]).version == before


def test_an_order_of_an_outline_that_changed_meanwhile_is_refused() -> None:
    course = a_course_of_three_modules()
    seen, order = stamp_of(order_of(course)), an_order(course)
    add_lesson(module=course.modules.first(), title="Neuve")  # type: ignore[arg-type]
    before = an_order(course)
    with pytest.raises(Conflict) as refused:
        arranging.arrange(course=course, order=list(reversed(order)), stamp=seen)
    assert refused.value.code == "outline_changed"
    assert an_order(course) == before


@pytest.mark.parametrize("fault", ["left out", "twice", "foreign"])
def test_an_order_that_is_not_of_the_same_lessons_is_refused(fault: str) -> None:
    course, other = a_course_of_three_modules(), a_course_of_three_modules()
    (module, lessons), *rest = an_order(course)
    held = {
        "left out": lessons[:1],
        "twice": (*lessons, lessons[0]),
        "foreign": (*lessons, an_order(other)[0][1][0]),
    }
    stamp, before = stamp_of(order_of(course)), an_order(course)
    with pytest.raises(Invalid):
        arranging.arrange(course=course, order=[(module, held[fault]), *rest], stamp=stamp)
    assert an_order(course) == before


def test_the_outline_asks_the_same_number_of_questions_at_2_and_at_40_lessons() -> None:
    counts = []
    for many in (2, 40):
        course = a_draft(lessons=("article",) * many)
        with CaptureQueriesContext(connection) as asked:
            assert sum(row.words for part in outline(course) for row in part.lessons) > many
        counts.append(len(asked))
    assert counts[0] == counts[1]


def test_who_moved_what_is_kept_and_a_move_that_leads_nowhere_is_none() -> None:
    course, ines = a_course_of_three_modules(), a_trainer()
    first, last = course.modules.all()[0], course.modules.all()[2]
    arranging.move_module(module=first, way="up", by=ines)
    arranging.move_lesson(lesson=lessons_of(course)[0], way="up", by=ines)
    assert not deeds_about(course.pk).filter(by=ines).exists()
    moved = lessons_of(course)[-1]
    arranging.move_lesson(lesson=moved, way="up", by=ines)
    arranging.move_module(module=last, way="up", by=ines)
    order = list(reversed(order_of(course)))
    stamp = stamp_of(order_of(course))
    stamp = arranging.arrange(course=course, order=order, stamp=stamp, by=ines)
    arranging.arrange(course=course, order=order, stamp=stamp, by=ines)
    told = [(deed.deed, deed.title) for deed in reversed(deeds_about(course.pk).filter(by=ines))]
    assert told == [
        ("lesson.moved", moved.title),
        ("module.moved", last.title),
        ("outline.arranged", course.title),
    ]
