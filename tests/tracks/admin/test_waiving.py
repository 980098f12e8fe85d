"""A trainer waives a step in the admin, with a reason, and takes that back."""

import pytest

from tests.trainers import Admin, a_staff_member, a_trainer
from tests.world import Followed, a_team_with_a_track, an_organisation
from tracks.models import StepState, TrackEnrolment
from tracks.waivers import waivers_of
from workers.progress.folding.shards import fold_all

pytestmark = pytest.mark.django_db
WHY = "Elle anime cet atelier elle-même."


@pytest.fixture
def of() -> Followed:
    return a_team_with_a_track()


@pytest.fixture
def admin(of: Followed) -> Admin:
    return Admin(a_trainer(of.team.organisation))


def hers(of: Followed) -> TrackEnrolment:
    return TrackEnrolment.objects.get(track=of.track, person=of.member)


def waive(admin: Admin, of: Followed, **fields: str):
    data = {"what": f"{hers(of).pk}:{of.step('workshop').step_id}", "reason": WHY} | fields
    return admin.post("tracks_track_waive", of.track.id, data=data)


def test_a_step_is_waived_with_the_reason_that_was_typed(admin: Admin, of: Followed) -> None:
    waive(admin, of)
    (waiver,) = waivers_of([hers(of)])
    assert (waiver.reason, waiver.name) == (WHY, "Inès Moreau")
    fold_all()
    state = StepState.objects.get(enrolment=hers(of), step=waiver.step)
    assert state.state == "waived"


def test_without_a_reason_nothing_is_waived(admin: Admin, of: Followed) -> None:
    response = waive(admin, of, reason="   ")
    assert response.context["form"].errors["reason"]
    assert waivers_of([hers(of)]) == []


def test_only_what_somebody_has_still_to_do_is_offered(admin: Admin, of: Followed) -> None:
    before = admin.get("tracks_track_waive", of.track.id).context["form"].steps
    waive(admin, of)
    after = admin.get("tracks_track_waive", of.track.id).context["form"].steps
    assert set(before) - set(after) == {f"{hers(of).pk}:{of.step('workshop').step_id}"}
    response = waive(admin, of)
    assert response.context["form"].errors["what"]


def test_it_is_listed_on_the_page_of_the_track_and_can_be_taken_back(
    admin: Admin, of: Followed
) -> None:
    waive(admin, of)
    (waiver,) = admin.get("tracks_track_change", of.track.id).context["waivers"]
    asked = admin.get("tracks_track_take_back", of.track.id, waiver.record)
    assert WHY in asked.content.decode()
    assert waivers_of([hers(of)])
    admin.post("tracks_track_take_back", of.track.id, waiver.record, data={})
    assert waivers_of([hers(of)]) == []
    again = admin.get("tracks_track_take_back", of.track.id, waiver.record)
    assert again.status_code == 404


def test_a_track_of_another_organisation_is_not_found(of: Followed) -> None:
    stranger = Admin(a_trainer(an_organisation()))
    assert waive(stranger, of).status_code == 404
    assert waivers_of([hers(of)]) == []
    assert waive(Admin(a_staff_member()), of).status_code == 302


def test_a_waiver_of_another_track_is_not_taken_back_here(admin: Admin, of: Followed) -> None:
    waive(admin, of)
    (waiver,) = waivers_of([hers(of)])
    other = a_team_with_a_track()
    own = Admin(a_trainer(other.team.organisation))
    assert (
        own.post("tracks_track_take_back", other.track.id, waiver.record, data={}).status_code
        == 404
    )
    assert waivers_of([hers(of)])
