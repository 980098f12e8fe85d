"""Keeps children running: starts them in order, restarts one that dies, stops them in reverse."""

import time
from collections.abc import Callable
from pathlib import Path

from campus.launcher.children import Child
from campus.launcher.descendants import adopt_orphans, kill_descendants
from campus.launcher.programs import SECONDS_TO_STOP, Program, Tier
from campus.launcher.saying import say

AT_ONCE_SECONDS = 3.0
MOST_DEATHS_AT_ONCE = 5
LONGEST_PAUSE_SECONDS = 30.0
TICK_SECONDS = 0.1


class StartFailed(Exception):
    """A program cannot be started; the text names it and ends with its log's last lines."""


class Kept:
    """A program that shall run, and the child that runs it now."""

    def __init__(self, program: Program, child: Child) -> None:
        self.program = program
        self.child = child
        self.deaths_at_once = 0
        self.start_again_at: float | None = None

    @property
    def pause_seconds(self) -> float:
        return min(0.2 * 2.0**self.deaths_at_once, LONGEST_PAUSE_SECONDS)


class Supervisor:
    """`logs` receives one file a program; `lock` is a descriptor that guardians hold on to."""

    def __init__(self, *, logs: Path, lock: int | None = None) -> None:
        self.logs = logs
        self.is_patient = False
        self._kept_open = () if lock is None else (lock,)
        self._kept: list[Kept] = []
        self._launched: list[Child] = []
        adopt_orphans()

    def keep(self, program: Program) -> Child:
        kept = Kept(program, self.launch(program))
        self._kept.append(kept)
        return kept.child

    def launch(self, program: Program) -> Child:
        """Start a program that ends by itself; the caller waits for it with `finish`."""
        log = self.logs / f"{program.name}.log"
        self._launched = [child for child in self._launched if child.is_running]
        self._launched.append(Child(program, log=log, kept_open=self._kept_open))
        return self._launched[-1]

    def finish(self, child: Child, *, within_seconds: float) -> None:
        """Wait till a launched child has ended well; raises StartFailed if it has not."""
        deadline = time.monotonic() + within_seconds
        while child.is_running and time.monotonic() < deadline:
            self.tend()
            time.sleep(TICK_SECONDS)
        if child.is_running:
            child.kill()
            raise StartFailed(f"{child.program.name} took over {within_seconds:.0f} seconds.")
        if child.exit_code != 0:
            raise _failure(child, "has failed")

    def succeeds(self, program: Program) -> bool:
        child = self.launch(program)
        while child.is_running:
            self.tend()
            time.sleep(TICK_SECONDS)
        return child.exit_code == 0

    def wait_for(self, what: str, is_so: Callable[[], bool], *, within_seconds: float) -> None:
        deadline = time.monotonic() + within_seconds
        while not is_so():
            self.tend()
            if time.monotonic() > deadline:
                raise StartFailed(f"{what} after {within_seconds:.0f} seconds; see {self.logs}.")
            time.sleep(TICK_SECONDS)

    def tend(self) -> None:
        """Look after every child once; raises StartFailed where one cannot be kept running."""
        for kept in self._kept:
            if kept.start_again_at is not None:
                self._start_again(kept)
            elif not kept.child.is_running:
                self._mourn(kept)

    def stop(self) -> None:
        """Stop every child, tier by tier; what does not stop in its time is killed."""
        for tier in sorted(Tier, reverse=True):
            children = [k.child for k in self._kept if k.program.tier == tier]
            deadline = time.monotonic() + SECONDS_TO_STOP[tier]
            for child in children:
                child.ask_to_stop()
            for child in children:
                if not child.wait(until=deadline):
                    child.kill()
        self._kept.clear()
        kill_descendants()

    def _mourn(self, kept: Kept) -> None:
        child = kept.child
        if child.was_killed:
            kill_descendants(spare={one.pid for one in self._launched if one.is_running})
        kept.deaths_at_once = kept.deaths_at_once + 1 if child.seconds < AT_ONCE_SECONDS else 0
        if kept.deaths_at_once >= MOST_DEATHS_AT_ONCE and not self.is_patient:
            raise _failure(child, "cannot be started")
        kept.start_again_at = time.monotonic() + kept.pause_seconds
        say(f"{child.program.name} ended (code {child.exit_code}) and is started again.")

    def _start_again(self, kept: Kept) -> None:
        assert kept.start_again_at is not None
        if time.monotonic() >= kept.start_again_at:
            kept.start_again_at = None
            kept.child = self.launch(kept.program)


def _failure(child: Child, how: str) -> StartFailed:
    return StartFailed(
        f"{child.program.name} {how} (code {child.exit_code}). "
        f"The end of {child.log}:\n{child.last_lines()}"
    )
