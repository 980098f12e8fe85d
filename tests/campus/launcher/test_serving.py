"""The web server when its database is lost, and when one of its workers is."""

import json
import os
import signal
import tempfile
from collections import Counter
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path

import psycopg
import pytest

from campus.env.addresses import embedded_database_url
from tests.campus.launcher.launching import Launched, free_port, launched, wait_until
from tests.servers import forget
from tests.stories.visiting import Answer, Visitor

# Each asks the database whose session that is; the answer is that it is nobody's.
STRANGER = {"X-Session-Token": "nobodys", "Cookie": "sessionid=nobodys"}
API, PAGE, SIGN_IN = "/api/v1/me", "/fr/courses", "/_allauth/app/v1/auth/session"


@pytest.fixture(scope="module")
def unchecked_port() -> int:
    return free_port()


@pytest.fixture(scope="module")
def campus(unchecked_port: int) -> Iterator[Launched]:
    with tempfile.TemporaryDirectory(prefix="campus-db-", ignore_cleanup_errors=True) as made:
        data = Path(made) / "data"
        alone = ("-m", "tests.campus.launcher.web_alone")
        with launched(data, alone, UNCHECKED_PORT=str(unchecked_port)) as running:
            running.wait_until_it_says("ready")
            yield running
        forget(data)


def ask(port: int, path: str = API) -> Answer:
    return Visitor(port).get(path, **STRANGER)


def statuses(port: int, *, times: int = 40) -> Counter[int]:
    """Of so many requests at once, so that every thread of both workers has its connection."""
    with ThreadPoolExecutor(8) as threads:
        return Counter(answer.status for answer in threads.map(ask, [port] * times))


@contextmanager
def no_database(campus: Launched) -> Iterator[None]:
    """Stopped at once; the launcher, held meanwhile, starts it again afterwards."""
    before = campus.find("postgres", "-D")
    campus.process.send_signal(signal.SIGSTOP)
    try:
        os.kill(before, signal.SIGQUIT)
        wait_until(lambda: not _answers(campus.data), seconds=10)
        yield
    finally:
        campus.process.send_signal(signal.SIGCONT)
        wait_until(lambda: _answers(campus.data), seconds=30)


def test_without_a_database_it_is_said_when_to_come_back(campus: Launched) -> None:
    assert statuses(campus.port) == {401: 40}
    with no_database(campus):
        assert statuses(campus.port) == {503: 40}
        answer = ask(campus.port)
        assert json.loads(answer.body)["type"] == "urn:campus:problem:database_away"
        assert answer.headers["Content-Type"] == "application/problem+json"
        assert int(answer.headers["Retry-After"]) > 0
        assert ask(campus.port, "/healthz").status == 200


@pytest.mark.parametrize(("path", "kind"), [(PAGE, "text/html"), (SIGN_IN, "application/problem")])
def test_pages_and_signing_in_say_so_too(campus: Launched, path: str, kind: str) -> None:
    assert ask(campus.port, path).status in (200, 401, 410)
    with no_database(campus):
        answer = ask(campus.port, path)
    assert (answer.status, answer.headers["Retry-After"]) == (503, "2")
    assert answer.headers["Content-Type"].startswith(kind)


def test_the_next_request_works_as_soon_as_the_database_is_back(campus: Launched) -> None:
    assert statuses(campus.port) == {401: 40}
    with no_database(campus):
        pass  # nobody asked meanwhile: every connection is dead, and no process knows it
    assert statuses(campus.port) == {401: 40}


def test_a_web_server_that_does_not_ask_meets_its_dead_connections(
    campus: Launched, unchecked_port: int
) -> None:
    """The control."""
    statuses(unchecked_port)  # those of the tests before
    assert statuses(unchecked_port) == {401: 40}
    with no_database(campus):
        pass
    assert statuses(unchecked_port)[503] > 0


def test_a_worker_that_is_killed_is_there_again_without_loading_the_campus(
    campus: Launched,
) -> None:
    parent, *before = workers(campus)
    os.kill(before[0], signal.SIGKILL)
    wait_until(lambda: len(set(workers(campus)) - {parent, before[0]}) == 2, seconds=20)
    (new,) = set(workers(campus)) - {parent, *before}
    assert statuses(campus.port) == {401: 40}
    # The parent loaded the campus, which is nearly all of what it ever did.
    assert cpu_seconds(new) < cpu_seconds(parent) / 3


def workers(campus: Launched) -> list[int]:
    """The web server's processes, the parent first."""
    mine = ("campus.webserver", f"--port {campus.port} ")
    found = {
        pid
        for pid, line in campus.family().items()
        if all(word in line for word in mine) and "campus.launcher" not in line
    }
    return sorted(found, key=lambda pid: int(_stat(pid)[1]) in found)


def cpu_seconds(pid: int) -> float:
    fields = _stat(pid)
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def _stat(pid: int) -> list[str]:
    """From the state of the process on; its parent comes next."""
    return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()


def _answers(data: Path) -> bool:
    try:
        psycopg.connect(embedded_database_url(data), connect_timeout=2).close()
    except psycopg.OperationalError:
        return False
    return True
