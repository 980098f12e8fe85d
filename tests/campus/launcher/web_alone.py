"""A launcher for tests: the real servers and the real web server, twice; no workers.

`python -m tests.campus.launcher.web_alone` says `ready` and then runs until a signal. The second
web server, on the port `UNCHECKED_PORT`, does not ask whether its connections still live.
"""

import os
import sys
from dataclasses import replace

from campus.env import BadSettings, Env
from campus.launcher import filling, serving
from campus.launcher.saying import say
from campus.launcher.starting import run, start_servers
from campus.launcher.supervising import StartFailed, Supervisor


def start(env: Env, supervisor: Supervisor) -> None:
    start_servers(env, supervisor)
    filling.migrate(supervisor)
    (env.data / "static").mkdir(exist_ok=True)
    unchecked = replace(env, port=int(os.environ["UNCHECKED_PORT"]))
    for each, settings in ((env, "plain"), (unchecked, "unchecked")):
        (web,) = (program for program in serving.programs(each) if program.name == "web")
        module = {"DJANGO_SETTINGS_MODULE": f"tests.campus.launcher.{settings}_settings"}
        supervisor.keep(replace(web, name=f"web-{settings}", environment=module))
    for each in (env, unchecked):
        supervisor.wait_for(
            "The web is not ready", lambda each=each: serving.is_ready(each), within_seconds=120
        )
    supervisor.is_patient = True
    say("ready")


if __name__ == "__main__":
    try:
        run(start)
    except (BadSettings, StartFailed) as error:
        sys.exit(f"campus: {error}")
