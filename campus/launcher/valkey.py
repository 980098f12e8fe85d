"""The embedded Redis: Valkey, or the system's Redis, on a private socket."""

from pathlib import Path

import redis

from campus.env.addresses import embedded_redis_url, redis_socket
from campus.launcher.programs import Program, Tier
from campus.launcher.supervising import Supervisor


def start(data: Path, server: Path, supervisor: Supervisor) -> None:
    # One folder each: the two do not read each other's files, and neither holds a fact.
    folder = data / server.name.removesuffix("-server")
    folder.mkdir(exist_ok=True, mode=0o700)
    redis_socket(data).unlink(missing_ok=True)
    supervisor.keep(_server(data, server, folder))
    supervisor.wait_for("Valkey does not answer", lambda: _answers(data), within_seconds=30)


def _server(data: Path, server: Path, folder: Path) -> Program:
    settings = {
        "port": "0",
        "unixsocket": str(redis_socket(data)),
        "unixsocketperm": "700",
        "dir": str(folder),
        "appendonly": "yes",
        "save": "",
        "maxmemory-policy": "noeviction",
        "daemonize": "no",
    }
    options = (part for name, value in settings.items() for part in (f"--{name}", value))
    return Program(name="valkey", command=(str(server), *options), tier=Tier.REDIS)


def _answers(data: Path) -> bool:
    try:
        with redis.Redis.from_url(embedded_redis_url(data)) as client:
            return bool(client.ping())
    except redis.RedisError:
        return False
