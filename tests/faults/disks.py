"""Owns the small disk that a struck campus keeps its database on, and fills it to the last byte."""

import os
import pwd
import shutil
import subprocess
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

SIZE = 900 * 2**20
LEFT = 32 * 2**20
"""Left free by the first ballast, so that filling up is quick when the moment comes."""

_PAGE = bytes(4096)


@dataclass(frozen=True, slots=True)
class Disk:
    """In memory, so only root can make one; for others the database lies where it always does."""

    folder: Path
    is_own: bool

    @classmethod
    def made_in(cls, made: Path, data: Path) -> "Disk":
        disk = cls(made / "disk", is_own=os.getuid() == 0 and shutil.which("mount") is not None)
        if disk.is_own:
            disk._mount(made)
            disk._lay_database(data)
        return disk

    def _mount(self, made: Path) -> None:
        made.chmod(0o755)
        self.folder.mkdir()
        options = f"size={SIZE},mode=0755"
        subprocess.run(
            ["mount", "-t", "tmpfs", "-o", options, "campus-faults", self.folder], check=True
        )

    def _lay_database(self, data: Path) -> None:
        """Where the launcher looks for it: behind a link in the data folder."""
        nobody = pwd.getpwnam("nobody")
        cluster = self.folder / "postgresql"
        cluster.mkdir(mode=0o700)
        os.chown(cluster, nobody.pw_uid, nobody.pw_gid)
        data.mkdir(mode=0o700)
        (data / "postgresql").symlink_to(cluster)

    def prepare(self) -> None:
        self._write("ballast", self._free_bytes() - LEFT)

    def fill(self) -> None:
        """Byte after byte, for others go on writing as well."""
        with suppress(OSError), (self.folder / "last").open("wb", buffering=0) as file:
            while True:
                file.write(_PAGE)

    def free(self) -> None:
        for name in ("last", "ballast"):
            (self.folder / name).unlink(missing_ok=True)

    def remove(self) -> None:
        if self.is_own:
            subprocess.run(["umount", "--lazy", self.folder], check=True)

    def _free_bytes(self) -> int:
        return shutil.disk_usage(self.folder).free

    def _write(self, name: str, size: int) -> None:
        with (self.folder / name).open("wb") as file:
            if size > 0:
                os.posix_fallocate(file.fileno(), 0, size)
