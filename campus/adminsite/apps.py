"""The Django apps of the admin: our templates and styles, and Django's admin on our site."""

from django.apps import AppConfig
from django.contrib.admin import apps as admin_apps
from django.utils.translation import gettext_lazy as _


class AdminSiteConfig(AppConfig):
    """Stands before the skin in the settings, so that our templates are found first."""

    name = "campus.adminsite"
    label = "adminsite"
    verbose_name = _("Administration")
    default = True


class AdminConfig(admin_apps.AdminConfig):
    default_site = "campus.adminsite.site.CampusAdminSite"
    default = False
