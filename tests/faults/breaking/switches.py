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
        for left in range(passes + 1):
            (self.folder / f"{point}@{left:03}").touch()

    def is_armed(self, point: str) -> bool:
        return any(self.folder.glob(f"{point}@*"))

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

    @property
    def clock_is_off_by(self) -> float:
        try:
            return float((self.folder / "clock").read_text())
        except FileNotFoundError:
            return 0.0


def here() -> Switches:
    """Those of the storm that started this process."""
    return Switches(Path(os.environ["FAULTS_FOLDER"]))
