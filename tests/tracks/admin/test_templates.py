"""Track templates in the admin: plain fields per language, steps, a track for a team."""

from typing import Any

import pytest

from campus.accounts.models import Role
from tests.trainers import Admin, a_trainer, errors_of
from tests.world import (
    a_draft,
    a_published_course,
    a_team,
    a_template,
    an_organisation,
)
from tracks.models import Track, TrackEnrolment, TrackTemplate

pytestmark = pytest.mark.django_db


def steps(*rows: dict[str, Any]) -> dict[str, Any]:
    data: dict[str, Any] = {"steps-TOTAL_FORMS": len(rows), "steps-INITIAL_FORMS": 0}
    for number, row in enumerate(rows):
        usual = {"position": number + 1, "minutes": 60, "scope": "member", "required": "on"}
        data |= {f"steps-{number}-{name}": value for name, value in (usual | row).items()}
    return data


def facts(organisation: Any, **more: Any) -> dict[str, Any]:
    return {
        "title_fr": "Démarrer",
        "title_en": "Starting",
        "summary_fr": "",
        "summary_en": "",
        "organisation": organisation.id,
        "slug": "demarrer",
        "source_language": "fr",
        **more,
    }


def test_a_template_is_written_with_its_steps_in_two_languages() -> None:
    course = a_published_course()
    trainer = a_trainer(course.organisation)
    data = facts(course.organisation) | steps(
        {"kind": "course", "course": course.id, "title_fr": "", "title_en": ""},
        {"kind": "workshop", "title_fr": "Atelier", "title_en": "Workshop"},
    )
    Admin(trainer).post("tracks_tracktemplate_add", data=data)
    template = TrackTemplate.objects.get(slug="demarrer")
    assert template.title == {"fr": "Démarrer", "en": "Starting"}
    assert [step.title for step in template.steps.all()] == [
        {},
        {"fr": "Atelier", "en": "Workshop"},
    ]


@pytest.mark.parametrize(
    ("row", "reason"),
    [
        ({"kind": "course", "title_fr": "Sans cours"}, "Choose the course"),
        ({"kind": "workshop"}, "Write what this step"),
        ({"kind": "workshop", "title_fr": "Atelier", "course": "{published}"}, "Only a step"),
        ({"kind": "course", "course": "{hidden}"}, "Select a valid choice"),
    ],
)
def test_a_step_that_makes_no_sense_is_refused(row: dict[str, Any], reason: str) -> None:
    published, hidden = a_published_course(), a_draft(organisation=an_organisation())
    ids = {"{published}": published.id, "{hidden}": hidden.id}
    row = {name: ids.get(value, value) for name, value in row.items()}
    admin = Admin(a_trainer(published.organisation))
    refused = admin.post(
        "tracks_tracktemplate_add", data=facts(published.organisation) | steps(row)
    )
    assert reason in errors_of(refused)
    assert not TrackTemplate.objects.filter(slug="demarrer").exists()


def test_a_template_makes_a_track_for_a_team() -> None:
    template = a_template(courses=[a_published_course()])
    of = a_team()
    trainer = a_trainer(template.organisation)
    Role.objects.create(person=trainer, organisation=of.team.organisation, kind="trainer")
    data = {"team": of.team.id}
    response = Admin(trainer).post("tracks_tracktemplate_make_a_track", template.id, data=data)
    track = Track.objects.get(team=of.team)
    assert response.headers["Location"] == f"/admin/tracks/track/{track.id}/change/"
    assert TrackEnrolment.objects.filter(track=track).count() == len(of.learners)


def test_a_button_pressed_twice_makes_one_track() -> None:
    template = a_template(courses=[a_published_course()])
    of = a_team()
    trainer = a_trainer(template.organisation)
    Role.objects.create(person=trainer, organisation=of.team.organisation, kind="trainer")
    page = ("tracks_tracktemplate_make_a_track", template.id)
    Admin(trainer).post(*page, data={"team": of.team.id})
    refused = Admin(trainer).post(*page, data={"team": of.team.id})
    assert "already" in str(refused.context["form"].errors)
    assert Track.objects.count() == 1


def test_a_track_is_not_made_for_a_team_of_another_organisation() -> None:
    template, of = a_template(courses=[a_published_course()]), a_team()
    admin = Admin(a_trainer(template.organisation))
    data = {"team": of.team.id}
    response = admin.post("tracks_tracktemplate_make_a_track", template.id, data=data)
    assert "Select a valid choice" in str(response.context["form"].errors)
    assert not Track.objects.exists()


def test_a_template_with_an_unpublished_course_makes_no_track_and_says_why() -> None:
    of = a_team()
    template = a_template(courses=[a_draft()])
    trainer = a_trainer(template.organisation)
    Role.objects.create(person=trainer, organisation=of.team.organisation, kind="trainer")
    response = Admin(trainer).post(
        "tracks_tracktemplate_make_a_track", template.id, data={"team": of.team.id}
    )
    assert "is not published" in str(response.context["form"].errors)
    assert not Track.objects.exists()


def test_templates_are_the_trainers_business_not_the_authors() -> None:
    template = a_template()
    author = a_trainer(template.organisation, kind=Role.Kind.AUTHOR)
    trainer = a_trainer(template.organisation)
    stranger = a_trainer(an_organisation())
    page = ("tracks_tracktemplate_change", template.id)
    assert Admin(author).get(*page).status_code in (403, 404)
    assert Admin(trainer).get(*page).status_code == 200
    assert Admin(stranger).get(*page).status_code == 404


def test_the_choice_of_courses_offers_published_ones_of_all_and_drafts_of_ones_own() -> None:
    published, hidden = a_published_course(), a_draft(organisation=an_organisation())
    organisation = an_organisation()
    own = a_draft(organisation=organisation)
    query = {"app_label": "tracks", "model_name": "templatestep", "field_name": "course"}
    response = Admin(a_trainer(organisation)).get("autocomplete", **query)
    offered = {row["id"] for row in response.json()["results"]}
    assert {str(published.id), str(own.id)} <= offered
    assert str(hidden.id) not in offered
