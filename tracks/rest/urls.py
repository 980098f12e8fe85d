"""The addresses of enrolments, tracks and teams."""

from django.urls import path

from . import decisions, enrolling, teams, tracks

urlpatterns = [
    path("enrolments", enrolling.Enrolments.as_view(), name="enrolments"),
    path("enrolments/<uuid:enrolment_id>", enrolling.OneEnrolment.as_view(), name="enrolment"),
    path("tracks", tracks.Tracks.as_view(), name="tracks"),
    path("tracks/<str:track>", tracks.OneTrack.as_view(), name="track"),
    path("tracks/<str:track>/steps", tracks.TrackSteps.as_view(), name="track-steps"),
    path(
        "steps/<uuid:step_id>/decisions", decisions.StepDecisions.as_view(), name="step-decisions"
    ),
    path(
        "steps/<uuid:step_id>/decisions/<uuid:decision_id>",
        decisions.StepDecision.as_view(),
        name="step-decision",
    ),
    path("teams", teams.Teams.as_view(), name="teams"),
    path("teams/<uuid:team_id>", teams.OneTeam.as_view(), name="team"),
    path("teams/<uuid:team_id>/signature", teams.Signature.as_view(), name="team-signature"),
]
