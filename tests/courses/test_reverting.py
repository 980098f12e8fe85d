"""Taking a release back into the draft: the draft is as it was then, and nothing is lost."""

import pytest

from campus.errors import Conflict
from courses.drafting.attaching import attach, describe
from courses.drafting.authoring import add_lesson, add_module, archive
from courses.models import Choice, Course, Draw, Lesson, Question, QuestionBank, Relation
from courses.releases.publishing import publish
from courses.releases.reverting import take_back
from courses.releases.versions import draft_version, release_version
from tests import world

pytestmark = pytest.mark.django_db


@pytest.fixture
def course() -> Course:
    course = world.a_draft(lessons=("article", "article", "quiz", "file"))
    attach(course=course, path="images/plan.txt", body=b"un plan")
    quiz = world.quiz_of(course)
    bank = QuestionBank.objects.create(organisation=course.organisation, title="Banque")
    Question.objects.create(bank=bank, prompt="De la banque ?", kind="text").choices.create(
        text="oui", is_correct=True
    )
    Draw.objects.create(quiz=quiz.quiz, bank=bank, count=1, tag="")
    other = world.a_published_course("Un autre")
    Relation.objects.create(course=course, kind="related", work=other.work)
    publish(course=course, by=None)
    course.refresh_from_db()
    return course


def _published_as(course: Course) -> object:
    version = release_version(course.releases.get(number=1))
    return version.course, dict(version.lessons)


def _draft_as(course: Course) -> object:
    version = draft_version(Course.objects.get(pk=course.pk))
    return version.course, dict(version.lessons)


def _write_over(course: Course) -> None:
    """Another text, order, title, quiz, file, module and facts."""
    first, second, quiz, _file = world.lessons_of(course)
    module = add_module(course=course, title="Un module de plus")
    new = add_lesson(module=module, title="Une leçon de plus")
    Lesson.objects.filter(pk=new.pk).update(source="De plus.")
    Lesson.objects.filter(pk=first.pk).update(source="Récrit.", title="Autre", position=50)
    Lesson.objects.filter(pk=second.pk).update(module=module)
    archive(item=quiz)
    question = quiz.questions.first()
    Question.objects.filter(pk=question.pk).update(prompt="Récrite ?")
    question.choices.all()[0].delete()
    quiz.questions.all()[1].delete()
    world.a_question(quiz, right=("neuve",), wrong=("vieille",))
    quiz.quiz.draws.all().delete()
    quiz.quiz.mode = "practice"
    quiz.quiz.save()
    attach(course=course, path="images/plan.txt", body=b"un autre plan")
    Course.objects.filter(pk=course.pk).update(title="Récrit", summary="Récrit", level=3)
    course.modules.filter(position=1).update(title="Récrit")
    Relation.objects.filter(course=course).delete()


def test_the_draft_is_what_the_release_was_written_from(course: Course) -> None:
    _write_over(course)
    assert _draft_as(course) != _published_as(course)
    take_back(release=course.releases.get(number=1), by=None)
    was, lessons = _published_as(course)
    now, written = _draft_as(course)
    assert written == lessons
    assert {one.path for one in was.media} <= {one.path for one in now.media}
    now.media, was.media = [], []
    assert now == was


def test_publishing_it_then_brings_back_what_was_read(course: Course) -> None:
    first = course.current_release
    _write_over(course)
    publish(course=course, by=None)
    take_back(release=first, by=None)
    third = publish(course=course, by=None)
    assert third.outline_id == first.outline_id
    same = ("lesson_id", "blob_id", "key", "quiz", "asked_id", "position")
    assert list(third.lessons.values(*same)) == list(first.lessons.values(*same))


def test_nothing_of_the_draft_is_lost(course: Course) -> None:
    _write_over(course)
    texts = set(Lesson.objects.filter(module__course=course).values_list("source", flat=True))
    prompts = set(Question.objects.values_list("prompt", flat=True))
    answers = set(Choice.objects.values_list("text", flat=True))
    files = {one.blob_id for one in course.media.all()}
    take_back(release=course.releases.get(number=1), by=None)
    of_it = Lesson.objects.filter(module__course=course)
    assert texts <= set(of_it.values_list("source", flat=True))
    assert prompts <= set(Question.objects.values_list("prompt", flat=True))
    assert answers <= set(Choice.objects.values_list("text", flat=True))
    assert files <= {one.blob_id for one in course.media.all()}
    kept = of_it.filter(source="Récrit.").get()
    assert kept.archived_at
    assert "Une leçon de plus" in {one.title for one in of_it.exclude(archived_at=None)}


def test_a_draft_that_says_the_same_gets_no_copies(course: Course) -> None:
    before = Lesson.objects.filter(module__course=course).count()
    take_back(release=course.current_release, by=None)
    assert Lesson.objects.filter(module__course=course).count() == before


def test_whoever_has_a_lesson_open_is_told_that_it_changed(course: Course) -> None:
    first = world.lessons_of(course)[0]
    take_back(release=course.current_release, by=None)
    assert Lesson.objects.get(pk=first.pk).version == first.version + 1


def test_a_release_from_before_sources_is_refused(course: Course) -> None:
    release = course.current_release
    release.lessons.update(source=None)
    with pytest.raises(Conflict) as refused:
        take_back(release=release, by=None)
    assert refused.value.code == "no_sources"


def test_what_was_said_of_a_file_is_said_again(course: Course) -> None:
    plan = course.media.get(path="images/plan.txt")
    said = {"alt": "Le plan", "is_decorative": False, "credit": "Awa Diop", "licence": "CC BY 4.0"}
    describe(media=plan, **said)
    Course.objects.filter(pk=course.pk).update(title="Autrement")
    publish(course=course, by=None)
    describe(media=plan, alt="", is_decorative=True)
    take_back(release=course.releases.get(number=2), by=None)
    row = course.media.filter(path="images/plan.txt").values(*said).get()
    assert row == said
