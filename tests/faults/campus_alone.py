"""A launcher for storms: a whole campus with two workers and no demo, under the real supervisor.

`python -m tests.faults.campus_alone` says `ready` and then runs until a signal.
"""

import os
import sys
from dataclasses import replace

from campus.env import BadSettings, Env
from campus.launcher import filling, serving
from campus.launcher.programs import Program
from campus.launcher.saying import say
from campus.launcher.starting import run, start_servers
from campus.launcher.supervising import StartFailed, Supervisor


def start(env: Env, supervisor: Supervisor) -> None:
    start_servers(env, supervisor)
    filling.migrate(supervisor)
    (env.data / "static").mkdir(exist_ok=True)
    for program in _programs(env):
        supervisor.keep(program)
    supervisor.wait_for("The web is not ready", lambda: serving.is_ready(env), within_seconds=120)
    supervisor.wait_for(
        "The worker does not answer",
        lambda: supervisor.succeeds(serving.ping_worker()),
        within_seconds=120,
    )
    supervisor.is_patient = True
    say("ready")


def _programs(env: Env) -> list[Program]:
    """Long work takes no part; a second worker does, and a second scheduler where asked for."""
    kept = [program for program in serving.programs(env) if program.name != "job-worker"]
    copies = ["worker", "beat"] if os.environ.get("FAULTS_SCHEDULERS") == "2" else ["worker"]
    return [*kept, *(_again(program) for program in kept if program.name in copies)]


def _again(program: Program) -> Program:
    command = [
        part.replace("campus@", "second@").replace("beat-schedule", "beat-schedule-2")
        for part in program.command
    ]
    return replace(program, name=f"{program.name}-2", command=tuple(command))


if __name__ == "__main__":
    try:
        run(start)
    except (BadSettings, StartFailed) as error:
        sys.exit(f"campus: {error}")
