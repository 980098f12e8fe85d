"""The embedded database: makes its cluster once, runs it on a private socket, lets our user in.

Who may enter is decided by the operating system (`peer`), so there is no password to keep; the
socket's folder is closed to others besides.
"""

import os
import pwd
import shutil
import signal
from collections.abc import Sequence
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

import psycopg

from campus.env.addresses import database_socket_folder, embedded_database_url
from campus.launcher import roles
from campus.launcher.binaries import PostgreSQL, find_postgresql, for_everyone
from campus.launcher.folders import (
    anyone_may_enter,
    make_shared_folder,
    own_name,
    runs_as_root,
)
from campus.launcher.programs import Program, Tier
from campus.launcher.supervising import Supervisor

# A cluster whose loss would not matter; for tests.
CARELESS = ("fsync=off", "synchronous_commit=off", "full_page_writes=off")


@dataclass(frozen=True, slots=True)
class Cluster:
    data: Path
    folder: Path
    installed: PostgreSQL
    user: str | None
    options: Sequence[str] = ()


def find_cluster(data: Path, *, options: Sequence[str] = ()) -> Cluster:
    """The cluster of a data folder and what can run it; raises BadSettings if nothing can."""
    own_name()
    folder = _folder(data)
    version = folder / "PG_VERSION"
    made_by = int(version.read_text()) if version.exists() else None
    installed = for_everyone(find_postgresql(made_by=made_by))
    return Cluster(data, folder, installed, _user_beside_root(folder), options)


def start(cluster: Cluster, supervisor: Supervisor) -> None:
    if not (cluster.folder / "PG_VERSION").exists():
        _make(cluster, supervisor)
    _write_access_rules(cluster)
    _forget_a_dead_server(cluster)
    _give(database_socket_folder(cluster.data), cluster.user)
    supervisor.keep(_server(cluster))
    supervisor.wait_for(
        "PostgreSQL does not answer", lambda: _answers(cluster.data), within_seconds=60
    )
    roles.make_roles_and_database(
        lambda database: embedded_database_url(cluster.data, role="postgres", database=database)
    )


def _server(cluster: Cluster) -> Program:
    options = (
        "listen_addresses=",
        f"unix_socket_directories={database_socket_folder(cluster.data)}",
        "unix_socket_permissions=0700",
        "timezone=UTC",
        "log_timezone=UTC",
        "jit=off",  # its warm-up costs more than it gains on queries as short as ours
        *cluster.options,
    )
    return Program(
        name="postgresql",
        command=(
            str(cluster.installed.programs / "postgres"),
            "-D",
            str(cluster.folder),
            *(part for option in options for part in ("-c", option)),
        ),
        tier=Tier.DATABASE,
        user=cluster.user,
        folder="/",
        stop_signal=signal.SIGINT,  # fast: end sessions, write everything, leave
    )


def _make(cluster: Cluster, supervisor: Supervisor) -> None:
    """Make the cluster aside and then rename it, so that a start cut short leaves no half one."""
    half = cluster.folder.with_name("postgresql.new")
    shutil.rmtree(half, ignore_errors=True)
    _give(half, cluster.user)
    # Builtin: the same order on every machine, whatever its C library. It came with 17.
    provider = ["--locale-provider=builtin"] if cluster.installed.major >= 17 else []
    command = [
        *(str(cluster.installed.programs / "initdb"), "-D", str(half), "--username=postgres"),
        *("--encoding=UTF8", "--locale=C.UTF-8", *provider, "--auth=peer", "--no-instructions"),
        *(["--no-sync"] if "fsync=off" in cluster.options else []),
    ]
    program = Program("initdb", tuple(command), user=cluster.user, folder="/")
    supervisor.finish(supervisor.launch(program), within_seconds=120)
    half.rename(cluster.folder)


def _write_access_rules(cluster: Cluster) -> None:
    names = {own_name(), "root"}
    pairs = [
        (name, role) for name in sorted(names) for role in ("campus", "campus_owner", "postgres")
    ]
    _write(cluster, "pg_hba.conf", "local all all peer map=campus\n")
    _write(cluster, "pg_ident.conf", "".join(f'campus "{n}" {role}\n' for n, role in pairs))


def _write(cluster: Cluster, name: str, text: str) -> None:
    path = cluster.folder / name
    path.write_text(text, encoding="utf-8")
    _chown(path, cluster.user)


def _forget_a_dead_server(cluster: Cluster) -> None:
    """Remove the note of a server whose number another program has by now (we hold the lock).

    PostgreSQL would take that program for its predecessor; typical after a container's restart.
    """
    note = cluster.folder / "postmaster.pid"
    if not note.exists():
        return
    name = Path("/proc", note.read_text().split("\n", 1)[0].strip(), "comm")
    if not name.exists() or name.read_text().strip() != "postgres":
        note.unlink()


def _folder(data: Path) -> Path:
    """Where the cluster lies: in the data folder, or where a link there points to."""
    folder = data / "postgresql"
    if runs_as_root() and not folder.exists() and not anyone_may_enter(data):
        folder.unlink(missing_ok=True)
        folder.symlink_to(make_shared_folder("data") / "postgresql")
    return folder.resolve()


def _user_beside_root(folder: Path) -> str | None:
    """PostgreSQL refuses root; an existing cluster keeps its user, a new one is nobody's."""
    if not runs_as_root():
        return None
    owner = folder.stat().st_uid if folder.exists() else 0
    return pwd.getpwuid(owner).pw_name if owner else "nobody"


def _give(folder: Path, user: str | None) -> None:
    folder.mkdir(exist_ok=True, mode=0o700)
    _chown(folder, user)


def _chown(path: Path, user: str | None) -> None:
    if user is not None:
        entry = pwd.getpwnam(user)
        os.chown(path, entry.pw_uid, entry.pw_gid)


def _answers(data: Path) -> bool:
    try:
        with closing(
            psycopg.connect(embedded_database_url(data, role="postgres", database="postgres"))
        ):
            return True
    except psycopg.OperationalError:
        return False
