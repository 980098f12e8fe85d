"""Statements are found by what they say, newest first, a page at a time, by who may read them."""

from typing import Any
from uuid import uuid4

import pytest
from django.conf import settings
from django.db import connection

from campus.records.lrs import querying
from campus.records.models import LearningRecord, Scope
from campus.records.voiding import void
from tests import world
from tests.campus.records.xapi.samples import AGENT
from tests.world import begun
from tracks.steps import attest
from tracks.teams import sign_outcome

from .store import V1, V2, Store, a_statement, voiding

pytestmark = pytest.mark.django_db
BOTH = pytest.mark.parametrize("version", [V1, V2])
COURSE = "https://example.org/course"
COMPLETED = "http://adlnet.gov/expapi/verbs/completed"
ATTENDED = "http://adlnet.gov/expapi/verbs/attended"
EVE = {"mbox": "mailto:eve@example.org"}
REGISTRATION = str(uuid4())

# What a statement says beside the plainest, and what then finds it.
FOUND_BY: list[tuple[dict[str, Any], dict[str, Any]]] = [
    ({"actor": EVE}, {"agent": EVE}),
    ({"actor": {"objectType": "Group", "member": [EVE]}}, {"agent": EVE}),
    ({"object": {"objectType": "Agent", **EVE}}, {"agent": EVE}),
    ({"verb": {"id": "https://example.org/v"}}, {"verb": "https://example.org/v"}),
    ({"object": {"id": COURSE}}, {"activity": COURSE}),
    ({"context": {"registration": REGISTRATION}}, {"registration": REGISTRATION}),
    (
        {"context": {"contextActivities": {"parent": {"id": COURSE}}}},
        {"activity": COURSE, "related_activities": True},
    ),
    ({"context": {"instructor": EVE}}, {"agent": EVE, "related_agents": True}),
    (
        {"object": {"objectType": "SubStatement", "actor": EVE, "verb": {"id": "x:y"}}},
        {"agent": EVE, "related_agents": True},
    ),
]


@BOTH
@pytest.mark.parametrize(("fields", "filters"), FOUND_BY)
def test_a_filter_finds_what_says_so_and_nothing_else(version, fields, filters):
    store = Store(version=version)
    if fields.get("object", {}).get("objectType") == "SubStatement":
        fields = {"object": {**fields["object"], "object": {"id": COURSE}}}
    other, meant = store.keep(a_statement(), a_statement(**fields))
    assert store.found(**filters) == [meant]
    assert store.found() == [meant, other]


def test_a_narrow_filter_does_not_look_at_the_context():
    store = Store()
    context = {"instructor": EVE, "contextActivities": {"parent": {"id": COURSE}}}
    store.keep(a_statement(context=context))
    assert store.found(agent=EVE) == store.found(activity=COURSE) == []


def test_filters_are_all_to_be_met():
    store = Store()
    both = a_statement(actor=EVE, object={"id": COURSE})
    store.keep(a_statement(actor=EVE), both, a_statement(object={"id": COURSE}))
    assert store.found(agent=EVE, activity=COURSE, verb=COMPLETED) == [both["id"]]


def test_since_leaves_the_instant_out_and_until_takes_it_in():
    store = Store()
    first, second, third = store.keep(*(a_statement() for _ in range(3)))
    at = store.one(second)["stored"]
    assert store.found(since=at) == [third]
    assert store.found(until=at) == [second, first]
    assert store.found(since=at, verb=COMPLETED) == [third]


@BOTH
@pytest.mark.parametrize("filters", [{}, {"verb": COMPLETED}, {"agent": AGENT, "verb": COMPLETED}])
@pytest.mark.parametrize("ascending", [True, False])
def test_pages_follow_each_other_to_the_end(version, filters, ascending):
    store = Store(version=version)
    kept = store.keep(*(a_statement() for _ in range(5)))
    store.keep(a_statement(verb={"id": "x:other"}, actor=EVE)) if filters else None
    answer = store.get(limit=2, ascending=ascending, **filters).json()
    seen = [each["id"] for each in answer["statements"]]
    while answer["more"]:
        assert len(answer["statements"]) == 2
        answer = store.get(answer["more"]).json()
        seen += [each["id"] for each in answer["statements"]]
    assert seen == (kept if ascending else kept[::-1])


def test_what_is_stored_meanwhile_does_not_shift_the_next_page():
    store = Store()
    kept = store.keep(*(a_statement() for _ in range(3)))
    more = store.get(limit=2).json()["more"]
    store.keep(a_statement())
    assert [each["id"] for each in store.get(more).json()["statements"]] == kept[:1]


def test_more_serves_the_client_that_was_answered_and_no_other():
    store, other = Store(), Store()
    store.keep(a_statement(), a_statement())
    more = store.get(limit=1).json()["more"]
    assert store.get(more).status_code == 200
    assert other.get(more).status_code == 400
    assert store.get(more[:-1] + ("a" if more[-1] != "a" else "b")).status_code == 400
    assert store.get(f"{more}&limit=1").status_code == 400


def test_a_page_holds_no_more_than_the_server_lets(monkeypatch):
    monkeypatch.setattr(querying, "MOST", 2)
    store = Store()
    store.keep(*(a_statement() for _ in range(3)))
    assert len(store.found()) == len(store.found(limit=0)) == len(store.found(limit=50)) == 2


def test_who_may_read_only_her_own_finds_nothing_else():
    mine, all_ = Store(Scope.WRITE, Scope.READ_MINE), Store()
    (own,) = mine.keep(a_statement())
    (foreign,) = all_.keep(a_statement())
    assert mine.found() == mine.found(verb=COMPLETED) == [own]
    assert all_.found() == [foreign, own]
    assert mine.get(statementId=own).status_code == 200
    assert mine.get(statementId=foreign).status_code == 404


def test_who_may_only_write_reads_nothing_and_who_reads_does_not_write():
    writer, reader = Store(Scope.WRITE), Store(Scope.READ)
    assert writer.post(a_statement()).status_code == 200
    assert writer.get().status_code == 403
    assert reader.get().status_code == 200
    assert reader.post(a_statement()).status_code == 403


# --- what the campus itself recorded


def of_campus(learner, **parts: Any) -> dict[str, Any]:
    account = {"homePage": settings.CAMPUS_IRI, "name": str(learner)}
    return {"account": account, **parts}


@pytest.fixture
def enrolment():
    """Somebody enrolled, who then completed one lesson."""
    return begun(world.a_published_course(lessons=("article", "quiz")), lessons=1)


@pytest.fixture
def lesson(enrolment):
    return LearningRecord.objects.get(object_kind="lesson")


@BOTH
def test_records_of_the_campus_are_full_statements(version, enrolment, lesson):
    found = Store(version=version).one(str(lesson.id))
    assert found["actor"] == of_campus(enrolment.person.actor, objectType="Agent")
    assert found["object"] == {"id": f"{settings.CAMPUS_IRI}/lessons/{lesson.object}"}
    assert found["authority"]["account"] == {"homePage": settings.CAMPUS_IRI, "name": "campus"}
    assert found["version"] == "1.0.0"
    assert {"stored", "timestamp"} <= found.keys()


def test_records_of_the_campus_are_found_by_every_filter(enrolment, lesson):
    store = Store()
    begun(world.a_published_course(), lessons=1)
    agent = of_campus(enrolment.person.actor)
    iri = f"{settings.CAMPUS_IRI}/lessons/{lesson.object}"
    enrolled, completed = store.found(agent=agent, ascending=True)
    assert completed == str(lesson.id)
    assert store.found(registration=enrolment.registration) == [completed, enrolled]
    assert store.found(activity=iri) == [completed]
    assert store.found(activity=iri, related_activities=True) == [completed]
    assert store.found(agent=agent, verb=COMPLETED) == [completed]
    assert store.found(registration=enrolment.registration, verb=COMPLETED) == [completed]
    assert store.found(activity=iri, verb="https://example.org/verbs/none") == []
    assert len(store.found(verb=COMPLETED)) == 2
    assert len(store.found()) == 4


def test_both_kinds_stand_in_one_order(enrolment, lesson):
    store = Store()
    foreign = store.keep(*(a_statement() for _ in range(2)))
    begun(world.a_published_course(), lessons=1)
    found = store.found(verb=COMPLETED)
    assert found[1:] == [foreign[1], foreign[0], str(lesson.id)]
    assert store.found(verb=COMPLETED, ascending=True) == found[::-1]


def test_all_that_the_campus_answers_for_is_found_by_its_authority(enrolment):
    store = Store()
    store.keep(a_statement())
    campus = of_campus("campus")
    assert len(store.found(agent=campus, related_agents=True)) == 2
    assert store.found(agent=campus) == []


def test_a_record_taken_back_is_gone_and_what_takes_it_back_is_found_like_it(enrolment, lesson):
    store = Store()
    void(records=[lesson], by=world.a_person())
    taking_back = str(LearningRecord.objects.get(verb="voided").id)
    iri = f"{settings.CAMPUS_IRI}/lessons/{lesson.object}"
    assert store.found(activity=iri) == [taking_back]
    assert store.found(registration=enrolment.registration, verb=COMPLETED) == [taking_back]
    assert store.found(agent=of_campus(enrolment.person.actor))[0] == taking_back
    assert store.get(statementId=lesson.id).status_code == 404
    assert store.get(voidedStatementId=lesson.id).status_code == 200


def test_who_asserts_a_record_is_found_when_asked_broadly():
    of = world.a_team_with_a_track()
    enrolment = of.track.enrolments.get(person=of.member)
    step, said = of.step("workshop").step_id, uuid4()
    attest(by=of.coach, enrolment=enrolment.id, step=step, record_id=said)
    store, coach = Store(), of_campus(of.coach.actor)
    assert store.found(agent=coach) == []
    assert store.found(agent=coach, related_agents=True) == [str(said)]
    assert store.found(agent=of_campus(of.member.actor), verb=ATTENDED) == [str(said)]


def test_a_team_is_found_by_its_name():
    of = world.a_team_with_a_track()
    sign_outcome(project=of.project, coach=of.coach, outcome="Un accueil refait.")
    approved = LearningRecord.objects.get(verb="approved")
    team = of_campus(of.team.actor, objectType="Group")
    assert Store().found(agent=team) == [str(approved.id)]


def test_an_erased_person_is_found_nowhere(enrolment, lesson):
    store = Store()
    void(records=[lesson], by=world.a_person())
    with connection.cursor() as cursor:
        cursor.execute("SELECT records_erase(%s)", [enrolment.person.id])
    assert store.found() == store.found(registration=enrolment.registration) == []
    assert store.get(statementId=lesson.id).status_code == 404


def test_voided_statements_are_found_by_no_filter_but_those_about_them_are():
    store = Store()
    target = a_statement(actor=EVE)
    taking_back = voiding(target["id"])
    store.keep(target, taking_back)
    assert store.found() == store.found(agent=EVE) == [taking_back["id"]]
