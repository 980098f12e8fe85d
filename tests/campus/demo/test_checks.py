"""A production start that finds a demo account fails; development does not mind."""

import pytest
from django.core.checks import run_checks
from django.core.management import call_command
from django.core.management.base import SystemCheckError
from pytest_django.fixtures import Settings

from campus.accounts.models import User

pytestmark = pytest.mark.django_db


def codes() -> list[str | None]:
    return [message.id for message in run_checks(databases=["default"])]


def test_production_refuses_a_demo_account(settings: Settings) -> None:
    settings.IS_DEVELOPMENT = False
    User.objects.create_user("learner@campus.example", "campus-demo")
    assert "demo.E001" in codes()


def test_production_accepts_other_people(settings: Settings) -> None:
    settings.IS_DEVELOPMENT = False
    User.objects.create_user("learner@ministere.example", "campus-demo")
    assert "demo.E001" not in codes()


def test_development_accepts_demo_accounts() -> None:
    User.objects.create_user("learner@campus.example", "campus-demo")
    assert "demo.E001" not in codes()


def test_the_command_that_every_start_begins_with_fails(settings: Settings) -> None:
    settings.IS_DEVELOPMENT = False
    User.objects.create_user("learner@campus.example", "campus-demo")
    with pytest.raises(SystemCheckError, match=r"demo\.E001"):
        call_command("migrate", verbosity=0, interactive=False, skip_checks=False)
