"""The whole of Campus as `manage.py up` starts it, once, looked at from all sides."""

import http.client
import os
import signal
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from campus.env.reading import ROOT
from tests.campus.launcher.launching import AT_MOST, UP, Launched, launched, unsettled, wait_until
from tests.servers import forget


@pytest.fixture(scope="module")
def campus() -> Iterator[Launched]:
    with tempfile.TemporaryDirectory(prefix="campus-up-", ignore_cleanup_errors=True) as made:
        data = Path(made) / "data"
        with launched(data, UP) as running:
            running.wait_until_it_says("Campus is ready at")
            yield running
        forget(data)


def test_it_is_ready_when_everything_answers(campus: Launched) -> None:
    assert campus.said[-1] == f"Campus is ready at http://127.0.0.1:{campus.port}"
    assert status(campus, "/readyz") == http.HTTPStatus.OK
    assert len(campus.said) < 10


def test_it_names_the_demo_accounts(campus: Launched) -> None:
    campus.wait_until_it_says("learner@campus.example")
    assert any("campus-demo" in line for line in campus.said)


def test_a_command_in_another_shell_reaches_the_same_campus(campus: Launched) -> None:
    done = subprocess.run(
        [sys.executable, "manage.py", "verify_progress"],
        cwd=ROOT,
        env=unsettled() | {"CAMPUS_DATA": str(campus.data)},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stdout + done.stderr


def test_its_files_are_private(campus: Launched) -> None:
    for name in ("settings.env", "logs", "static"):
        assert not (campus.data / name).stat().st_mode & 0o077


@pytest.mark.parametrize("words", [("campus@",), ("jobs@",), (" beat ",), ("campus.webserver",)])
def test_a_process_that_is_killed_comes_back(campus: Launched, words: tuple[str, ...]) -> None:
    before = campus.find(*words)
    os.kill(before, signal.SIGKILL)
    wait_until(lambda: any_but(before, campus, words))


def test_it_answers_again_after_that(campus: Launched) -> None:
    wait_until(lambda: status(campus, "/readyz") == http.HTTPStatus.OK)


def test_it_ends_within_ten_seconds(campus: Launched) -> None:
    assert campus.seconds_to_end(signal.SIGTERM) < 10
    assert campus.process.returncode == 0


def test_another_name_than_the_first_is_refused(campus: Launched) -> None:
    """Behind the end of the first: a campus keeps the name it was started with."""
    with launched(campus.data, UP, CAMPUS_IRI="https://other.example") as renamed:
        renamed.process.wait(timeout=AT_MOST)
        assert renamed.process.stdout is not None
        last = renamed.process.stdout.read().splitlines()[-1]
    assert last == (
        "campus: CAMPUS_IRI is https://other.example, and this campus is https://campus.example: "
        "set it back, or run manage.py move_domain."
    )


def any_but(before: int, campus: Launched, words: tuple[str, ...]) -> bool:
    return before not in campus.family() and any(
        all(word in line for word in words) and "campus.launcher" not in line
        for line in campus.family().values()
    )


def status(campus: Launched, path: str) -> int | None:
    connection = http.client.HTTPConnection("127.0.0.1", campus.port, timeout=5)
    try:
        connection.request("GET", path)
        return connection.getresponse().status
    except (OSError, http.client.HTTPException):
        return None
    finally:
        connection.close()
