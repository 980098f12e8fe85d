"""The Django app of tracks and teams."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class TracksConfig(AppConfig):
    name = "tracks"
    verbose_name = _("Tracks and teams")

    def ready(self) -> None:
        from campus.records import checking
        from campus.records.lrs import enrolled

        from . import enrolment, steps, teams

        checking.register(steps.STEP, steps.check)
        enrolled.register(steps.STEP, enrolment.find_enrolled)
        enrolled.register_teams(teams.team_named)
