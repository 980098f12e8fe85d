"""A launcher for tests: the real servers and guardians, with sleepers in place of Campus.

`python -m tests.campus.launcher.servers_alone` says `ready` and then runs until a signal.
"""

import sys

from campus.env import BadSettings, Env
from campus.launcher.programs import Program
from campus.launcher.saying import say
from campus.launcher.starting import run, start_servers
from campus.launcher.supervising import StartFailed, Supervisor

# A child with a child in a session of its own, as web server and Celery have; a stubborn one.
FAMILY = "setsid sh -c \"trap '' TERM; sleep 1000; wait\" & exec sleep 1000"


def start(env: Env, supervisor: Supervisor) -> None:
    start_servers(env, supervisor)
    supervisor.keep(Program("family", ("sh", "-c", FAMILY)))
    supervisor.is_patient = True
    say("ready")


if __name__ == "__main__":
    try:
        run(start)
    except (BadSettings, StartFailed) as error:
        sys.exit(f"campus: {error}")
