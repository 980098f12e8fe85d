"""Starts Campus from nothing, in order, says when it is ready, and ends it on a signal."""

import os
import signal
import time
from collections.abc import Callable
from types import FrameType

from campus.env import Env, load
from campus.launcher import (
    filling,
    folders,
    ports,
    postgresql,
    reachable,
    roles,
    serving,
    valkey,
)
from campus.launcher.binaries import find_redis
from campus.launcher.descendants import die_with_parent
from campus.launcher.saying import say
from campus.launcher.supervising import TICK_SECONDS, Supervisor

SLOWEST_START_SECONDS = 180  # on a small machine under load; usually 5
ENDING = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)


class Ended(BaseException):
    """Somebody asked Campus to stop; raised wherever the launcher happens to be."""


def start_servers(env: Env, supervisor: Supervisor) -> None:
    """Start the database and Redis, unless the settings name the operator's own."""
    if env.has_embedded_database:
        cluster = postgresql.find_cluster(env.data)
        say(f"  PostgreSQL {cluster.installed.version} in {cluster.folder}")
        postgresql.start(cluster, supervisor)
    if env.has_embedded_redis:
        server = find_redis()
        say(f"  {server.name} in {env.data}")
        valkey.start(env.data, server, supervisor)
    roles.give_rights(env.database_owner_url, application=env.database_app_role)


def start_all(env: Env, supervisor: Supervisor) -> None:
    static_files = filling.launch_static_files(env, supervisor)
    start_servers(env, supervisor)
    filling.migrate(supervisor)
    reachable.check_name(env)
    filling.load_demo_once(env, supervisor)
    filling.finish_static_files(env, static_files, supervisor)
    _start_campus(env, supervisor)


def run(
    start: Callable[[Env, Supervisor], None] = start_all, *, ends_with_parent: bool = False
) -> None:
    """Run until a signal; raises BadSettings, NotReachable or StartFailed if it cannot start."""
    if ends_with_parent:
        die_with_parent(signal.SIGTERM, parent=os.getppid())
    env = _check()
    folders.open_data_folder(env.data)
    lock = folders.hold(env.data)  # first, for a second start finds the port taken as well
    ports.check(env.host, env.port)
    if env.is_development:
        folders.write_settings_once(env.data)
    folders.put_old_logs_aside(env.data)
    supervisor = Supervisor(logs=env.data / "logs", lock=lock)
    for number in ENDING:
        signal.signal(number, _end)
    try:
        say(f"Campus starts. Its data and its logs are in {env.data}.")
        start(load(), supervisor)  # read again: the folders now say where the sockets are
        _attend(supervisor)
    except Ended:
        say("Campus stops.")
    finally:
        _ignore_signals()
        supervisor.stop()


def _check() -> Env:
    """The settings, and the operator's own servers where they name some."""
    env = load()
    if not env.has_embedded_database:
        reachable.check_database(env)
    if not env.has_embedded_redis:
        reachable.check_redis(env)
    return env


def _start_campus(env: Env, supervisor: Supervisor) -> None:
    say("  web server, worker, scheduler")
    for program in serving.programs(env):
        supervisor.keep(program)
    supervisor.wait_for(
        "The web server is not ready",
        lambda: serving.is_ready(env),
        within_seconds=SLOWEST_START_SECONDS,
    )
    supervisor.wait_for(
        "The worker does not answer",
        lambda: supervisor.succeeds(serving.ping_worker()),
        within_seconds=SLOWEST_START_SECONDS,
    )
    supervisor.is_patient = True
    say(f"Campus is ready at http://{serving.reached_at(env)}:{env.port}")
    for line in filling.demo_accounts(env):
        say(line)


def _attend(supervisor: Supervisor) -> None:
    while True:
        supervisor.tend()
        time.sleep(TICK_SECONDS)


def _end(number: int, frame: FrameType | None) -> None:
    _ignore_signals()  # a second Ctrl-C must not cut the stopping short
    raise Ended


def _ignore_signals() -> None:
    for number in ENDING:
        signal.signal(number, signal.SIG_IGN)
