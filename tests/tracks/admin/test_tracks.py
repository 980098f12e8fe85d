"""Tracks in the admin: read as they stand, changed by a new revision only."""

from typing import Any

import pytest

from campus.accounts.models import Role, User
from tests.trainers import Admin, a_staff_member, a_trainer
from tests.world import Followed, a_published_course, a_team_with_a_track, an_organisation
from tracks.models import TrackRevision

pytestmark = pytest.mark.django_db


def her_trainer(of: Followed) -> User:
    return a_trainer(of.team.organisation)


def rows_of(admin: Admin, track: Any) -> dict[str, Any]:
    """The form of the next revision as the browser would send it unchanged."""
    context = admin.get("tracks_track_revise", track.id).context
    rows = context["rows"]
    data: dict[str, Any] = {"after": context["form"]["after"].value(), "note": "Une raison"}
    data |= {f"form-{name}": text for name, text in rows.management_form.initial.items()}
    for form in rows.initial_forms:
        row = {name: form[name].value() for name in form.fields}
        title = row.pop("title") or {}
        row |= {"title_fr": title.get("fr", ""), "title_en": title.get("en", "")}
        sent = {n: "on" if v is True else v for n, v in row.items() if v not in (None, False)}
        data |= {f"{form.prefix}-{name}": value for name, value in sent.items()}
    return data


def in_force(track: Any) -> TrackRevision:
    return TrackRevision.objects.get(track=track, replaced_at=None)


def test_a_trainer_reads_the_revision_in_force_and_its_steps() -> None:
    of = a_team_with_a_track()
    page = Admin(her_trainer(of)).get("tracks_track_change", of.track.id).content.decode()
    assert "Revision 1" in page
    assert of.course.title in page
    assert (
        Admin(a_trainer(an_organisation())).get("tracks_track_change", of.track.id).status_code
        == 404
    )


def test_changed_steps_are_a_new_revision_and_the_lasting_ids_stay() -> None:
    of = a_team_with_a_track()
    admin = Admin(her_trainer(of))
    before = list(in_force(of.track).steps.values_list("step", flat=True))
    data = rows_of(admin, of.track) | {"form-0-minutes": 95, "form-0-due_on": "2027-03-01"}
    admin.post("tracks_track_revise", of.track.id, data=data)
    revision = in_force(of.track)
    assert (revision.number, revision.note) == (2, "Une raison")
    assert list(revision.steps.values_list("step", flat=True)) == before
    first = revision.steps.all()[0]
    assert (first.minutes, str(first.due_on)) == (95, "2027-03-01")


def test_a_step_is_added_another_taken_out_and_the_order_turned_round() -> None:
    of = a_team_with_a_track()
    new = a_published_course("Parler clair")
    admin = Admin(her_trainer(of))
    data = rows_of(admin, of.track)
    data |= {"form-0-ORDER": 2, "form-1-DELETE": "on", "form-2-ORDER": 1, "form-2-kind": "course"}
    data |= {"form-2-course": new.id, "form-2-minutes": 30, "form-2-scope": "member"}
    data |= {"form-2-title_fr": "", "form-2-title_en": ""}
    admin.post("tracks_track_revise", of.track.id, data=data)
    courses = [step.course for step in in_force(of.track).steps.all()]
    assert courses == [new, of.course]


def test_a_change_based_on_a_replaced_revision_is_refused() -> None:
    of = a_team_with_a_track()
    admin = Admin(her_trainer(of))
    data = rows_of(admin, of.track)
    admin.post("tracks_track_revise", of.track.id, data=data)
    refused = admin.post("tracks_track_revise", of.track.id, data=data)
    assert "changed meanwhile" in str(refused.context["form"].errors)
    assert in_force(of.track).number == 2


def test_a_revision_without_steps_or_without_a_reason_is_refused() -> None:
    of = a_team_with_a_track()
    admin = Admin(her_trainer(of))
    whole = rows_of(admin, of.track)
    for change in ({"note": ""}, {"form-0-DELETE": "on", "form-1-DELETE": "on"}):
        refused = admin.post("tracks_track_revise", of.track.id, data=whole | change)
        assert refused.status_code == 200
    assert in_force(of.track).number == 1


def test_a_step_of_another_track_cannot_be_named() -> None:
    of, other = a_team_with_a_track(), a_team_with_a_track()
    admin = Admin(her_trainer(of))
    foreign = in_force(other.track).steps.all()[0].step_id
    data = rows_of(admin, of.track) | {"form-0-step": foreign}
    refused = admin.post("tracks_track_revise", of.track.id, data=data)
    assert "belongs to another track" in str(refused.context["form"].errors)


def test_a_track_of_another_organisation_is_not_found_and_an_author_has_none() -> None:
    of = a_team_with_a_track()
    stranger = Admin(a_trainer(an_organisation()))
    author = Admin(a_trainer(of.team.organisation, kind=Role.Kind.AUTHOR))
    assert stranger.post("tracks_track_revise", of.track.id, data={}).status_code == 404
    assert author.post("tracks_track_revise", of.track.id, data={}).status_code in (403, 404)
    assert Admin(a_staff_member()).get("tracks_track_revise", of.track.id).status_code == 200


def test_nothing_of_a_track_is_edited_in_place() -> None:
    of = a_team_with_a_track()
    admin = Admin(her_trainer(of))
    response = admin.post("tracks_track_change", of.track.id, data={"zone": "UTC"})
    of.track.refresh_from_db()
    assert response.status_code == 403
    assert of.track.zone == "Europe/Paris"
