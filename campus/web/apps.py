"""Owns the registration of the site with Django."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class WebConfig(AppConfig):
    name = "campus.web"
    label = "web"
    verbose_name = _("Site")
