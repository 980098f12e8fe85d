"""What the store learns of activities and verbs, and who may put it right."""

import pytest
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext

from campus.records.lrs.clients import make_client
from campus.records.lrs.knowing import definitions, displays, learn
from tests import racing
from tests.campus.records.lrs.store import a_statement
from tests.world import a_draft, a_published_course, lessons_of

pytestmark = pytest.mark.django_db
IRI, VERB = "http://www.example.com/meetings/1", "http://www.example.com/verbs/attended"
HOME = "https://campus.example"


def a_client(name="LMS"):
    return make_client(name=name)[0]


def saying(definition=None, display=None):
    activity = {"id": IRI} if definition is None else {"id": IRI, "definition": definition}
    verb = {"id": VERB} if display is None else {"id": VERB, "display": display}
    return a_statement(object=activity, verb=verb)


def test_what_is_said_is_known_and_what_is_not_is_not():
    assert definitions([IRI]) == {}
    learn([saying()], client=a_client())
    assert (definitions([IRI]), displays([VERB])) == ({}, {})
    learn([saying({"name": {"en": "Meeting"}}, {"en": "attended"})], client=a_client())
    assert definitions([IRI]) == {IRI: {"name": {"en": "Meeting"}}}
    assert displays([VERB]) == {VERB: {"en": "attended"}}


def test_languages_of_several_statements_and_batches_come_together():
    client = a_client()
    learn([saying({"name": {"en": "Meeting"}}), saying({"name": {"fr": "Réunion"}})], client=client)
    learn([saying({"name": {"de": "Treffen"}}, {"de": "nahm teil"})], client=client)
    names = definitions([IRI])[IRI]["name"]
    assert names == {"en": "Meeting", "fr": "Réunion", "de": "Treffen"}


def test_who_spoke_first_may_put_its_words_right_and_others_only_add():
    first, other = a_client("Premier"), a_client("Autre")
    learn([saying({"name": {"en": "Meting"}}, {"en": "atended"})], client=first)
    learn([saying({"name": {"en": "Rude", "fr": "Réunion"}}, {"en": "rude"})], client=other)
    assert definitions([IRI])[IRI]["name"] == {"en": "Meting", "fr": "Réunion"}
    assert displays([VERB])[VERB] == {"en": "atended"}
    learn([saying({"name": {"en": "Meeting"}}, {"en": "attended"})], client=first)
    assert definitions([IRI])[IRI]["name"] == {"en": "Meeting", "fr": "Réunion"}
    assert displays([VERB])[VERB] == {"en": "attended"}


def test_what_is_known_already_is_only_read():
    client = a_client()
    learn([saying({"name": {"en": "Meeting"}}, {"en": "attended"})], client=client)
    with CaptureQueriesContext(
        connection,
    ) as queries:
        learn([saying({"name": {"en": "Meeting"}}, {"en": "attended"})] * 50, client=client)
    assert len(queries) == 1
    assert "FOR UPDATE" not in queries[0]["sql"]


def test_a_published_course_and_its_lessons_are_what_their_author_says():
    course = a_published_course()
    lesson = lessons_of(course)[0]
    iris = [f"{HOME}/courses/{course.id}", f"{HOME}/lessons/{lesson.id}"]
    said = a_statement(object={"id": iris[0], "definition": {"name": {"fr": "Autre chose"}}})
    learn([said], client=a_client())
    found = definitions(iris)
    assert found[iris[0]]["name"] == {"fr": course.title}
    assert found[iris[0]]["type"] == "http://adlnet.gov/expapi/activities/course"
    assert found[iris[1]]["name"] == {"fr": lesson.title}
    assert found[iris[1]]["type"] == "http://adlnet.gov/expapi/activities/lesson"


def test_a_draft_tells_nothing_of_itself():
    draft = a_draft()
    iris = [f"{HOME}/courses/{draft.id}", f"{HOME}/lessons/{lessons_of(draft)[0].id}"]
    assert definitions(iris) == {}


def test_an_iri_that_only_looks_like_ours_is_none_of_ours():
    course = a_published_course()
    for iri in (
        f"{HOME}/courses/{str(course.id).upper()}",
        f"{HOME}/course/{course.id}",
        f"{HOME}/courses/{course.id}/",
        f"{HOME}.evil.example/courses/{course.id}",
        f"courses/{course.id}",
        f"{HOME}/courses/x",
    ):
        assert definitions([iri]) == {}


def test_courses_are_described_in_as_many_queries_as_one():
    iris = [f"{HOME}/courses/{a_published_course(f'Cours {n}').id}" for n in range(4)]
    with CaptureQueriesContext(connection) as one:
        definitions(iris[:1])
    with CaptureQueriesContext(connection) as all_:
        assert len(definitions(iris)) == 4
    assert len(one) == len(all_)


def _learn(client, language):
    with transaction.atomic():
        learn([saying({"name": {language: "x"}})], client=client)


@pytest.mark.django_db(transaction=True)
def test_two_that_teach_at_once_both_count():
    client = a_client()
    with racing.another_process() as run:
        with transaction.atomic():
            _learn(client, "en")
            later = run(_learn, client, "fr")
            racing.wait_until_blocked()
        later.result(timeout=10)
    assert definitions([IRI])[IRI]["name"] == {"en": "x", "fr": "x"}


@pytest.mark.django_db(transaction=True)
def test_without_locks_one_of_them_would_be_lost(monkeypatch):
    """The control of the race above."""
    client = a_client()
    _learn(client, "de")
    racing.take_no_locks(monkeypatch)
    with racing.another_process() as run:
        with transaction.atomic():
            _learn(client, "en")
            later = run(_learn, client, "fr")
            racing.wait_until_blocked()
        later.result(timeout=10)
    assert definitions([IRI])[IRI]["name"] == {"de": "x", "fr": "x"}
