"""Readers of the site: a stranger, and somebody signed in."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

import pytest
from django.test import Client

if TYPE_CHECKING:
    from campus.accounts.models import User

BACKEND = "allauth.account.auth_backends.AuthenticationBackend"


@pytest.fixture
def stranger(db: None) -> Client:
    return Client()


@pytest.fixture
def signed_in(db: None) -> Callable[[User], Client]:
    """The browser of somebody who has signed in."""

    def browser_of(person: User) -> Client:
        client = Client()
        client.force_login(person, backend=BACKEND)
        return client

    return browser_of


@pytest.fixture
def mail_kept(settings: Any) -> None:
    """Mail goes where it goes in production: Django's test runner would keep it in memory."""
    settings.EMAIL_BACKEND = "campus.outbox.backend.OutboxBackend"
