"""What every test stands on: the environment, the servers, a database used as in production."""

import os
from collections.abc import Iterator, Mapping
from itertools import count

import django.test
import hypothesis
import pytest
from django.contrib import admin
from django.core.management import call_command
from django.db import connections
from django.utils import translation

from campus.env import Env
from campus.env.addresses import django_database
from tests import servers

# Before pytest-django reads the settings. CAMPUS_ENV is development, as under `make start`.
DATA = servers.settle_environment()
DATABASE = "test_campus"
# A run that decides draws the same examples each time, any other looks further; and a machine
# that is busy for a second is no fault.
hypothesis.settings.register_profile(
    "campus",
    deadline=None,
    derandomize=bool(os.environ.get("NOTHING_LEFT_OUT")),
    suppress_health_check=[hypothesis.HealthCheck.too_slow],
)
hypothesis.settings.load_profile("campus")
MOST_AT_ONCE = 4
"""Test processes; each has a PostgreSQL, a Valkey and perhaps a Chromium."""


def pytest_xdist_auto_num_workers() -> int:
    """Each with servers of its own; where the environment names some, they are one's only."""
    is_alone = any(os.environ.get(name) for name in servers.NAMED_BY_CALLER)
    return 0 if is_alone else min(os.cpu_count() or 1, MOST_AT_ONCE)


def pytest_xdist_setupnodes() -> None:
    """Or each would read the settings before it has settled an environment of its own."""
    del os.environ["DJANGO_SETTINGS_MODULE"]


def pytest_report_header() -> str:
    return f"campus: {servers.server_versions()}"


def pytest_configure() -> None:
    from django.conf import settings

    settings.STORAGES["staticfiles"] = {
        "BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"
    }
    settings.STATIC_ROOT.mkdir(exist_ok=True)  # whitenoise warns of a folder that is not there
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    if reasons := servers.reasons_to_skip(terminalreporter):
        told = "; ".join(f"{count} × {reason}" for reason, count in reasons.items())
        terminalreporter.write_line(f"Left out: {told}")


def pytest_sessionfinish(session: pytest.Session) -> None:
    """Under NOTHING_LEFT_OUT a test left out is a failure, unless for want of course material."""
    reporter = session.config.pluginmanager.get_plugin("terminalreporter")
    if not os.environ.get("NOTHING_LEFT_OUT") or reporter is None:
        return
    if any("guides" not in reason for reason in servers.reasons_to_skip(reporter)):
        session.exitstatus = pytest.ExitCode.TESTS_FAILED


def pytest_unconfigure() -> None:
    servers.forget(DATA)


@pytest.fixture(scope="session")
def campus_servers() -> Iterator[Env]:
    """PostgreSQL and Redis, running; the settings point there."""
    with servers.running_servers(DATA) as env:
        yield env
        connections.close_all()


@pytest.fixture(autouse=True)
def language_of_the_campus() -> None:
    """Not that of the last request of the test before."""
    translation.deactivate()


@pytest.fixture(scope="session", autouse=True)
def pages_of_the_administration() -> None:
    """Read, as by whoever serves them."""
    admin.autodiscover()


@pytest.fixture(scope="session")
def migrated_template(
    campus_servers: Env, django_test_environment: None, django_db_blocker: pytest.FixtureRequest
) -> Iterator[str]:
    """A database as the owner's migrations leave it, to copy from."""
    servers.prepare_template(campus_servers)
    with django_db_blocker.unblock():
        _connect_to(servers.on_database(campus_servers.database_owner_url, servers.TEMPLATE))
        call_command("migrate", verbosity=0, interactive=False)
        connections.close_all()
    yield servers.TEMPLATE
    servers.drop_database(campus_servers, servers.TEMPLATE)


@pytest.fixture(scope="session")
def django_db_setup(campus_servers: Env, migrated_template: str) -> Iterator[None]:
    """In place of pytest-django's: the owner makes the database, the application uses it."""
    servers.make_database(campus_servers, DATABASE, template=migrated_template)
    _connect_to(servers.on_database(campus_servers.database_url, DATABASE))
    keep = django.test.TransactionTestCase._fixture_teardown

    def begin_anew(case: django.test.TransactionTestCase) -> None:
        """A test that commits leaves a fresh copy behind: the log refuses to be truncated."""
        connections.close_all()
        servers.make_database(campus_servers, DATABASE, template=migrated_template)

    django.test.TransactionTestCase._fixture_teardown = begin_anew
    yield
    django.test.TransactionTestCase._fixture_teardown = keep
    connections.close_all()
    servers.drop_database(campus_servers, DATABASE)


_own = count(1)


@pytest.fixture
def own_campus(campus_servers: Env, migrated_template: str) -> Iterator[Mapping[str, str]]:
    """The environment of a campus apart: a fresh database, for processes that a test starts."""
    name = f"test_campus_{next(_own)}"
    servers.make_database(campus_servers, name, template=migrated_template)
    yield {**os.environ, **servers.environment_on(campus_servers, name)}
    servers.drop_database(campus_servers, name)


def _connect_to(url: str) -> None:
    connections.close_all()
    connections["default"].settings_dict |= {
        name: django_database(url)[name] for name in ("NAME", "USER", "PASSWORD", "HOST", "PORT")
    }
