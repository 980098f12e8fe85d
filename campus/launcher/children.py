"""One running program: started under its guardian, watched, asked to stop, or killed."""

import json
import os
import subprocess
import sys
import time
from pathlib import Path

from campus.env.reading import ROOT
from campus.launcher.guardian import KILL_ALL
from campus.launcher.programs import Program


class Child:
    """A program that has been started once; a restart is another Child."""

    def __init__(self, program: Program, *, log: Path, kept_open: tuple[int, ...] = ()) -> None:
        self.program = program
        self.log = log
        self.started_at = time.monotonic()
        with log.open("ab") as output:
            self._guardian = subprocess.Popen(
                [sys.executable, "-S", "-m", "campus.launcher.guardian", _wish(program)],
                cwd=ROOT,
                env={**os.environ, "PYTHONUNBUFFERED": "1", **program.environment},
                stdin=subprocess.DEVNULL,
                stdout=output,
                stderr=output,
                start_new_session=True,  # the terminal's Ctrl-C is for the launcher alone
                pass_fds=kept_open,
            )

    @property
    def pid(self) -> int:
        """The guardian's."""
        return self._guardian.pid

    @property
    def is_running(self) -> bool:
        return self._guardian.poll() is None

    @property
    def exit_code(self) -> int | None:
        return self._guardian.poll()

    @property
    def was_killed(self) -> bool:
        """Whether the guardian itself was; its program's orphans are then ours to end."""
        return (self._guardian.poll() or 0) < 0

    @property
    def seconds(self) -> float:
        return time.monotonic() - self.started_at

    def ask_to_stop(self) -> None:
        self._guardian.send_signal(self.program.stop_signal)

    def kill(self) -> None:
        """End it and all its descendants now; the guardian is gone within the second."""
        self._guardian.send_signal(KILL_ALL)
        if not self.wait(until=time.monotonic() + 1):
            self._guardian.kill()
            self._guardian.wait()

    def wait(self, *, until: float) -> bool:
        """Whether it has ended, waiting for that till the clock shows `until`."""
        try:
            self._guardian.wait(timeout=max(0.0, until - time.monotonic()))
        except subprocess.TimeoutExpired:
            return False
        return True

    def last_lines(self, count: int = 15) -> str:
        lines = self.log.read_text(encoding="utf-8", errors="replace").splitlines()
        return "\n".join(lines[-count:])


def _wish(program: Program) -> str:
    return json.dumps(
        {
            "launcher": os.getpid(),
            "command": program.command,
            "user": program.user,
            "folder": program.folder,
        }
    )
