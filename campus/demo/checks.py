"""The check that stops a production start which finds the demo's accounts."""

from collections.abc import Sequence
from typing import Any

from django.apps import AppConfig
from django.conf import settings
from django.core.checks import CheckMessage, Error, Tags, register
from django.db import connections

from campus.accounts.models import User

from .accounts import DEMO_DOMAIN


def demo_accounts_present() -> bool:
    """Whether anybody could sign in with a password that everybody knows."""
    return User.objects.filter(email__iendswith=f"@{DEMO_DOMAIN}").exists()


@register(Tags.database)
def refuse_demo_accounts(
    app_configs: Sequence[AppConfig] | None, databases: Sequence[str] | None = None, **kwargs: Any
) -> list[CheckMessage]:
    """Runs with `migrate`, which every start begins with, and with `check --database default`."""
    if settings.IS_DEVELOPMENT or "default" not in (databases or ()):
        return []
    if not _has_accounts_table() or not demo_accounts_present():
        return []
    return [
        Error(
            f"This campus holds demo accounts (…@{DEMO_DOMAIN}), whose password is public.",
            hint="Start production on a database of its own, or delete these accounts.",
            id="demo.E001",
        )
    ]


def _has_accounts_table() -> bool:
    return User._meta.db_table in connections["default"].introspection.table_names()
