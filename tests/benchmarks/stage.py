"""Owns what a benchmark stands on: a database of its own, and granian on a free port."""

import os
import socket
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

import psycopg

from tests import servers

ROOT = Path(__file__).resolve().parent.parent.parent
DATABASE = "benchmark_campus"


@contextmanager
def a_campus(*, careful: bool = False) -> Iterator[Mapping[str, str]]:
    """A migrated, empty campus; this process's Django works on it, and so do others in the yielded
    environment. A `careful` one has its commits on the disk."""
    data = servers.settle_environment()
    with servers.running_servers(data, careful=careful) as env:
        servers.prepare_template(env)
        os.environ |= servers.environment_on(env, servers.TEMPLATE)
        (data / "static").mkdir(exist_ok=True)
        subprocess.run(
            [sys.executable, "manage.py", "migrate", "--verbosity", "0"],
            cwd=ROOT,
            env=os.environ | {"CAMPUS_DATABASE_AS": "owner"},
            check=True,
        )
        servers.make_database(env, DATABASE, template=servers.TEMPLATE)
        os.environ |= servers.environment_on(env, DATABASE)
        import django

        django.setup()
        yield dict(os.environ)


@contextmanager
def serving(application: str, environment: Mapping[str, str], *, workers: int = 1) -> Iterator[int]:
    """granian on a free port, which is given; with one worker a core is left to whoever asks."""
    port = free_port()
    command = [sys.executable, "-m", "granian", "--interface", "wsgi"]
    command += ["--workers", str(workers)]
    command += ["--blocking-threads", "2", "--no-ws", "--host", "127.0.0.1", "--port", str(port)]
    command += ["--log-level", "warning", application]
    process = subprocess.Popen(command, cwd=ROOT, env=environment)
    try:
        _wait_for(port)
        yield port
    finally:
        process.terminate()
        process.wait(60)


def tidy() -> None:
    """As the owner, who alone may: what earlier rows ask of the database is done beforehand."""
    with psycopg.connect(os.environ["DATABASE_OWNER_URL"], autocommit=True) as owner:
        owner.execute("VACUUM ANALYZE")


def load_of_machine() -> str:
    """To be told beside every figure: what else was running."""
    return f"{os.cpu_count()} cores, load {os.getloadavg()[0]:.1f}"


def free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as listening:
        port: int = listening.getsockname()[1]
        return port


def _wait_for(port: int) -> None:
    for _ in range(1_200):
        try:
            socket.create_connection(("127.0.0.1", port), 1).close()
            return
        except OSError:
            time.sleep(0.05)
    raise TimeoutError(f"nothing answers at port {port}")
