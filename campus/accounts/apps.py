"""The Django app of people and organisations."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class AccountsConfig(AppConfig):
    name = "campus.accounts"
    label = "accounts"
    verbose_name = _("People and organisations")

    def ready(self) -> None:
        from campus.adminsite import access

        from . import roles

        access.ask(roles.is_campus_staff)
