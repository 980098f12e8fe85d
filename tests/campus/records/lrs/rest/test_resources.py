"""The doors that tell of agents and activities: of unknown ones too, and of nobody's identity."""

import pytest

from tests.api import assert_problem
from tests.campus.records.lrs.asking import V1, V2, Store, ask
from tests.campus.records.lrs.store import a_statement
from tests.world import a_person, a_published_course

pytestmark = pytest.mark.django_db
BOTH = pytest.mark.parametrize("version", [V1, V2])
AGENTS, ACTIVITIES = "/xapi/agents", "/xapi/activities"
IRI = "http://www.example.com/meetings/1"


@BOTH
@pytest.mark.parametrize(
    ("agent", "person"),
    [
        ({"mbox": "mailto:a@b.example"}, {"mbox": ["mailto:a@b.example"]}),
        ({"mbox_sha1sum": "a" * 40, "name": "A"}, {"mbox_sha1sum": ["a" * 40], "name": ["A"]}),
        ({"openid": "https://id.example/a"}, {"openid": ["https://id.example/a"]}),
        (
            {"objectType": "Agent", "account": {"homePage": "https://x.example", "name": "a"}},
            {"account": [{"homePage": "https://x.example", "name": "a"}]},
        ),
    ],
)
def test_an_agent_is_told_as_a_person_whose_properties_are_lists(version, agent, person):
    response = ask(Store(version=version), "GET", AGENTS, {"agent": agent})
    assert response.status_code == 200
    assert response.json() == {"objectType": "Person", **person}


@BOTH
@pytest.mark.parametrize(
    "agent", [{"name": "Rick"}, {"objectType": "Group", "mbox": "mailto:a@b.example"}, "x", None]
)
def test_what_is_no_agent_is_refused(version, agent):
    given = {} if agent is None else {"agent": agent}
    assert ask(Store(version=version), "GET", AGENTS, given).status_code == 400


def test_who_stands_behind_an_account_of_ours_is_told_to_nobody():
    person = a_person("Awa Diop")
    account = {"homePage": "https://campus.example", "name": str(person.actor)}
    told = ask(Store(), "GET", AGENTS, {"agent": {"account": account}})
    assert told.json() == {"objectType": "Person", "account": [account]}


@BOTH
def test_an_unknown_activity_is_told_by_its_id(version):
    response = ask(Store(version=version), "GET", ACTIVITIES, {"activityId": IRI})
    assert response.json() == {"objectType": "Activity", "id": IRI}


@BOTH
def test_an_activity_is_told_with_all_that_statements_said_of_it(version):
    store = Store(version=version)
    kept = {"id": IRI, "objectType": "Activity"}
    for language, name in (("en", "Meeting"), ("fr", "Réunion")):
        said = {**kept, "definition": {"name": {language: name}}}
        store.keep(a_statement(object=said))
    told = ask(store, "GET", ACTIVITIES, {"activityId": IRI}).json()
    assert told == {**kept, "definition": {"name": {"en": "Meeting", "fr": "Réunion"}}}


def test_a_course_of_ours_is_told_by_its_title():
    course = a_published_course("Écrire simplement")
    iri = f"https://campus.example/courses/{course.id}"
    told = ask(Store(), "GET", ACTIVITIES, {"activityId": iri}).json()
    assert told["definition"]["name"] == {"fr": course.title}


@pytest.mark.parametrize("given", [{}, {"activityId": "no iri"}, {"activityID": IRI}])
def test_an_activity_without_its_id_is_refused(given):
    response = ask(Store(), "GET", ACTIVITIES, given)
    assert_problem(response, 400, response.json()["type"].rpartition(":")[2])
