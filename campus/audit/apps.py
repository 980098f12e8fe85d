"""The Django app of who did what."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class AuditConfig(AppConfig):
    name = "campus.audit"
    label = "audit"
    verbose_name = _("Who did what")
