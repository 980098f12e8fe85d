"""The data folder: makes it, keeps others out, and holds it for one launcher at a time."""

import fcntl
import hashlib
import os
import pwd
import secrets
import tempfile
import time
from pathlib import Path

from campus.env import BadSettings
from campus.env.checking import refusal

LONGEST_SOCKET_BYTES = 107
LONGEST_SOCKET_NAME = "postgresql/.s.PGSQL.5432"
SHARED = Path("/var/lib/campus")


def open_data_folder(data: Path) -> None:
    """Make the folders that Campus keeps in `data`, private to its user."""
    try:
        data.mkdir(parents=True, exist_ok=True, mode=0o700)
        if runs_as_root() and _is_our_own(data):
            # PostgreSQL's user passes through; each thing inside is private by itself.
            data.chmod(data.stat().st_mode | 0o011)
        (data / "logs").mkdir(exist_ok=True, mode=0o700)
        _make_socket_folder(data)
    except OSError as error:
        raise refusal(
            "CAMPUS_DATA", f"cannot be used ({error})", "set it to a folder you may write to"
        ) from error


def write_settings_once(data: Path) -> None:
    """Keep what a command in another shell needs to work on this very campus."""
    try:
        descriptor = os.open(data / "settings.env", os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError:
        return
    with os.fdopen(descriptor, "w", encoding="utf-8") as file:
        file.write(
            "# Written by the first start. The environment goes before what stands here.\n"
            f"CAMPUS_ENV=development\nCAMPUS_SECRET_KEY={secrets.token_urlsafe(48)}\n"
        )


def put_old_logs_aside(data: Path) -> None:
    """Keep the last run's logs beside this run's, and none before."""
    for log in (data / "logs").glob("*.log"):
        log.replace(log.with_suffix(".log.1"))


def hold(data: Path, *, patience_seconds: float = 3.0) -> int:
    """Take the folder's lock; raises BadSettings while another launcher works on it.

    Guardians share the descriptor, so a killed launcher's folder is free once its last child is
    gone; that moment is waited for.
    """
    path = data / "launcher.lock"
    descriptor = os.open(path, os.O_RDWR | os.O_CREAT, 0o600)
    deadline = time.monotonic() + patience_seconds
    while not _is_locked(descriptor):
        holder = path.read_text(encoding="ascii", errors="replace")
        if _is_alive(holder) or time.monotonic() > deadline:
            raise BadSettings(
                f"Campus already runs on {data} (process {holder}): stop it first, "
                "or set CAMPUS_DATA and PORT to start another."
            )
        time.sleep(0.1)
    os.truncate(descriptor, 0)
    os.pwrite(descriptor, str(os.getpid()).encode("ascii"), 0)
    return descriptor


def runs_as_root() -> bool:
    return os.geteuid() == 0


def own_name() -> str:
    """The name of the user we run as, whom PostgreSQL will ask the system about."""
    try:
        return pwd.getpwuid(os.geteuid()).pw_name
    except KeyError as error:
        raise refusal(
            "The user",
            f"with number {os.geteuid()} has no name on this machine, which PostgreSQL requires",
            "start Campus as a user listed in /etc/passwd, or set DATABASE_URL",
        ) from error


def anyone_may_enter(folder: Path) -> bool:
    return all(one.stat().st_mode & 0o001 for one in (folder, *folder.parents))


def make_shared_folder(name: str) -> Path:
    """A new folder that PostgreSQL's user can reach where it cannot reach the data folder."""
    try:
        SHARED.mkdir(parents=True, exist_ok=True, mode=0o755)
        made = Path(tempfile.mkdtemp(prefix=f"{name}-", dir=SHARED))
    except OSError as error:
        raise refusal(
            "CAMPUS_DATA",
            f"lies where only root may enter, PostgreSQL may not run as root, and {error}",
            "set it to a folder that others may enter, or start Campus as an ordinary user",
        ) from error
    made.chmod(0o711)
    return made


def _is_our_own(data: Path) -> bool:
    """Not a folder such as /root, named by mistake: only Campus's may be opened to others."""
    return (data / "launcher.lock").exists() or not any(data.iterdir())


def _make_socket_folder(data: Path) -> None:
    run = data / "run"
    if not _is_private(run.resolve()):
        run.unlink(missing_ok=True) if run.is_symlink() else None
        if _is_fit_for_sockets(run):
            run.mkdir(exist_ok=True)
        else:
            digest = hashlib.sha256(bytes(data)).hexdigest()[:8]
            run.symlink_to(tempfile.mkdtemp(prefix=f"campus-{digest}-", dir="/tmp"))
    run.resolve().chmod(0o711 if runs_as_root() else 0o700)


def _is_private(folder: Path) -> bool:
    """Whether it is a folder that nobody else could have put there or can write to."""
    try:
        found = folder.lstat()
    except FileNotFoundError:
        return False
    return folder.is_dir() and found.st_uid == os.geteuid() and not found.st_mode & 0o022


def _is_fit_for_sockets(run: Path) -> bool:
    is_short = len(os.fsencode(run / LONGEST_SOCKET_NAME)) <= LONGEST_SOCKET_BYTES
    return is_short and (not runs_as_root() or anyone_may_enter(run.parent))


def _is_locked(descriptor: int) -> bool:
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True


def _is_alive(holder: str) -> bool:
    return holder.isdecimal() and Path("/proc", holder).exists()
