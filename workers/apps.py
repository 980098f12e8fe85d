"""The Django app of the workers; at start-up it hangs the bells."""

from django.apps import AppConfig


class WorkersConfig(AppConfig):
    name = "workers"

    def ready(self) -> None:
        from workers import doorbells

        doorbells.hang()
