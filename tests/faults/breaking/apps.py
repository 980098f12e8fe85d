"""The Django app that hangs failpoints and loosens guards, where a storm has named its folder."""

import os

from django.apps import AppConfig


class BreakingConfig(AppConfig):
    """First among the apps, so that whoever keeps a function keeps the wrapped one."""

    name = "tests.faults.breaking"

    def ready(self) -> None:
        if "FAULTS_FOLDER" in os.environ:
            from tests.faults.breaking import guards, points

            points.hang()
            guards.loosen()
