"""Owns the campus that a story happens on: real processes, and the commands of its operator."""

import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from typing import Any

import redis

from campus.env.addresses import embedded_redis_url
from campus.env.reading import ROOT
from tests.campus.launcher.launching import Launched, environment
from tests.stories.visiting import Visitor

SERVERS = ("DATABASE_URL", "DATABASE_OWNER_URL", "REDIS_URL")
PATIENCE_SECONDS = 60


class Campus:
    """A running campus, and the commands an operator has."""

    def __init__(self, running: Launched, settings: dict[str, str]) -> None:
        self.running = running
        self.environment = environment(running.data, **settings)

    def run(self, *command: str) -> str:
        done = subprocess.run(
            [sys.executable, *command],
            cwd=ROOT,
            env=self.environment,
            capture_output=True,
            text=True,
            check=False,
        )
        assert done.returncode == 0, done.stdout + done.stderr
        return done.stdout

    def operate(self, *commands: list[str]) -> list[str]:
        """What each of these commands said, one after the other."""
        said: list[str] = json.loads(
            self.run("-m", "tests.stories.operating", json.dumps(commands))
        )
        return said

    def visitor(self) -> Visitor:
        return Visitor(self.running.port)

    def kill_the_worker(self) -> None:
        os.kill(self.running.find(" worker "), signal.SIGKILL)

    def make_redis_forget(self) -> None:
        url = self.environment.get("REDIS_URL") or embedded_redis_url(self.running.data)
        redis.Redis.from_url(url).flushall()


def eventually(is_so: Callable[[], Any], what: str) -> Any:
    end = time.monotonic() + PATIENCE_SECONDS
    while not (found := is_so()):
        assert time.monotonic() < end, f"after {PATIENCE_SECONDS} s: {what}"
        time.sleep(0.2)
    return found
