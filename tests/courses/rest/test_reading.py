"""Anyone reads published courses, lessons and files; nobody reads drafts or answer keys."""

import json

import pytest

from courses.enrolment import enrol, renew
from courses.models import (
    Choice,
    Course,
    Lesson,
    OldSlug,
    Question,
    ReleaseBlob,
    ReleaseLesson,
)
from courses.releases.publishing import publish
from tests.api import Api, assert_problem
from tests.world import a_draft, a_learner, a_published_course, lessons_of, quiz_of

pytestmark = pytest.mark.django_db


def republish(course: Course, lesson: Lesson, text: str) -> None:
    lesson.source = text
    lesson.save()
    publish(course=course, by=None)
    course.refresh_from_db()


def test_a_course_answers_to_its_slug_and_its_id() -> None:
    course = a_published_course(lessons=("article", "quiz"))
    by_slug = Api().get(f"/courses/{course.slug}").json()
    assert by_slug == Api().get(f"/courses/{course.id}").json()
    assert by_slug["title"] == course.title
    assert by_slug["release"]["number"] == 1
    assert by_slug["release"]["digest"] == course.current_release.digest
    held = [lesson for module in by_slug["modules"] for lesson in module["lessons"]]
    assert [lesson["kind"] for lesson in held] == ["article", "quiz"]
    assert held[0]["id"] == str(lessons_of(course)[0].id)


@pytest.mark.parametrize("reference", ["slug", "id"])
def test_a_draft_is_not_found_as_if_it_were_not_there(reference: str) -> None:
    draft = a_draft()
    hidden = assert_problem(Api().get(f"/courses/{getattr(draft, reference)}"), 404, "not_found")
    missing = assert_problem(Api().get("/courses/no-such-course"), 404, "not_found")
    assert hidden["detail"] == missing["detail"]


def test_an_old_slug_leads_to_the_course_for_ever() -> None:
    course = a_published_course()
    OldSlug.objects.create(slug="ancien", course=course)
    response = Api().get("/courses/ancien")
    assert response.status_code == 301
    assert response.headers["Location"] == f"/api/v1/courses/{course.slug}"


@pytest.mark.parametrize(
    "rest", ["?fields=title", "/releases/1?expand=lessons", "/releases/1/manifest?since=1"]
)
def test_an_old_slug_leads_to_the_same_address_with_the_same_question(rest: str) -> None:
    course = a_published_course()
    OldSlug.objects.create(slug="ancien", course=course)
    response = Api().get(f"/courses/ancien{rest}")
    assert response.status_code == 301
    assert response.headers["Location"] == f"/api/v1/courses/{course.slug}{rest}"
    assert Api().client.get(response.headers["Location"]).status_code == 200


def test_an_old_slug_of_a_draft_gives_nothing_away() -> None:
    OldSlug.objects.create(slug="ancien", course=a_draft())
    assert_problem(Api().get("/courses/ancien"), 404, "not_found")


def test_an_earlier_release_reads_as_it_did() -> None:
    course = a_published_course()
    before = Api().get(f"/courses/{course.slug}/releases/1").json()
    republish(course, lessons_of(course)[0], "Tout autre chose.")
    assert Api().get(f"/courses/{course.slug}/releases/1").json() == before
    assert Api().get(f"/courses/{course.slug}").json()["release"]["number"] == 2
    assert_problem(Api().get(f"/courses/{course.slug}/releases/3"), 404, "not_found")
    assert_problem(Api().get(f"/courses/{course.slug}/releases/{10**12}"), 404, "not_found")


def test_a_lesson_reads_as_published() -> None:
    course = a_published_course()
    first, second = lessons_of(course)
    lesson = Api().get(f"/lessons/{first.id}").json()
    assert lesson["html"].startswith("<p>Le texte de la leçon")
    assert (lesson["course"], lesson["release"]) == (str(course.id), 1)
    assert (lesson["previous"], lesson["next"]) == (None, str(second.id))


def test_a_reader_sees_the_current_release_and_a_learner_the_one_she_is_on() -> None:
    course = a_published_course()
    lesson = lessons_of(course)[0]
    learner = a_learner()
    enrol(person=learner, course=course)
    republish(course, lesson, "Le nouveau texte.")
    address = f"/lessons/{lesson.id}"
    assert Api().get(address).json()["release"] == 2
    assert Api(learner).get(address).json()["release"] == 1
    assert Api(learner).get(f"{address}?release=2").json()["release"] == 2
    assert Api(a_learner()).get(address).json()["release"] == 2


def test_her_own_release_is_not_kept_for_others() -> None:
    course = a_published_course()
    lesson = lessons_of(course)[0]
    learner = a_learner()
    enrol(person=learner, course=course)
    assert Api(learner).get(f"/lessons/{lesson.id}").headers["Cache-Control"].startswith("private")
    assert Api().get(f"/lessons/{lesson.id}").headers["Cache-Control"].startswith("public")


def test_a_lesson_that_a_release_lacks_is_named_where_it_is() -> None:
    course = a_published_course()
    lesson = lessons_of(course)[1]
    Lesson.objects.filter(id=lesson.id).update(archived_at="2026-01-01T00:00Z")
    publish(course=course, by=None)
    problem = assert_problem(Api().get(f"/lessons/{lesson.id}"), 404, "not_found")
    assert "?release= 1" in problem["detail"]
    assert Api().get(f"/lessons/{lesson.id}?release=1").status_code == 200


def test_a_lesson_of_a_draft_is_hidden() -> None:
    assert_problem(Api().get(f"/lessons/{lessons_of(a_draft())[0].id}"), 404, "not_found")


def test_a_quiz_shows_its_questions_and_never_what_is_right() -> None:
    course = a_draft(lessons=("article", "quiz"))
    Question.objects.update(explanation="CANARI-EXPLICATION")
    Choice.objects.update(feedback="CANARI-RETOUR")
    publish(course=course, by=None)
    quiz = quiz_of(course)
    lesson = Api().get(f"/lessons/{quiz.id}").json()
    assert [len(question["choices"]) for question in lesson["questions"]] == [3, 3]
    assert {key for q in lesson["questions"] for c in q["choices"] for key in c} == {"id", "text"}
    digests = ReleaseBlob.objects.values_list("blob_id", flat=True)
    answers = [Api().get(f"/blobs/{digest}").content for digest in digests]
    answers += [Api().get(f"/courses/{course.slug}").content, json.dumps(lesson).encode()]
    key = ReleaseLesson.objects.get(lesson=quiz).key
    assert key, "the campus itself knows what is right"
    for answer in answers:
        for secret in (b"CANARI", b"is_correct", b"feedback", b"explanation", b'"key"'):
            assert secret not in answer


def test_what_has_not_changed_is_not_sent_again() -> None:
    course = a_published_course()
    for path in (f"/courses/{course.slug}", f"/lessons/{lessons_of(course)[0].id}", "/courses"):
        etag = Api().get(path).headers["ETag"]
        again = Api().get(path, **{"If-None-Match": f'"other", W/{etag}'})
        assert (again.status_code, again.content) == (304, b"")
        assert Api().get(path, **{"If-None-Match": '"other"'}).status_code == 200


def test_who_renewed_reads_a_lesson_as_her_latest_period_has_it() -> None:
    course, awa = a_published_course(), a_learner()
    lesson = lessons_of(course)[0]
    first, _is_new = enrol(person=awa, course=course)
    republish(course, lesson, "Le deuxième texte.")
    renew(enrolment=first)
    republish(course, lesson, "Le troisième texte.")
    first.release = course.current_release
    first.save()
    assert Api(awa).get(f"/lessons/{lesson.id}").json()["release"] == 2
