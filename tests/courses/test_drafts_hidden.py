"""A draft never shows to learners: every public door is tried for what only the draft says."""

import json
from collections.abc import Iterator

import pytest
from django.test import Client
from django.urls import reverse

from courses.drafting.attaching import attach
from courses.drafting.authoring import add_lesson, add_module
from courses.enrolment import enrol
from courses.models import Course, Lesson, Media, Source
from courses.releases.publishing import publish
from tests import world
from tests.access.routes import routes
from tests.trainers import a_trainer
from tests.workers.certificates.working import work
from tracks.models import RevisionStep
from tracks.tailoring import make_track
from workers.certificates.models import Credential

pytestmark = pytest.mark.django_db
CANARY = "CANARIJAUNE"


def _a_published_course_with_a_secret_draft() -> Course:
    """Everything that an author writes names the canary; what is published does not."""
    course = world.a_published_course(lessons=("article", "quiz"))
    first, quiz = world.lessons_of(course)
    _secretly(course, first, quiz)
    return course


def _secretly(course: Course, first: Lesson, quiz: Lesson) -> None:
    Lesson.objects.filter(pk=first.pk).update(source=f"{CANARY} ![x](images/secret.png)")
    Lesson.objects.filter(pk=quiz.pk).update(title=f"{CANARY} quiz")
    quiz.questions.update(prompt=CANARY, explanation=CANARY, hint=CANARY)
    module = add_module(course=course, title=f"{CANARY} module")
    new = add_lesson(module=module, title=f"{CANARY} leçon")
    Lesson.objects.filter(pk=new.pk).update(source=CANARY, permalink=f"/{CANARY}")
    attach(course=course, path=f"images/{CANARY}.txt", body=CANARY.encode())
    Course.objects.filter(pk=course.pk).update(
        title=f"{CANARY} titre", summary=CANARY, authors=CANARY, source=CANARY
    )


def _a_secret_course() -> Course:
    """One that was never published at all."""
    course = world.a_draft(f"{CANARY} brouillon", lessons=("article", "quiz"))
    _secretly(course, *world.lessons_of(course))
    return course


def _addresses(course: Course) -> Iterator[str]:
    """Every public door that can name the course, a lesson or a file, filled in."""
    lessons = Lesson.objects.filter(module__course=course).values_list("pk", flat=True)
    digests = Media.objects.filter(course=course).values_list("blob_id", flat=True)
    sources = Source.objects.values_list("pk", flat=True)
    values = {
        "course": [course.slug, course.pk],
        "slug": [course.slug],
        "number": [1, 2],
        "lesson": lessons,
        "lesson_id": lessons,
        "digest": [*digests, *sources],
    }
    for route in routes():
        if "<" in route.pattern or route.pattern.startswith("admin/"):
            continue
        yield f"/{route.pattern}"
    named = [
        ("course", ["course"]), ("release", ["course", "number"]), ("lesson", ["lesson_id"]),
        ("manifest", ["course", "number"]), ("blob", ["digest"]), ("web:course", ["slug"]),
        ("web:release", ["slug", "number"]), ("web:lesson", ["slug", "lesson"]),
        ("lesson-by-id", ["lesson"]),
    ]  # fmt: skip
    for name, parts in named:
        for filled in _filled(parts, values):
            address = reverse(name, kwargs=filled)
            yield address
            yield f"{address}?release=1"
            yield f"{address}?expand=lessons"
    for query in (CANARY, CANARY.lower(), CANARY[:6]):
        yield f"/api/v1/courses?q={query}"
        yield f"/fr/courses?q={query}"


def _filled(parts: list[str], values: dict[str, object]) -> Iterator[dict[str, object]]:
    if not parts:
        yield {}
        return
    for value in values[parts[0]]:  # type: ignore[attr-defined]
        for rest in _filled(parts[1:], values):
            yield {parts[0]: value, **rest}


def _tells(client: Client, address: str) -> str:
    response = client.get(address, follow=True)
    assert response.status_code < 500, address
    body = b"".join(response) if response.streaming else response.content
    return body.replace(f"?q={CANARY}".encode(), b"").decode(errors="replace")


def _tellers(course: Course, client: Client) -> list[str]:
    """Doors that say the canary, but for the words of a search that are said back."""
    found = []
    for address in _addresses(course):
        if "?q=" in address and not address.startswith("/api/"):
            continue
        if CANARY in _tells(client, address).replace(f'"{CANARY}"', ""):
            found.append(address)
    return found


@pytest.fixture
def learner_client() -> Client:
    client = Client(headers={"Accept-Language": "fr"})
    client.force_login(world.a_learner())
    return client


def test_no_door_tells_a_stranger_what_only_the_draft_says() -> None:
    course = _a_published_course_with_a_secret_draft()
    assert _tellers(course, Client()) == []


def test_no_door_tells_a_learner_not_even_one_who_follows_the_course() -> None:
    course = _a_published_course_with_a_secret_draft()
    learner = world.a_learner()
    enrol(person=learner, course=course)
    client = Client()
    client.force_login(learner)
    assert _tellers(course, client) == []


def test_no_door_tells_of_a_course_that_was_never_published(learner_client: Client) -> None:
    course = _a_secret_course()
    assert _tellers(course, Client()) == []
    assert _tellers(course, learner_client) == []


def test_its_own_author_finds_no_draft_on_the_site_either() -> None:
    course = _a_secret_course()
    client = Client()
    client.force_login(a_trainer(course.organisation))
    assert _tellers(course, client) == []


def test_the_same_doors_tell_it_once_it_is_published() -> None:
    """The control: the doors that are tried would say it."""
    course = _a_published_course_with_a_secret_draft()
    Lesson.objects.filter(module__course=course, kind="article").update(source=CANARY)
    publish(course=course, by=None)
    tellers = " ".join(_tellers(course, Client()))
    for door in ("/api/v1/courses", "/api/v1/lessons/", "/fr/courses/", "/lessons/"):
        assert door in tellers, door


def test_a_track_names_a_course_as_it_is_published() -> None:
    course = world.a_published_course(lessons=("article",))
    published = course.listing.title
    Course.objects.filter(pk=course.pk).update(title=f"{CANARY} titre")
    template = world.a_template(courses=[course], workshop=False)
    template.steps.update(title={})
    of = world.a_team()
    track = make_track(template=template, by=of.coach, team=of.team)
    (step,) = RevisionStep.objects.filter(revision__track=track)
    assert step.title == {"fr": published}
    client = Client(headers={"Accept-Language": "fr"})
    client.force_login(of.member)
    told = client.get(f"/api/v1/tracks/{track.id}/steps").content.decode()
    assert published in told
    assert CANARY not in told


def test_a_credential_names_a_course_as_it_is_published() -> None:
    course = world.a_published_course(lessons=("article",))
    published = course.listing.title
    world.a_draft(f"{CANARY} draft", language="en", translates=course)
    learner = world.a_learner()
    world.finish(learner, course)
    Course.objects.filter(pk=course.pk).update(title=f"{CANARY} titre", summary=CANARY)
    work()
    credential = Credential.objects.get(person=learner)
    assert published in credential.title
    for told in (credential.title, credential.document, str(credential.version.title)):
        assert CANARY not in told


def test_what_a_release_was_made_from_is_served_nowhere() -> None:
    course = world.a_published_course(lessons=("article", "quiz"))
    for digest in Source.objects.values_list("pk", flat=True):
        assert Client().get(f"/api/v1/blobs/{digest}").status_code == 404
    told = json.loads(Client().get(f"/api/v1/courses/{course.slug}").content)
    assert "source_id" not in json.dumps(told)
