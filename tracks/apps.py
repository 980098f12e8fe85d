"""The Django app of tracks and teams."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class TracksConfig(AppConfig):
    name = "tracks"
    verbose_name = _("Tracks and teams")

    def ready(self) -> None:
        from campus.records import checking
        from campus.records.lrs import assertables, enrolled

        from . import describing, enrolment, steps, teams

        checking.register(steps.STEP, steps.check)
        enrolled.register(steps.STEP, enrolment.find_enrolled)
        enrolled.register_teams(teams.team_named)
        kind = assertables.Kind(_("Tracks"), describing.find_by_slug, describing.all_by_title)
        assertables.register("track", kind)
