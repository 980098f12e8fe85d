"""The Django app of the demo campus."""

from django.apps import AppConfig


class DemoConfig(AppConfig):
    name = "campus.demo"
    label = "demo"
