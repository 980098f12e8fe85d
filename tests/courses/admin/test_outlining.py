"""The outline over HTTP: a new order, a lesson in place, copies, what to check."""

import pytest

from courses.drafting.authoring import add_module
from courses.drafting.outlining import order_of, stamp_of
from courses.models import Course, Lesson
from tests.trainers import Admin, a_trainer
from tests.world import a_draft, a_published_course, an_organisation, lessons_of

pytestmark = pytest.mark.django_db


def an_outline() -> tuple[Course, Admin]:
    course = a_draft(lessons=("article", "article"))
    add_module(course=course, title="Suite")
    return course, Admin(a_trainer(course.organisation))


def written(course: Course) -> str:
    return ";".join(f"{module}:{','.join(map(str, held))}" for module, held in order_of(course))


def test_a_drag_sends_the_whole_order_and_gets_the_next_stamp() -> None:
    course, admin = an_outline()
    (a, held), (b, _none) = order_of(course)
    data = {"stamp": stamp_of(order_of(course)), "order": f"{a}:{held[1]};{b}:{held[0]}"}
    answer = admin.post("courses_course_arrange", course.id, data=data)
    assert answer.json() == {"stamp": stamp_of(order_of(course))}
    assert Lesson.objects.get(id=held[0]).module_id == b


def test_an_order_from_an_old_page_is_refused_and_said() -> None:
    course, admin = an_outline()
    before = written(course)
    answer = admin.post("courses_course_arrange", course.id, data={"stamp": "old", "order": before})
    assert answer.status_code == 409
    assert "changed the outline" in answer.json()["detail"]
    assert written(course) == before


@pytest.mark.parametrize("order", ["", "nonsense", "a:b;c", "x:"])
def test_an_order_of_nonsense_is_refused(order: str) -> None:
    course, admin = an_outline()
    data = {"stamp": stamp_of(order_of(course)), "order": order}
    assert admin.post("courses_course_arrange", course.id, data=data).status_code == 400


def test_a_lesson_is_added_in_place_as_a_row_or_as_a_page() -> None:
    course, admin = an_outline()
    module = course.modules.last()
    assert module is not None
    data = {"module": module.id, "title": "Et après ?", "kind": "quiz"}
    address = f"/admin/courses/course/{course.id}/lesson/"
    told = admin.client.post(address, data, headers={"Accept": "application/json"}).json()
    assert "Et après ?" in told["row"]
    assert told["stamp"] == stamp_of(order_of(course))
    page = admin.client.post(address, data)
    assert page.headers["Location"].endswith(f"#add-{module.id}")
    assert module.lessons.filter(kind="quiz").count() == 2


def test_a_lesson_without_a_title_is_not_added() -> None:
    course, admin = an_outline()
    data = {"module": course.modules.first().id, "title": " ", "kind": "article"}  # type: ignore[union-attr]
    address = f"/admin/courses/course/{course.id}/lesson/"
    assert (
        admin.client.post(address, data, headers={"Accept": "application/json"}).status_code == 400
    )
    assert "required" in admin.said(admin.client.post(address, data))
    assert len(lessons_of(course)) == 2


def test_a_lesson_a_module_and_a_course_are_copied() -> None:
    course, admin = an_outline()
    lesson, module = lessons_of(course)[0], course.modules.all()[0]
    admin.post("courses_course_copy", course.id, data={"copy": f"lesson {lesson.id}"})
    assert len(lessons_of(course)) == 3
    admin.post("courses_course_copy", course.id, data={"copy": f"module {module.id}"})
    assert course.modules.count() == 3
    admin.post("courses_course_duplicate", course.id, data={"title": "Une copie"})
    assert Course.objects.get(title="Une copie").modules.count() == 3


@pytest.mark.parametrize("page", ["arrange", "lesson", "copy", "move"])
def test_nothing_moves_in_the_outline_of_another_organisation(page: str) -> None:
    course, _admin = an_outline()
    before = written(course)
    lesson = lessons_of(course)[0]
    data = {
        "copy": f"lesson {lesson.id}",
        "move": f"down lesson {lesson.id}",
        "stamp": "",
        "order": "",
    }
    stranger = Admin(a_trainer(an_organisation()))
    assert stranger.post(f"courses_course_{page}", course.id, data=data).status_code == 404
    assert stranger.get("courses_course_problems", course.id).status_code == 404
    assert written(course) == before


def test_a_module_of_another_course_takes_no_lesson_here() -> None:
    course, admin = an_outline()
    other = a_draft(organisation=an_organisation())
    data = {"module": other.modules.get().id, "title": "Intruse", "kind": "article"}
    assert admin.post("courses_course_lesson", course.id, data=data).status_code == 404


def test_problems_are_told_by_lesson_and_what_stops_publishing_apart() -> None:
    course = a_draft(lessons=("article", "link", "article"))
    broken, without, fine = lessons_of(course)
    Lesson.objects.filter(id=broken.id).update(source="Voir [là](nulle-part.md).")
    Lesson.objects.filter(id=without.id).update(address="")
    told = Admin(a_trainer(course.organisation)).get("courses_course_problems", course.id).json()
    assert told["lessons"][str(broken.id)]["words"] == "1 thing to check"
    assert told["lessons"][str(without.id)]["stops"]
    assert str(fine.id) not in told["lessons"]


def test_the_outline_says_what_is_new_changed_and_published() -> None:
    course = a_published_course(lessons=("article", "article"))
    admin = Admin(a_trainer(course.organisation))
    first, _second = lessons_of(course)
    admin.save("courses_lesson_change", first.id, change={"source": "Tout autre chose."})
    admin.post(
        "courses_lesson_add", data={"title": "Neuve", "module": first.module_id, "kind": "article"}
    )
    rows = admin.get("courses_course_change", course.id).context["outline"][0].lessons
    assert [row.state for row in rows] == ["changed", "published", "draft"]
    assert [row.is_empty for row in rows] == [False, False, True]
    assert rows[0].words == 3
