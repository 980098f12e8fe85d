"""Project teams in the admin: people by their address, roles by functions, the project's facts."""

import pytest

from tests.trainers import Admin, a_trainer
from tests.world import a_person, a_team, a_team_with_a_track, an_organisation
from tracks.models import Membership, ProjectTeam, TrackEnrolment

pytestmark = pytest.mark.django_db


def test_a_team_is_made_with_its_project() -> None:
    organisation = an_organisation()
    admin = Admin(a_trainer(organisation))
    admin.post(
        "tracks_projectteam_add",
        data={
            "name": "Équipe Guichet",
            "organisation": organisation.id,
            "project-TOTAL_FORMS": 1,
            "project-INITIAL_FORMS": 0,
            "project-0-title": "Un guichet sans attente",
        },
    )
    team = ProjectTeam.objects.get(name="Équipe Guichet")
    assert team.project.title == "Un guichet sans attente"


def test_a_new_member_follows_the_teams_tracks_at_once() -> None:
    of = a_team_with_a_track()
    person = a_person("Rose Martin")
    admin = Admin(a_trainer(of.team.organisation))
    data = {"email": person.email.upper(), "role": "member"}
    admin.post("tracks_projectteam_add_a_member", of.team.id, data=data)
    assert TrackEnrolment.objects.filter(track=of.track, person=person).exists()


def test_a_coach_is_added_without_becoming_a_learner() -> None:
    of = a_team_with_a_track()
    person = a_person("Rose Martin")
    admin = Admin(a_trainer(of.team.organisation))
    data = {"email": person.email, "role": "coach"}
    admin.post("tracks_projectteam_add_a_member", of.team.id, data=data)
    assert Membership.objects.get(team=of.team, person=person).role == "coach"
    assert not TrackEnrolment.objects.filter(person=person).exists()


def test_an_address_nobody_has_is_refused() -> None:
    of = a_team()
    admin = Admin(a_trainer(of.team.organisation))
    data = {"email": "personne@example.org", "role": "member"}
    response = admin.post("tracks_projectteam_add_a_member", of.team.id, data=data)
    assert "Nobody has this address" in str(response.context["form"].errors)


def test_a_member_taken_out_keeps_her_membership_as_history() -> None:
    of = a_team_with_a_track()
    membership = Membership.objects.get(team=of.team, person=of.member)
    admin = Admin(a_trainer(of.team.organisation))
    admin.get("tracks_membership_end", membership.id)
    membership.refresh_from_db()
    assert membership.left_at is None
    admin.post("tracks_membership_end", membership.id, data={})
    membership.refresh_from_db()
    assert membership.left_at is not None
    enrolment = TrackEnrolment.objects.get(track=of.track, person=of.member)
    assert enrolment.withdrawn_at is not None


@pytest.mark.parametrize("page", ["change", "add_a_member"])
def test_a_team_of_another_organisation_is_not_found(page: str) -> None:
    of = a_team()
    stranger, trainer = a_trainer(an_organisation()), a_trainer(of.team.organisation)
    assert Admin(stranger).get(f"tracks_projectteam_{page}", of.team.id).status_code == 404
    assert Admin(trainer).get(f"tracks_projectteam_{page}", of.team.id).status_code == 200


def test_a_membership_of_another_organisation_is_not_ended() -> None:
    of = a_team()
    membership = Membership.objects.get(team=of.team, person=of.member)
    stranger = Admin(a_trainer(an_organisation()))
    assert stranger.post("tracks_membership_end", membership.id, data={}).status_code == 404
    membership.refresh_from_db()
    assert membership.left_at is None


def test_the_outcome_is_shown_and_not_written_here() -> None:
    of = a_team()
    admin = Admin(a_trainer(of.team.organisation))
    admin.save(
        "tracks_projectteam_change", of.team.id, change={"project-0-outcome": "Tout est fini"}
    )
    of.project.refresh_from_db()
    assert of.project.outcome == ""
