"""What a start fills in before Campus serves: tables, static files, and the demo campus once."""

import hashlib
from collections.abc import Iterator
from pathlib import Path

import psycopg

from campus.env import Env
from campus.env.reading import ROOT
from campus.launcher.children import Child
from campus.launcher.saying import say
from campus.launcher.serving import manage
from campus.launcher.supervising import Supervisor

PACKAGES = ("campus", "courses", "tracks", "workers")


def migrate(supervisor: Supervisor) -> None:
    supervisor.finish(supervisor.launch(manage("migrate", "--no-input")), within_seconds=600)


def load_demo_once(env: Env, supervisor: Supervisor) -> None:
    """Only in development and on our own servers; the command sees that nothing else is there."""
    if not env.is_development or not env.has_embedded_database or _has_demo(env):
        return
    say("  loading the demo campus (only this first time)")
    supervisor.finish(supervisor.launch(manage("demo", "--if-empty")), within_seconds=300)


def demo_accounts(env: Env) -> Iterator[str]:
    if not env.is_development or not _has_demo(env):
        return
    from campus.demo.accounts import DEMO_ACCOUNTS, DEMO_PASSWORD

    yield f"Demo accounts, all with the password {DEMO_PASSWORD}:"
    for account in DEMO_ACCOUNTS:
        yield f"  {account.email:<25} {account.what}"


def launch_static_files(env: Env, supervisor: Supervisor) -> Child | None:
    """Collect them beside the rest of the start, if any has changed since they last were."""
    if _collected(env).exists():
        return None
    return supervisor.launch(manage("collectstatic", "--no-input"))


def finish_static_files(env: Env, child: Child | None, supervisor: Supervisor) -> None:
    if child is not None:
        supervisor.finish(child, within_seconds=120)
        for older in (env.data / "static").glob(".collected-*"):
            older.unlink()
        _collected(env).touch()


def _collected(env: Env) -> Path:
    """A mark whose name changes with any static file of ours and with the installed packages."""
    digest = hashlib.sha256((ROOT / "requirements.lock").read_bytes())
    for package in PACKAGES:
        for file in sorted((ROOT / package).glob("**/static/**/*")):
            digest.update(f"{file} {file.stat().st_mtime_ns}".encode())
    return env.data / "static" / f".collected-{digest.hexdigest()[:16]}"


def _has_demo(env: Env) -> bool:
    with psycopg.connect(env.database_url) as connection:
        found = connection.execute(
            "SELECT 1 FROM accounts_user WHERE email = 'learner@campus.example'"
        )
        return found.fetchone() is not None
