"""Starts a launcher in a process of its own, and finds every process that comes from it."""

import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from campus.env.reading import ROOT

AT_MOST = 120.0
"""Seconds: so that nothing hangs for ever; a machine may be as slow as it is."""
SERVERS_ALONE = ("-m", "tests.campus.launcher.servers_alone")
UP = ("manage.py", "up")


class Launched:
    """A running launcher; `family` are the processes that carry its data folder's mark."""

    def __init__(self, process: subprocess.Popen[str], data: Path, port: int) -> None:
        self.process = process
        self.data = data
        self.port = port
        self.said: list[str] = []

    def wait_until_it_says(self, line: str) -> None:
        assert self.process.stdout is not None
        for said in self.process.stdout:
            self.said.append(said.rstrip("\n"))
            if line in said:
                return
        raise AssertionError(f"It ended without saying {line!r}:\n" + "\n".join(self.said))

    def family(self) -> dict[int, str]:
        return processes_marked(f"CAMPUS_DATA={self.data}")

    def find(self, *words: str) -> int:
        """The one process whose command line starts with such words, guardians aside."""
        found = [
            pid
            for pid, command in self.family().items()
            if all(word in command for word in words) and "campus.launcher" not in command
        ]
        assert found, f"no process {words}"
        return min(found)

    def seconds_to_end(self, number: signal.Signals) -> float:
        began = time.monotonic()
        self.process.send_signal(number)
        self.process.wait(timeout=AT_MOST)
        wait_until(lambda: not self.family(), seconds=2)
        return time.monotonic() - began


@contextmanager
def launched(
    data: Path,
    arguments: Sequence[str] = SERVERS_ALONE,
    *,
    python: Sequence[str] = (sys.executable,),
    **settings: str,
) -> Iterator[Launched]:
    """Start a launcher on `data`; the environment's marks are all its processes' names."""
    setting = environment(data, **settings)
    process = subprocess.Popen(
        [*python, *arguments],
        cwd=ROOT,
        env=setting,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    )
    try:
        yield Launched(process, data, int(setting["PORT"]))
    finally:
        if process.poll() is None:
            process.terminate()
            process.wait(timeout=AT_MOST)
        assert process.stdout is not None
        process.stdout.close()


def environment(data: Path, **settings: str) -> dict[str, str]:
    """The caller's, without any setting of Campus, and with these."""
    return {
        **unsettled(),
        "CAMPUS_ENV": "development",
        "CAMPUS_DATA": str(data),
        "PORT": str(free_port()),
        **settings,
    }


def unsettled() -> dict[str, str]:
    ours = ("CAMPUS_", "DATABASE_", "REDIS_URL", "EMAIL_URL", "PORT")
    return {name: text for name, text in os.environ.items() if not name.startswith(ours)}


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


def processes_marked(mark: str) -> dict[int, str]:
    """Every live process with `mark` in its environment, and its command line."""
    found = {}
    for entry in Path("/proc").glob("[0-9]*"):
        try:
            if mark.encode() in (entry / "environ").read_bytes().split(b"\0"):
                command = (entry / "cmdline").read_bytes().replace(b"\0", b" ").decode()
                found[int(entry.name)] = command
        except OSError:
            continue
    return found


def wait_until(is_so: Callable[[], bool], *, seconds: float = AT_MOST) -> None:
    deadline = time.monotonic() + seconds
    while not is_so():
        assert time.monotonic() < deadline, f"not so after {seconds} seconds"
        time.sleep(0.05)
