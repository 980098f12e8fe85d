"""A report is kept as long as nothing moves it, and never shown to whoever may not see it."""

import json
import threading
from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from campus.accounts.models import User
from tests.api import Api, assert_problem
from tests.world import Followed, a_learner, a_team_with_a_track
from tracks.models import Membership, ProjectTeam, RevisionStep, StepKind
from tracks.tailoring import make_track
from tracks.teams import add_member, remove_member
from workers.progress.rest.kept import Reports

pytestmark = pytest.mark.django_db


@pytest.fixture
def of() -> Followed:
    return a_team_with_a_track()


def table(person: User, of: Followed, **headers: str):
    return Api(person).get(f"/teams/{of.team.id}/progress", **headers)


def queries(person: User, of: Followed) -> int:
    api = Api(person)
    with CaptureQueriesContext(connection) as asked:
        assert api.get(f"/teams/{of.team.id}/progress").status_code == 200
    return len(asked)


def test_a_table_that_has_not_moved_is_made_once_for_all_who_may_see_it(of):
    made = queries(of.lead, of)
    assert queries(of.coach, of) == queries(of.lead, of) == 4 < made


def test_who_may_not_see_it_is_refused_what_is_kept_as_well(of):
    former = Membership.objects.get(team=of.team, person=of.coach)
    assert table(of.coach, of).status_code == table(of.lead, of).status_code == 200
    assert_problem(table(of.member, of), 403, "not_the_lead")
    assert_problem(table(a_learner(), of), 404, "not_found")
    remove_member(membership=former)
    assert_problem(table(of.coach, of), 404, "not_found")


def names(of: Followed) -> list[str]:
    return [member["name"] for member in table(of.lead, of).json()["members"]]


def test_it_moves_with_its_people_and_their_names(of):
    assert names(of) == ["Lina Costa", "Marc Roy"]
    User.objects.filter(id=of.member.id).update(name="Marc Le Roy")
    assert names(of) == ["Lina Costa", "Marc Le Roy"]
    add_member(team=of.team, person=a_learner("Zoé Blanc"))
    assert names(of) == ["Lina Costa", "Marc Le Roy", "Zoé Blanc"]
    remove_member(membership=Membership.objects.get(team=of.team, person=of.member))
    assert names(of) == ["Lina Costa", "Zoé Blanc"]
    add_member(team=of.team, person=of.coach, role=Membership.Role.MEMBER)
    assert len(names(of)) == 3


def test_it_moves_with_the_teams_name_and_its_newest_track(of):
    before = table(of.lead, of).json()
    ProjectTeam.objects.filter(id=of.team.id).update(name="Équipe du Gers")
    newest = make_track(template=of.track.template_revision.template, by=of.coach, team=of.team)
    after = table(of.lead, of).json()
    assert (before["name"], after["name"]) == ("Équipe Drôme", "Équipe du Gers")
    assert (before["track"], after["track"]) == (str(of.track.id), str(newest.id))
    old = Api(of.lead).get(f"/teams/{of.team.id}/progress?track={of.track.id}").json()
    assert old["track"] == before["track"]


def test_each_reads_it_in_her_language(of):
    step = RevisionStep.objects.get(revision__track=of.track, kind=StepKind.WORKSHOP)
    told = {
        language: Api(of.lead, language=language).get(f"/teams/{of.team.id}/progress").json()
        for language in ("fr", "en", "fr")
    }
    titles = {language: answer["steps"][-1]["title"] for language, answer in told.items()}
    assert titles == {language: step.title[language] for language in ("fr", "en")}


def test_a_team_without_a_track_has_a_table_too(of):
    alone = ProjectTeam.objects.create(name="Sans parcours", organisation=of.team.organisation)
    add_member(team=alone, person=of.lead, role=Membership.Role.LEAD)
    for _ in range(2):
        answer = Api(of.lead).get(f"/teams/{alone.id}/progress").json()
        assert (answer["track"], len(answer["members"])) == (None, 1)


def test_what_nobody_asked_for_the_longest_goes_first():
    made: list[str] = []

    def body(name: str):
        return lambda: made.append(name) or json.dumps(name * 10).encode()

    reports = Reports(most_bytes=30)
    for name in ("a", "b", "a", "c", "a", "b"):
        reports.find_or_make(name, 1, body(name))
    assert made == ["a", "b", "c", "b"]


def test_another_stamp_makes_it_anew():
    reports, made = Reports(), iter((b"old", b"new"))
    kept = [reports.find_or_make("a", stamp, lambda: next(made)) for stamp in (1, 1, 2)]
    assert [one.content for one in kept] == [b"old", b"old", b"new"]
    assert kept[0].etag == kept[1].etag != kept[2].etag


def test_of_several_who_want_the_same_at_once_one_makes_it():
    reports, begun, may_end = Reports(), threading.Event(), threading.Event()
    made: list[str] = []

    def slowly():
        made.append("a")
        begun.set()
        may_end.wait(10)
        return b"made"

    with ThreadPoolExecutor() as threads:
        first = threads.submit(reports.find_or_make, "a", 1, slowly)
        begun.wait(10)
        others = [threads.submit(reports.find_or_make, "a", 1, slowly) for _ in range(3)]
        other = reports.find_or_make("a", 2, lambda: b"another")
        may_end.set()
        kept = [one.result(10) for one in (first, *others)]
    assert (made, other.content) == (["a"], b"another")
    assert {one.content for one in kept} == {b"made"}


def test_what_cannot_be_made_is_tried_again_by_the_next():
    reports = Reports()

    def fails():
        raise ValueError("the database is gone")

    with pytest.raises(ValueError, match="gone"):
        reports.find_or_make("a", 1, fails)
    assert reports.find_or_make("a", 1, lambda: b"made").content == b"made"
