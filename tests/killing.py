"""A worker apart, killed in the middle of what it does, as a machine that loses its power does."""

import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager

from django.db import connection

from campus.env import Env
from tests import servers


@contextmanager
def a_worker(
    program: str, campus_servers: Env, *, said: str = "begun"
) -> Iterator[subprocess.Popen[str]]:
    """Runs a Python program on this test's database; killed (SIGKILL) at the block's end.

    The block begins once the program has printed the line `said`.
    """
    here = servers.environment_on(campus_servers, connection.settings_dict["NAME"])
    with subprocess.Popen(
        [sys.executable, "-c", program],
        stdout=subprocess.PIPE,
        env={**os.environ, **here},
        text=True,
    ) as worker:
        try:
            assert worker.stdout is not None
            assert worker.stdout.readline() == f"{said}\n"
            yield worker
        finally:
            worker.send_signal(signal.SIGKILL)
