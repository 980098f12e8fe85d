"""The launcher as a whole, on the real servers: what starts, what restarts, what is left."""

import os
import pwd
import signal
import socket
import subprocess
import sys
import sysconfig
import tempfile
from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest

from campus.env.addresses import embedded_database_url
from campus.env.reading import ROOT
from tests.campus.launcher.launching import (
    AT_MOST,
    Launched,
    environment,
    free_port,
    launched,
    processes_marked,
    wait_until,
)
from tests.servers import forget

ONE_LINE = 1


@pytest.fixture
def data() -> Iterator[Path]:
    """A short path: pytest's own are too long for a socket, which is another test's subject."""
    with tempfile.TemporaryDirectory(prefix="campus-up-", ignore_cleanup_errors=True) as made:
        yield Path(made) / "data"
        forget(Path(made) / "data")


def refused(data: Path, **settings: str) -> str:
    """What the launcher says when it does not start; it must be one line."""
    ended = subprocess.run(
        [sys.executable, "-m", "campus.launcher"],
        cwd=ROOT,
        env=environment(data, **settings),
        capture_output=True,
        text=True,
        timeout=AT_MOST,
        check=False,
    )
    assert ended.returncode == 1
    assert not processes_marked(f"CAMPUS_DATA={data}")
    lines = (ended.stdout + ended.stderr).splitlines()
    assert len(lines) == ONE_LINE, lines
    return lines[0]


def test_bad_settings_stop_the_start_with_one_line(data: Path) -> None:
    line = refused(data, PORT="eighty")
    assert line == "campus: PORT is 'eighty': set it to a number from 1 to 65535."
    assert not data.exists()


def test_a_taken_port_is_said_before_anything_is_started(data: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = str(taken.getsockname()[1])
        assert f"PORT {port} is taken" in refused(data, PORT=port)
    assert not (data / "logs" / "postgresql.log").exists()


def test_an_operators_database_that_is_silent_is_named(data: Path) -> None:
    url = f"postgresql://campus:hunter2@127.0.0.1:{free_port()}/campus"
    line = refused(data, DATABASE_URL=url)
    assert line.startswith("campus: DATABASE_URL: the server does not let us in")
    assert "Connection refused" in line
    assert "hunter2" not in line


def test_an_operators_redis_that_is_silent_is_named(data: Path) -> None:
    line = refused(data, REDIS_URL=f"redis://127.0.0.1:{free_port()}/0")
    assert line.startswith("campus: REDIS_URL: the server does not answer")


def test_a_command_without_the_database_says_how_to_start_it(data: Path) -> None:
    ended = subprocess.run(
        [sys.executable, "manage.py", "showmigrations"],
        cwd=ROOT,
        env=environment(data),
        capture_output=True,
        text=True,
        timeout=AT_MOST,
        check=False,
    )
    assert ended.returncode == 1
    assert ended.stderr == (
        f"campus: the database of {data} is not running: start it with make start, "
        "or set DATABASE_URL.\n"
    )


def test_a_second_launcher_on_the_same_folder_is_refused(data: Path) -> None:
    with launched(data) as first:
        first.wait_until_it_says("ready")
        with launched(data, PORT=str(first.port)) as second:
            second.process.wait(timeout=AT_MOST)
            assert second.process.stdout is not None
            said = second.process.stdout.read()
        assert said.startswith(
            f"campus: Campus already runs on {data} (process {first.process.pid})"
        )
        assert said.count("\n") == ONE_LINE
        assert first.process.poll() is None


def test_a_child_that_dies_is_restarted_with_all_its_own(data: Path) -> None:
    with launched(data) as campus:
        campus.wait_until_it_says("ready")
        before = campus.find("postgres", "-D")
        os.kill(before, signal.SIGKILL)
        wait_until(lambda: before not in campus.family())
        wait_until(lambda: _answers(data))
        assert campus.find("postgres", "-D") != before


def two_sleepers(campus: Launched) -> set[int]:
    """As soon as they sleep: one that heeds a signal, and one in a session of its own."""

    def asleep() -> set[int]:
        return {pid for pid, line in campus.family().items() if line.startswith("sleep")}

    wait_until(lambda: len(asleep()) == 2)
    return asleep()


def test_a_guardian_that_is_killed_leaves_no_orphan(data: Path) -> None:
    with launched(data) as campus:
        campus.wait_until_it_says("ready")
        sleepers = two_sleepers(campus)
        guardian = min(p for p, line in campus.family().items() if '"trap' in line)
        os.kill(guardian, signal.SIGKILL)
        wait_until(lambda: not sleepers & campus.family().keys())


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
def test_a_signal_ends_everything_within_ten_seconds(data: Path, number: signal.Signals) -> None:
    with launched(data) as campus:
        campus.wait_until_it_says("ready")
        two_sleepers(campus)
        assert campus.seconds_to_end(number) < 10
        assert campus.process.returncode == 0
    assert "database system is shut down" in (data / "logs" / "postgresql.log").read_text()


def test_a_launcher_that_is_killed_leaves_no_process_behind(data: Path) -> None:
    with launched(data) as campus:
        campus.wait_until_it_says("ready")
        two_sleepers(campus)
        assert campus.seconds_to_end(signal.SIGKILL) < 2
    with launched(data) as again:  # at once, on the same folder
        again.wait_until_it_says("ready")


def test_an_ordinary_user_may_start_it(data: Path) -> None:
    if os.geteuid() != 0:
        pytest.skip("All other tests here run as an ordinary user already.")
    data.mkdir(mode=0o755)
    data.parent.chmod(0o755)
    nobody = pwd.getpwnam("nobody")
    os.chown(data, nobody.pw_uid, nobody.pw_gid)
    with launched(
        data,
        python=_as_nobody(),
        PYTHONPATH=sysconfig.get_path("purelib"),
        PYTHONDONTWRITEBYTECODE="1",
    ) as campus:
        campus.wait_until_it_says("ready")
        owners = {Path(f"/proc/{pid}").stat().st_uid for pid in campus.family()}
        assert owners == {nobody.pw_uid}
        assert campus.seconds_to_end(signal.SIGTERM) < 10


def test_another_user_of_the_machine_is_not_let_in(data: Path) -> None:
    if os.geteuid() != 0:
        pytest.skip("Only root can become another user to try.")
    with launched(data) as campus:
        campus.wait_until_it_says("ready")
        knock = f"import psycopg; psycopg.connect({embedded_database_url(data)!r})"
        knocked = subprocess.run(
            [*_as_nobody("daemon"), "-c", knock],
            env={"PYTHONPATH": sysconfig.get_path("purelib")},
            cwd="/",
            capture_output=True,
            text=True,
            check=False,
        )
        assert "Permission denied" in knocked.stderr
        assert _answers(data)


def test_a_folder_of_another_major_version_is_refused(data: Path) -> None:
    (data / "postgresql").mkdir(parents=True)
    (data / "postgresql" / "PG_VERSION").write_text("12\n")
    with launched(data) as campus:
        campus.process.wait(timeout=AT_MOST)
        assert campus.process.stdout is not None
        last = campus.process.stdout.read().splitlines()[-1]
    assert last.startswith("campus: CAMPUS_DATA holds a database made by PostgreSQL 12, and here")


def test_a_path_too_long_for_a_socket_is_served_by_a_short_one(data: Path) -> None:
    long = data / ("long" * 25)
    with launched(long) as campus:
        campus.wait_until_it_says("ready")
        assert _answers(long)
        assert (long / "run").is_symlink()
    forget(long)


def test_a_folder_only_root_may_enter_keeps_its_database_elsewhere(data: Path) -> None:
    if os.geteuid() != 0:
        pytest.skip("Only under root does PostgreSQL run as another user.")
    data.parent.chmod(0o700)
    with launched(data) as campus:
        campus.wait_until_it_says("ready")
        assert _answers(data)
        assert (data / "postgresql").is_symlink()
    with launched(data) as again:
        again.wait_until_it_says("ready")


def _answers(data: Path) -> bool:
    try:
        psycopg.connect(embedded_database_url(data)).close()
    except psycopg.OperationalError:
        return False
    return True


def _as_nobody(user: str = "nobody") -> tuple[str, ...]:
    """Become an ordinary user, who may pass to our interpreter even if it lies under /root."""
    python = Path(sys.executable).resolve()
    is_open = all(parent.stat().st_mode & 0o001 for parent in python.parents)
    passing = () if is_open else ("--inh-caps=+dac_read_search", "--ambient-caps=+dac_read_search")
    return (
        "setpriv",
        f"--reuid={user}",
        "--regid=nogroup",
        "--clear-groups",
        *passing,
        str(python),
    )
