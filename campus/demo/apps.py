"""The Django app of the demo campus."""

from django.apps import AppConfig


class DemoConfig(AppConfig):
    name = "campus.demo"
    label = "demo"

    def ready(self) -> None:
        from . import checks  # noqa: F401 (importing registers the check)
