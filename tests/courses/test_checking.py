"""The checklist of a draft: what blocks, what warns, and where it is."""

import pytest
from django.utils.translation import override

from campus.errors import Invalid
from campus.markdown.findings import WORDING
from courses.kinds import video
from courses.models import Course, Lesson, Quiz
from courses.releases.checking import BLOCKS, CODES, WARNS, Item, check
from courses.releases.problems import problems_of
from courses.releases.publishing import publish
from tests import world

pytestmark = pytest.mark.django_db
WORDS = "Une phrase claire dit une chose, et une seule, à qui la lit. "


def _checked(*, kind: str = "article", **fields: object) -> tuple[Lesson, dict[str, Item]]:
    course = world.a_draft(lessons=(kind, "article"))
    Lesson.objects.filter(module__course=course).update(source=WORDS * 5, minutes=None)
    lesson = world.lessons_of(course)[0]
    Lesson.objects.filter(pk=lesson.pk).update(**fields)
    with override("en"):
        return lesson, {item.code: item for item in check(course).items}


CASES = {
    "nothing is said of a plain text": ({}, set()),
    "a link that leads nowhere": ({"source": f"{WORDS * 5}[là](nulle.md)"}, {"unresolved_link"}),
    "an image that is not there": ({"source": f"{WORDS * 5}![Un plan](x.png)"}, {"missing_image"}),
    "a heading that skips a level": (
        {"source": f"## Un\n\n{WORDS * 5}\n\n#### Trois\n\n{WORDS}"},
        {"heading_skips_level"},
    ),
    "a lesson that is empty": ({"source": " \n"}, {"empty_lesson"}),
    "a lesson of two words": ({"source": "À faire."}, {"lesson_too_short"}),
    "a lesson of an hour": ({"source": WORDS * 1000}, {"lesson_too_long"}),
    "far more minutes than text": ({"minutes": 25}, {"more_minutes_than_text"}),
    "fewer minutes than text": (
        {"source": WORDS * 150, "minutes": 1},
        {"fewer_minutes_than_text"},
    ),
    "a file that is not there": ({"kind": "file", "file": "x.pdf"}, {"file_missing"}),
}  # fmt: skip


@pytest.mark.parametrize(("fields", "codes"), CASES.values(), ids=CASES)
def test_what_a_lesson_lacks_is_said(fields: dict[str, object], codes: set[str]) -> None:
    lesson, items = _checked(**fields)
    assert set(items) == codes
    assert {item.lesson for item in items.values()} <= {lesson.id}


def test_a_finding_names_its_line() -> None:
    _lesson, items = _checked(source=f"{WORDS * 5}\n\n[là](nulle.md)")
    assert items["unresolved_link"].line == 3


def test_a_quiz_without_a_key_blocks() -> None:
    course = world.a_draft(lessons=("article", "quiz"))
    quiz = world.quiz_of(course)
    quiz.questions.first().choices.update(is_correct=False)
    blocking = check(course).blocking
    assert [item.lesson for item in blocking] == [quiz.id]
    with pytest.raises(Invalid):
        publish(course=course, by=None)


def test_a_film_without_captions_or_transcript_warns() -> None:
    _lesson, items = _checked(kind="video", source="")
    assert "captions_unseen" in items
    assert not any(item.blocks for item in items.values())


def test_all_that_blocks_is_told_at_once_and_first() -> None:
    course = world.a_draft(lessons=("article", "file", "article"))
    first, second, _third = world.lessons_of(course)
    Lesson.objects.filter(pk=first.pk).update(source="")
    Lesson.objects.filter(pk=second.pk).update(file="nulle-part.pdf")
    checked = check(course)
    assert [item.blocks for item in checked.items][:2] == [True, True]
    with pytest.raises(Invalid) as refused, override("en"):
        publish(course=course, by=None)
    assert first.title in refused.value.detail
    assert "nulle-part.pdf" in refused.value.detail


def test_beside_its_title_a_lesson_is_not_named_by_its_file() -> None:
    lesson, items = _checked(kind="video", address="")
    said = items["film_missing"].said
    assert lesson.path
    assert lesson.path not in said
    with override("en"):
        problem, *_more = problems_of(lesson.module.course, language="en")[lesson.id]
    assert problem.said == said
    with pytest.raises(Invalid) as refused, override("en"):
        publish(course=lesson.module.course, by=None)
    assert f"{lesson.title}: {said}" in refused.value.detail


def _as(course: Course, mode: str, **rules: object) -> dict[str, Item]:
    """The checklist once its quiz is for practice, or graded."""
    Quiz.objects.filter(lesson__module__course=course).update(mode=mode, **rules)
    return {item.code: item for item in check(course).items}


def _published_as(course: Course, mode: str, **rules: object) -> Course:
    Quiz.objects.filter(lesson__module__course=course).update(mode=mode, **rules)
    publish(course=course, by=None)
    course.refresh_from_db()
    return course


def test_what_practice_told_everybody_is_never_graded() -> None:
    course = _published_as(world.a_draft(lessons=("quiz",)), "practice")
    assert not check(course).blocking
    _published_as(course, "practice", shows_key="never")
    item = _as(course, "graded")["key_was_public"]
    assert (item.lesson, item.blocks) == (world.quiz_of(course).id, True)
    with pytest.raises(Invalid) as refused:
        publish(course=course, by=None)
    assert refused.value.code == "key_was_public"
    assert course.releases.count() == 2


def test_other_questions_may_be_graded_after_practice() -> None:
    course = _published_as(world.a_draft(lessons=("quiz",)), "practice")
    quiz = world.quiz_of(course)
    quiz.questions.all().delete()
    world.a_question(quiz, right=("ici",), wrong=("là",))
    assert "key_was_public" not in _as(course, "graded")
    assert publish(course=course, by=None).number == 2


def test_practice_in_attempts_told_nobody_before_she_tried() -> None:
    course = _published_as(world.a_draft(lessons=("quiz",)), "practice", attempts_allowed=3)
    assert "key_was_public" not in _as(course, "graded")


def test_what_a_release_grades_may_become_practice_with_a_warning() -> None:
    course = _published_as(world.a_draft(lessons=("quiz",)), "graded")
    assert "key_becomes_public" not in _as(course, "graded", shows_key="never")
    item = _as(course, "practice")["key_becomes_public"]
    assert not item.blocks
    assert "key_becomes_public" not in _as(course, "practice", attempts_allowed=3)


def test_a_course_without_a_licence_is_not_published() -> None:
    course = world.a_draft()
    Course.objects.filter(pk=course.pk).update(licence="")
    with pytest.raises(Invalid) as refused:
        publish(course=course, by=None)
    assert refused.value.code == "no_licence"
    Course.objects.filter(pk=course.pk).update(licence="etalab-2.0")
    assert publish(course=course, by=None).number == 1


def test_warnings_stop_nobody_but_the_page() -> None:
    course = world.a_draft()
    assert check(course).warnings
    assert publish(course=course, by=None).number == 1


def test_an_empty_course_blocks() -> None:
    assert [item.code for item in check(world.a_draft(lessons=())).blocking] == ["no_lessons"]


def test_the_table_names_whatever_a_text_or_a_film_can_be_told() -> None:
    known = {*WORDING, *video._WORDING}
    assert known <= set(CODES), known - set(CODES)
    assert set(CODES.values()) == {BLOCKS, WARNS}


def test_checking_takes_as_many_queries_for_a_long_course(
    django_assert_max_num_queries: object,
) -> None:
    short, long = world.a_draft(lessons=("article",)), world.a_draft(lessons=("article",) * 20)
    counts = []
    for course in (short, long):
        with django_assert_max_num_queries(40) as asked:  # type: ignore[operator]
            check(Course.objects.get(pk=course.pk))
        counts.append(len(asked))
    assert counts[0] == counts[1]
