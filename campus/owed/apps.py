"""The Django app of owed work."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class OwedConfig(AppConfig):
    name = "campus.owed"
    label = "owed"
    verbose_name = _("Owed work")
