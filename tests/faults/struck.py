"""Owns the campus that a storm strikes: real processes, and the hands that strike them."""

import os
import signal
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import psycopg
import redis

from campus.env.addresses import embedded_database_url, embedded_redis_url
from tests.campus.launcher.launching import Launched, environment, launched
from tests.faults.breaking.switches import Switches
from tests.faults.disks import Disk
from tests.faults.mailing import MailServer
from tests.servers import forget

ALONE = ("-m", "tests.faults.campus_alone")
SETTINGS = "tests.faults.settings"
PATIENCE_SECONDS = 60


class Struck:
    """A running campus, its switches, and the mail server it delivers to."""

    def __init__(self, running: Launched, switches: Switches, mail: MailServer, disk: Disk) -> None:
        self.running = running
        self.switches = switches
        self.mail = mail
        self.disk = disk

    @property
    def port(self) -> int:
        return self.running.port

    @property
    def redis(self) -> redis.Redis:
        return redis.Redis.from_url(embedded_redis_url(self.running.data), socket_timeout=2)

    def pids(self, *words: str) -> list[int]:
        """Every process whose command line holds such words, guardians aside."""
        return [
            pid
            for pid, command in self.running.family().items()
            if all(word in command for word in words) and "campus.launcher" not in command
        ]

    def signal(self, number: signal.Signals, *words: str) -> int:
        """Answers how many it reached."""
        reached = 0
        for pid in self.pids(*words):
            try:
                os.kill(pid, number)
            except ProcessLookupError:
                continue
            reached += 1
        return reached

    @contextmanager
    def launcher_held(self) -> Iterator[None]:
        """What ends meanwhile is started again afterwards."""
        self.running.process.send_signal(signal.SIGSTOP)
        try:
            yield
        finally:
            self.running.process.send_signal(signal.SIGCONT)

    @property
    def redis_server(self) -> int | None:
        """By its own word, for it writes over what others are known by; None while it is away."""
        try:
            return int(self.redis.info("server")["process_id"])
        except redis.RedisError:
            return None

    def kill_redis(self) -> int:
        """Answers which process that was."""
        killed = self.redis_server
        assert killed is not None
        os.kill(killed, signal.SIGKILL)
        return killed

    def stop_postgresql_at_once(self) -> None:
        """What `pg_ctl stop -m immediate` does: no checkpoint, no goodbye. It is started again."""
        assert self.postmaster is not None
        os.kill(self.postmaster, signal.SIGQUIT)

    @property
    def postmaster(self) -> int | None:
        """None while there is none."""
        note = (self.running.data / "postgresql").resolve() / "postmaster.pid"
        try:
            return int(note.read_text().split("\n", 1)[0])
        except (FileNotFoundError, ValueError):
            return None

    def as_postgres(self, *commands: str) -> None:
        """What no role of the campus may."""
        url = embedded_database_url(self.running.data, role="postgres")
        with psycopg.connect(url, autocommit=True) as connection:
            for command in commands:
                connection.execute(command.encode())

    def calm(self) -> None:
        """Every switch as in peace."""
        self.switches.disarm()
        self.switches.turn_all_on()
        self.switches.set_clocks(0)
        self.mail.seconds_to_answer = 0.0
        self.disk.free()


@contextmanager
def a_struck_campus(*, schedulers: int = 2, is_hurried: bool = True) -> Iterator[Struck]:
    """Start one on a data folder of its own, and let this process work on its database."""
    with tempfile.TemporaryDirectory(prefix="campus-faults-", ignore_cleanup_errors=True) as made:
        switches = Switches(Path(made) / "switches")
        switches.folder.mkdir()
        data = Path(made) / "data"
        mail = MailServer()
        disk = Disk.made_in(Path(made), data)
        storm = {
            "DJANGO_SETTINGS_MODULE": SETTINGS,
            "FAULTS_FOLDER": str(switches.folder),
            "FAULTS_SCHEDULERS": str(schedulers),
            "FAULTS_HURRY": "1" if is_hurried else "",
            "EMAIL_URL": f"smtp://127.0.0.1:{mail.port}",
        }
        try:
            with launched(data, ALONE, **storm) as running:
                running.wait_until_it_says("ready")
                _work_on(data)
                yield Struck(running, switches, mail, disk)
                _leave()
        finally:
            disk.remove()
            forget(data)


def _work_on(data: Path) -> None:
    os.environ.update(environment(data), DJANGO_SETTINGS_MODULE=SETTINGS)
    import django

    django.setup()


def _leave() -> None:
    from django.db import connections

    connections.close_all()


def wait_for(is_so: Callable[[], bool], *, seconds: float = PATIENCE_SECONDS) -> bool:
    """Whether it became so in time."""
    end = time.monotonic() + seconds
    while not is_so():
        if time.monotonic() > end:
            return False
        time.sleep(0.05)
    return True
