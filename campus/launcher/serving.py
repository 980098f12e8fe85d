"""The table of Campus's own processes: web, workers, scheduler; and how each shows it is alive."""

import http.client
import socket
import sys

from campus.env import Env
from campus.launcher.programs import Program

WEB_WORKERS = 2
# Two threads a worker: more of them gave a third of the throughput away and tripled the p99.
WEB_THREADS = 2
WORKER_NAME = f"campus@{socket.gethostname()}"


def programs(env: Env) -> tuple[Program, ...]:
    return (_web(env), _worker(), _job_worker(), _beat(env))


def manage(*arguments: str) -> Program:
    """A command of `manage.py` that ends by itself; its log has the command's name."""
    return Program(arguments[0], (sys.executable, "manage.py", *arguments))


def ping_worker() -> Program:
    """Ends well only if our worker answers; Celery's own question, so it proves the whole way."""
    question = ("inspect", "ping", "--destination", WORKER_NAME, "--timeout", "2")
    return Program("worker-ping", _celery(*question))


def is_ready(env: Env) -> bool:
    connection = http.client.HTTPConnection(reached_at(env), env.port, timeout=5)
    try:
        connection.request("GET", "/readyz", headers={"Host": f"127.0.0.1:{env.port}"})
        return connection.getresponse().status == http.HTTPStatus.OK
    except (OSError, http.client.HTTPException):
        return False
    finally:
        connection.close()


def reached_at(env: Env) -> str:
    """A listening address as one to connect to: "everywhere" is reached at home."""
    return "127.0.0.1" if env.host in ("0.0.0.0", "::", "") else env.host  # noqa: S104  compared, not bound


def _web(env: Env) -> Program:
    options = {
        "--interface": "wsgi",
        "--workers": str(WEB_WORKERS),
        "--blocking-threads": str(WEB_THREADS),
        "--host": env.host,
        "--port": str(env.port),
        "--respawn-interval": "0.5",
        "--workers-kill-timeout": "3",
    }
    flags = ("--no-ws", "--respawn-failed-workers", "campus.wsgi:application")
    pairs = (part for pair in options.items() for part in pair)
    return Program("web", (sys.executable, "-m", "campus.webserver", *pairs, *flags))


def _worker() -> Program:
    return _working("worker", named=WORKER_NAME)


def _job_worker() -> Program:
    """Long work has a process of its own: no mail and no certificate waits behind an import."""
    return _working("job-worker", "--queues", "jobs", named=f"jobs@{socket.gethostname()}")


def _working(name: str, *options: str, named: str) -> Program:
    # Gossip and mingle are for workers that talk to each other; ours share only the database.
    quiet = ("--without-gossip", "--without-mingle", "--loglevel", "INFO")
    command = ("worker", "--concurrency", "1", "--hostname", named, *options, *quiet)
    return Program(name, _celery(*command))


def _beat(env: Env) -> Program:
    schedule = ("--schedule", str(env.data / "beat-schedule"), "--pidfile=", "--loglevel", "INFO")
    return Program("beat", _celery("beat", *schedule))


def _celery(*arguments: str) -> tuple[str, ...]:
    return (sys.executable, "-m", "celery", "--app", "workers.celery", *arguments)
