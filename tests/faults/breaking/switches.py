"""Owns the switches between a storm and the processes it strikes: files, which outlive a kill.

Each file is taken away once, by whoever is first, so a kill that was ordered once happens once,
whichever of the processes passes the point.
"""

import os
import signal
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True, slots=True)
class Switches:
    folder: Path

    def arm(self, point: str, *, passes: int = 0) -> None:
        """Whoever passes the point next, after so many others, is killed there."""
        for file in self.folder.glob(f"struck.{point}.*"):
            file.unlink()
        for left in range(passes + 1):
            (self.folder / f"{point}@{left:03}").touch()

    def struck_at(self, point: str) -> str:
        """Which kind of process was killed at the point since it was armed; empty if none was."""
        return " ".join(
            file.name.rsplit(".", 1)[1] for file in self.folder.glob(f"struck.{point}.*")
        )

    def disarm(self) -> None:
        for file in self.folder.glob("*@*"):
            file.unlink(missing_ok=True)

    def pass_by(self, point: str) -> None:
        """Run by the process itself: SIGKILL leaves it no time for anything."""
        for file in sorted(self.folder.glob(f"{point}@*"), reverse=True):
            try:
                file.unlink()
            except FileNotFoundError:
                continue  # somebody else took it
            if file.name.endswith("@000"):
                (self.folder / f"struck.{point}.{_own_kind()}").touch()
                os.kill(os.getpid(), signal.SIGKILL)
            return

    def turn_off(self, guard: str) -> None:
        (self.folder / f"off.{guard}").touch()

    def turn_all_on(self) -> None:
        for file in self.folder.glob("off.*"):
            file.unlink(missing_ok=True)

    def is_off(self, guard: str) -> bool:
        return (self.folder / f"off.{guard}").exists()

    def set_clocks(self, seconds: float) -> None:
        """Every Python process of the campus from now on reads a clock that is wrong by this."""
        new = self.folder / "clock.new"
        new.write_text(str(seconds))
        new.rename(self.folder / "clock")

    def note(self, what: str) -> None:
        """Written by a process of the campus, read by the storm: this did happen here."""
        (self.folder / f"seen.{what}").touch()

    def take_note(self, what: str) -> bool:
        """Whether it was noted since this was last asked."""
        seen = (self.folder / f"seen.{what}").exists()
        (self.folder / f"seen.{what}").unlink(missing_ok=True)
        return seen

    @property
    def clock_is_off_by(self) -> float:
        try:
            return float((self.folder / "clock").read_text())
        except FileNotFoundError:
            return 0.0


def _own_kind() -> str:
    words = Path("/proc/self/cmdline").read_bytes().split(b"\0")
    kinds = {b"campus.webserver": "web", b"worker": "worker", b"beat": "scheduler"}
    return next((kind for word, kind in kinds.items() if word in words), "other")


def here() -> Switches:
    """Those of the storm that started this process."""
    return Switches(Path(os.environ["FAULTS_FOLDER"]))
