"""The Django app that owns the campus's own commands."""

from django.apps import AppConfig


class CampusConfig(AppConfig):
    name = "campus"
    label = "campus"
