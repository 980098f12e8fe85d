"""The Django apps of the admin: our templates and styles, and Django's admin on our site."""

from collections.abc import Iterable
from typing import Any

from django.apps import AppConfig
from django.contrib import admin
from django.contrib.admin import apps as admin_apps
from django.contrib.admin import checks as admin_checks
from django.core import checks
from django.utils.translation import gettext_lazy as _


class AdminSiteConfig(AppConfig):
    """Stands before the skin in the settings, so that our templates are found first."""

    name = "campus.adminsite"
    label = "adminsite"
    verbose_name = _("Administration")
    default = True


class AdminConfig(admin_apps.SimpleAdminConfig):
    """Its pages are read by `campus.urls` and by the checks: workers spare the memory."""

    default_site = "campus.adminsite.site.CampusAdminSite"
    default = False

    def ready(self) -> None:
        checks.register(admin_checks.check_dependencies, checks.Tags.admin)
        checks.register(_check_pages, checks.Tags.admin)


def _check_pages(app_configs: Any, **options: Any) -> Iterable[checks.CheckMessage]:
    admin.autodiscover()
    return admin_checks.check_admin_app(app_configs, **options)
